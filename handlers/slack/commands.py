"""`/handoff`: one use case, one answer, only for the one who asked.

What follows may be private (an address, a number). It is never logged or repeated: a look-up
compares keyed hashes of it, a reason is redacted before anything else is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.stops import unknown_vendor
from bot.desk.delegate import Wish
from bot.desk.emergency import VENDORS
from bot.desk.overview import Queue
from bot.handoff.people import Actor
from bot.ports import Message
from bot.redaction import redact
from handlers.slack.uses import Uses

COMMAND = "/handoff"
ALL = "all"

_LINKED = re.compile(r"<(?:mailto:|tel:|https?://)[^|>]*\|([^>]*)>")
"""How some clients send an address or a number that they made a link of: the label is as typed."""


_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>")
"""Somebody who was named with @; Slack sends it so since the manifest asks for escaping."""


def register(app: AsyncApp, uses: Uses) -> None:
    """Listen to the one command."""
    app.command(COMMAND)(_answering(uses))


def _answering(uses: Uses) -> Callable[..., Awaitable[Any]]:
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        message = await _answer(uses, command)
        await ack(
            response_type="ephemeral",
            text=message.text,
            blocks=list(message.blocks) or None,
        )

    return on_command


async def _answer(uses: Uses, command: dict[str, Any]) -> Message:
    typed = _LINKED.sub(r"\1", str(command.get("text", ""))).strip()
    first, _, rest = typed.partition(" ")
    word, rest = first.casefold(), rest.strip()
    actor = Actor(user_id=str(command.get("user_id", "")), team_id=str(command.get("team_id", "")))
    if word == "stop":
        vendor, reason = _vendor_and_reason(rest)
        return await uses.stop(vendor, redact(reason) if reason else None, actor)
    if word == "resume":
        return await _resume(uses, rest, actor)
    if word == "delegate":
        return await uses.delegate(_wish(rest), actor)
    if word == "stats" and not rest:
        return await uses.figures_for(actor)
    if not rest and word in _QUEUES:
        return await uses.list_queue(_QUEUES[word], actor)
    return uses.help_text() if word in {"", "help"} else await uses.status_of(typed, actor)


_QUEUES = {queue.value: queue for queue in Queue}


def _vendor_and_reason(rest: str) -> tuple[str | None, str]:
    """A first word that is no provider belongs to the reason: in doubt, all of them stop."""
    first, _, reason = rest.partition(" ")
    name = first.casefold()
    if name in VENDORS:
        return name, reason.strip()
    return None, reason.strip() if name == ALL else rest


def _wish(rest: str) -> Wish:
    """`@person until 2026-12-31`, `off`, or nothing; a date that is none is none."""
    if rest.casefold() == "off":
        return Wish(off=True)
    typed, _, until = rest.partition(" until ")
    mentioned = _MENTION.fullmatch(typed.strip())
    to = mentioned[1] if mentioned else typed.strip()
    return Wish(to=to or None, until=_day(until.strip()))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


async def _resume(uses: Uses, rest: str, actor: Actor) -> Message:
    """Nothing is lifted in doubt."""
    name = rest.casefold()
    if name not in {"", ALL, *VENDORS}:
        return unknown_vendor(VENDORS)
    return await uses.resume(name if name in VENDORS else None, actor)
