"""Plisio's answers that are not a success, as the three things they can mean.

Statuses follow https://plisio.net/documentation/endpoints/create-an-invoice and the error map of
https://github.com/Plisio/plisio-python.
"""

from __future__ import annotations

import json
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

_KEYS = re.compile(r"api_key\W{1,4}[^\s&\"',}]+", re.IGNORECASE)


class PlisioSaid:
    """The error envelope of one answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        data = body_of(response).get("data")
        found = data if isinstance(data, dict) else {}
        code = found.get("code")
        self.status = response.status_code
        self.code = str(code) if isinstance(code, int) and code else f"http_{self.status}"
        self.message = _KEYS.sub("[key]", _unpacked(found.get("message")))
        self.retry_after_s = _wait_s(response)

    def sentence(self, opening: str) -> str:
        """Our opening, then Plisio's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def body_of(response: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _unpacked(message: object) -> str:
    """A message is often a JSON object packed in text: its values are the sentence."""
    if not isinstance(message, str):
        return ""
    try:
        packed = json.loads(message)
    except ValueError:
        return message
    if not isinstance(packed, dict):
        return message
    return " ".join(f"{name}: {value}" for name, value in packed.items())


def _wait_s(response: httpx.Response) -> float | None:
    wait_s = retry_after_s(response.headers)
    return wait_s if wait_s is not None and wait_s <= LONGEST_WAIT_S else None


# --- the table --------------------------------------------------------------------------------


def _refused(said: PlisioSaid) -> VendorFailure:
    return Refused(said.sentence("Plisio said no:"), code=said.code)


def _missing(said: PlisioSaid) -> VendorFailure:
    return Refused(said.sentence("Plisio knows no such thing:"), code=NO_SUCH_OBJECT)


def _key_refused(said: PlisioSaid) -> VendorFailure:
    """Also where the shop's settings do not name the address that asked."""
    return Refused(
        "Plisio does not accept the configured API key from here; nothing was done.",
        code=said.code,
        mendable=True,
    )


def _later(said: PlisioSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("Plisio turned the request away for now:"),
        code=said.code,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: PlisioSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Plisio answered with a fault, so it may or may not have acted:"),
        code=said.code,
    )


Row: TypeAlias = Callable[[PlisioSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.OK: _refused,  # `status: error` inside a success
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.FORBIDDEN: _key_refused,
        HTTPStatus.NOT_FOUND: _missing,
        HTTPStatus.METHOD_NOT_ALLOWED: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = PlisioSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Plisio's answer cannot be read.", code=code)
    return Unavailable("Plisio's answer cannot be read.", code=code)


async def none_if_missing(reading: Awaitable[T]) -> T | None:
    """What was read; None where Plisio says that there is no such object."""
    try:
        return await reading
    except Refused as refusal:
        if refusal.code == NO_SUCH_OBJECT:
            return None
        raise
