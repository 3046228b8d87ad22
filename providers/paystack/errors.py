"""Paystack's answers that are not a success, as the three things they can mean.

Rows follow https://paystack.com/docs/api/errors/ and https://beta.paystack.com/docs/api/rate-limits/.
A fault never counts as answered: refunds are queued, and nothing says that a queue took none.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 300
LONGEST_WAIT_S: Final = 3600.0
NO_SUCH_OBJECT: Final = "not_found"

T = TypeVar("T")

_KEYS = re.compile(r"\b[sp]k_[A-Za-z0-9_*]+")


class PaystackSaid:
    """The error envelope of one answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        body = envelope_of(response)
        self.status = response.status_code
        self.type = _word(body, "type")
        self.code = _word(body, "code")
        self.message = _KEYS.sub("[key]", _word(body, "message"))
        self.retry_after_s = wait_s(response.headers)

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or self.type or f"http_{self.status}"

    @property
    def knows_no_such(self) -> bool:
        """Verify answers an unknown reference with 400, other reads with 404."""
        return self.status == HTTPStatus.NOT_FOUND or "not found" in self.message.casefold()

    def sentence(self, opening: str) -> str:
        """Our opening, then Paystack's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def envelope_of(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def wait_s(headers: Mapping[str, str]) -> float | None:
    """Seconds until the window ends. The header's name is not published, so several are read."""
    stated = retry_after_s(headers)
    named = (value for name, value in headers.items() if "ratelimit-reset" in name.lower())
    waits = [float(value) for value in named if value.isascii() and value.isdigit()]
    wait = stated if stated is not None else next(iter(waits), None)
    return wait if wait is not None and wait <= LONGEST_WAIT_S else None


# --- the table --------------------------------------------------------------------------------


def _refused(said: PaystackSaid) -> VendorFailure:
    """A definite no."""
    code = NO_SUCH_OBJECT if said.knows_no_such else said.short
    return Refused(said.sentence("Paystack said no:"), code=code)


def _key_refused(said: PaystackSaid) -> VendorFailure:
    return Refused(
        "Paystack does not accept the configured API key; nothing was done.", code=said.short
    )


def _right_missing(said: PaystackSaid) -> VendorFailure:
    """For instance a call from an address that the key's allow-list does not name."""
    return Refused(said.sentence("Paystack does not let this key do that:"), code=said.short)


def _later(said: PaystackSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("Paystack turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: PaystackSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Paystack answered with a fault, so it may or may not have acted:"),
        code=said.short,
    )


Row: TypeAlias = Callable[[PaystackSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.OK: _refused,  # `status: false` inside a success
        HTTPStatus.CREATED: _refused,
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.FORBIDDEN: _right_missing,
        HTTPStatus.NOT_FOUND: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = PaystackSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Paystack's answer cannot be read.", code=code)
    return Unavailable("Paystack's answer cannot be read.", code=code)


async def none_if_missing(reading: Awaitable[T]) -> T | None:
    """What was read; None where Paystack says that there is no such object."""
    try:
        return await reading
    except Refused as refusal:
        if refusal.code == NO_SUCH_OBJECT:
            return None
        raise
