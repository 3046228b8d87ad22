"""HubSpot's answers that are not a success, as the three things they can mean.

Rows follow https://developers.hubspot.com/docs/api-reference/error-handling. A fault never counts
as answered: nothing says that a note was not made behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, TypeAlias

import httpx
import structlog

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.redaction import redact
from providers import answers
from providers.answers import Said, meaning, missing, object_of, refused, word
from providers.http import retry_after_s

LOCKED: Final = 423
"""Many changes at once lock an object for two seconds."""
MOVING: Final = 477
"""The account is being moved to another data centre; it may take up to a day."""
LOCKED_S: Final = 2.0
WAITS_S: Final = MappingProxyType({"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0})
"""How long each limit lasts: a 429 does not have to state it."""
DAILY_WAIT_S: Final = 3600.0
"""The day's limit ends at a midnight that is not stated."""

_log = structlog.get_logger(__name__)


class HubSpotSaid(Said):
    """The error body of one answer."""

    vendor = "HubSpot"

    def __init__(self, response: httpx.Response) -> None:
        body = object_of(response)
        category = word(body, "category") or word(body, "errorType")
        super().__init__(response, code=category, message=word(body, "message"))
        self.policy = word(body, "policyName")
        self.correlation_id = word(body, "correlationId")
        self.stated_s = retry_after_s(response.headers)


def is_worth_repeating(response: httpx.Response) -> bool | None:
    """Tell whether a read may be repeated at once; None: as with any vendor.

    A limit of ten seconds or a day outlasts a reader's patience.
    """
    if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
        return None
    said = HubSpotSaid(response)
    return None if said.policy == "SECONDLY" or said.stated_s is not None else False


# --- the table --------------------------------------------------------------------------------


def _token_refused(said: HubSpotSaid) -> VendorFailure:
    return Refused(
        "HubSpot does not accept the configured access token; nothing was done.",
        code=said.short,
        mendable=True,
    )


def _scope_missing(said: HubSpotSaid) -> VendorFailure:
    return Refused(
        said.sentence("HubSpot's access token lacks a scope for that:"),
        code=said.short,
        mendable=True,
    )


def _locked(said: HubSpotSaid) -> VendorFailure:
    return _turned_away(said, max(said.stated_s or 0.0, LOCKED_S))


def _limited(said: HubSpotSaid) -> VendorFailure:
    known = DAILY_WAIT_S if said.policy == "DAILY" else WAITS_S.get(said.policy)
    return _turned_away(said, said.stated_s if said.stated_s is not None else known)


def _later(said: HubSpotSaid) -> VendorFailure:
    return _turned_away(said, said.stated_s)


def _turned_away(said: HubSpotSaid, wait_s: float | None) -> VendorFailure:
    return Unavailable(
        said.sentence("HubSpot turned the request away for now:"),
        code=said.policy or said.short,
        retry_after_s=wait_s,
    )


Row: TypeAlias = Callable[[HubSpotSaid], VendorFailure]

_ROWS: Mapping[int, Row] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: refused,
        HTTPStatus.UNAUTHORIZED: _token_refused,
        HTTPStatus.FORBIDDEN: _scope_missing,
        HTTPStatus.NOT_FOUND: missing,
        HTTPStatus.CONFLICT: refused,
        HTTPStatus.REQUEST_URI_TOO_LONG: refused,
        LOCKED: _locked,
        HTTPStatus.TOO_MANY_REQUESTS: _limited,
        MOVING: _later,
    }
)


def failure_of(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """Say what an answer other than a success means. A status without a row proves nothing."""
    said = HubSpotSaid(response)
    _log.warning(
        "hubspot_said_no",
        status=said.status,
        category=redact(said.short),
        correlation_id=redact(said.correlation_id),
    )
    failure = meaning(_ROWS, said, writes=True)
    if isinstance(failure, OutcomeUnknown) and not writes:
        return _later(said)
    return failure


def malformed(response: httpx.Response, *, writes: bool) -> VendorFailure:
    """A success whose body cannot be read."""
    return answers.malformed(HubSpotSaid.vendor, response, writes=writes)
