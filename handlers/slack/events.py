"""Events: rights are read again after anybody's change, a Home tab is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.handoff.people import Actor
from handlers.slack.uses import Uses

PEOPLE_EVENTS = ("subteam_members_changed", "user_change")
HOME_OPENED = "app_home_opened"
EVENTS = (HOME_OPENED, *PEOPLE_EVENTS)
"""Everything that is listened to; manifest.yml asks for the same."""

log = structlog.get_logger(__name__)


def register(app: AsyncApp, uses: Uses) -> None:
    """Listen to what changes who may decide, and to whoever opens the Home tab."""

    async def on_people_changed() -> None:
        uses.people_changed()

    async def on_home_opened(body: dict[str, Any], client: AsyncWebClient) -> None:
        await _publish(uses, client, body)

    for event in PEOPLE_EVENTS:
        app.event(event)(on_people_changed)
    app.event(HOME_OPENED)(ack=_acknowledge, lazy=[on_home_opened])


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _publish(uses: Uses, client: AsyncWebClient, body: Mapping[str, Any]) -> None:
    """Draw the tab anew; the same tab twice is the same tab, and one not drawn is opened again."""
    event = body["event"]
    if event.get("tab") != "home":
        return
    user_id = str(event.get("user", ""))
    try:
        view = await uses.home_for(Actor(user_id=user_id, team_id=str(body.get("team_id", ""))))
        await client.views_publish(user_id=user_id, view=view)
    except Exception as error:  # noqa: BLE001 - the outermost door of this task: nobody waits for it
        log.warning("home_not_published", error=type(error).__name__)
