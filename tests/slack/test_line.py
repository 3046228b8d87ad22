"""One connection to Slack: acknowledged where it came from, and ended in good order."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from websockets.asyncio.server import serve

from handlers.slack import line as line_module
from handlers.slack.envelope import Acknowledgement
from handlers.slack.line import Line

ENVELOPE = {"type": "interactive", "envelope_id": "e1", "payload": {"type": "block_actions"}}
GO = {"type": "disconnect", "reason": "warning"}


class FarEnd:
    """Slack's side of one line: says what a test says, hears what comes back."""

    def __init__(self):
        self.heard = asyncio.Queue()
        self.connected = asyncio.get_running_loop().create_future()

    async def talk(self, connection):
        self.connected.set_result(connection)
        async for said in connection:
            self.heard.put_nowait(json.loads(said))

    async def say(self, *frames):
        for frame in frames:
            await (await self.connected).send(json.dumps(frame))


@asynccontextmanager
async def line_to(answer):
    """A line that is being read, and its far end."""
    far = FarEnd()
    async with serve(far.talk, "127.0.0.1", 0) as server, ClientSession() as session:
        port = server.sockets[0].getsockname()[1]
        line = Line(await session.ws_connect(f"ws://127.0.0.1:{port}/"), answer)
        reading = asyncio.create_task(line.read())
        yield line, far, reading
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await line.hang_up(0.05)


def at_once(payload=None):
    async def answer(_frame):
        return Acknowledgement(payload)

    return answer


@pytest.mark.parametrize("payload", [None, {"text": "here"}])
async def test_an_acknowledgement_names_the_envelope_and_carries_the_answer(payload):
    async with line_to(at_once(payload)) as (_, far, _reading):
        await far.say(ENVELOPE)
        expected = {"envelope_id": "e1"} | ({"payload": payload} if payload else {})
        assert await far.heard.get() == expected


async def test_a_fault_is_not_acknowledged_and_the_line_goes_on():
    faults = [LookupError("no"), None, Acknowledgement()]

    async def answer(_frame):
        one = faults.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    async with line_to(answer) as (line, far, _):
        await far.say(*({**ENVELOPE, "envelope_id": name} for name in ("e1", "e2", "e3")))
        assert await far.heard.get() == {"envelope_id": "e3"}
        assert line.is_open


async def test_one_that_takes_long_holds_up_no_other():
    slow = asyncio.Event()

    async def answer(frame):
        if frame.envelope_id == "slow":
            await slow.wait()
        return Acknowledgement()

    async with line_to(answer) as (_, far, _reading):
        await far.say({**ENVELOPE, "envelope_id": "slow"}, ENVELOPE)
        assert await far.heard.get() == {"envelope_id": "e1"}
        slow.set()
        assert await far.heard.get() == {"envelope_id": "slow"}


async def test_a_line_that_was_told_to_go_is_read_on():
    async with line_to(at_once()) as (line, far, _):
        await far.say(GO, ENVELOPE)
        assert await far.heard.get() == {"envelope_id": "e1"}
        assert line.is_leaving.is_set()
        assert line.is_open


async def test_a_line_that_slack_forgets_to_end_is_ended_here(monkeypatch):
    monkeypatch.setattr(line_module, "LINGER_S", 0.05)
    async with line_to(at_once()) as (line, far, reading):
        await far.say(GO)
        await asyncio.wait_for(reading, 5)
        assert not line.is_open


async def test_a_line_that_breaks_wants_a_successor():
    async with line_to(at_once()) as (line, far, reading):
        (await far.connected).transport.abort()
        await asyncio.wait_for(reading, 5)
        assert line.is_leaving.is_set()
        assert not line.is_open


async def test_hanging_up_waits_for_what_is_under_way_but_not_for_ever():
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def answer(frame):
        begun.set()
        await (go_on.wait() if frame.envelope_id == "e1" else asyncio.Event().wait())
        return Acknowledgement()

    async with line_to(answer) as (line, far, reading):
        await far.say(ENVELOPE, {**ENVELOPE, "envelope_id": "never"})
        await begun.wait()
        reading.cancel()
        ending = asyncio.create_task(line.hang_up(0.2))
        go_on.set()
        assert await far.heard.get() == {"envelope_id": "e1"}
        await asyncio.wait_for(ending, 5)
        connection = await far.connected
        await asyncio.wait_for(connection.wait_closed(), 5)
        assert connection.close_code == 1000
