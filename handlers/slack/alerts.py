"""Acknowledge, the one button of an alert: it decides nothing, so it is no decision."""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import names
from handlers.slack.parsing import actor_of
from handlers.slack.uses import Uses

log = structlog.get_logger(__name__)


def register(app: AsyncApp, uses: Uses) -> None:
    """Listen to the button; the revision in its value is what was drawn and binds nothing here."""

    async def on_acknowledge(ack: AsyncAck, body: dict[str, Any]) -> None:
        action, actor = body["actions"][0], actor_of(body)
        found = names.parse_button_value(str(action.get("value", "")))
        if found is None:
            log.warning("click_unreadable", why="This button does not belong to a handoff.")
        else:
            source = f"click:{actor.user_id}:{action.get('action_ts', '')}"
            await uses.acknowledge(found[0], actor, source)
        await ack()

    app.action(names.ACK)(on_acknowledge)
