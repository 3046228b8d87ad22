"""Settings, faults and the doors of the whole local world."""

from datetime import UTC, datetime

import httpx
import pytest

from handlers.sandbox.config import RealAccountRefused, SandboxConfig
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.slack_messages import Timestamps


@pytest.mark.parametrize(
    "settings",
    [
        {"bot_token": "xoxb-" + "1" * 11 + "-2-abc"},
        {"bot_token": "xoxe.xoxb-" + "1" * 3 + "-x"},
        {"bot_token": "xapp-1-A0-1"},
        {"stripe_api_key": "sk_" + "live_x"},
        {"stripe_api_key": "sk_" + "test_" + "a1" * 12},
        {"bot_url": "http://handoff.example:3000"},
        {"bot_url": "http://127.0.0.1.handoff.example"},
        {"bot_url": "https://127.0.0.1"},
        {"base_url": "http://0.0.0.0:3100"},
    ],
)
def test_real_accounts_and_far_hosts_are_refused(settings):
    with pytest.raises(RealAccountRefused):
        SandboxConfig(**settings)


def test_a_fault_is_used_up_and_an_exact_one_goes_first():
    board = Switchboard()
    board.set("slack", Fault.SLOW)
    board.set("slack", Fault.RATE_LIMITED, times=2, only="chat.update")
    taken = [board.take("slack", "chat.update") for _ in range(3)]
    assert taken == [Fault.RATE_LIMITED, Fault.RATE_LIMITED, Fault.SLOW]
    assert board.take("stripe", "POST /v1/refunds") is Fault.NONE


def test_none_switches_one_rule_or_all_of_a_vendor_off():
    board = Switchboard()
    board.set("stripe", Fault.REFUSED, only="POST /v1/refunds")
    board.set("stripe", Fault.HANG)
    board.set("stripe", Fault.NONE, only="POST /v1/refunds")
    assert board.take("stripe", "POST /v1/refunds") is Fault.HANG
    board.set("stripe", Fault.NONE)
    assert board.state()["stripe"]["rules"] == []


@pytest.mark.parametrize(
    ("vendor", "fault", "times"),
    [("slack", Fault.INSUFFICIENT_BALANCE, None), ("nobody", Fault.NONE, None),
     ("slack", Fault.SLOW, 0)],
)  # fmt: skip
def test_faults_that_make_no_sense(vendor, fault, times):
    with pytest.raises(ValueError, match=r"fault|times"):
        Switchboard().set(vendor, fault, times)


def test_timestamps_rise_while_the_clock_stands_still():
    stamps = Timestamps(lambda: datetime(2031, 3, 5, tzinfo=UTC))
    assert [stamps.next() for _ in range(3)] == [
        "1930435200.000000",
        "1930435200.000001",
        "1930435200.000002",
    ]


async def test_faults_are_switched_through_the_door(doors, state):
    await doors("faults", vendor="stripe", fault="refused", times=2, only="POST /v1/refunds")
    rules = state()["faults"]["stripe"]["rules"]
    assert rules == [{"fault": "refused", "times": 2, "only": "POST /v1/refunds"}]
    await doors("reset")
    assert state()["faults"]["stripe"]["rules"] == []


async def test_a_sample_call_reaches_the_bots_webhook(doors, state):
    name = state()["calls"][0]["name"]
    answer = await doors("calls", name=name)
    assert answer == {"status": 404, "call_id": state()["calls"][0]["call_id"]}
    renewed = await doors("calls", name=name, as_new=True)
    assert renewed["call_id"] != answer["call_id"]


async def test_reset_brings_the_seeded_world_back(doors, slack, state):
    seeded = state()
    await slack.chat_postMessage(channel="C0BILLING", text="x")
    await doors("reset")
    again = state()
    assert again["channels"] == seeded["channels"]
    assert again["api_log"] == []


async def test_the_same_world_is_told_in_the_same_bytes(doors):
    first, second = [await doors.client.get("/ui/state") for _ in range(2)]
    assert first.content == second.content


def test_only_loopback_names_are_served(world):
    answer = httpx.get(world.base_url, headers={"host": "handoff.example"}, trust_env=False)
    assert answer.status_code == 400


def test_the_page_may_load_only_its_own_files(world):
    answer = httpx.get(world.base_url, trust_env=False)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
