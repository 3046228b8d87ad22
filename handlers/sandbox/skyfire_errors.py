"""What local Skyfire says no with: one exception in Skyfire's shape."""

from typing import Any


class SkyfireError(Exception):
    """An answer other than a success; `details` only where fields are wrong."""

    def __init__(
        self, status: int, code: str, message: str, details: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            body["details"] = {name: {"message": text} for name, text in self.details.items()}
        return body


def invalid(**fields: str) -> SkyfireError:
    """What is wrong, by field."""
    return SkyfireError(422, "VALIDATION_ERROR", "Validation failed", fields)
