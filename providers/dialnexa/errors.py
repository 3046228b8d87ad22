"""DialNexa's answers that are not a success: `{"statusCode", "message", "error"}`.

Rows follow https://dialnexa.com/docs/api-reference/errors: nothing but 429 and 5xx gets better by
being asked again. Everything here is a read, so no outcome is ever unknown.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import httpx

from bot.errors import Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 300
LONGEST_WAIT_S: Final = 3600.0
NO_SUCH_CALL: Final = "not_found"


def failure_of(response: httpx.Response) -> VendorFailure:
    """Say what an answer other than a success means."""
    status = response.status_code
    if status == HTTPStatus.UNAUTHORIZED:
        return Refused("DialNexa does not accept DIALNEXA_API_KEY.", code="http_401")
    if status == HTTPStatus.NOT_FOUND:
        return Refused("DialNexa knows no such call.", code=NO_SUCH_CALL)
    said = _said(response)
    if _is_for_now(status):
        return Unavailable(
            f"DialNexa turned the request away for now: {said}",
            code=f"http_{status}",
            retry_after_s=_wait_s(response),
        )
    return Refused(f"DialNexa said no: {said}", code=f"http_{status}")


def malformed(why: str) -> VendorFailure:
    """A success whose body cannot be read: it may be whole the next time."""
    return Unavailable(f"DialNexa's answer cannot be read: {why}.", code="malformed")


def _is_for_now(status: int) -> bool:
    asked_too_often = status == HTTPStatus.TOO_MANY_REQUESTS
    return asked_too_often or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _said(response: httpx.Response) -> str:
    """The vendor's own words, redacted; `message` is a text or a list of texts."""
    message = _message(response)
    words = "; ".join(one for one in message if isinstance(one, str))
    return redact(words)[:LONGEST_SAYING] if words else f"HTTP {response.status_code}."


def _message(response: httpx.Response) -> list[Any]:
    try:
        body = response.json()
    except ValueError:
        return []
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, list) else [message]


def _wait_s(response: httpx.Response) -> float | None:
    """`Retry-After`, else the reset of the limit that was seen on answers, both in seconds."""
    stated = retry_after_s(response.headers)
    reset = response.headers.get("x-ratelimit-reset", "")
    if stated is None and reset.isascii() and reset.isdigit():
        stated = float(reset)
    return stated if stated is not None and stated <= LONGEST_WAIT_S else None
