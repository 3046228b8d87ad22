"""Slack's way in, with the desk's use cases behind it: over HTTP, or over a socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.cards import draw_help
from bot.desk import Desk
from bot.errors import ConfigurationError, VendorFailure
from bot.settings import Settings
from handlers.slack.app import build
from handlers.slack.envelope import answering
from handlers.slack.guard import Guard
from handlers.slack.homes import HomeTabs
from handlers.slack.opening import bare_client
from handlers.slack.socket import SocketDoor
from handlers.slack.uses import Uses

VIEW_TIMEOUT_S = 2
"""A view that is not open within two seconds will not be: its trigger lives three."""


REFRESH_PAUSE_S = 3.0
"""Reading the user groups is a tier 2 method: twenty times a minute."""

SHUT = "Socket Mode is on (SLACK_APP_TOKEN is set): Slack comes in over the socket, not over HTTP."

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackDoors:
    """One way in is open. `web` answers `POST /slack/events`; `socket` is there in Socket Mode."""

    web: ASGIApp
    socket: SocketDoor | None = None


def slack_doors(settings: Settings, desk: Desk) -> SlackDoors:
    """Make the doors: an app token means Socket Mode. Raises ConfigurationError without secrets."""
    if settings.slack_bot_token is None:
        raise ConfigurationError("SLACK_BOT_TOKEN is needed.")
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=VIEW_TIMEOUT_S,
        retry_handlers=[],
    )
    bolt = build(
        _uses(desk, HomeTabs(desk.home_for, client)),
        client=client,
        bot_token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
    )
    if settings.slack_app_token is not None:
        return SlackDoors(web=shut, socket=_socket_door(settings, settings.slack_app_token, bolt))
    if settings.slack_signing_secret is None:
        raise ConfigurationError("SLACK_SIGNING_SECRET is needed.")
    return SlackDoors(web=Guard(bolt, settings.slack_signing_secret))


def _socket_door(settings: Settings, app_token: SecretStr, bolt: AsyncApp) -> SocketDoor:
    return SocketDoor(answering(bolt), client=bare_client(settings), app_token=app_token)


async def shut(scope: Scope, receive: Receive, send: Send) -> None:
    """Turn away what comes over HTTP in Socket Mode, unread.

    Slack sends nothing here then, and a second way in would be one more to guard. A 404 without
    `x-slack-no-retry` lets Slack repeat an event while the app is switched over.
    """
    log.warning("slack_request_in_socket_mode")
    await JSONResponse({"error": SHUT}, HTTPStatus.NOT_FOUND)(scope, receive, send)


def _uses(desk: Desk, homes: HomeTabs) -> Uses:
    return Uses(
        decide=homes.after(desk.decide),
        view_for=desk.view_for,
        more_for=desk.more_for,
        ask=desk.ask,
        tell=desk.tell,
        status_of=desk.status_of,
        list_queue=desk.list_queue,
        home_for=desk.home_for,
        stop=desk.stop,
        resume=desk.resume,
        acknowledge=desk.acknowledge,
        figures_for=desk.figures_for,
        delegate=desk.delegate,
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
