"""What local QuickBooks says no with: the service's fault, or the edge's in lower case."""

from typing import Any


class QuickBooksError(Exception):
    """An answer other than a success; `at_edge` is the spelling of what never reached the books."""

    def __init__(
        self, status: int, code: str, message: str, *, kind: str = "ValidationFault",
        at_edge: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.kind = kind
        self.at_edge = at_edge

    def body(self, time: str) -> dict[str, Any]:
        """The envelope; what it says in detail names what was sent, as QuickBooks does."""
        if self.at_edge:
            error = {"message": self.message, "detail": "", "code": self.code, "element": None}
            fault = {"error": [error], "type": self.kind}
            return {"warnings": None, "fault": fault, "requestId": None, "time": time}
        said = {"Message": self.message, "Detail": self.message, "code": self.code, "element": ""}
        return {"Fault": {"Error": [said], "type": self.kind}, "time": time}


def invalid(code: str, message: str) -> QuickBooksError:
    return QuickBooksError(400, code, message)


def missing() -> QuickBooksError:
    return invalid("610", "Object Not Found")


def token_refused() -> QuickBooksError:
    return QuickBooksError(
        401,
        "3200",
        "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        kind="AUTHENTICATION",
        at_edge=True,
    )
