"""Bad input at the true doors: each gets a clear status or a safe card; nothing breaks, nothing is
lost, and the log says neither more nor less than it should.
"""

from __future__ import annotations

import json
import re
import time
from copy import deepcopy
from urllib.parse import urlencode

import httpx
import pytest

from handlers.sandbox.calls import sign
from handlers.sandbox.slack_signing import signed_headers
from handlers.webhooks.dialnexa import LIMIT_BYTES
from tests.journeys.bad_days import empty_house, plain_server
from tests.journeys.conftest import buttons, until

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b-\u200f]")
AMOUNTS = {
    "Huge": 1e300,
    "Long": 10**30,
    "Negative": -49,
    "Zero": 0,
    "NotANumber": "NaN",
    "Words": "a lot of money",
    "Ambiguous": "1,2,3.4.5",
    "List": [49, 4900],
    "Object": {"amount": {"amount": 49}},
    "Yes": True,
}
CURRENCIES = {"Doge": "DOGE", "Number": 978, "Empty": "", "Long": "E" * 5000, "Null": None}
HOSTILE = {
    "Everyone": "<!channel> <!everyone> <!here>",
    "Mention": "<@U0ADA> <!subteam^S0APPROVERS> @here",
    "Link": "<https://evil.example/pay|Approve here> https://evil.example/pay",
    "Markup": "*bold* _it_ ~no~ `code` ```block``` &lt;!channel&gt; &amp;lt;",
    "Formula": '=HYPERLINK("https://evil.example";"x") +1+1 @SUM(1) -2',
    "Control": "a\x00b\x07c\x1b[31md\x7f\u202egnp.exe\u2066\u200b",
    "Date": "<!date^1^{date}|tomorrow> <#C0BILLING>",
    "Newlines": "one\r\n\r\n> Approved by finance\r\n*Paid*",
    "Long": "refund " * 40_000,
    "Emoji": ":white_check_mark: \U0001f4b8" * 50,
}
NAMES = [
    "Plain",
    "Replay",
    "Victim",
    *(f"Amount{name}" for name in AMOUNTS),
    *(f"Currency{name}" for name in CURRENCIES),
    *(f"Hostile{name}" for name in HOSTILE),
]


@pytest.fixture(scope="module")
def log_path(tmp_path_factory):
    return tmp_path_factory.mktemp("bad_input")


@pytest.fixture(scope="module")
def house(log_path, new_database):
    with (
        empty_house(log_path, NAMES, new_database) as (opened, environment),
        plain_server(opened, environment, log_path),
    ):
        yield opened


@pytest.fixture(autouse=True)
def _nothing_broke(house, log_path):
    """No test leaves an error in the log or a server that does not answer."""
    before = _errors(log_path)
    yield
    assert house.http.get(f"{house.bot_url}/healthz").status_code == 200
    assert _errors(log_path) == before


def _errors(log_path):
    lines = (log_path / "log.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "Traceback" in line or '"level": "error"' in line]


def _facts(house, name, **facts):
    """The call about a payment with other facts than usual."""
    call = house.payments[name].call()
    body = deepcopy(call.body)
    body["payload"]["call"]["post_call_analysis"] |= facts
    return call.call_id, body


def _post(house, raw: bytes, **headers: str) -> httpx.Response:
    return house.http.post(f"{house.bot_url}/dialnexa/webhook", content=raw, headers=headers)


def _signed(house, body) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return _post(house, raw, **{"x-dialnexa-signature": sign(raw, house.config.dialnexa_secret)})


# --- DialNexa's door --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "signature",
    [None, "", "sha256=", "00", "f" * 64, "f" * 63 + "\xe9", "é" * 64, "=" * 10_000],
    ids=range(8),
)
def test_what_is_not_signed_is_turned_away(house, signature):
    _, body = _facts(house, "Victim")
    headers = {} if signature is None else {"x-dialnexa-signature": signature.encode("latin-1")}
    answer = _post(house, json.dumps(body).encode(), **headers)
    assert answer.status_code == 401
    assert "signature" in answer.json()["error"]


def test_a_signature_of_other_bytes_or_another_secret_is_turned_away(house):
    call_id, body = _facts(house, "Victim")
    raw = json.dumps(body).encode()
    other = sign(raw + b" ", house.config.dialnexa_secret)
    assert _post(house, raw, **{"x-dialnexa-signature": other}).status_code == 401
    foreign = sign(raw, "another secret")
    assert _post(house, raw, **{"x-nexa-signature": foreign}).status_code == 401
    assert house.read(lambda tx: tx.handoffs.by_call(call_id)) is None


@pytest.mark.parametrize("header", ["x-dialnexa-signature", "x-nexa-signature"])
@pytest.mark.parametrize("prefix", ["", "sha256="])
def test_both_documented_headers_are_taken_and_a_replay_changes_nothing(house, header, prefix):
    call_id, body = _facts(house, "Replay")
    raw = json.dumps(body).encode()
    signature = prefix + sign(raw, house.config.dialnexa_secret).upper()
    for _ in range(3):
        assert _post(house, raw, **{header: signature}).status_code == 200
    house.await_button(call_id, "approve")
    assert len(house.cards(call_id)) == 1


def test_too_large_a_body_is_refused_whether_it_says_so_or_not(house):
    def chunks():
        for _ in range(LIMIT_BYTES // 65_536 + 2):
            yield b"x" * 65_536

    url = f"{house.bot_url}/dialnexa/webhook"
    assert house.http.post(url, content=b"x" * (LIMIT_BYTES + 1)).status_code == 413
    assert house.http.post(url, content=chunks()).status_code == 413
    slack = f"{house.bot_url}/slack/events"
    assert house.http.post(slack, content=b"x" * (2 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/dialnexa/webhook", "/slack/events"])
def test_other_methods_are_not_allowed(house, method, path):
    assert house.http.request(method, f"{house.bot_url}{path}").status_code == 405


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"4900",
        b'"call_ended"',
        b"{",
        b"\xff\xfe{}",
        b"{}",
        b'{"event_type": "call_ended"}',
        b'{"event_type": "call_ended", "payload": null}',
        b'{"event_type": "call_ended", "payload": {"call": []}}',
        b'{"event_type": "call_ended", "payload": {"call": {}}}',
        b'{"event_type": "call_ended", "payload": {"call": {"id": null, "status": "completed"}}}',
        b'{"event_type": "call_ended", "payload": {"call": {"id": ["x"], "status": "completed"}}}',
        b'{"event_type": {"a": 1}, "payload": {"call": {"id": "call_1", "status": "completed"}}}',
        b'{"a":' * 5000,
        b'{"event_type": "call_ended", "payload": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"event_type": NaN}',
    ],
    ids=range(18),
)
def test_a_signed_body_that_is_no_delivery_gets_400_and_a_sentence(house, raw):
    answer = _signed(house, raw)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("event", ["call_started", "agent_updated", "x" * 60])
def test_an_unknown_event_is_acknowledged_and_makes_nothing(house, event):
    call_id, body = _facts(house, "Victim")
    answer = _signed(house, {**body, "event_type": event})
    assert answer.status_code in {200, 400}
    assert house.read(lambda tx: tx.handoffs.by_call(call_id)) is None


# --- what becomes a card ----------------------------------------------------------------------


@pytest.mark.parametrize("name", AMOUNTS)
def test_an_absurd_amount_becomes_a_card_with_the_amount_on_record(house, name):
    call_id, body = _facts(house, f"Amount{name}", amount=AMOUNTS[name])
    assert _signed(house, body).status_code == 200
    until(lambda: house.case(call_id).handoff.looked_up)
    house.await_state(call_id, house.case(call_id).handoff.state)
    handoff = house.case(call_id).handoff
    assert handoff.amount_minor == 4900, "what would be sent is what the record shows"
    assert "49.00" in house.card(call_id)["text"]


@pytest.mark.parametrize("name", CURRENCIES)
def test_an_absurd_currency_becomes_a_card_and_moves_nothing_by_itself(house, name):
    call_id, body = _facts(house, f"Currency{name}", currency=CURRENCIES[name])
    assert _signed(house, body).status_code == 200
    until(lambda: house.case(call_id).handoff.looked_up)
    house.await_state(call_id, house.case(call_id).handoff.state)
    assert "EUR" in house.card(call_id)["text"]
    assert house.new_refunds(house.payments[f"Currency{name}"].charge) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stay_words(house, name):
    words = HOSTILE[name]
    call_id, body = _facts(
        house, f"Hostile{name}", customer_name=words, refund_reason=words, requested_next_step=words
    )
    call = body["payload"]["call"]
    call["summary"] = words
    call["transcript"] = [{"speaker": "user", "text": words}, {"speaker": words, "text": words}]
    assert _signed(house, body).status_code == 200
    house.await_button(call_id, "approve")
    card = house.card(call_id)
    shown = json.dumps(card["blocks"], ensure_ascii=False) + card["text"]
    for live in ("<!channel", "<!everyone", "<!here", "<@U", "<!subteam", "<#C", "<https://evil"):
        assert live not in shown
    assert "<!date^1^" not in shown
    assert not CONTROL.search(card["text"].replace("\n", ""))
    assert "handoff_approve" in buttons(card)
    house.click(call_id, "more")
    view = until(house.open_view)
    assert "<!channel" not in json.dumps(view)
    house.ui("close", user="U0ADA", view_id=view["id"])


# --- Slack's door -----------------------------------------------------------------------------


def _slack(house, body: bytes, *, at: float | None = None, secret: str | None = None, **headers):
    stamp = int(time.time() if at is None else at)
    signed = signed_headers(secret or house.config.signing_secret, stamp, body)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    url = f"{house.bot_url}/slack/events"
    return house.http.post(url, content=body, headers={**kind, **signed, **headers})


def _form(payload) -> bytes:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return urlencode({"payload": text}).encode()


def _offered(house):
    call_id, body = _facts(house, "Plain")
    _signed(house, body)
    house.await_button(call_id, "approve")
    return call_id


def _click(house, call_id, **changes):
    """A well-formed press of Approve, with parts of it changed."""
    handoff = house.case(call_id).handoff
    action = {
        "type": "button",
        "action_id": "handoff_approve",
        "block_id": "b",
        "value": f"{handoff.id}.{handoff.revision}",
        "action_ts": f"{time.time():.6f}",
    }
    payload = {
        "type": "block_actions",
        "user": {"id": "U0ADA", "team_id": house.config.team_id},
        "team": {"id": house.config.team_id, "domain": "local"},
        "api_app_id": "A0LOCAL",
        "trigger_id": "1.2.3",
        "container": {"type": "message"},
        "actions": [action | changes.pop("action", {})],
    }
    return payload | changes


@pytest.mark.parametrize(
    "unsigned",
    [
        {"at": time.time() - 360},
        {"at": time.time() + 3600},
        {"secret": "another secret"},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": ""},
    ],
    ids=range(7),
)
def test_a_request_that_slack_did_not_sign_just_now_is_turned_away(house, unsigned):
    call_id = _offered(house)
    answer = _slack(house, _form(_click(house, call_id)), **unsigned)
    assert answer.status_code == 401
    assert house.case(call_id).decisions == ()


def test_a_request_without_a_signature_is_turned_away(house):
    answer = house.http.post(f"{house.bot_url}/slack/events", content=b"payload=%7B%7D")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"payload=",
        b"payload=%7B",
        b"payload=null",
        b"payload=%5B%5D",
        b"payload=5",
        b"payload=%22x%22",
        b"command=%2Fhandoff",
        b"command=%2Funknown&text=x&user_id=U0ADA&team_id=T0LOCAL0001",
        b"{}",
        b"\xff\xfe\x00",
        b"a" * 10_000,
    ],
    ids=range(12),
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_signed_request_without_sense_is_answered_not_broken(house, body, kind):
    answer = _slack(house, body, **{"content-type": kind})
    assert answer.status_code < 500


@pytest.mark.parametrize(
    "changes",
    [
        {"action": {"action_id": "handoff_unknown"}},
        {"action": {"value": ""}},
        {"action": {"value": "ho_nobody.1"}},
        {"action": {"value": "ho_x.99999999999999"}},
        {"action": {"value": None}},
        {"action": {"action_id": "handoff_cancel", "value": "'; drop table handoffs; --.1"}},
        {"action": {"action_id": "handoff_pick", "selected_option": None}},
        {"action": {"action_id": "handoff_pick", "selected_option": {"value": "x.1"}}},
        {"action": {"action_id": "handoff_retry", "value": "x" * 2000}},
        {"actions": []},
        {"actions": None},
        {"actions": ["x"]},
        {"user": None},
        {"user": {}},
        {"user": {"id": ["U0ADA"]}},
        {"team": None},
        {"type": "view_submission"},
        {"type": "view_submission", "view": {"id": "V1", "callback_id": "handoff_approve_submit"}},
        {
            "type": "view_submission",
            "view": {
                "id": "V1",
                "callback_id": "handoff_approve_submit",
                "private_metadata": "nonsense",
                "state": {"values": []},
            },
        },
        {"type": "shortcut", "callback_id": "x"},
        {"type": "unheard_of"},
    ],
    ids=range(21),
)
def test_a_click_that_makes_no_sense_decides_nothing_and_is_answered(house, changes):
    call_id = _offered(house)
    answer = _slack(house, _form(_click(house, call_id, **deepcopy(changes))))
    assert answer.status_code < 500
    assert house.case(call_id).decisions == ()


@pytest.mark.parametrize(
    "user",
    [
        {"id": "U0GUEST", "team_id": "T0LOCAL0001"},
        {"id": "U0EXT", "team_id": "T0OTHER0001"},
        {"id": "U0ADA", "team_id": "T0OTHER0001"},
        {"id": "U0GONE", "team_id": "T0LOCAL0001"},
        {"id": "U0HANDOFF", "team_id": "T0LOCAL0001"},
        {"id": "USLACKBOT", "team_id": "T0LOCAL0001"},
        {"id": "U0NOBODY", "team_id": "T0LOCAL0001"},
        {"id": "", "team_id": ""},
    ],
    ids=range(8),
)
def test_nobody_who_may_not_decides_by_a_forged_submission(house, user):
    call_id = _offered(house)
    handoff = house.case(call_id).handoff
    view = {
        "id": f"V{user['id']}{user['team_id']}",
        "type": "modal",
        "callback_id": "handoff_approve_submit",
        "private_metadata": f"{handoff.id}.{handoff.revision}",
        "state": {"values": {}},
    }
    payload = {"type": "view_submission", "user": user, "view": view, "team": {"id": "T0LOCAL0001"}}
    answer = _slack(house, _form(payload))
    assert answer.status_code == 200
    assert answer.json()["response_action"] == "update", "a view that says why not"
    assert house.case(call_id).decisions == ()


def test_slacks_check_of_the_address_is_answered(house):
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee"}).encode()
    answer = _slack(house, body, **{"content-type": "application/json"})
    assert answer.status_code == 200
    assert "c0ffee" in answer.text
