"""Socket Mode's own days: what connections do that requests do not. One envelope counts once."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

import app
from bot.cards import names
from handlers.sandbox import SandboxConfig, free_port, run_sandbox
from tests.journeys.conftest import MovableClock, quick_policy, serving, settings_for, until

SMALL = "ch_3LocalBirkeSeats"
BROKEN = ("dropped", "lost_answer")


@pytest.fixture
def open_house(open_house):
    return partial(open_house, socket_mode=True)


def ready(house):
    answer = house.http.get(f"{house.bot_url}/readyz")
    return answer.status_code, answer.json()["missing"]


def command(house, text="help", user="U0ADA"):
    return house.ui("command", user=user, channel="C0BILLING", command="/handoff", text=text)


def open_sockets(house):
    return house.state()["sockets"]["open"]


def calls_of(world, method):
    return sum(one.method == method for one in world.sandbox.workspace.requests)


def test_what_is_wrong_is_said_under_its_input_in_the_envelopes_answer(house):
    call_id = house.receive("refund_small")
    answer = house.approve(call_id, amount="4,9")
    assert names.AMOUNT_BLOCK in answer["body"]["errors"]
    assert names.AMOUNT_BLOCK in house.open_view()["errors"]
    assert house.case(call_id).decisions == ()


def test_commands_and_the_home_tab_come_over_the_socket(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    assert call_id in command(house, call_id)["body"]["text"]
    assert command(house, "queue")["status"] == 200
    assert house.ui("home", user="U0ADA")["status"] == 200
    until(lambda: call_id in str(house.state()["homes"].get("U0ADA")))


def test_the_same_envelope_five_times_opens_one_view_and_decides_once(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.fault("socket", "repeated", times=None)

    assert house.click(call_id, "approve")["status"] == 200
    assert house.submit()["status"] == 200
    house.await_state(call_id, "succeeded")

    assert len(house.case(call_id).decisions) == 1
    assert len(house.new_refunds(SMALL)) == 1
    assert house.notices("U0ADA") == ""
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_stop_that_comes_five_times_is_one_stop(house):
    house.fault("socket", "repeated")
    command(house, "stop stripe the till is wrong", "U0CFO")
    assert len(house.read(lambda tx: tx.stops.standing())) == 1


@pytest.mark.parametrize("fault", BROKEN)
def test_a_connection_that_breaks_in_a_click_loses_and_doubles_nothing(house, fault):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")

    house.fault("socket", fault)
    assert house.click(call_id, "approve")["status"] == 200
    until(house.open_view)
    house.fault("socket", fault)
    assert house.submit()["status"] == 200
    house.await_state(call_id, "succeeded")

    assert not house.open_view(), "the view closed as after any other answer"
    assert len(house.case(call_id).decisions) == 1
    assert len(house.new_refunds(SMALL)) == 1
    assert ready(house) == (200, {})


def test_a_connection_that_is_told_to_go_is_replaced_before_it_goes(open_house):
    house = open_house(cancel_window_s=600)
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    for click in ("approve", "cancel"):
        house.fault("socket", "refresh")
        assert house.click(call_id, click)["status"] == 200
        assert ready(house) == (200, {}), "never without a line"
        if click == "approve":
            house.submit()
            house.await_state(call_id, "scheduled")
    house.await_state(call_id, "cancelled")
    assert calls_of(house.world, "apps.connections.open") == 3
    until(lambda: open_sockets(house) == 1)


def test_frames_that_nobody_can_read_do_no_harm(house):
    house.fault("socket", "garbled", times=2)
    assert [command(house)["status"] for _ in range(2)] == [200, 200]
    assert calls_of(house.world, "apps.connections.open") == 1, "on the same line"


def test_a_frame_above_the_limit_ends_the_line_and_the_next_one_works(house):
    assert command(house, "x" * 2_000_000)["status"] is None
    until(lambda: open_sockets(house) == 1)
    assert command(house)["status"] == 200


def test_without_a_socket_it_is_not_ready_and_says_why_until_there_is_one(house):
    house.fault("slack", "auth", times=None, only="apps.connections.open")
    house.fault("socket", "dropped")
    assert command(house)["status"] is None

    until(lambda: ready(house)[0] == 503)
    until(lambda: "SLACK_APP_TOKEN" in ready(house)[1].get("slack_socket", ""))
    assert "connection_failed" in command(house)["error"]

    house.fault("slack", "none")
    until(lambda: ready(house) == (200, {}))
    assert command(house)["status"] == 200


def test_nothing_comes_in_over_http_meanwhile(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    body = urlencode({"payload": json.dumps(_cancel(house, call_id))})
    stamp = str(int(time.time()))
    verifier = SignatureVerifier(house.config.signing_secret)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": verifier.generate_signature(timestamp=stamp, body=body),
    }
    answer = house.http.post(f"{house.bot_url}/slack/events", content=body, headers=headers)
    assert answer.status_code == 404
    assert "Socket Mode" in answer.json()["error"]
    assert "x-slack-no-retry" not in answer.headers


def _cancel(house, call_id):
    value = names.button_value(house.handoff_id(call_id), 1)
    action = {"type": "button", "action_id": names.CANCEL, "block_id": "b", "value": value}
    user = {"id": "U0ADA", "team_id": house.config.team_id}
    return {"type": "block_actions", "user": user, "actions": [action]}


# --- without a house: what is wrong from the start, and the end ---


@pytest.fixture
def serve(tmp_path, new_url):
    """Serve beside a local world; gives (world, settings, runtime, what ends the product)."""
    with ExitStack() as stack:

        def start(*, token=None, socket_mode=True):
            port = free_port()
            config = SandboxConfig(bot_url=f"http://127.0.0.1:{port}", socket_mode=socket_mode)
            world = stack.enter_context(run_sandbox(config))
            policy = quick_policy(tmp_path / "policy.toml")
            settings = settings_for(world, config, new_url, policy, port)
            chosen = {"slack_app_token": SecretStr(token or config.app_token)}
            settings = settings.model_copy(update={**chosen, "slack_signing_secret": None})
            product = stack.enter_context(ExitStack())
            runtime = product.enter_context(serving(settings, MovableClock()))
            return world, settings, runtime, product.close

        yield start


def missing_at(settings):
    answer = httpx.get(f"http://127.0.0.1:{settings.port}/readyz", trust_env=False)
    return answer.json()["missing"].get("slack_socket", "")


WRONG = "xapp-not-this-one"


def test_a_wrong_token_is_a_sentence_and_never_shown(serve, caplog):
    with capture_logs() as logs:
        world, settings, *_ = serve(token=WRONG)
        said = until(lambda: "invalid_auth" in (seen := missing_at(settings)) and seen)
    assert "SLACK_APP_TOKEN" in said
    assert world.sandbox.state()["sockets"]["open"] == 0
    assert "socket_not_opened" in [one["event"] for one in logs]
    assert WRONG not in f"{logs}{caplog.text}{said}"


def test_neither_token_nor_address_is_logged_when_a_socket_breaks(serve, caplog):
    with capture_logs() as logs:
        world, settings, *_ = serve()
        until(lambda: not missing_at(settings))
        world.sandbox.faults.set("socket", "dropped")
        httpx.post(f"{world.base_url}/ui/home", json={"user": "U0ADA"}, trust_env=False)
    assert [one["event"] for one in logs].count("socket_open") > 1
    assert not {"ticket", "xapp"} & set(re.findall(r"\w+", f"{logs}{caplog.text}"))


def test_socket_mode_that_is_off_at_slack_is_said_and_not_asked_for_without_pause(serve):
    world, settings, *_ = serve(socket_mode=False)
    until(lambda: "off in the app's settings" in missing_at(settings))
    assert calls_of(world, "apps.connections.open") < 4


@pytest.mark.parametrize(("token", "good"), [(None, True), (WRONG, False)])
async def test_doctor_asks_slack_for_a_socket(tmp_path, token, good):
    with run_sandbox(SandboxConfig(socket_mode=True)) as world:
        policy = quick_policy(tmp_path / "policy.toml")
        settings = settings_for(
            world, world.sandbox.config, f"sqlite:///{tmp_path / 'x.db'}", policy, 1
        )
        chosen = SecretStr(token or world.sandbox.config.app_token)
        settings = settings.model_copy(update={"slack_app_token": chosen})
        findings = await app._live_findings(settings, app.load_policy(settings))
        found = next(one for one in findings if one.what == "Socket Mode")
    assert found.good is good
    assert good or "SLACK_APP_TOKEN" in found.how
    assert world.sandbox.workspace.sockets.lines == [], "a line of its own would take clicks away"


def test_at_the_end_what_is_under_way_is_acknowledged_and_the_line_hung_up(serve):
    """The decision waits for the writing thread while the process is told to stop."""
    world, settings, runtime, end = serve()
    until(lambda: not missing_at(settings))
    held, go_on = threading.Event(), threading.Event()

    def hold(_tx):
        held.set()
        go_on.wait(5)

    with ThreadPoolExecutor(3) as hands:
        hands.submit(runtime.desk.office.database.write_now, hold)
        assert held.wait(5)
        asked = hands.submit(send_command, world, "stop stripe the till is wrong")
        until(world.sandbox.workspace.sockets.is_anything_open)
        ending = hands.submit(end)
        until(lambda: not is_listening(settings.port))
        go_on.set()
        assert "Money is stopped" in asked.result()["body"]["text"]
        ending.result()
    assert world.sandbox.state()["sockets"]["open"] == 0


def send_command(world, text):
    act = {"user": "U0CFO", "channel": "C0BILLING", "command": "/handoff", "text": text}
    door = f"{world.base_url}/ui/command"
    return httpx.post(door, json=act, trust_env=False, timeout=10).json()


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
