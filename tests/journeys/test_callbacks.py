"""What Stripe and Paystack report: never believed, looked into at once, once, and never lost.

The waits of these houses are minutes long: whatever shows here, shows because it was reported.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from contextlib import ExitStack
from functools import partial

import pytest

from bot.cards import names
from bot.handoff.words import StepKind
from handlers.sandbox import SandboxConfig, free_port, run_sandbox
from tests.journeys.conftest import (
    House,
    MovableClock,
    buttons,
    page_client,
    quick_policy,
    serving,
    settings_for,
    until,
)
from tests.journeys.kept import everything_kept

CHARGE = "ch_3LocalBirkeSeats"
SEAT = "PSK-LocalKanoSeat"
LONG_WAIT_S = 60.0
CANARY = "Quibblethorpe"


@pytest.fixture
def open_listening(tmp_path, new_url):
    """Open a house that hears what providers report; Stripe's settings can be changed."""
    with ExitStack() as stack:
        yield partial(_a_listening_house, stack, tmp_path, new_url)


def _a_listening_house(stack, folder, database, **stripe):
    port = free_port()
    config = SandboxConfig(bot_url=f"http://127.0.0.1:{port}", reports="prompt")
    world = stack.enter_context(run_sandbox(config))
    world.sandbox.reporter.late_s = 0.3
    policy = quick_policy(folder / "policy.toml")
    settings = settings_for(world, config, database, policy, port)
    changed = settings.stripe.model_copy(update=stripe)
    patient = {"stripe": changed, "retry_first_wait_s": LONG_WAIT_S}
    clock = MovableClock()
    runtime = stack.enter_context(serving(settings.model_copy(update=patient), clock))
    http = stack.enter_context(page_client())
    opened = House(world, config, config.bot_url, database, http, runtime, clock)
    stack.callback(opened.close)
    return opened


@pytest.fixture
def house(open_listening):
    return open_listening()


def reports(house, way, vendor="stripe"):
    house.ui("reports", vendor=vendor, way=way)


def submitted(house):
    """A refund that Stripe has taken and not settled; its id."""
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.fault("stripe", "insufficient_balance", only="POST /v1/refunds")
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    [refund] = house.new_refunds(CHARGE)
    calm(house, call_id)
    return call_id, refund["id"]


def done(house):
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    [refund] = house.new_refunds(CHARGE)
    calm(house, call_id)
    return call_id, refund["id"]


def calm(house, call_id):
    """Wait until what was reported so far is answered and looked into."""
    until(lambda: all(one["status"] == 200 for one in house.state()["reports"]["sent"]))
    until(lambda: all(one.outcome == "done" for one in looks(house, call_id)))


def looks(house, call_id):
    return [one for one in house.case(call_id).steps if one.kind is StepKind.READ_AGAIN]


def act(house, path, vendor="stripe", **given):
    house.ui(f"{vendor}/{path}", **given)


def event(about=None, kind="refund.failed", key="evt_LocalJourney", **changes):
    made = {
        "id": key,
        "object": "event",
        "type": kind,
        "livemode": False,
        "data": {"object": about or {"id": "re_1", "charge": CHARGE}},
    }
    return json.dumps(made | changes).encode()


def signed(raw, secret, late_s=0):
    stamp = int(time.time()) - late_s
    made = hmac.new(secret.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()
    return {"stripe-signature": f"t={stamp},v1={made}"}


def post(house, raw, *, vendor="stripe", headers=None, **how):
    given = signed(raw, house.config.stripe_webhook_secret, **how) if headers is None else headers
    return house.http.post(f"{house.bot_url}/webhooks/{vendor}", content=raw, headers=given)


# --- refunds ---


@pytest.mark.parametrize("way", ["prompt", "late", "twice", "out_of_order"])
def test_an_accepted_refund_settles_when_stripe_says_so(house, way):
    call_id, refund = submitted(house)
    reports(house, way)
    act(house, f"refunds/{refund}/settle")
    house.await_state(call_id, "succeeded")
    assert "shows the refund of *EUR 49.00*" in house.card(call_id)["text"].replace("\u00a0", " ")
    assert len(house.new_refunds(CHARGE)) == 1
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_an_accepted_refund_that_fails_is_reversed(house):
    call_id, refund = submitted(house)
    act(house, f"refunds/{refund}/fail")
    house.await_state(call_id, "reversed")
    house.await_thread(call_id, "failed later")


def test_a_refund_that_was_done_and_comes_back_is_reversed(house):
    call_id, refund = done(house)
    act(house, f"refunds/{refund}/fail")
    house.await_state(call_id, "reversed")
    card = house.await_card(call_id, "but it failed later")
    assert names.RETRY in buttons(card)
    house.await_thread(call_id, "failed later", refund)


def test_settled_and_failed_out_of_order_the_books_decide(house):
    call_id, refund = submitted(house)
    reports(house, "out_of_order")
    act(house, f"refunds/{refund}/settle")
    act(house, f"refunds/{refund}/fail")
    house.await_state(call_id, "reversed")
    calm(house, call_id)
    house.await_state(call_id, "reversed")


def test_a_refund_in_naira_settles_and_one_fails(house):
    call_id = house.receive("refund_naira")
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    refund = house.state()["paystack"]["refunds"][0]["id"]
    act(house, f"refunds/{refund}/settle", "paystack")
    house.await_state(call_id, "succeeded")

    again = house.receive("refund_naira", 2)
    house.await_state(again, "needs_review")


def test_a_naira_refund_that_fails_is_reversed(house):
    call_id = house.receive("refund_naira")
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    reports(house, "twice", "paystack")
    refund = house.state()["paystack"]["refunds"][0]["id"]
    act(house, f"refunds/{refund}/fail", "paystack")
    house.await_state(call_id, "reversed")


# --- once, signed, and about us ---


def test_a_report_repeated_five_times_is_looked_into_once(house):
    call_id, _ = done(house)
    before = len(looks(house, call_id))
    raw = event()
    answers = [post(house, raw, late_s=number) for number in range(6)]
    assert [answer.json()["received"] for answer in answers] == ["taken", *["repeated"] * 5]
    until(lambda: len(looks(house, call_id)) == before + 1)
    calm(house, call_id)
    assert len(looks(house, call_id)) == before + 1
    house.await_state(call_id, "succeeded")


def test_a_forged_report_does_nothing(house):
    call_id, refund = submitted(house)
    before = house.case(call_id)
    reports(house, "forged")
    act(house, f"refunds/{refund}/settle")
    until(lambda: house.state()["reports"]["sent"][0]["status"] == 401)
    assert house.case(call_id) == before


def test_what_is_not_to_be_taken_is_answered_so(house):
    raw = event()
    assert post(house, raw, vendor="nobody").status_code == 404
    assert post(house, raw, headers={}).status_code == 401
    assert post(house, raw, vendor="paystack").status_code == 401
    assert post(house, raw + b" ", headers=signed(raw, "whsec_local")).status_code == 401
    assert post(house, raw, late_s=301).status_code == 401
    assert post(house, event(livemode=True)).status_code == 400
    assert post(house, b"[]").status_code == 400
    assert post(house, event(padding="x" * 600_000)).status_code == 413
    assert house.http.get(f"{house.bot_url}/webhooks/stripe").status_code == 405


def test_what_is_about_nothing_of_ours_is_taken_and_forgotten(house):
    call_id, _ = done(house)
    before = house.case(call_id)
    other = event({"id": "re_9", "charge": "ch_somebody_elses"}, key="evt_Other")
    assert post(house, other).json() == {"received": "taken"}
    assert post(house, event({"id": "po_1"}, "payout.paid")).json() == {"received": "ignored"}
    assert house.case(call_id) == before


def test_without_a_secret_nothing_is_trusted_and_the_answer_says_so(open_listening):
    house = open_listening(webhook_secret=())
    answer = post(house, event())
    assert answer.status_code == 503
    assert "STRIPE_WEBHOOK_SECRET is not set" in answer.json()["error"]


def test_nothing_of_a_body_is_kept_or_logged(house, caplog):
    call_id, _ = done(house)
    about = {"id": "re_1", "charge": CHARGE, "description": CANARY, "metadata": {"who": CANARY}}
    assert post(house, event(about, note=CANARY)).status_code == 200
    assert post(house, event(about, note=CANARY), headers={}).status_code == 401
    calm(house, call_id)
    assert CANARY not in everything_kept(house.database)
    assert CANARY not in caplog.text


# --- what is not decided, or decided already ---


def test_a_dispute_shows_before_anybody_approves(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    act(house, f"charges/{CHARGE}/dispute")
    house.await_state(call_id, "needs_review")
    card = house.await_card(call_id, "dispute open")
    assert names.APPROVE not in buttons(card)
    house.await_thread(call_id, "A dispute is open on this payment at Stripe", "due by")


def test_a_dispute_brings_the_vendors_own_deadline(house):
    """Sixteen hours at Paystack, which is sooner than what the caller was promised."""
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    act(house, f"transactions/{SEAT}/dispute", "paystack")
    house.await_state(call_id, "needs_review")
    handoff = house.case(call_id).handoff
    assert handoff.record.evidence_wanted
    assert handoff.due_at == handoff.record.evidence_due_at


def test_a_dispute_after_the_money_went_is_said_and_noted(house):
    call_id, _ = done(house)
    act(house, f"charges/{CHARGE}/dispute")
    house.await_thread(call_id, "A dispute is open on this payment at Stripe")
    house.await_card(call_id, "A dispute is open on this payment")
    house.await_state(call_id, "succeeded")
    [dispute] = house.state()["stripe"]["disputes"][:1]
    act(house, f"disputes/{dispute['id']}/close", status="won")
    house.await_card(call_id, "The dispute on this payment at Stripe is over")


def test_an_invoice_that_is_paid_meanwhile_cannot_be_charged(house):
    call_id = house.receive("renewal_failure")
    house.await_button(call_id, "approve")
    invoice = house.case(call_id).handoff.record.record_id
    act(house, f"invoices/{invoice}/collect")
    house.await_state(call_id, "needs_review")
    card = house.card(call_id)
    assert names.APPROVE not in buttons(card)
    house.await_thread(call_id, "it is paid now")


def test_while_stripe_is_away_the_look_waits_for_it(house):
    call_id, refund = done(house)
    house.fault("stripe", "rate_limited", times=2, only="GET /v1/refunds/{id}")
    house.world.sandbox.books.retry_after_s = 1
    act(house, f"refunds/{refund}/fail")
    house.await_state(call_id, "reversed")
