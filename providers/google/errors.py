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
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 240
LONGEST_WAIT_S: Final = 3600.0
NOT_FOUND: Final = "notFound"
IN_USE: Final = "in_use"
TOO_FAST: Final = frozenset(
    {"userRateLimitExceeded", "rateLimitExceeded", "RESOURCE_EXHAUSTED", "quotaExceeded"}
)
_CERTAIN: Final = frozenset({400, 401, 403, 404, 409, 410, 412, 413, 422})
"""A definite no."""


class GoogleSaid:
    """The error of one answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        error = _inside(_object(response), "error")
        first = _first(error.get("errors"))
        self.status = response.status_code
        self.reason = _word(first, "reason") or _word(error, "status")
        self.message = _word(error, "message")
        self.retry_after_s = _wait_s(response.headers)

    @property
    def short(self) -> str:
        """One word for logs."""
        if self.status == HTTPStatus.NOT_FOUND:
            return NOT_FOUND
        if self.status == HTTPStatus.CONFLICT:
            return IN_USE
        return self.reason or f"http_{self.status}"

    @property
    def too_fast(self) -> bool:
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or (
            self.status == HTTPStatus.FORBIDDEN and self.reason in TOO_FAST
        )

    def sentence(self, opening: str) -> str:
        """Our opening, then Google's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _inside(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _first(items: object) -> Mapping[str, Any]:
    found = items[0] if isinstance(items, list) and items else {}
    return found if isinstance(found, dict) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _wait_s(headers: Mapping[str, str]) -> float | None:
    wait = retry_after_s(headers)
    return wait if wait is not None and wait <= LONGEST_WAIT_S else None


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
    code = f"malformed_{response.status_code}"
    kind = OutcomeUnknown if writes else Unavailable
    return kind(f"{service}'s answer cannot be read.", code=code)


def wants_retry(response: httpx.Response) -> bool | None:
    """Google asks for patience with 500 too, and with some 403s; None: as everywhere."""
    said = GoogleSaid(response)
    return True if said.too_fast or said.status == HTTPStatus.INTERNAL_SERVER_ERROR else None
