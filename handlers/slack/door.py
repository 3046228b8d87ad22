"""Slack's one HTTP door, `POST /slack/events`, with the desk's use cases behind it."""

from __future__ import annotations

import asyncio

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.cards import draw_help
from bot.desk import Desk
from bot.errors import ConfigurationError
from bot.settings import Settings
from handlers.slack.app import build
from handlers.slack.uses import Uses

VIEW_TIMEOUT_S = 2
"""A view that is not open within two seconds will not be: its trigger lives three."""


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
    return _BoltDoor(AsyncSlackRequestHandler(bolt))


def _uses(desk: Desk) -> Uses:
    refreshes: set[asyncio.Task[object]] = set()

    def people_changed() -> None:
        """Read the directory soon, not in the request; the set keeps the task from vanishing."""
        task: asyncio.Task[object] = asyncio.create_task(desk.refresh_directory())
        refreshes.add(task)
        task.add_done_callback(refreshes.discard)

    return Uses(
        decide=desk.decide,
        view_for=desk.view_for,
        more_for=desk.more_for,
        tell=desk.tell,
        status_of=desk.status_of,
        help_text=draw_help,
        people_changed=people_changed,
    )


class _BoltDoor:
    """Bolt as an ASGI application, so that the body's limit can stand before it."""

    def __init__(self, bolt: AsyncSlackRequestHandler) -> None:
        self._bolt = bolt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._bolt.handle(Request(scope, receive))
        await response(scope, receive, send)
