"""Slack's other way in, Socket Mode: envelopes over a WebSocket, the same listeners behind them.

https://docs.slack.dev/apis/events-api/using-socket-mode. Why the connection is kept here and not by
Slack's client: docs/decisions/0011-our-own-end-of-the-socket.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog
from aiohttp import ClientSession
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.envelope import Answer
from handlers.slack.line import Line
from handlers.slack.opening import NotOpenedError, open_line

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 30.0
STEADY_S: Final = 10.0
"""A line that lived this long was a good one: the next is opened at once."""

NOT_YET: Final = "No socket to Slack is open yet."
ENDED: Final = "The socket to Slack has ended; the next one is being opened."

log = structlog.get_logger(__name__)


class SocketDoor:
    """Keeps one line to Slack open, and its successor before it goes.

    Replicas keep one each (Slack allows ten an app) and any of them may get an envelope. What is
    under way at `close` is finished and acknowledged; what Slack has sent and nobody has read is
    Slack's to repeat.
    """

    def __init__(self, answer: Answer, *, client: AsyncWebClient, app_token: SecretStr) -> None:
        self._answer = answer
        self._client = client
        self._app_token = app_token
        self._lines: set[Line] = set()
        self._readers: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._why_not = NOT_YET

    def open(self) -> None:
        """Begin to keep a line; before this Slack sends nothing here."""
        self._session = ClientSession()
        self._keeper = asyncio.create_task(self._keep(self._session))

    def missing(self) -> Mapping[str, str]:
        """Why nothing can come from Slack; empty while a line is open."""
        is_open = any(line.is_open for line in self._lines)
        return {} if is_open else {"slack_socket": self._why_not}

    async def close(self, grace_s: float) -> None:
        """Take nothing more, finish what is under way, hang up."""
        if self._session is None or self._keeper is None:
            return
        tasks = [self._keeper, *self._readers]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(line.hang_up(grace_s) for line in self._lines))
        await self._session.close()

    async def _keep(self, session: ClientSession) -> None:
        failures = 0
        while True:
            try:
                line = await self._open_line(session)
            except NotOpenedError as refused:
                failures += 1
                await self._wait(failures, refused)
            else:
                lived_s = await self._attend(line)
                failures = 0 if lived_s >= STEADY_S else failures + 1
                await asyncio.sleep(_wait_s(failures))

    async def _open_line(self, session: ClientSession) -> Line:
        try:
            return await open_line(session, self._client, self._app_token, self._answer)
        except NotOpenedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was: who stops trying is never heard of again
            raise NotOpenedError(type(error).__name__) from None

    async def _wait(self, failures: int, refused: NotOpenedError) -> None:
        self._why_not = refused.sentence
        log.warning("socket_not_opened", code=refused.code, why=refused.sentence)
        await asyncio.sleep(max(_wait_s(failures), refused.retry_after_s))

    async def _attend(self, line: Line) -> float:
        """Have the line read until it wants a successor; how long that took, in seconds."""
        clock = asyncio.get_running_loop().time
        began = clock()
        log.info("socket_open")
        self._lines.add(line)
        reader = asyncio.create_task(self._read(line))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        await line.is_leaving.wait()
        return clock() - began

    async def _read(self, line: Line) -> None:
        """Read to the end; a reader that is cancelled leaves the line for `close` to hang up."""
        await line.read()
        self._why_not = ENDED
        log.info("socket_ended")
        await line.hang_up()
        self._lines.discard(line)


def _wait_s(failures: int) -> float:
    return min(FIRST_WAIT_S * 2 ** (failures - 1), LONGEST_WAIT_S) if failures else 0.0
