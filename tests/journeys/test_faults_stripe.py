"""Stripe on a bad day: whatever it does, its books and the card's words agree afterwards."""

from __future__ import annotations

import pytest

from bot.cards import names
from handlers.sandbox.faults import Fault
from tests.journeys.bad_days import SPEND, assert_true, bad_house
from tests.journeys.conftest import buttons, until

PASSING = ("rate_limited", "server_error", "hang", "lost_answer", "slow")
"""Faults after which the refund goes through by itself."""

READS = (
    "GET /v1/charges/{charge}",
    "GET /v1/customers/{customer}",
    "GET /v1/refunds",
    "GET /v1/disputes",
)
MAIL = "POST /v1/charges/{charge}"
ALONE = (
    *("Stated", "Stored", "Refused", "Auth", "Retried", "Down", "Unknown", "Asked", "Pending"),
    *("Returned", "Between", "LookUp", "LookUpAuth", "MailStored", "NoRead"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory, new_database):
    kinds = ("Once", "Thrice", "Reads", "Mail")
    payments = [f"{kind}{_name(fault)}" for kind in kinds for fault in PASSING]
    path = tmp_path_factory.mktemp("stripe")
    with bad_house(path, [*payments, *ALONE], new_database) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _calm(house):
    yield
    house.calm()


def _name(fault: str) -> str:
    return fault.title().replace("_", "")


def _offered(house, name):
    payment, call_id = house.take(name)
    house.await_button(call_id, "approve")
    return payment, call_id


@pytest.mark.parametrize(("times", "kind"), [(1, "Once"), (3, "Thrice")])
@pytest.mark.parametrize("fault", PASSING)
def test_faults_on_the_refund_end_in_one_refund(house, fault, times, kind):
    payment, call_id = _offered(house, f"{kind}{_name(fault)}")
    house.trouble("stripe", fault, SPEND, times=times)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    if fault not in {"slow", "lost_answer"}:
        house.assert_spent()


@pytest.mark.parametrize("fault", PASSING)
def test_faults_on_the_last_look_before_the_money_only_delay_it(house, fault):
    payment, call_id = _offered(house, f"Reads{_name(fault)}")
    house.trouble("stripe", fault, *READS)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    house.assert_spent()
    assert len(house.spent(payment)) == 1


def test_a_stated_wait_is_kept(house):
    payment, call_id = _offered(house, "Stated")
    house.ui("stripe/settings", retry_after_s=1)
    house.trouble("stripe", "rate_limited", SPEND)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    house.ui("stripe/settings", retry_after_s=None)
    first, second = house.spent(payment)
    assert (second.at - first.at).total_seconds() >= 1
    assert first.idempotency_key == second.idempotency_key, "nothing was stored under it"


def test_a_stored_failure_is_left_behind_with_a_new_key_after_a_look_into_the_books(house):
    payment, call_id = _offered(house, "Stored")
    house.trouble("stripe", "server_error", SPEND)
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")
    keys = [one.idempotency_key for one in house.spent(payment)]
    assert len(set(keys)) == 2, "the first key replays its failure for ever"


def test_a_refusal_moves_nothing_says_so_and_another_person_retries_it_once(house):
    payment, call_id = _offered(house, "Refused")
    house.trouble("stripe", "refused", SPEND)
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "failed")
    assert "refused the refund" in card["text"]
    assert "may have moved" not in card["text"]
    assert names.RETRY in buttons(card)

    house.click(call_id, "retry", "U0BEN", repeat=3)
    assert_true(house, payment, call_id, "succeeded")


def test_whoever_retries_after_a_refusal_cannot_be_the_only_approver(house):
    payment, call_id = _offered(house, "Retried")
    house.trouble("stripe", "refused", SPEND)
    house.approve(call_id, "U0ADA")
    assert_true(house, payment, call_id, "failed")

    house.click(call_id, "retry", "U0ADA")
    house.await_state(call_id, "awaiting_approval")
    house.approve(call_id, "U0BEN")
    assert_true(house, payment, call_id, "succeeded")


def test_a_key_that_is_not_accepted_moves_nothing(house):
    payment, call_id = _offered(house, "Auth")
    house.trouble("stripe", "auth", SPEND)
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "failed")
    assert "API key" in card["text"]


def test_a_refusal_of_the_last_look_is_not_told_as_a_refusal_of_the_refund(house):
    payment, call_id = _offered(house, "NoRead")
    house.trouble("stripe", "refused", "GET /v1/disputes")
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "failed")
    assert house.spent(payment) == []
    assert "stopped by the last check" in card["text"].casefold()
    assert "refused the refund" not in card["text"]


def test_an_outage_ends_in_words_of_its_own_and_retry_sends_it_once(house):
    payment, call_id = _offered(house, "Down")
    house.trouble("stripe", "rate_limited", SPEND, times=None)
    house.approve(call_id)
    waiting = house.await_card(call_id, "has not been sent", "nothing has happened so far")
    assert "refused" not in waiting["text"]
    card = assert_true(house, payment, call_id, "failed")
    assert "could not be reached" in card["text"]

    house.calm()
    house.click(call_id, "retry", "U0ADA", repeat=3)
    assert_true(house, payment, call_id, "succeeded")


@pytest.mark.parametrize("name", ["Unknown", "Asked"])
def test_an_unknown_outcome_is_said_as_such_and_not_repeated_before_the_books_are_read(house, name):
    payment, call_id = _offered(house, name)
    faults = house.world.sandbox.faults
    broken = lambda: faults.set("stripe", Fault.SERVER_ERROR, None, "GET /v1/refunds")  # noqa: E731 - one line, one use
    house.once(SPEND, then=broken)
    house.trouble("stripe", "lost_answer", SPEND)
    house.approve(call_id)
    card = house.await_card(call_id, "may have moved", "nothing is repeated before")
    assert "succeeded" not in card["text"].casefold()
    assert names.RETRY in buttons(card), "check again"

    if name == "Asked":
        house.click(call_id, "retry", "U0BEN")
        house.await_thread(call_id, "asked to try again")
    house.calm()
    card = assert_true(house, payment, call_id, "succeeded")
    assert "may have moved" not in card["text"]
    assert "may have moved" in house.thread(call_id), "the thread is the record"
    assert len(house.spent(payment)) == 1


def test_a_refund_that_waits_for_funds_is_submitted_and_then_succeeds(house):
    payment, call_id = _offered(house, "Pending")
    house.trouble("stripe", "insufficient_balance", SPEND)
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "submitted")
    assert "not settled yet" in card["text"]
    refund = house.new_refunds(payment.charge)[0]
    house.ui(f"stripe/refunds/{refund['id']}/settle")
    assert_true(house, payment, call_id, "succeeded")


def test_a_refund_that_comes_back_is_reversed_and_can_be_opened_again(house):
    payment, call_id = _offered(house, "Returned")
    house.trouble("stripe", "insufficient_balance", SPEND)
    house.approve(call_id)
    assert_true(house, payment, call_id, "submitted")
    first = house.new_refunds(payment.charge)[0]
    house.ui(f"stripe/refunds/{first['id']}/fail")
    card = assert_true(house, payment, call_id, "reversed")
    assert "shows the refund" not in card["text"]

    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "awaiting_approval")
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "succeeded")
    made = house.new_refunds(payment.charge)
    assert sorted(one["status"] for one in made) == ["failed", "succeeded"]
    newest = next(one for one in made if one["status"] == "succeeded")
    assert newest["id"] in house.card(call_id)["text"]


def test_a_refund_made_elsewhere_in_between_stops_ours(house):
    payment, call_id = _offered(house, "Between")
    house.ui(f"stripe/charges/{payment.charge}/refund")
    house.approve(call_id)
    card = assert_true(house, payment, call_id, "failed")
    assert "stopped by the last check" in card["text"].casefold()


def test_a_look_up_waits_for_an_outage_to_end_and_the_card_says_so_meanwhile(house):
    house.trouble("stripe", "rate_limited", "GET /v1/charges/{charge}", times=None)
    payment, call_id = house.take("LookUp")
    house.await_card(call_id, "being looked up")
    house.calm()
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")


def test_a_refused_look_up_is_said_and_can_be_asked_for_again(house):
    house.trouble("stripe", "auth", "GET /v1/charges/{charge}", times=None)
    payment, call_id = house.take("LookUpAuth")
    card = house.await_card(call_id, "API key")
    assert names.APPROVE not in buttons(card)
    house.calm()
    house.click(call_id, "retry")
    house.approve(call_id)
    assert_true(house, payment, call_id, "succeeded")


@pytest.mark.parametrize("fault", [one for one in PASSING if one != "server_error"])
def test_a_receipt_is_mailed_once(house, fault):
    _, call_id = _offered(house, f"Mail{_name(fault)}")
    before = len(house.mails())
    house.trouble("stripe", fault, MAIL)
    house.click(call_id, "resend")
    house.submit()
    until(lambda: [one.outcome for one in house.case(call_id).resends] == ["done"])
    assert len(house.mails()) == before + 1


def test_a_mail_of_unknown_fate_is_said_as_such_and_a_person_may_send_another(house):
    _, call_id = _offered(house, "MailStored")
    before = len(house.mails())
    house.trouble("stripe", "server_error", MAIL)
    house.click(call_id, "resend")
    house.submit()
    house.await_card(call_id, "it may have been")
    house.await_button(call_id, "resend")
    house.click(call_id, "resend", "U0BEN")
    house.submit("U0BEN")
    until(lambda: len(house.mails()) == before + 1)
