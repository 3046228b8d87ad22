"""Socket Mode's far end: addresses, envelopes, acknowledgements, and how it misbehaves."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.sandbox.config import RealAccountRefused, SandboxConfig
from handlers.sandbox.server import run_sandbox
from handlers.sandbox.slack_socket import MOST_LINES
from handlers.sandbox.slack_socket_courier import COPIES, GARBLED

QUICK = SandboxConfig(socket_mode=True, event_retry_delays_s=(0.0, 0.01, 0.02))
HASTY = replace(QUICK, ack_timeout_s=0.4)  # only where nobody answers: busy machines take time
COMMAND = {"user": "U0ADA", "channel": "C0BILLING", "command": "/handoff", "text": "help"}


class Bot:
    """One connection of a bot; `answers` maps a kind of envelope to what it is acknowledged with.

    None: no acknowledgement at all.
    """

    def __init__(self, socket):
        self.socket = socket
        self.said = []
        self.answers = {}
        self.more = asyncio.Event()
        self.reading = asyncio.ensure_future(self._read())

    async def _read(self):
        async for message in self.socket:
            await self._take(message)

    async def _take(self, message):
        try:
            frame = json.loads(message.data)
        except (ValueError, RecursionError):
            frame = None
        self.said.append(frame)
        self.more.set()
        if not isinstance(frame, dict) or "payload" not in frame:
            return
        answer = self.answers.get(frame["type"], {})
        if answer is not None:
            await self.socket.send_json({"envelope_id": frame["envelope_id"], **answer})

    async def has_heard(self, count):
        async with asyncio.timeout(5):
            while len(self.envelopes()) < count:
                self.more.clear()
                await self.more.wait()

    def envelopes(self):
        return [one for one in self.said if isinstance(one, dict) and "payload" in one]


@pytest.fixture(scope="module")
def served():
    with run_sandbox(QUICK) as running:
        yield running


@pytest.fixture
def hasty():
    with run_sandbox(HASTY) as running:
        yield running


@pytest.fixture
def local(served):
    """The world, freshly seeded, with nobody connected."""
    limit = time.monotonic() + 5
    while served.sandbox.workspace.sockets.lines and time.monotonic() < limit:
        time.sleep(0.005)
    served.sandbox.reset()
    return served


@pytest.fixture
async def post(local):
    async with posting(local) as send:
        yield send


@asynccontextmanager
async def posting(local):
    async with httpx.AsyncClient(base_url=local.base_url, trust_env=False) as client:

        async def send(name, /, **body):
            return (await client.post(f"/ui/{name}", json=body)).json()

        yield send


def slack_of(local):
    return AsyncWebClient(base_url=f"{local.base_url}/slack/api/", retry_handlers=[])


async def address_of(local, token=QUICK.app_token):
    return (await slack_of(local).apps_connections_open(app_token=token))["url"]


@asynccontextmanager
async def connected(local):
    address = await address_of(local)
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        bot = Bot(socket)
        yield bot
        bot.reading.cancel()


async def test_only_the_apps_token_opens_an_address(local):
    assert (await address_of(local)).startswith("ws://127.0.0.1:")
    for token, error in (
        ("xapp-other", "invalid_auth"),
        (QUICK.bot_token, "not_allowed_token_type"),
    ):
        with pytest.raises(SlackApiError) as refused:
            await address_of(local, token)
        assert refused.value.response["error"] == error


async def test_the_apps_token_opens_nothing_else(local):
    with pytest.raises(SlackApiError) as refused:
        await slack_of(local).auth_test(token=QUICK.app_token)
    assert refused.value.response["error"] == "not_allowed_token_type"


def test_a_real_app_token_is_refused():
    with pytest.raises(RealAccountRefused):
        SandboxConfig(app_token="xapp-1-" + "A0-1")


async def test_an_address_is_good_once(local):
    address = await address_of(local)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["num_connections"] == 1
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)


async def test_no_more_than_ten_are_connected(local):
    async with aiohttp.ClientSession() as session:
        held = [await session.ws_connect(await address_of(local)) for _ in range(MOST_LINES)]
        for socket in held:
            await socket.receive_json()
        async with session.ws_connect(await address_of(local)) as late:
            told = await late.receive_json()
        for socket in held:
            await socket.close()
    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")


async def test_an_app_without_socket_mode_is_told_so():
    with run_sandbox(replace(QUICK, socket_mode=False)) as plain:
        address = await address_of(plain)
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
            told = await socket.receive_json()
    assert (told["type"], told["reason"]) == ("disconnect", "link_disabled")


async def test_what_the_bot_acknowledges_with_is_the_answer(local, post):
    async with connected(local) as bot:
        bot.answers["slash_commands"] = {"payload": {"text": "here"}}
        answer = await post("command", **COMMAND)
        (envelope,) = bot.envelopes()
        told = local.sandbox.state()["ephemerals"]["U0ADA"]
    assert (answer["status"], answer["body"]) == (200, {"text": "here"})
    assert envelope["payload"]["text"] == "help"
    assert envelope["accepts_response_payload"] is True
    assert told[-1]["text"] == "here"


async def test_without_a_connection_the_person_is_told(local, post):
    answer = await post("command", **COMMAND)
    assert answer["error"] == "connection_failed"


async def test_a_click_that_is_not_acknowledged_is_not_repeated(hasty):
    async with posting(hasty) as post, connected(hasty) as bot:
        bot.answers["slash_commands"] = None
        answer = await post("command", **COMMAND)
        assert len(bot.envelopes()) == 1
    assert answer["error"] == "operation_timeout"


async def test_an_event_that_is_not_acknowledged_comes_three_times_more(hasty):
    async with posting(hasty) as post, connected(hasty) as bot:
        bot.answers["events_api"] = None
        answer = await post("home", user="U0ADA")
        seen = bot.envelopes()
    assert answer["attempts"] == 4
    assert [one["retry_attempt"] for one in seen] == [0, 1, 2, 3]
    assert [one["retry_reason"] for one in seen] == ["", *["timeout"] * 3]
    assert len({one["envelope_id"] for one in seen}) == 1


async def test_each_envelope_goes_to_one_of_several_connections(local, post):
    async with connected(local) as one, connected(local) as other:
        for _ in range(4):
            await post("command", **COMMAND)
        assert (len(one.envelopes()), len(other.envelopes())) == (2, 2)


async def test_a_repeated_envelope_has_one_id(local, post):
    async with connected(local) as bot:
        await post("faults", vendor="socket", fault="repeated", times=1)
        answer = await post("command", **COMMAND)
        await bot.has_heard(COPIES)
    assert answer["status"] == 200
    assert len({one["envelope_id"] for one in bot.envelopes()}) == 1


@pytest.mark.parametrize("fault", ["dropped", "lost_answer"])
async def test_what_a_broken_connection_leaves_open_comes_over_the_next(local, post, fault):
    async with connected(local) as one, connected(local) as other:
        await post("faults", vendor="socket", fault=fault, times=1, only="slash_commands")
        answer = await post("command", **COMMAND)
        first, second = one.envelopes(), other.envelopes()
    assert answer["status"] == 200
    assert [each["envelope_id"] for each in first] == [each["envelope_id"] for each in second]


async def test_a_connection_that_is_told_to_go_gets_one_more_envelope_and_no_other(local, post):
    async with connected(local) as one, connected(local) as other:
        await post("faults", vendor="socket", fault="refresh", times=1)
        answers = [await post("command", **COMMAND) for _ in range(2)]
        reasons = [frame["reason"] for frame in one.said if frame["type"] == "disconnect"]
        assert (len(one.envelopes()), len(other.envelopes())) == (1, 1)
    assert reasons == ["warning", "refresh_requested"]
    assert [answer["status"] for answer in answers] == [200, 200]


async def test_frames_that_nobody_can_read_come_before_the_envelope(local, post):
    async with connected(local) as bot:
        await post("faults", vendor="socket", fault="garbled", times=1)
        assert (await post("command", **COMMAND))["status"] == 200
        assert len(bot.said) == len(GARBLED) + 1


async def test_what_the_bot_says_over_the_socket_is_recorded(local, post):
    async with connected(local) as bot:
        bot.answers["slash_commands"] = {"payload": {"text": "recorded words"}}
        await post("command", **COMMAND)
    assert any("recorded words" in one.body for one in local.sandbox.workspace.requests)
