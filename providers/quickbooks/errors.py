"""QuickBooks' answers that are not a success, as the three things they can mean.

A fault comes in two spellings, and may come inside a success. Codes follow
https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/handling-common-errors.
What it says in detail names people and is never repeated: a sentence of ours is.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.answers import wait_s

LONGEST_SAYING: Final = 200
NO_SUCH_OBJECT: Final = "610"
STALE: Final = "5010"
NUMBER_IN_USE: Final = "6140"
_SYSTEM: Final = "10000"
_THROTTLED: Final = "3001"

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        NO_SUCH_OBJECT: "QuickBooks has no such record, or it is not in use any more.",
        STALE: "Somebody else changed the record in QuickBooks at the same moment.",
        "6000": "QuickBooks' rules for this company do not allow it.",
        NUMBER_IN_USE: "QuickBooks uses this document number already.",
        "6190": "The company's subscription to QuickBooks has lapsed.",
        "6210": "The accounting period is closed in QuickBooks.",
        "6240": "QuickBooks uses this name already.",
        "120": "Who connected QuickBooks is no administrator of the company any more.",
        "3100": "The app is not allowed in this QuickBooks company.",
    }
)
_MENDABLE = frozenset({"6190", "6210", "120", "3100"})
"""A person can put these right in QuickBooks, and then it may be tried again."""


class QuickBooksSaid:
    """The fault of one answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        fault = fault_of(response) or {}
        first = _first(_either(fault, "Error"))
        self.status = response.status_code
        self.type = _word(fault.get("type"))
        self.code = _word(first.get("code")).lstrip("0")
        self.message = _word(_either(first, "Message"))
        self.retry_after_s = wait_s(response.headers)

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or f"http_{self.status}"

    @property
    def sentence(self) -> str:
        """What it means, in our words where the code is known."""
        known = _WORDS.get(self.code)
        said = redact(self.message)[:LONGEST_SAYING] or f"HTTP status {self.status}."
        return known or f"QuickBooks said: {said}"


def fault_of(response: httpx.Response) -> Mapping[str, Any] | None:
    """The fault in an answer of any status, in either spelling; None: there is none."""
    try:
        body = response.json()
    except ValueError:
        return None
    found = _either(body, "Fault") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else None


def _either(holder: Mapping[str, Any], name: str) -> Any:
    """The service writes `Fault`, the edge before it `fault`."""
    return holder.get(name, holder.get(name.lower()))


def _first(errors: object) -> Mapping[str, Any]:
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


# --- what it means ----------------------------------------------------------------------------


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. What has no row proves nothing."""
    said = QuickBooksSaid(response)
    if said.status == HTTPStatus.TOO_MANY_REQUESTS or said.code == _THROTTLED:
        return _later(said)
    if _is_definite(said):
        return _refused(said)
    return _unknown(said) if writes else _later(said)


def _is_definite(said: QuickBooksSaid) -> bool:
    """A fault of QuickBooks' own says nothing about what came of a write, whatever its status."""
    if said.code == _SYSTEM or said.type == "SystemFault":
        return False
    return said.status in _NO or (said.status == HTTPStatus.OK and bool(said.code))


_NO: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
    }
)


def _refused(said: QuickBooksSaid) -> VendorFailure:
    if said.status == HTTPStatus.UNAUTHORIZED and said.code not in _WORDS:
        return Refused(
            "QuickBooks does not accept the connection; nothing was done.",
            code=said.short,
            mendable=True,
        )
    code = NO_SUCH_OBJECT if said.status == HTTPStatus.NOT_FOUND else said.short
    return Refused(said.sentence, code=code, mendable=said.code in _MENDABLE)


def _later(said: QuickBooksSaid) -> VendorFailure:
    return Unavailable(
        "QuickBooks turned the request away for now.",
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: QuickBooksSaid) -> VendorFailure:
    """Never counted as finished: only the same request id may go out again, after a look."""
    return OutcomeUnknown(
        "QuickBooks answered with a fault, so it may or may not have acted.", code=said.short
    )


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success that cannot be read, or shows nothing of what was asked for."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("QuickBooks' answer does not show what it did.", code=code)
    return Unavailable("QuickBooks' answer cannot be read.", code=code)
