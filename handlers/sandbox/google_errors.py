"""What local Google says no with: one exception in Google's error object."""

from typing import Any, Final

_STATUS: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class GoogleError(Exception):
    """An answer other than a success; `retry_after_s` goes out as a header."""

    def __init__(
        self, status: int, reason: str, message: str, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message
        self.retry_after_s = retry_after_s

    def body(self) -> dict[str, Any]:
        one = {"domain": "global", "reason": self.reason, "message": self.message}
        error = {"code": self.status, "message": self.message, "errors": [one]}
        return {"error": error | {"status": _STATUS.get(self.status, "UNKNOWN")}}

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after_s is None else {"retry-after": str(self.retry_after_s)}


class TokenRefused(Exception):
    """The token address speaks OAuth's errors, not Google's."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def body(self) -> dict[str, str]:
        return {"error": self.error, "error_description": self.description}


def invalid(message: str) -> GoogleError:
    return GoogleError(400, "badRequest", message)


def missing(message: str = "Requested entity was not found.") -> GoogleError:
    return GoogleError(404, "notFound", message)


def forbidden(reason: str, message: str) -> GoogleError:
    return GoogleError(403, reason, message)
