"""What local Stripe says no with: one exception, Stripe's envelope, and whether a key keeps it."""

from typing import Any

REFUSED = "invalid_request_error"
DOCS = "https://docs.stripe.com/error-codes"
LOGS = "https://dashboard.stripe.com/test/logs"


class StripeError(Exception):
    """An answer other than 2xx.

    `executed` says whether the endpoint had started: only then does an idempotency key keep the
    answer (https://docs.stripe.com/api/idempotent_requests).
    """

    def __init__(
        self, status: int, message: str, *, kind: str = REFUSED, executed: bool = True, **facts: str
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.executed = executed
        self.facts = facts

    def body(self, request_id: str) -> dict[str, Any]:
        """The error envelope; fields that do not apply are absent."""
        error = {"type": self.kind, "message": self.message, **self.facts}
        if "code" in self.facts:
            error["doc_url"] = f"{DOCS}/{self.facts['code'].replace('_', '-')}"
        return {"error": error | {"request_log_url": f"{LOGS}/{request_id}"}}


def invalid(message: str, **facts: str) -> StripeError:
    """A request that never reached execution: nothing is kept under its key."""
    return StripeError(400, message, kind=REFUSED, executed=False, **facts)


def refused(message: str, **facts: str) -> StripeError:
    """A well-formed request that the state of the books forbids: kept under its key."""
    return StripeError(400, message, kind=REFUSED, executed=True, **facts)


def missing(
    kind: str, object_id: str, *, other_mode: bool = False, param: str = "id"
) -> StripeError:
    """404: no such object, or only in the other mode."""
    hint = " It exists in live mode; this is a test mode key." if other_mode else ""
    word = kind.replace("_", "")
    return StripeError(
        404, f"No such {word}: '{object_id}'.{hint}", code="resource_missing", param=param
    )


def unauthorized(message: str) -> StripeError:
    return StripeError(401, message, executed=False)


def server_error() -> StripeError:
    return StripeError(500, "Something went wrong on the vendor's side.", kind="api_error")
