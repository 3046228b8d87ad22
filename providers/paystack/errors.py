"""Paystack's answers that are not a success, as the three things they can mean.

Rows follow https://paystack.com/docs/api/errors/ and https://beta.paystack.com/docs/api/rate-limits/.
A fault never counts as answered: refunds are queued, and nothing says that a queue took none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeAlias

import httpx

from bot.errors import Refused, VendorFailure
from providers import answers
from providers.answers import LONGEST_WAIT_S, NO_SUCH_OBJECT, Said, later, meaning, object_of, word
from providers.http import retry_after_s

_KEYS = re.compile(r"\b[sp]k_[A-Za-z0-9_*]+")


class PaystackSaid(Said):
    """The error envelope of one answer."""

    vendor = "Paystack"

    def __init__(self, response: httpx.Response) -> None:
        body = object_of(response)
        code = word(body, "code") or word(body, "type")
        super().__init__(response, code=code, message=_KEYS.sub("[key]", word(body, "message")))
        self.retry_after_s = wait_s(response.headers)

    @property
    def knows_no_such(self) -> bool:
        """Verify answers an unknown reference with 400, other reads with 404."""
        return self.status == HTTPStatus.NOT_FOUND or "not found" in self.message.casefold()


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
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means."""
    return meaning(_ROWS, PaystackSaid(response), writes=writes)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read."""
    return answers.malformed(PaystackSaid.vendor, response, writes=writes)
