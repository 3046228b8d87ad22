"""ProAbono's answers that are not a success, as the three things they can mean.

One object `{Code, Message}`; a 422 is a list of them: https://docs.proabono.com/api/#errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 300
LONGEST_WAIT_S: Final = 3600.0
NO_SUCH_OBJECT: Final = "not_found"
_OUT_OF_REACH: Final = frozenset({"Error.Api.Customer.Unaccessible"})
"""Said with 403 of a customer in another segment or environment, and of none at all."""


class ProAbonoSaid:
    """The errors of one answer, read without trusting their shape."""

    def __init__(self, response: httpx.Response) -> None:
        found = _errors_of(response)
        self.status = response.status_code
        self.code = next((code for code in (_word(one, "Code") for one in found) if code), "")
        self.message = " ".join(filter(None, (_described(one) for one in found)))
        stated = retry_after_s(response.headers)
        self.retry_after_s = stated if stated is None or stated <= LONGEST_WAIT_S else None

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or f"http_{self.status}"

    @property
    def knows_no_such(self) -> bool:
        return self.status == HTTPStatus.NOT_FOUND or self.code in _OUT_OF_REACH

    def sentence(self, opening: str) -> str:
        """Our opening, then ProAbono's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def _errors_of(response: httpx.Response) -> list[Mapping[str, Any]]:
    try:
        body = response.json()
    except ValueError:
        return []
    found = body if isinstance(body, list) else [body]
    return [one for one in found if isinstance(one, dict)]


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _described(error: Mapping[str, Any]) -> str:
    message, target = _word(error, "Message"), _word(error, "Target")
    return f"{message} ({target})" if message and target else message


# --- the table --------------------------------------------------------------------------------


def _refused(said: ProAbonoSaid) -> VendorFailure:
    code = NO_SUCH_OBJECT if said.knows_no_such else said.short
    return Refused(said.sentence("ProAbono said no:"), code=code)


def _keys_refused(said: ProAbonoSaid) -> VendorFailure:
    """Keys of the other environment get the same answer: nothing in them shows which they are."""
    return Refused(
        "ProAbono does not accept the configured keys for this business; nothing was done.",
        code=said.short,
    )


def _later(said: ProAbonoSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("ProAbono turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: ProAbonoSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("ProAbono answered with a fault, so it may or may not have acted:"),
        code=said.short,
    )


Row: TypeAlias = Callable[[ProAbonoSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _keys_refused,
        HTTPStatus.FORBIDDEN: _refused,
        HTTPStatus.NOT_FOUND: _refused,
        HTTPStatus.CONFLICT: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = ProAbonoSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("ProAbono's answer cannot be read.", code=code)
    return Unavailable("ProAbono's answer cannot be read.", code=code)
