"""The door that keeps a line to Slack: it goes on trying, says why, and ends in good order."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from handlers.sandbox import SandboxConfig, run_sandbox
from handlers.sandbox.faults import Fault
from handlers.slack import socket as socket_module
from handlers.slack.socket import ENDED, NOT_YET, SocketDoor

TOKEN = "xapp-local-handoff"


async def unanswered(_frame):
    return None


@pytest.fixture
def world():
    with run_sandbox(SandboxConfig(socket_mode=True)) as running:
        yield running


@pytest.fixture
async def door(world, monkeypatch):
    monkeypatch.setattr(socket_module, "FIRST_WAIT_S", 0.01)
    client = AsyncWebClient(base_url=f"{world.base_url}/slack/api/", retry_handlers=[])
    made = SocketDoor(unanswered, client=client, app_token=SecretStr(TOKEN))
    yield made
    await made.close(1)


async def eventually(what):
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110 - the far end is another thread's
            await asyncio.sleep(0.01)


async def test_nothing_is_open_before_it_is_opened(door):
    assert door.missing() == {"slack_socket": NOT_YET}
    await door.close(1)


async def test_an_open_line_is_no_news(door, world):
    door.open()
    await eventually(lambda: not door.missing())
    assert world.sandbox.state()["sockets"]["open"] == 1
    await door.close(1)
    await eventually(lambda: world.sandbox.state()["sockets"]["open"] == 0)


async def test_it_tries_again_until_slack_gives_a_line(door, world):
    world.sandbox.faults.set("slack", Fault.SERVER_ERROR, times=3)
    door.open()
    await eventually(lambda: "internal_error" in door.missing().get("slack_socket", ""))
    await eventually(lambda: not door.missing())


async def test_nothing_that_may_happen_makes_it_stop_trying(door, monkeypatch):
    real, strange = socket_module.open_line, [AttributeError("odd"), ZeroDivisionError()]

    async def odd(*args):
        if strange:
            raise strange.pop(0)
        return await real(*args)

    monkeypatch.setattr(socket_module, "open_line", odd)
    door.open()
    await eventually(lambda: not door.missing())
    assert strange == []


async def test_when_the_line_is_gone_and_no_other_comes_it_says_so(door, world):
    door.open()
    await eventually(lambda: not door.missing())
    world.sandbox.faults.set("slack", Fault.HANG, only="apps.connections.open")
    world.sandbox.faults.set("socket", Fault.DROPPED, times=1)
    asking = asyncio.create_task(_open_home(world))
    await eventually(lambda: door.missing() == {"slack_socket": ENDED})
    asking.cancel()


async def _open_home(world):
    client = AsyncWebClient(base_url=f"{world.base_url}/ui/")
    await client.api_call("home", json={"user": "U0ADA"})


@pytest.mark.parametrize(
    ("failures", "wait_s"), [(0, 0.0), (1, 0.5), (2, 1.0), (5, 8.0), (7, 30.0), (60, 30.0)]
)
def test_each_failure_makes_the_wait_longer_up_to_a_limit(failures, wait_s):
    assert socket_module._wait_s(failures) == wait_s
