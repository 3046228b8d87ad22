"""Opening a line: Slack gives an address for the app's token, and says `hello` there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from handlers.slack.envelope import DISCONNECT, HELLO, Answer, read_frame
from handlers.slack.line import Line

FRAME_LIMIT_BYTES: Final = 1024 * 1024
ANSWER_WITHIN_S: Final = 10
HELLO_WITHIN_S: Final = 10.0
PING_EVERY_S: Final = 10.0
"""A line that leaves a ping unanswered is dead, and is replaced."""
CLOSE_WITHIN_S: Final = 1.0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})

WRONG_TOKEN: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
SENTENCES: Final[Mapping[str, str]] = {
    "link_disabled": "Socket Mode is off in the app's settings at Slack: turn it on there, "
    "or take SLACK_APP_TOKEN away.",
    "too_many_websockets": "Slack allows no further socket: ten are open for this app.",
    "strange_address": "Slack named an address for the socket that is not encrypted.",
}


class NotOpenedError(Exception):
    """No line for now; `sentence` is for people, `code` is Slack's own short word for it."""

    def __init__(self, code: str, *, retry_after_s: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = _sentence(code)
        self.retry_after_s = retry_after_s


def _sentence(code: str) -> str:
    if code in WRONG_TOKEN:
        return (
            f"Slack refuses SLACK_APP_TOKEN ({code}): it wants an app-level token with "
            "connections:write."
        )
    return SENTENCES.get(code, f"Slack gives no socket ({code}).")


def bare_client(settings: Settings) -> AsyncWebClient:
    """A client for the one method that wants the app's token; it holds none."""
    return AsyncWebClient(
        base_url=settings.slack_api_url, timeout=ANSWER_WITHIN_S, retry_handlers=[]
    )


async def socket_refusal(settings: Settings) -> str | None:
    """Why Slack would give no socket, asked without opening one; None when it would."""
    if settings.slack_app_token is None:
        return None
    try:
        await ask_for_address(bare_client(settings), settings.slack_app_token)
    except NotOpenedError as refused:
        return refused.sentence
    return None


async def ask_for_address(client: AsyncWebClient, app_token: SecretStr) -> str:
    """The address of a line, good once and soon; it is a secret. Raises NotOpenedError.

    https://docs.slack.dev/reference/methods/apps.connections.open
    """
    try:
        answer = await client.apps_connections_open(app_token=app_token.get_secret_value())
    except SlackApiError as error:
        raise _refused(error.response) from None
    except (ClientError, SlackClientError, OSError, TimeoutError) as error:
        raise NotOpenedError(type(error).__name__) from None
    address = str(answer.get("url", ""))
    if not is_safe(address):
        raise NotOpenedError("strange_address")
    return address


def is_safe(address: str) -> bool:
    """Encrypted, or not beyond this machine: what comes over it is believed."""
    parts = urlsplit(address)
    return parts.scheme == "wss" or (parts.scheme == "ws" and parts.hostname in LOOPBACK)


def _refused(response: Any) -> NotOpenedError:
    """`response` is untyped in Slack's client: its own class, or the bare one of a broken body."""
    headers: Mapping[str, str] = getattr(response, "headers", {})
    wait = headers.get("Retry-After", "")
    code = response.get("error") if hasattr(response, "get") else None
    return NotOpenedError(
        str(code or "not_understood"), retry_after_s=float(wait) if wait.isdigit() else 0.0
    )


async def open_line(
    session: ClientSession, client: AsyncWebClient, app_token: SecretStr, answer: Answer
) -> Line:
    """Open one line, with `hello` heard. Raises NotOpenedError."""
    address = await ask_for_address(client, app_token)
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            socket = await session.ws_connect(
                address,
                heartbeat=PING_EVERY_S,
                max_msg_size=FRAME_LIMIT_BYTES,
                proxy=client.proxy,
                timeout=ClientWSTimeout(ws_close=CLOSE_WITHIN_S),
            )
            try:
                await _hear_hello(socket)
            except BaseException:
                await socket.close()
                raise
    except (ClientError, OSError, TimeoutError) as error:
        raise NotOpenedError(type(error).__name__) from None
    return Line(socket, answer)


async def _hear_hello(socket: ClientWebSocketResponse) -> None:
    frame = read_frame((await socket.receive()).data)
    if frame is None or frame.type != HELLO:
        said = frame.reason if frame is not None and frame.type == DISCONNECT else None
        raise NotOpenedError(said or "no_hello")
