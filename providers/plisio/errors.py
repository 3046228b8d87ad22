"""Plisio's answers that are not a success, as the three things they can mean.

Statuses follow https://plisio.net/documentation/endpoints/create-an-invoice and the error map of
https://github.com/Plisio/plisio-python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeAlias

import httpx

from bot.errors import Refused, VendorFailure
from providers import answers
from providers.answers import Said, later, meaning, missing, object_of, refused

_NEVER = frozenset({"105", "116"})
"""An unknown currency, too little in the wallet: refused, though errors come as 422 or as 500."""
_KEYS = re.compile(r"api_key\W{1,4}[^\s&\"',}]+", re.IGNORECASE)


class PlisioSaid(Said):
    """The error envelope of one answer."""

    vendor = "Plisio"

    def __init__(self, response: httpx.Response) -> None:
        data = object_of(response).get("data")
        found = data if isinstance(data, dict) else {}
        code = found.get("code")
        message = _KEYS.sub("[key]", _unpacked(found.get("message")))
        stated = str(code) if isinstance(code, int) and code else ""
        super().__init__(response, code=stated, message=message)


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


# --- the table --------------------------------------------------------------------------------


def _key_refused(said: PlisioSaid) -> VendorFailure:
    """Also where the shop's settings do not name the address that asked."""
    return Refused(
        "Plisio does not accept the configured API key from here; nothing was done.",
        code=said.short,
        mendable=True,
    )


Row: TypeAlias = Callable[[PlisioSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.OK: refused,  # `status: error` inside a success
        HTTPStatus.BAD_REQUEST: refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.FORBIDDEN: _key_refused,
        HTTPStatus.NOT_FOUND: missing,
        HTTPStatus.METHOD_NOT_ALLOWED: refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: refused,
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means."""
    said = PlisioSaid(response)
    if said.code in _NEVER:
        return refused(said)
    return meaning(_ROWS, said, writes=writes)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read."""
    return answers.malformed(PlisioSaid.vendor, response, writes=writes)
