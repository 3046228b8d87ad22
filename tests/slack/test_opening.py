"""Opening a line to Slack: what is believed, what is refused, in which words."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.server import serve

from handlers.sandbox import SandboxConfig, run_sandbox
from handlers.sandbox.faults import Fault
from handlers.slack import opening
from handlers.slack.envelope import read_frame
from handlers.slack.opening import NotOpenedError, ask_for_address, is_safe, open_line

TOKEN = SecretStr("xapp-local-handoff")


async def nobody(_frame):
    raise AssertionError("nothing was sent")


@pytest.fixture(scope="module")
def world():
    with run_sandbox(SandboxConfig(socket_mode=True)) as running:
        yield running


@pytest.fixture
def client(world):
    world.sandbox.faults.clear()
    return AsyncWebClient(base_url=f"{world.base_url}/slack/api/", retry_handlers=[])


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("wss://wss-primary.slack.example/link/?ticket=1", True),
        ("ws://127.0.0.1:3000/link", True),
        ("ws://localhost:3000/link", True),
        ("ws://wss-primary.slack.example/link", False),
        ("ws://127.0.0.1.slack.example/link", False),
        ("https://wss-primary.slack.example/link", False),
        ("", False),
    ],
)
def test_only_an_encrypted_address_leaves_this_machine(address, safe):
    assert is_safe(address) is safe


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.AUTH, "invalid_auth"),
        (Fault.SERVER_ERROR, "internal_error"),
        (Fault.LOST_ANSWER, "ClientPayloadError"),
    ],
)
async def test_what_slack_says_instead_of_an_address_is_told(world, client, fault, code):
    world.sandbox.faults.set("slack", fault, times=1)
    with pytest.raises(NotOpenedError) as refused:
        await ask_for_address(client, TOKEN)
    assert refused.value.code == code
    assert code in refused.value.sentence
    assert TOKEN.get_secret_value() not in f"{refused.value}{refused.value.sentence}"


async def test_slacks_wish_to_be_asked_later_is_kept(world, client):
    world.sandbox.faults.set("slack", Fault.RATE_LIMITED, times=1)
    with pytest.raises(NotOpenedError) as refused:
        await ask_for_address(client, TOKEN)
    assert refused.value.retry_after_s == 1.0


async def test_nobody_at_the_other_end_is_told():
    far = AsyncWebClient(base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    with pytest.raises(NotOpenedError, match="ClientConnectorError"):
        await ask_for_address(far, TOKEN)


@asynccontextmanager
async def slack_that_says(client, monkeypatch, *frames):
    """The address leads to a server that says this, and then nothing."""

    async def talk(connection):
        for frame in frames:
            await connection.send(frame)
        await connection.wait_closed()

    async with serve(talk, "127.0.0.1", 0) as server, ClientSession() as session:
        port = server.sockets[0].getsockname()[1]

        async def address(*_):
            return f"ws://127.0.0.1:{port}/"

        monkeypatch.setattr(opening, "ask_for_address", address)
        yield lambda: open_line(session, client, TOKEN, nobody)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"type": "interactive"}', "no_hello"),
        ("hello", "no_hello"),
        (b"hello", "no_hello"),
        ('{"type": "disconnect"}', "no_hello"),
        ('{"type": "disconnect", "reason": "link_disabled"}', "link_disabled"),
        ('{"type": "disconnect", "reason": "too_many_websockets"}', "too_many_websockets"),
    ],
)
async def test_a_line_begins_with_hello(client, monkeypatch, frame, code):
    async with slack_that_says(client, monkeypatch, frame) as opened:
        with pytest.raises(NotOpenedError, match=code):
            await opened()


async def test_a_line_that_stays_silent_is_given_up(client, monkeypatch):
    monkeypatch.setattr(opening, "HELLO_WITHIN_S", 0.05)
    async with slack_that_says(client, monkeypatch) as opened:
        with pytest.raises(NotOpenedError, match="TimeoutError"):
            await opened()


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"{}",
        "",
        "[]",
        "{}",
        '{"type": 1}',
        '{"type": "interactive", "envelope_id": "", "payload": {}}',
        '{"type": "interactive", "envelope_id": "e", "payload": "text"}',
        '{"type":' + "[" * 100_000,
    ],
)
def test_what_is_no_message_of_slacks_is_none(data):
    assert read_frame(data) is None


@pytest.mark.parametrize(
    "data",
    [
        '{"type": "hello"}',
        '{"type": "interactive", "payload": {}}',
        '{"type": "interactive", "envelope_id": "e"}',
        '{"type": "new", "envelope_id": "e", "payload": {}}',
    ],
)
def test_not_every_message_is_an_envelope(data):
    assert not read_frame(data).is_envelope
