"""Polygon.io's answers that are not a success. Everything here reads, so nothing is ever in doubt.

The words stand in `error` or in `message`. A 404 in JSON says that there is none of it; one in
plain text that the address is not offered at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import httpx

from bot.errors import Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers.http import retry_after_s

LONGEST_SAYING: Final = 200
LONGEST_WAIT_S: Final = 3600.0
NONE_OF_IT: Final = "none_of_it"
NOT_OFFERED: Final = "not_offered"


class PolygonSaid:
    """One failed answer, read without trusting its shape."""

    def __init__(self, response: httpx.Response) -> None:
        body = _object(response)
        self.status = response.status_code
        self.is_json = bool(body)
        self.message = _word(body, "error") or _word(body, "message")
        stated = retry_after_s(response.headers)
        self.retry_after_s = stated if stated is not None and stated <= LONGEST_WAIT_S else None

    def sentence(self, opening: str) -> str:
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _refused(said: PolygonSaid) -> VendorFailure:
    return Refused(said.sentence("Polygon.io said no:"), code=f"http_{said.status}")


def _key_refused(_said: PolygonSaid) -> VendorFailure:
    return Refused("Polygon.io does not accept the configured API key.", code="http_401")


def _plan_too_small(_said: PolygonSaid) -> VendorFailure:
    return Refused("The plan at Polygon.io does not include this.", code="http_403")


def _missing(said: PolygonSaid) -> VendorFailure:
    if said.is_json:
        return Refused("Polygon.io has none of it.", code=NONE_OF_IT)
    return Refused("Polygon.io does not offer this any more.", code=NOT_OFFERED)


def _too_many(said: PolygonSaid) -> VendorFailure:
    return Unavailable(
        "Polygon.io was asked too often: ask again in a minute.",
        code="http_429",
        retry_after_s=said.retry_after_s,
    )


def _later(said: PolygonSaid) -> VendorFailure:
    return Unavailable("Polygon.io has a fault of its own.", code=f"http_{said.status}")


_ROWS: Final[Mapping[int, Callable[[PolygonSaid], VendorFailure]]] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.FORBIDDEN: _plan_too_small,
        HTTPStatus.NOT_FOUND: _missing,
        HTTPStatus.TOO_MANY_REQUESTS: _too_many,
    }
)

Failure: TypeAlias = VendorFailure


def failure_of(response: httpx.Response) -> Failure:
    """Say what an answer other than a success means."""
    said = PolygonSaid(response)
    return _ROWS.get(said.status, _later)(said)


def malformed() -> Failure:
    return Unavailable("Polygon.io's answer cannot be read.", code="malformed")
