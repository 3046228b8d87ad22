"""What local Paystack says no with: one exception in Paystack's envelope."""

from typing import Any


class PaystackError(Exception):
    """An answer other than a success."""

    def __init__(self, status: int, message: str, *, kind: str = "", code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.code = code

    def body(self) -> dict[str, Any]:
        """The error envelope; older endpoints leave `type` and `code` out."""
        body: dict[str, Any] = {"status": False, "message": self.message}
        if self.kind:
            body |= {"type": self.kind, "code": self.code, "meta": {"nextStep": "See the docs."}}
        return body


def invalid(message: str, code: str = "invalid_params") -> PaystackError:
    return PaystackError(400, message, kind="validation_error", code=code)


def missing(what: str) -> PaystackError:
    return PaystackError(404, f"{what} not found")
