"""Skyfire's answers that are not a success, as the three things they can mean.

Several codes share a status, so the code decides where there is one:
https://docs.skyfire.xyz/reference/http-error-status-codes.
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
LONGEST_WAIT_S: Final = 3600.0

_TOKENS: Final = re.compile(r"[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}")
"""A token, or the beginning of one, that an answer repeats."""


class SkyfireSaid:
    """The error of one answer, read without trusting its shape: some are plain text."""

    def __init__(self, response: httpx.Response) -> None:
        body = body_of(response)
        self.status = response.status_code
        self.code = _word(body, "code") or f"http_{self.status}"
        self.message = _TOKENS.sub("[token]", _whole(body))
        wait_s = retry_after_s(response.headers)
        self.retry_after_s = wait_s if wait_s is not None and wait_s <= LONGEST_WAIT_S else None

    def sentence(self, opening: str) -> str:
        """Our opening, then Skyfire's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def body_of(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _whole(body: Mapping[str, Any]) -> str:
    """The message, and what is wrong with each field."""
    details = body.get("details")
    fields = details.items() if isinstance(details, dict) else ()
    told = [_word(one, "message") for _, one in fields if isinstance(one, dict)]
    return " ".join(part for part in (_word(body, "message"), *told) if part)


# --- the table --------------------------------------------------------------------------------


def _refused(said: SkyfireSaid) -> VendorFailure:
    return Refused(said.sentence("Skyfire said no:"), code=said.code)


def _key_refused(said: SkyfireSaid) -> VendorFailure:
    """Unknown, or of the other environment."""
    return Refused(
        "Skyfire does not accept the configured API key; nothing was done.",
        code=said.code,
        mendable=True,
    )


def _later(said: SkyfireSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("Skyfire turned the request away for now:"),
        code=said.code,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: SkyfireSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Skyfire answered with a fault, so it may or may not have acted:"),
        code=said.code,
        answered=True,
    )


Row: TypeAlias = Callable[[SkyfireSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,  # also a key of the wrong role
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.PAYMENT_REQUIRED: _refused,
        HTTPStatus.FORBIDDEN: _refused,
        HTTPStatus.NOT_FOUND: _refused,
        HTTPStatus.CONFLICT: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = SkyfireSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Skyfire's answer cannot be read.", code=code, answered=True)
    return Unavailable("Skyfire's answer cannot be read.", code=code)
