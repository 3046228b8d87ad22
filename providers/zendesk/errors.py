"""Zendesk's answers that are not a success, as the three things they can mean.

Rows follow https://developer.zendesk.com/api-reference/introduction/requests/. A fault never counts
as answered: business rules run before an answer, and nothing says that none ran behind it.
"""

from __future__ import annotations

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
KEY_REUSED: Final = "IdempotentRequestError"

T = TypeVar("T")


class ZendeskSaid:
    """The error body of one answer, read without trusting its shape: there are four of them."""

    def __init__(self, response: httpx.Response) -> None:
        body = _object_of(response)
        self.status = response.status_code
        self.code, self.message = _said(body)
        wait_s = retry_after_s(response.headers)
        self.retry_after_s = wait_s if wait_s is not None and wait_s <= LONGEST_WAIT_S else None

    @property
    def short(self) -> str:
        """One word for logs."""
        return self.code or f"http_{self.status}"

    def sentence(self, opening: str) -> str:
        """Our opening, then Zendesk's words, redacted."""
        said = redact(self.message)[:LONGEST_SAYING] if self.message else f"HTTP {self.status}."
        return f"{opening} {said}"


def _object_of(response: httpx.Response) -> Mapping[str, Any]:
    """Empty where the answer is plain text, as some are."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _said(body: Mapping[str, Any]) -> tuple[str, str]:
    """The short word and the sentence, wherever this answer keeps them."""
    errors, error = body.get("errors"), body.get("error")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return _word(errors[0], "code"), _word(errors[0], "detail") or _word(errors[0], "title")
    if isinstance(error, dict):
        return _word(error, "title"), _word(error, "message")
    return _word(body, "error"), _word(body, "description") or _word(body, "error_description")


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


# --- the table --------------------------------------------------------------------------------


def _bad_request(said: ZendeskSaid) -> VendorFailure:
    """A key that came before with another body: what came of that one must be looked up."""
    if said.code == KEY_REUSED:
        return OutcomeUnknown(
            "Zendesk had this request before in other words, and may have acted on those.",
            code=said.short,
            answered=True,
        )
    return _refused(said)


def _refused(said: ZendeskSaid) -> VendorFailure:
    return Refused(said.sentence("Zendesk said no:"), code=said.short)


def _missing(said: ZendeskSaid) -> VendorFailure:
    return Refused(said.sentence("Zendesk has no such record:"), code=NO_SUCH_OBJECT)


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


def _later(said: ZendeskSaid) -> VendorFailure:
    return Unavailable(
        said.sentence("Zendesk turned the request away for now:"),
        code=said.short,
        retry_after_s=said.retry_after_s,
    )


def _unknown(said: ZendeskSaid) -> VendorFailure:
    return OutcomeUnknown(
        said.sentence("Zendesk answered with a fault, so it may or may not have acted:"),
        code=said.short,
    )


Row: TypeAlias = Callable[[ZendeskSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: _bad_request,
        HTTPStatus.UNAUTHORIZED: _token_refused,
        HTTPStatus.FORBIDDEN: _right_missing,
        HTTPStatus.NOT_FOUND: _missing,
        HTTPStatus.CONFLICT: _collided,
        HTTPStatus.UNPROCESSABLE_ENTITY: _refused,
        HTTPStatus.TOO_MANY_REQUESTS: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = ZendeskSaid(response)
    failure = _ROWS.get(said.status, _unknown)(said)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read: a write may have had its effect."""
    code = f"malformed_{response.status_code}"
    if writes:
        return OutcomeUnknown("Zendesk's answer cannot be read.", code=code)
    return Unavailable("Zendesk's answer cannot be read.", code=code)


async def none_if_missing(reading: Awaitable[T]) -> T | None:
    """What was read; None where Zendesk says that there is no such record."""
    try:
        return await reading
    except Refused as refusal:
        if refusal.code == NO_SUCH_OBJECT:
            return None
        raise
