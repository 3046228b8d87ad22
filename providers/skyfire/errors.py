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
from providers.answers import Said, later, meaning, object_of, refused, word

_TOKENS: Final = re.compile(r"[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}")
"""A token, or the beginning of one, that an answer repeats."""


class SkyfireSaid(Said):
    """The error of one answer: some are plain text."""

    vendor = "Skyfire"

    def __init__(self, response: httpx.Response) -> None:
        body = object_of(response)
        message = _TOKENS.sub("[token]", _whole(body))
        super().__init__(response, code=word(body, "code"), message=message)


def _whole(body: Mapping[str, Any]) -> str:
    """The message, and what is wrong with each field."""
    details = body.get("details")
    fields = details.items() if isinstance(details, dict) else ()
    told = [f"{name}: {word(one, 'message')}" for name, one in fields if isinstance(one, dict)]
    return " ".join(part for part in (word(body, "message"), *told) if part)


# --- the table --------------------------------------------------------------------------------


def _key_refused(said: SkyfireSaid) -> VendorFailure:
    """Unknown, or of the other environment."""
    return Refused(
        "Skyfire does not accept the configured API key; nothing was done.",
        code=said.short,
        mendable=True,
    )


def _unknown(said: SkyfireSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Skyfire answered with a fault, so it may or may not have acted:"),
        code=said.short,
        answered=True,
    )


Row: TypeAlias = Callable[[SkyfireSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: refused,  # also a key of the wrong role
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.PAYMENT_REQUIRED: refused,
        HTTPStatus.FORBIDDEN: refused,
        HTTPStatus.NOT_FOUND: refused,
        HTTPStatus.CONFLICT: refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: refused,
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    return meaning(_ROWS, SkyfireSaid(response), writes=writes, otherwise=_unknown)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Skyfire's answer cannot be read.", code=code, answered=True)
    return Unavailable("Skyfire's answer cannot be read.", code=code)
