"""Events about people: rights are read again soon after anybody's rights change."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.slack.uses import Uses

PEOPLE_EVENTS = ("subteam_members_changed", "user_change")


def register(app: AsyncApp, uses: Uses) -> None:
    """Listen to what changes who may decide."""

    async def on_people_changed() -> None:
        uses.people_changed()

    for event in PEOPLE_EVENTS:
        app.event(event)(on_people_changed)
