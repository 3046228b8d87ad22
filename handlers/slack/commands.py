"""`/handoff`: one read, one answer, only for the one who asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handoff.people import Actor
from bot.ports import Message
from bot.redaction import redact
from handlers.slack.uses import Uses

COMMAND = "/handoff"


def register(app: AsyncApp, uses: Uses) -> None:
    """Listen to the one command."""
    app.command(COMMAND)(_looking_up(uses))


def _looking_up(uses: Uses) -> Callable[..., Awaitable[Any]]:
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        message = await _answer(uses, command)
        await ack(
            response_type="ephemeral",
            text=message.text,
            blocks=list(message.blocks) or None,
        )

    return on_command


async def _answer(uses: Uses, command: dict[str, Any]) -> Message:
    asked = redact(str(command.get("text", "")).strip())
    if not asked or asked.casefold() == "help":
        return uses.help_text()
    actor = Actor(user_id=str(command.get("user_id", "")), team_id=str(command.get("team_id", "")))
    return await uses.status_of(asked, actor)
