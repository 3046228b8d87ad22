"""What local HubSpot says no with: one exception in HubSpot's error body."""

from typing import Any, Final

CORRELATION: Final = "00000000-0000-4000-8000-000000000001"


class HubSpotError(Exception):
    """An answer other than a success."""

    def __init__(self, status: int, message: str, category: str = "", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.category = category
        self.more = more

    def body(self) -> dict[str, Any]:
        """Limits leave `category` out and name a policy instead."""
        body = {"status": "error", "message": self.message, "correlationId": CORRELATION}
        return {**body, **({"category": self.category} if self.category else {}), **self.more}


def invalid(message: str, where: str = "body") -> HubSpotError:
    errors = [{"message": message, "in": where}]
    return HubSpotError(400, f"Invalid input: {message}", "VALIDATION_ERROR", errors=errors)


def missing(what: str) -> HubSpotError:
    return HubSpotError(404, f"{what} not found", "OBJECT_NOT_FOUND")


def limited(policy: str) -> HubSpotError:
    return HubSpotError(
        429,
        f"You have reached your {policy.lower()} limit.",
        errorType="RATE_LIMIT",
        policyName=policy,
    )
