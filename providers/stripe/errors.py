"""Stripe's answers that are not a success, as the three things they can mean.

Rows follow https://docs.stripe.com/api/errors and https://docs.stripe.com/error-low-level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, TypeAlias

import httpx

from bot.errors import OutcomeUnknown, Refused, VendorFailure
from providers import answers
from providers.answers import Said, later, meaning, object_of, word

NO_SUCH_OBJECT: Final = "resource_missing"

_KEYS = re.compile(r"\b(?:sk|rk|pk|whsec|ek)_[A-Za-z0-9_*]+")


class StripeSaid(Said):
    """The error envelope of one answer."""

    vendor = "Stripe"

    def __init__(self, response: httpx.Response) -> None:
        error = object_of(response).get("error")
        body = error if isinstance(error, dict) else {}
        message, declined = word(body, "message"), word(body, "decline_code")
        said = f"{message} ({declined})" if declined else message
        super().__init__(
            response, code=word(body, "code"), message=_KEYS.sub("[key]", said).strip()
        )
        self.type = word(body, "type")
        self.should_retry = wants_retry(response)

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or self.type or f"http_{self.status}"


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
        return later(said)
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


def _conflict(said: StripeSaid) -> VendorFailure:
    """The first request under this key may still be running, or another object is busy."""
    if said.code == "idempotency_key_in_use" or said.type == "idempotency_error":
        return OutcomeUnknown("Stripe is still working on the first request.", code=said.short)
    return _refused(said) if said.should_retry is False else later(said)


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
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    return meaning(_ROWS, StripeSaid(response), writes=writes, otherwise=_unknown)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write had its effect, so no new key may follow."""
    return answers.malformed(StripeSaid.vendor, response, writes=writes)
