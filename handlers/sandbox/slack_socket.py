"""Socket Mode's far end: who is connected, and which envelope waits for an acknowledgement.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

MOST_LINES = 10
"""Connections that one app may hold."""
CLOSED = 1000
TRY_AGAIN = 1013


class NobodyConnectedError(Exception):
    """No connection is there to carry an envelope."""


@dataclass(eq=False, slots=True)
class Line:
    """One connection. One that was told to go gets no more envelopes, and may answer old ones."""

    socket: WebSocket
    is_leaving: bool = False

    async def send(self, frame: Any) -> None:
        """An object as JSON, text and bytes as they are; nothing when the other end is gone."""
        if self.socket.application_state is not WebSocketState.CONNECTED:
            return
        try:
            if isinstance(frame, bytes):
                await self.socket.send_bytes(frame)
            else:
                await self.socket.send_text(frame if isinstance(frame, str) else json.dumps(frame))
        except (WebSocketDisconnect, RuntimeError):
            self.is_leaving = True

    async def ask_to_go(self, reason: str) -> None:
        """Say why the connection ends soon: `warning`, `refresh_requested` or `link_disabled`."""
        self.is_leaving = True
        host = {"host": "local"}
        await self.send({"type": "disconnect", "reason": reason, "debug_info": host})

    async def close(self, code: int = CLOSED) -> None:
        self.is_leaving = True
        if self.socket.application_state is WebSocketState.CONNECTED:
            await self.socket.close(code)


@dataclass(slots=True)
class Sockets:
    """Belongs to the event loop that serves it. Each envelope goes to one connection, in turn."""

    lines: list[Line] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    """Ids that were acknowledged when nobody waited for them: too late, twice, or invented."""
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def new_ticket(self) -> str:
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return ticket

    def use_ticket(self, ticket: str) -> bool:
        """Whether it was given out; each opens one connection."""
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        return known

    def enter(self, line: Line) -> None:
        self.lines.append(line)
        self._came.set()

    def leave(self, line: Line) -> None:
        line.is_leaving = True
        if line in self.lines:
            self.lines.remove(line)

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if not line.is_leaving]

    def next_line(self) -> Line:
        """Raises NobodyConnectedError."""
        if not self.open_lines:
            raise NobodyConnectedError
        line = self.open_lines[0]
        self.lines.remove(line)
        self.lines.append(line)
        return line

    async def coming_line(self) -> Line:
        """The next line, waited for."""
        while not self.open_lines:
            self._came.clear()
            await self._came.wait()
        return self.next_line()

    def expect(self, envelope_id: str) -> "asyncio.Future[Any]":
        """What comes true with the acknowledgement's payload, None when it has none."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        return waiting

    def is_anything_open(self) -> bool:
        """Whether an envelope is out that nobody has acknowledged yet."""
        return bool(self._waiting)

    def forget(self, envelope_id: str) -> None:
        self._waiting.pop(envelope_id, None)

    def acknowledge(self, said: dict[str, Any]) -> None:
        envelope_id = str(said.get("envelope_id"))
        waiting = self._waiting.get(envelope_id)
        if waiting is None or waiting.done():
            self.unasked.append(envelope_id)
        else:
            waiting.set_result(said.get("payload"))
