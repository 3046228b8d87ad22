"""A refund in naira from call to truth: queued, settled or failed, never twice without a key."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import names
from bot.desk.effects import SETTLED_AFTER
from handlers.sandbox import free_port
from tests.journeys.bad_days import hurried, local_world
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

SEAT = "PSK-LocalKanoSeat"
SPEND = "POST /refund"
PASSING = ("rate_limited", "lost_answer", "slow")
"""Faults after which the refund is there without anybody's help."""


@pytest.fixture
def house(tmp_path, new_url):
    port = free_port()
    with ExitStack() as stack:
        world, config = stack.enter_context(local_world(port))
        world.sandbox.paystack.reset_after_s = None
        policy = quick_policy(tmp_path / "policy.toml")
        settings = hurried(settings_for(world, config, new_url, policy, port))
        clock = MovableClock()
        runtime = stack.enter_context(serving(settings, clock))
        http = stack.enter_context(page_client())
        opened = House(world, config, config.bot_url, new_url, http, runtime, clock)
        stack.callback(opened.close)
        yield opened


def made(house, reference=SEAT):
    """The refunds of a payment that carry a step key, newest first."""
    shown = house.state()["paystack"]["refunds"]
    return [
        one
        for one in shown
        if one["reference"] == reference and one["merchant_note"].startswith("call_")
    ]


def asked(house):
    """How often Paystack was asked for a refund."""
    requests = house.world.sandbox.paystack.requests
    return [one for one in list(requests) if one.method == "POST"]


def act(house, refund, what):
    house.ui(f"paystack/refunds/{refund['id']}/{what}")


def held(house):
    assert house.read(lambda tx: tx.audit.verify()) == ()


# --- a good day ---


def test_a_refund_is_accepted_then_settled_and_the_card_says_each(house):
    call_id = house.receive("refund_naira")
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    [refund] = made(house)
    assert (refund["amount"], refund["currency"]) == (1_250_000, "NGN")
    assert refund["merchant_note"] == f"{call_id}:paystack.create_refund:1"
    card = house.card(call_id)
    assert "has accepted the refund of *NGN 12,500.00*" in card["text"]
    assert "not settled yet" in card["text"]
    assert "Paystack" in card["text"]
    assert "Stripe" not in card["text"]
    assert str(refund["id"]) in card["text"]

    act(house, refund, "settle")
    house.await_state(call_id, "succeeded")
    assert "shows the refund of *NGN 12,500.00*" in house.card(call_id)["text"]
    assert len(asked(house)) == 1
    held(house)


def test_there_is_nothing_to_resend_and_no_button_for_it(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    card = house.card(call_id)
    assert names.RESEND not in buttons(card)
    assert "Paystack offers no way to mail a receipt again." in card["text"]


def test_a_smaller_amount_is_what_is_sent(house):
    call_id = house.receive("refund_naira")
    house.approve(call_id, amount="2,500.00")
    house.await_state(call_id, "submitted")
    assert [one["amount"] for one in made(house)] == [250_000]


def test_a_payment_named_by_address_and_sum_alone_is_picked_by_a_person(house):
    call_id = house.receive("refund_naira_by_email")
    house.await_state(call_id, "needs_review")
    handoff = house.case(call_id).handoff
    assert handoff.ruling.destination == "paystack-main"
    [chosen] = handoff.candidates
    value = names.pick_value(handoff.id, handoff.revision, chosen.record_id)
    house.click(call_id, "pick", "U0BEN", selected={"selected_option": {"value": value}})
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "submitted")
    assert [one["amount"] for one in made(house, "PSK-LocalAdireLooms")] == [18_500_000]


def test_everything_said_five_times_happens_once(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve", repeat=5)
    house.submit(repeat=5)
    house.await_state(call_id, "submitted")
    assert len(asked(house)) == 1


# --- bad days ---


def test_a_refund_that_fails_later_is_reversed_and_can_be_opened_again(house):
    call_id = house.receive("refund_naira")
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    [first] = made(house)
    act(house, first, "fail")
    house.await_state(call_id, "reversed")
    assert "but it failed later" in house.card(call_id)["text"]

    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "awaiting_approval")
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "submitted")
    newest, oldest = made(house)
    assert (newest["status"], oldest["status"]) == ("pending", "failed")
    assert str(newest["id"]) in house.card(call_id)["text"]
    act(house, newest, "settle")
    house.await_state(call_id, "succeeded")
    held(house)


@pytest.mark.parametrize("fault", PASSING)
def test_faults_on_the_refund_end_in_one_refund(house, fault):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.fault("paystack", fault, times=1, only=SPEND)
    house.approve(call_id)
    house.await_state(call_id, "submitted")
    assert len(made(house)) == 1
    assert len(asked(house)) == (2 if fault == "rate_limited" else 1), "found by its note"
    held(house)


@pytest.mark.parametrize("fault", ["hang", "server_error"])
def test_without_an_answer_nothing_is_repeated_while_it_may_be_under_way(house, fault):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.fault("paystack", fault, times=1, only=SPEND)
    house.approve(call_id)
    card = house.await_card(call_id, "may have moved", "nothing is repeated before")
    assert names.RETRY in buttons(card), "check again"
    step = house.case(call_id).effects[0]
    until(lambda: house.case(call_id).effects[0].checks > step.checks)
    house.click(call_id, "retry", "U0BEN")
    house.await_thread(call_id, "asked to try again")
    until(lambda: house.case(call_id).effects[0].checks > 1)
    assert (len(asked(house)), made(house)) == (1, [])

    house.travel_to(datetime.now(UTC) + SETTLED_AFTER + timedelta(minutes=1))
    house.await_button(call_id, "retry")
    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "submitted")
    assert (len(asked(house)), len(made(house))) == (2, 1)
    held(house)


def test_what_shows_in_the_books_late_is_taken_up_not_repeated(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.fault("paystack", "hang", times=1, only=SPEND)
    house.approve(call_id)
    house.await_card(call_id, "may have moved")
    order = json.loads(asked(house)[0].body)
    books = house.world.sandbox.paystack
    books.refund(order["transaction"], order["amount"], order["merchant_note"])
    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "submitted")
    assert (len(asked(house)), len(made(house))) == (1, 1)


def test_a_refusal_moves_nothing_says_so_and_another_person_retries_it_once(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.fault("paystack", "refused", times=1, only=SPEND)
    house.approve(call_id)
    house.await_state(call_id, "failed")
    card = house.card(call_id)
    assert "refused the refund" in card["text"]
    assert "may have moved" not in card["text"]
    assert made(house) == []

    house.click(call_id, "retry", "U0BEN", repeat=3)
    house.await_state(call_id, "submitted")
    assert len(made(house)) == 1


def test_a_key_that_is_not_accepted_moves_nothing(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.fault("paystack", "auth", times=1, only=SPEND)
    house.approve(call_id)
    house.await_state(call_id, "failed")
    assert "API key" in house.card(call_id)["text"]
    assert made(house) == []


def test_a_dispute_opened_before_the_write_stops_it(house):
    """Paystack itself would pay twice."""
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.ui(f"paystack/transactions/{SEAT}/dispute")
    house.approve(call_id)
    house.await_state(call_id, "failed")
    assert "dispute is open" in house.card(call_id)["text"]
    assert asked(house) == []


def test_a_refund_made_elsewhere_in_between_stops_ours(house):
    call_id = house.receive("refund_naira")
    house.await_button(call_id, "approve")
    house.ui(f"paystack/transactions/{SEAT}/refund", amount=1_000_000)
    house.approve(call_id)
    house.await_state(call_id, "failed")
    assert "can still be refunded" in house.card(call_id)["text"]
    assert asked(house) == []


def test_a_stop_for_paystack_does_not_stop_stripe(house):
    naira, euro = house.receive("refund_naira"), house.receive("refund_small")
    house.write(lambda tx: tx.stops.put(_stop(house)))
    house.approve(naira)
    house.approve(euro)
    house.await_state(euro, "succeeded")
    assert asked(house) == []
    house.write(lambda tx: tx.stops.lift("paystack", actor="other", at=house.clock()))
    house.travel_to(datetime.now(UTC) + timedelta(minutes=1))
    house.await_state(naira, "submitted")


def _stop(house):
    from bot.ports import Stop  # noqa: PLC0415 - for this test alone
    from bot.redaction import literal  # noqa: PLC0415 - likewise

    return Stop(vendor="paystack", actor="somebody", reason=literal("a look"), at=house.clock())
