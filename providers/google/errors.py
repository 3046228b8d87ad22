"""Google's answers that are not a success, as the three things they can mean.

The reason decides, not the number: 403 is both "not allowed" and "too fast".
https://developers.google.com/workspace/drive/api/guides/handle-errors
A fault never counts as answered: nothing says that what is behind the front let go of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import httpx

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers import answers
from providers.answers import Said, object_of, word

NOT_FOUND: Final = "notFound"
IN_USE: Final = "in_use"
TOO_FAST: Final = frozenset(
    {"userRateLimitExceeded", "rateLimitExceeded", "RESOURCE_EXHAUSTED", "quotaExceeded"}
)
_CERTAIN: Final = frozenset({400, 401, 403, 404, 409, 410, 412, 413, 422})
"""A definite no."""


class GoogleSaid(Said):
    """The error of one answer."""

    longest_saying = 240

    def __init__(self, response: httpx.Response) -> None:
        error = _inside(object_of(response), "error")
        first = _first(error.get("errors"))
        self.reason = word(first, "reason") or word(error, "status")
        super().__init__(response, code=self.reason, message=word(error, "message"))

    @property
    def short(self) -> str:
        """One word for logs."""
        if self.status == HTTPStatus.NOT_FOUND:
            return NOT_FOUND
        if self.status == HTTPStatus.CONFLICT:
            return IN_USE
        return super().short

    @property
    def too_fast(self) -> bool:
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or (
            self.status == HTTPStatus.FORBIDDEN and self.reason in TOO_FAST
        )


def _inside(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _first(items: object) -> Mapping[str, Any]:
    found = items[0] if isinstance(items, list) and items else {}
    return found if isinstance(found, dict) else {}


def failure_of(service: str, response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = GoogleSaid(response)
    if said.too_fast:
        return _later(service, said)
    if said.status == HTTPStatus.UNAUTHORIZED:
        return Refused(
            f"{service} does not accept the service account; nothing was done.",
            code=said.short,
            mendable=True,
        )
    if said.status in _CERTAIN:
        return Refused(said.sentence(f"{service} said no:"), code=said.short)
    if not writes:
        return _later(service, said)
    return OutcomeUnknown(
        said.sentence(f"{service} answered with a fault, so it may or may not have acted:"),
        code=said.short,
    )


def _later(service: str, said: GoogleSaid) -> VendorFailure:
    return Unavailable(
        said.sentence(f"{service} turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def malformed(service: str, response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    return answers.malformed(service, response, writes=writes)


def wants_retry(response: httpx.Response) -> bool | None:
    """Google asks for patience with 500 too, and with some 403s; None: as everywhere."""
    said = GoogleSaid(response)
    return True if said.too_fast or said.status == HTTPStatus.INTERNAL_SERVER_ERROR else None
