"""What local ProAbono says no with: one object, and a list of them where values do not fit."""

from typing import Any, Final

OUT_OF_REACH: Final = "Error.Api.Customer.Unaccessible"


class ProAbonoError(Exception):
    """An answer other than a success."""

    def __init__(self, status: int, code: str, message: str, *, target: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.target = target

    def body(self) -> Any:
        """A 422 is a list, every other failure one object."""
        error = {"Code": self.code, "Message": self.message}
        if self.target:
            error["Target"] = self.target
        return [error] if self.status == 422 else error  # noqa: PLR2004 - HTTP's own


def unfit(message: str, target: str) -> ProAbonoError:
    return ProAbonoError(422, "Local.Validation", message, target=target)


def missing(what: str) -> ProAbonoError:
    return ProAbonoError(404, "Local.NotFound", f"{what} not found")


def out_of_reach() -> ProAbonoError:
    """A customer of another segment or environment, or none at all."""
    return ProAbonoError(403, OUT_OF_REACH, "Customer not accessible")
