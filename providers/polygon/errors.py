"""Polygon.io's answers that are not a success. Everything here reads, so nothing is ever in doubt.

The words stand in `error` or in `message`. A 404 in JSON says that there is none of it; one in
plain text that the address is not offered at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

import httpx

from bot.errors import Refused, Unavailable, VendorFailure
from providers.answers import Said, object_of, refused, word

NONE_OF_IT: Final = "none_of_it"
NOT_OFFERED: Final = "not_offered"


class PolygonSaid(Said):
    """One failed answer."""

    vendor = "Polygon.io"

    def __init__(self, response: httpx.Response) -> None:
        body = object_of(response)
        self.is_json = bool(body)
        super().__init__(response, message=word(body, "error") or word(body, "message"))


def _key_refused(_said: PolygonSaid) -> VendorFailure:
    return Refused("Polygon.io does not accept the configured API key.", code="http_401")


def _plan_too_small(_said: PolygonSaid) -> VendorFailure:
    return Refused("The plan at Polygon.io does not include this.", code="http_403")


def _missing(said: PolygonSaid) -> VendorFailure:
    if said.is_json:
        return none_of_it()
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
        HTTPStatus.BAD_REQUEST: refused,
        HTTPStatus.UNAUTHORIZED: _key_refused,
        HTTPStatus.FORBIDDEN: _plan_too_small,
        HTTPStatus.NOT_FOUND: _missing,
        HTTPStatus.TOO_MANY_REQUESTS: _too_many,
    }
)


def failure_of(response: httpx.Response) -> VendorFailure:
    """Say what an answer other than a success means."""
    said = PolygonSaid(response)
    return _ROWS.get(said.status, _later)(said)


def none_of_it() -> VendorFailure:
    """A 404, or a success that leaves its results out."""
    return Refused("Polygon.io has none of it.", code=NONE_OF_IT)


def malformed() -> VendorFailure:
    return Unavailable("Polygon.io's answer cannot be read.", code="malformed")
