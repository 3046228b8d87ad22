"""Zendesk's answers that are not a success, as the three things they can mean.

Rows follow https://developer.zendesk.com/api-reference/introduction/requests/. A fault never counts
as answered: business rules run before an answer, and nothing says that none ran behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import httpx

from bot.errors import OutcomeUnknown, Refused, VendorFailure
from providers import answers
from providers.answers import Said, later, meaning, missing, object_of, refused, word

KEY_REUSED: Final = "IdempotentRequestError"


class ZendeskSaid(Said):
    """The error body of one answer: there are four shapes of it."""

    vendor = "Zendesk"

    def __init__(self, response: httpx.Response) -> None:
        code, message = _said(object_of(response))
        super().__init__(response, code=code, message=message)


def _said(body: Mapping[str, Any]) -> tuple[str, str]:
    """The short word and the sentence, wherever this answer keeps them."""
    errors, error = body.get("errors"), body.get("error")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return word(errors[0], "code"), word(errors[0], "detail") or word(errors[0], "title")
    if isinstance(error, dict):
        return word(error, "title"), word(error, "message")
    return word(body, "error"), word(body, "description") or word(body, "error_description")


# --- the table --------------------------------------------------------------------------------


def _bad_request(said: ZendeskSaid) -> VendorFailure:
    """A key that came before with another body: what came of that one must be looked up."""
    if said.code == KEY_REUSED:
        return OutcomeUnknown(
            "Zendesk had this request before in other words, and may have acted on those.",
            code=said.short,
            answered=True,
        )
    return refused(said)


def _token_refused(said: ZendeskSaid) -> VendorFailure:
    return Refused(
        "Zendesk does not accept the configured OAuth client; nothing was done.",
        code=said.short,
        mendable=True,
    )


def _right_missing(said: ZendeskSaid) -> VendorFailure:
    return Refused(
        said.sentence("Zendesk's OAuth client lacks a role or scope for that:"),
        code=said.short,
        mendable=True,
    )


def _collided(said: ZendeskSaid) -> VendorFailure:
    """Somebody updated the ticket at the same moment: whether ours counted must be looked up."""
    return OutcomeUnknown(
        said.sentence("Zendesk was changing the same ticket at that moment:"),
        code=said.short,
        answered=True,
    )


Row: TypeAlias = Callable[[ZendeskSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _bad_request,
        HTTPStatus.UNAUTHORIZED: _token_refused,
        HTTPStatus.FORBIDDEN: _right_missing,
        HTTPStatus.NOT_FOUND: missing,
        HTTPStatus.CONFLICT: _collided,
        HTTPStatus.UNPROCESSABLE_ENTITY: refused,
        HTTPStatus.TOO_MANY_REQUESTS: later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means."""
    return meaning(_ROWS, ZendeskSaid(response), writes=writes)


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read."""
    return answers.malformed(ZendeskSaid.vendor, response, writes=writes)
