"""Slack's one HTTP door, `POST /slack/events`, with the desk's use cases behind it."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from bot.cards import draw_help
from bot.desk import Desk
from bot.errors import ConfigurationError, VendorFailure
from bot.settings import Settings
from handlers.slack.app import build
from handlers.slack.guard import Guard
from handlers.slack.uses import Uses

VIEW_TIMEOUT_S = 2
"""A view that is not open within two seconds will not be: its trigger lives three."""


REFRESH_PAUSE_S = 3.0
"""Reading the user groups is a tier 2 method: twenty times a minute."""

log = structlog.get_logger(__name__)


def slack_door(settings: Settings, desk: Desk) -> ASGIApp:
    """Open the door. Raises ConfigurationError without token or signing secret."""
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        raise ConfigurationError("SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are needed.")
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=VIEW_TIMEOUT_S,
        retry_handlers=[],
    )
    bolt = build(
        _uses(desk),
        client=client,
        bot_token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
    )
    return Guard(AsyncSlackRequestHandler(bolt).handle, settings.slack_signing_secret)


def _uses(desk: Desk) -> Uses:
    return Uses(
        decide=desk.decide,
        view_for=desk.view_for,
        more_for=desk.more_for,
        tell=desk.tell,
        status_of=desk.status_of,
        list_queue=desk.list_queue,
        home_for=desk.home_for,
        stop=desk.stop,
        resume=desk.resume,
        help_text=draw_help,
        people_changed=_Refresher(desk).ask,
    )


class _Refresher:
    """Reads the directory soon after it was asked to, however often it was asked meanwhile."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = False
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self._asked = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        while self._asked:
            self._asked = False
            try:
                await self._desk.refresh_directory()
            except VendorFailure as failure:
                # The regular tick tries again; until then rights age and fail closed.
                log.warning("directory_not_refreshed", code=failure.code)
            await asyncio.sleep(REFRESH_PAUSE_S)
