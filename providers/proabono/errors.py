"""ProAbono's answers that are not a success, as the three things they can mean.

One object `{Code, Message}`; a 422 is a list of them: https://docs.proabono.com/api/#errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import httpx

from bot.errors import Refused, VendorFailure
from providers import answers
from providers.answers import NO_SUCH_OBJECT, Said, later, meaning, word

_OUT_OF_REACH: Final = frozenset({"Error.Api.Customer.Unaccessible"})
"""Said with 403 of a customer in another segment or environment, and of none at all."""


class ProAbonoSaid(Said):
    """The errors of one answer."""

    vendor = "ProAbono"

    def __init__(self, response: httpx.Response) -> None:
        found = _errors_of(response)
        code = next((code for code in (word(one, "Code") for one in found) if code), "")
        message = " ".join(filter(None, map(_described, found)))
        super().__init__(response, code=code, message=message)

    @property
    def knows_no_such(self) -> bool:
        return self.status == HTTPStatus.NOT_FOUND or self.code in _OUT_OF_REACH


def _errors_of(response: httpx.Response) -> list[Mapping[str, Any]]:
    try:
        body = response.json()
    except ValueError:
        return []
    found = body if isinstance(body, list) else [body]
    return [one for one in found if isinstance(one, dict)]


def _described(error: Mapping[str, Any]) -> str:
    message, target = word(error, "Message"), word(error, "Target")
    return f"{message} ({target})" if message and target else message


# --- the table --------------------------------------------------------------------------------


def _refused(said: ProAbonoSaid) -> VendorFailure:
    code = NO_SUCH_OBJECT if said.knows_no_such else said.short
    return Refused(said.sentence("ProAbono said no:"), code=code)


def _keys_refused(said: ProAbonoSaid) -> VendorFailure:
    """Keys of the other environment get the same answer: nothing in them shows which they are."""
    return Refused(
        "ProAbono does not accept the configured keys for this business; nothing was done.",
        code=said.short,
    )


Row: TypeAlias = Callable[[ProAbonoSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _refused,
        HTTPStatus.UNAUTHORIZED: _keys_refused,
        HTTPStatus.FORBIDDEN: _refused,
        HTTPStatus.NOT_FOUND: _refused,
        HTTPStatus.CONFLICT: _refused,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means."""
    return meaning(_ROWS, ProAbonoSaid(response), writes=writes)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read."""
    return answers.malformed(ProAbonoSaid.vendor, response, writes=writes)
