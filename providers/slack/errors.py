"""What Slack's error strings and HTTP statuses mean: a table, nothing else.

Strings: https://docs.slack.dev/reference/methods. Sentences are ours, so nothing that was sent
can come back in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

import aiohttp

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure


class Nature(Enum):
    """What is at stake when an answer is lost."""

    READ = "read"
    REPEATABLE = "repeatable"  # once more does no harm: update, open, a notice to one person
    POST = "post"  # once more is a second message


TURNED_AWAY: Final = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout"}
    | {"team_added_to_org", "org_login_required", "update_failed"}
)
"""Surely without effect, and worth another try later."""

MENDABLE: Final = frozenset(
    {"account_inactive", "invalid_auth", "missing_scope", "no_permission", "not_authed"}
    | {"ekm_access_denied", "token_expired", "token_revoked"}
    | {"channel_is_limited_access", "channel_not_found", "is_archived", "not_in_channel"}
    | {"posting_to_channel_denied", "restricted_action"}
)
"""What a person can mend in the installation or the channel; the message itself is good."""

FAULTS: Final = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Slack's own faults: "some aspect of the operation" may have succeeded."""

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "account_inactive": "the bot's user or workspace is deactivated",
        "block_mismatch": "the message's rich text cannot become other blocks",
        "cant_update_message": "the message is not the bot's own",
        "channel_is_limited_access": "the channel is restricted",
        "channel_not_found": "there is no such channel, or the bot was not invited",
        "edit_window_closed": "the workspace does not allow edits this late",
        "ekm_access_denied": "the workspace's administrators have suspended posting",
        "invalid_auth": "the bot token is not valid",
        "invalid_blocks": "the blocks do not follow Slack's rules",
        "invalid_blocks_format": "the blocks are not a list of objects",
        "is_archived": "the channel is archived",
        "message_not_found": "the message is gone",
        "messages_tab_disabled": "the app's messages tab is switched off",
        "metadata_too_large": "the metadata is too large",
        "missing_scope": "the bot token lacks a scope that this needs",
        "msg_blocks_too_long": "the blocks are too long",
        "msg_too_long": "the text is too long",
        "no_permission": "the bot has no right to do this there",
        "not_authed": "no bot token was sent",
        "not_in_channel": "the bot is not in the channel",
        "plan_upgrade_required": "the workspace's plan has no user groups",
        "posting_to_channel_denied": "posting in the channel is not allowed",
        "restricted_action": "a workspace setting forbids it",
        "thread_not_found": "the thread is gone",
        "token_expired": "the bot token has expired",
        "token_revoked": "the bot token was revoked",
        "user_disabled": "the person is deactivated",
        "user_not_found": "there is no such person",
        "user_not_in_channel": "the person is not in the channel",
        "user_not_visible": "the person is not visible to the bot",
    }
)

_WORD = re.compile(r"[a-z0-9_]{1,60}")
_POINTER = re.compile(r"json-pointer:(/[a-z0-9_/]{1,120})")


def failure_of(
    status: int, error: object, nature: Nature, *, retry_after_s: float | None = None
) -> VendorFailure:
    """Say what one negative answer means."""
    word = error if isinstance(error, str) and _WORD.fullmatch(error) else ""
    code = word or f"http_{status}"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or word in FAULTS:
        return _fault(code, nature)
    if status == HTTPStatus.TOO_MANY_REQUESTS or word in TURNED_AWAY:
        return Unavailable(
            "Slack asked to wait before the next request.", code=code, retry_after_s=retry_after_s
        )
    if status == HTTPStatus.OK and not word:
        return malformed(nature)
    why = SENTENCES.get(word, f"it answered {code.replace('_', ' ')}")
    return Refused(f"Slack refused: {why}.", code=code, mendable=word in MENDABLE)


def _fault(code: str, nature: Nature) -> VendorFailure:
    if nature is Nature.POST:
        return OutcomeUnknown(
            "Slack answered with a fault, so the message may or may not be there.",
            code=code,
            answered=True,
        )
    return Unavailable("Slack has a fault.", code=code)


def malformed(nature: Nature) -> VendorFailure:
    """A success that cannot be read: a post was made, somewhere."""
    if nature is Nature.POST:
        return OutcomeUnknown(
            "Slack's answer cannot be read, so the message may or may not be there.",
            code="malformed",
            answered=True,
        )
    return Unavailable("Slack's answer cannot be read.", code="malformed")


class ElsewhereError(aiohttp.ClientError):
    """A request or redirect would leave the configured host."""


_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_NOT_SENDABLE = (ElsewhereError, aiohttp.InvalidURL)


def transport_failure(error: Exception, nature: Nature) -> VendorFailure:
    """Say what an exception of the HTTP library means."""
    code = type(error).__name__
    if isinstance(error, _NOT_SENDABLE):
        return Refused("The request would have left Slack's configured address.", code=code)
    if isinstance(error, _NEVER_SENT):
        return Unavailable("Slack could not be reached; nothing was sent.", code=code)
    if nature is Nature.POST:
        return OutcomeUnknown(
            "No complete answer came from Slack, so the message may or may not be there.",
            code=code,
        )
    return Unavailable("Slack did not answer in full.", code=code)


def pointers(messages: object) -> list[str]:
    """Where in the blocks Slack found the mistakes; its words, which quote content, are dropped."""
    texts = (
        [text for text in messages if isinstance(text, str)] if isinstance(messages, list) else []
    )
    return [place for text in texts for place in _POINTER.findall(text)]
