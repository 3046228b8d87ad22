"""What vendors' answers that are no success have in common: read without trust, three meanings.

Each vendor's own `errors.py` says where its words stand and what its statuses prove.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s, succeeded

LONGEST_SAYING: Final = 300
LONGEST_WAIT_S: Final = 3600.0
"""A vendor that asks for more is asked again after our own pause."""
NO_SUCH_OBJECT: Final = "not_found"


class Said:
    """One answer that is no success. `message` is the vendor's own, without keys or tokens."""

    vendor: ClassVar[str]
    longest_saying: ClassVar[int] = LONGEST_SAYING

    def __init__(self, response: httpx.Response, *, code: str = "", message: str = "") -> None:
        self.status = response.status_code
        self.code = code
        self.message = message
        self.retry_after_s = wait_s(response.headers)

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or f"http_{self.status}"

    def sentence(self, opening: str) -> str:
        """Our opening, then the vendor's words, redacted."""
        said = (
            redact(self.message)[: self.longest_saying] if self.message else f"HTTP {self.status}."
        )
        return f"{opening} {said}"


SaidT = TypeVar("SaidT", bound=Said)
T = TypeVar("T")
W = TypeVar("W", bound=BaseModel)
Rows = Mapping[int, Callable[[SaidT], VendorFailure]]


# --- reading without trust ----------------------------------------------------------------------


def object_of(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def word(body: Mapping[str, Any], name: str) -> str:
    """A text of an object; empty for anything else."""
    value = body.get(name)
    return value if isinstance(value, str) else ""


def wait_s(headers: Mapping[str, str]) -> float | None:
    """The seconds to wait that an answer states; None: it states none, or too many."""
    stated = retry_after_s(headers)
    return stated if stated is not None and stated <= LONGEST_WAIT_S else None


# --- what it means ------------------------------------------------------------------------------


def meaning(
    rows: Rows[SaidT],
    said: SaidT,
    *,
    writes: bool,
    otherwise: Callable[[SaidT], VendorFailure] | None = None,
) -> VendorFailure:
    """Say what an answer means by its status. A status without a row proves nothing."""
    failure = rows.get(said.status, otherwise or unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return later(said)
    return failure


def refused(said: Said) -> VendorFailure:
    """A definite no."""
    return Refused(said.sentence(f"{said.vendor} said no:"), code=said.short)


def missing(said: Said) -> VendorFailure:
    return Refused(said.sentence(f"{said.vendor} has no such record:"), code=NO_SUCH_OBJECT)


def later(said: Said) -> VendorFailure:
    return Unavailable(
        said.sentence(f"{said.vendor} turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def unknown(said: Said) -> VendorFailure:
    """A fault, or what nobody wrote about: nothing says that the vendor did not act."""
    return OutcomeUnknown(
        said.sentence(f"{said.vendor} answered with a fault, so it may or may not have acted:"),
        code=said.short,
    )


def malformed(vendor: str, response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    kind = OutcomeUnknown if writes else Unavailable
    code = f"malformed_{response.status_code}"
    return kind(f"{vendor}'s answer cannot be read.", code=code)


Failing = Callable[..., VendorFailure]
"""`failure_of` or `malformed` of a vendor: (response, *, writes) -> what it means."""


def parsed(
    response: httpx.Response,
    model: type[W],
    *,
    writes: bool,
    failure_of: Failing,
    malformed: Failing,
) -> W:
    """Parse a success, or raise what the answer means.

    The parser's own exception, which may hold the vendor's words, is not carried along.
    """
    found = _parsed(response, model, writes=writes, failure_of=failure_of, malformed=malformed)
    if isinstance(found, VendorFailure):
        raise found
    return found


def _parsed(
    response: httpx.Response,
    model: type[W],
    *,
    writes: bool,
    failure_of: Failing,
    malformed: Failing,
) -> W | VendorFailure:
    if not succeeded(response):
        return failure_of(response, writes=writes)
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        return malformed(response, writes=writes)


async def none_if_missing(reading: Awaitable[T]) -> T | None:
    """What was read; None where the vendor says that there is no such thing."""
    try:
        return await reading
    except Refused as refusal:
        if refusal.code == NO_SUCH_OBJECT:
            return None
        raise
