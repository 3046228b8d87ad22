"""What local Zendesk says no with: one exception in the shapes that Zendesk's errors have."""

from typing import Any


class ZendeskError(Exception):
    """An answer other than a success."""

    def __init__(self, status: int, error: str, description: str, **more: Any) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description
        self.more = more

    def body(self) -> dict[str, Any]:
        """Most calls answer so; rights and faults name a title and a message instead."""
        if self.more.pop("titled", False):
            return {"error": {"title": self.error, "message": self.description}}
        return {"error": self.error, "description": self.description, **self.more}


def invalid(field: str, description: str) -> ZendeskError:
    details = {field: [{"description": description, "error": "InvalidValue"}]}
    return ZendeskError(422, "RecordInvalid", "Record validation errors", details=details)


def missing() -> ZendeskError:
    return ZendeskError(404, "RecordNotFound", "Not found")


def bad_body(description: str) -> ZendeskError:
    return ZendeskError(400, "InvalidRequest", description)
