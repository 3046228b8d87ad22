"""Envelopes to the bot over its socket: three seconds to acknowledge, events tried again.

Slack promises to repeat events. What becomes of a click whose connection breaks before the
acknowledgement it leaves open; here it is sent again over the next one, which a bot must stand.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.slack_delivery import TIMED_OUT, UNREACHABLE, Answer
from handlers.sandbox.slack_socket import CLOSED, Line, NobodyConnectedError
from handlers.sandbox.slack_workspace import Workspace

VENDOR = "socket"
OK = 200
BROKEN_OFF = 1011
COPIES = 5
"""How often a repeated envelope comes."""
GARBLED: tuple[Any, ...] = (
    "not JSON",
    "[]",
    b"\x00\xff",
    {"type": "interactive"},
    {"type": "events_api", "envelope_id": "e-local-text", "payload": "text"},
    {"type": "interactive", "envelope_id": "e-local-shape", "payload": {"actions": "none"}},
    {"type": "something_new", "envelope_id": "e-local-new", "payload": {}},
    '{"type": ' + "[" * 5000,
)
"""Frames that no bot should mind."""

Envelope = dict[str, Any]


class SocketCourier:
    """A courier as HTTP has one; which fault an envelope meets is asked for by its type."""

    def __init__(self, ws: Workspace, faults: Switchboard) -> None:
        self._ws = ws
        self._faults = faults
        self._ways: dict[Fault, Callable[[Envelope], Awaitable[Any]]] = {
            Fault.DROPPED: self._dropped,
            Fault.LOST_ANSWER: self._answer_lost,
            Fault.REFRESH: self._refreshed,
            Fault.GARBLED: self._garbled,
            Fault.REPEATED: self._repeated,
            Fault.HANG: self._hanging,
        }

    async def interaction(self, payload: dict[str, Any]) -> Answer:
        return await self._deliver(_envelope("interactive", payload))

    async def command(self, form: dict[str, str]) -> Answer:
        return await self._deliver(_envelope("slash_commands", form))

    async def event(self, wrapped: dict[str, Any]) -> Answer:
        """The last answer; a failed delivery is repeated up to three times, as Slack does."""
        envelope = _envelope("events_api", wrapped) | {"retry_attempt": 0, "retry_reason": ""}
        answer = await self._deliver(envelope)
        for attempt, delay_s in enumerate(self._ws.config.event_retry_delays_s, start=1):
            if answer.ok:
                break
            await asyncio.sleep(delay_s)
            again = {"retry_attempt": attempt, "retry_reason": "timeout"}
            answer = replace(await self._deliver(envelope | again), attempts=attempt + 1)
        return answer

    async def _deliver(self, envelope: Envelope) -> Answer:
        started = time.perf_counter()
        way = self._ways.get(self._faults.take(VENDOR, envelope["type"]), self._plain)
        try:
            async with asyncio.timeout(self._ws.config.ack_timeout_s):
                said = await way(envelope)
        except TimeoutError:
            return Answer(None, None, _since(started), TIMED_OUT)
        except NobodyConnectedError:
            return Answer(None, None, _since(started), UNREACHABLE)
        finally:
            self._ws.sockets.forget(envelope["envelope_id"])
        return Answer(OK, said, _since(started))

    async def _plain(self, envelope: Envelope) -> Any:
        return await self._over(self._ws.sockets.next_line(), envelope)

    async def _over(self, line: Line, envelope: Envelope) -> Any:
        """What was acknowledged with."""
        waiting = self._ws.sockets.expect(envelope["envelope_id"])
        await line.send(envelope)
        return await waiting

    async def _again(self, envelope: Envelope) -> Any:
        return await self._over(await self._ws.sockets.coming_line(), envelope)

    async def _hanging(self, envelope: Envelope) -> Any:
        """The line is there and carries nothing."""
        self._ws.sockets.next_line()
        await self._ws.sockets.expect(envelope["envelope_id"])

    async def _dropped(self, envelope: Envelope) -> Any:
        """The connection breaks behind the envelope; it comes again over another one."""
        line = self._ws.sockets.next_line()
        await line.send(envelope)
        await line.close(BROKEN_OFF)
        return await self._again(envelope)

    async def _answer_lost(self, envelope: Envelope) -> Any:
        """The connection breaks with the acknowledgement; it comes again over another one."""
        line = self._ws.sockets.next_line()
        await self._over(line, envelope)
        await line.close(BROKEN_OFF)
        return await self._again(envelope)

    async def _refreshed(self, envelope: Envelope) -> Any:
        """The connection is told to go, brings one more envelope, and ends when all is said."""
        line = self._ws.sockets.next_line()
        await line.ask_to_go("warning")
        said = await self._over(line, envelope)
        await line.ask_to_go("refresh_requested")
        await self._ws.sockets.coming_line()
        await line.close(CLOSED)
        return said

    async def _garbled(self, envelope: Envelope) -> Any:
        line = self._ws.sockets.next_line()
        for frame in GARBLED:
            await line.send(frame)
        return await self._over(line, envelope)

    async def _repeated(self, envelope: Envelope) -> Any:
        waiting = self._ws.sockets.expect(envelope["envelope_id"])
        for _ in range(COPIES):
            await self._ws.sockets.next_line().send(envelope)
        return await waiting


def _envelope(kind: str, payload: dict[str, Any]) -> Envelope:
    return {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
