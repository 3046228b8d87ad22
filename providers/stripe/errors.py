"""Stripe's answers that are not a success, as the three things they can mean.

Rows follow https://docs.stripe.com/api/errors and https://docs.stripe.com/error-low-level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 300
NO_SUCH_OBJECT: Final = "resource_missing"

_KEYS = re.compile(r"\b(?:sk|rk|pk|whsec|ek)_[A-Za-z0-9_*]+")


class StripeSaid:
    """The error envelope of one answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        body = _envelope(response)
        self.status = response.status_code
        self.type = _word(body, "type")
        self.code = _word(body, "code")
        self.decline_code = _word(body, "decline_code")
        self.message = _KEYS.sub("[key]", _word(body, "message"))
        self.retry_after_s = retry_after_s(response.headers)
        self.should_retry = wants_retry(response)

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or self.type or f"http_{self.status}"

    def sentence(self, opening: str) -> str:
        """Our opening, then Stripe's words, redacted."""
        declined = f" ({self.decline_code})" if self.decline_code else ""
        words = f"{self.message}{declined}".strip()
        said = redact(words)[:LONGEST_SAYING] if words else f"HTTP status {self.status}."
        return f"{opening} {said}"


def _envelope(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def wants_retry(response: httpx.Response) -> bool | None:
    """Stripe's own word on repeating the very same request; None when it has none."""
    stated = response.headers.get("Stripe-Should-Retry", "").lower()
    return {"true": True, "false": False}.get(stated)


# --- the table --------------------------------------------------------------------------------


def _refused(said: StripeSaid) -> VendorFailure:
    """A definite no; unless Stripe itself asks for the same request again."""
    if said.type == "idempotency_error":
        return _unknown(said)  # the key was used before, with other parameters
    if said.should_retry:
        return _later(said)
    return Refused(said.sentence("Stripe said no:"), code=said.short)


def _no_such(said: StripeSaid) -> VendorFailure:
    """Objects of the other mode are no such objects either."""
    return Refused(said.sentence("Stripe said no:"), code=said.code or NO_SUCH_OBJECT)


def _key_refused(said: StripeSaid) -> VendorFailure:
    return Refused(
        "Stripe does not accept the configured API key; nothing was done.", code=said.short
    )


def _right_missing(said: StripeSaid) -> VendorFailure:
    return Refused(said.sentence("The Stripe key lacks a right:"), code=said.short)


def _later(said: StripeSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("Stripe turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def _conflict(said: StripeSaid) -> VendorFailure:
    """The first request under this key may still be running, or another object is busy."""
    if said.code == "idempotency_key_in_use" or said.type == "idempotency_error":
        return OutcomeUnknown("Stripe is still working on the first request.", code=said.short)
    return _refused(said) if said.should_retry is False else _later(said)


_FINISHED = frozenset({HTTPStatus.FAILED_DEPENDENCY, HTTPStatus.INTERNAL_SERVER_ERROR})
"""Faults of Stripe's own, stored under the key: nothing of that call is still under way.

A gateway's answer (502, 503, 504) or a redirect says nothing about the call behind it.
"""


def _unknown(said: StripeSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Stripe answered with a fault, so it may or may not have acted:"),
        code=said.short,
        answered=said.status in _FINISHED or said.short == "idempotency_error",
    )


Row: TypeAlias = Callable[[StripeSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.PAYMENT_REQUIRED: _refused,
        HTTPStatus.FORBIDDEN: _right_missing,
        HTTPStatus.NOT_FOUND: _no_such,
        HTTPStatus.CONFLICT: _conflict,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = StripeSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write had its effect, so no new key may follow."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Stripe's answer cannot be read.", code=code)
    return Unavailable("Stripe's answer cannot be read.", code=code)
