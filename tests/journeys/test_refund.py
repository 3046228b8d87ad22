"""A refund from call to truth, through signed HTTP only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.cards import names
from handlers.sandbox.calls import sample_call
from tests.journeys.conftest import buttons, until

SMALL = "ch_3LocalBirkeSeats"
LARGE = "ch_3LocalOrchardExport"


def test_a_call_becomes_one_card_and_an_approval_one_refund(house):
    call_id = house.receive("refund_small")

    answer = house.approve(call_id)

    assert answer["status"] == 200
    house.await_state(call_id, "succeeded")
    refunds = house.new_refunds(SMALL)
    assert [(one["amount"], one["currency"]) for one in refunds] == [(4900, "eur")]
    card = house.card(call_id)
    assert refunds[0]["id"] in card["text"]
    assert "U0ADA" in card["text"]
    assert names.APPROVE not in buttons(card), "no dead buttons"
    house.await_thread(call_id, "U0ADA", refunds[0]["id"])


def test_yen_are_sent_without_decimals(house):
    call_id = house.receive("refund_yen")
    house.approve(call_id, "U0ADA", reason="The font pack never worked.")
    house.await_state(call_id, "succeeded")
    assert [one["amount"] for one in house.new_refunds("ch_3LocalKawaseFonts")] == [12800]


def test_everything_said_five_times_happens_once(house):
    call = sample_call("refund_small", house.runtime.desk.office.clock())
    with ThreadPoolExecutor(5) as many:
        answers = list(many.map(lambda _: house.deliver(call), range(5)))
    assert {answer.status_code for answer in answers} == {200}
    house.await_button(call.call_id, "approve")

    house.click(call.call_id, "approve", repeat=5)
    house.submit(repeat=5)
    house.await_state(call.call_id, "succeeded")
    house.deliver(call)

    assert len(house.cards(call.call_id)) == 1
    assert len(house.new_refunds(SMALL)) == 1
    assert len(house.case(call.call_id).decisions) == 1
    assert house.read(lambda tx: tx.audit.verify()) == ()


def test_a_smaller_amount_may_be_approved_and_is_what_is_sent(house):
    call_id = house.receive("refund_small")
    house.approve(call_id, amount="20.00")
    house.await_state(call_id, "succeeded")
    assert [one["amount"] for one in house.new_refunds(SMALL)] == [2000]
    assert "20.00" in house.card(call_id)["text"]


def test_more_than_can_be_refunded_is_refused_under_its_input(house):
    call_id = house.receive("refund_partly_refunded")
    answer = house.approve(call_id, amount="200.01", reason="Cancelled in the trial.")
    assert names.AMOUNT_BLOCK in answer["body"]["errors"]
    assert house.case(call_id).decisions == ()
    assert house.open_view(), "the view stays open"


def test_an_ambiguous_amount_is_refused_not_guessed(house):
    call_id = house.receive("refund_small")
    answer = house.approve(call_id, amount="4,9")
    assert names.AMOUNT_BLOCK in answer["body"]["errors"]
    assert house.case(call_id).decisions == ()


def test_above_a_limit_a_second_distinct_person_must_approve(house):
    call_id = house.receive("refund_large")
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "awaiting_next")
    assert house.new_refunds(LARGE) == []

    house.click(call_id, "approve", "U0ADA")
    view = until(lambda: house.open_view("U0ADA"))
    assert "another person" in str(view), "the first approver sees why not"

    house.approve(call_id, "U0CFO")
    house.await_state(call_id, "succeeded")
    assert [one["amount"] for one in house.new_refunds(LARGE)] == [249000]
    assert "U0CFO" in house.card(call_id)["text"]


def test_a_changed_amount_voids_what_was_approved_before(house):
    call_id = house.receive("refund_large")
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "awaiting_next")
    house.approve(call_id, "U0CFO", amount="1500.00")
    house.await_state(call_id, "awaiting_next")
    assert [one.actor for one in house.case(call_id).approvals] == ["U0CFO"]
    assert house.new_refunds(LARGE) == []


def test_a_click_on_an_old_revision_decides_nothing_and_the_person_is_told(open_house):
    house = open_house(cancel_window_s=600)
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    old = f"{house.handoff_id(call_id)}.1"
    house.approve(call_id)
    house.await_state(call_id, "scheduled")

    house.click(call_id, "cancel", "U0BEN", value=old)

    until(lambda: house.notices("U0BEN"))
    assert house.case(call_id).handoff.state == "scheduled"


def test_of_two_who_submit_at_once_one_wins_and_the_other_is_told(house):
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    for user in ("U0ADA", "U0BEN"):
        house.click(call_id, "approve", user)
        until(lambda user=user: house.open_view(user))

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(house.submit, ("U0ADA", "U0BEN")))

    told = [one["body"] for one in answers if one["body"]]
    assert len(told) == 1, "exactly one is told that somebody was faster"
    house.await_state(call_id, "succeeded")
    assert len(house.new_refunds(SMALL)) == 1


def test_cancel_inside_the_window_means_no_refund_and_re_open_asks_again(open_house):
    house = open_house(cancel_window_s=600)
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "scheduled")

    house.click(call_id, "cancel", "U0BEN")
    house.await_state(call_id, "cancelled")
    assert house.new_refunds(SMALL) == []

    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "awaiting_approval")
    assert "U0BEN" in house.case(call_id).handoff.makers


def test_whoever_re_opened_cannot_be_the_only_approver(open_house):
    house = open_house(cancel_window_s=600)
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "scheduled")
    house.click(call_id, "cancel", "U0BEN")
    house.await_state(call_id, "cancelled")
    house.click(call_id, "retry", "U0BEN")
    house.await_state(call_id, "awaiting_approval")

    house.click(call_id, "approve", "U0BEN")
    assert "another person" in str(until(lambda: house.open_view("U0BEN")))
    house.approve(call_id, "U0ADA")
    house.await_state(call_id, "scheduled")


def test_reject_needs_a_reason_and_closes_the_handoff(house):
    call_id = house.receive("refund_small")
    house.await_state(call_id, "awaiting_approval")
    house.click(call_id, "more")
    house.submit(reason="The seat was in use all month.")
    house.await_state(call_id, "rejected")
    assert "in use all month" in house.card(call_id)["text"]
    assert house.new_refunds(SMALL) == []


def test_a_person_picks_between_two_equal_payments_and_another_one_approves(house):
    call_id = house.receive("refund_ambiguous")
    house.await_state(call_id, "needs_review")
    handoff = house.case(call_id).handoff
    chosen = next(one for one in handoff.candidates if one.record_id.endswith("Evening"))
    value = names.pick_value(handoff.id, handoff.revision, chosen.record_id)
    house.click(call_id, "pick", selected={"selected_option": {"value": value}})
    house.await_state(call_id, "awaiting_approval")

    house.click(call_id, "approve", "U0ADA")
    assert "another person" in str(until(lambda: house.open_view("U0ADA")))
    house.approve(call_id, "U0BEN")
    house.await_state(call_id, "succeeded")
    assert len(house.new_refunds(chosen.record_id)) == 1


def test_a_disputed_payment_offers_no_approval_and_takes_no_forged_one(house):
    call_id = house.receive("refund_disputed")
    house.await_state(call_id, "needs_review")
    card = house.card(call_id)
    assert names.APPROVE not in buttons(card)
    assert "dispute is open" in card["text"]

    forged = names.button_value(house.handoff_id(call_id), house.case(call_id).handoff.revision)
    house.click(call_id, "approve", value=forged)
    until(lambda: house.open_view() or house.notices("U0ADA"))
    assert house.case(call_id).decisions == ()


def test_a_dispute_opened_in_the_cancel_window_stops_the_refund(open_house):
    house = open_house(cancel_window_s=1)
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.ui(f"stripe/charges/{SMALL}/dispute")
    house.await_state(call_id, "failed")
    card = house.card(call_id)
    assert "dispute is open" in card["text"]
    assert house.new_refunds(SMALL) == []


def test_resend_sends_the_receipt_to_the_address_on_record_and_counts(house):
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "succeeded")
    before = len(house.mails())

    house.click(call_id, "resend", "U0BEN")
    house.submit("U0BEN")
    until(lambda: len(house.mails()) == before + 1)
    until(lambda: house.case(call_id).resends[0].outcome == "done")

    house.await_button(call_id, "resend")
    house.click(call_id, "resend", "U0BEN")
    assert "sent" in str(until(lambda: house.open_view("U0BEN"))).casefold()
    house.submit("U0BEN")
    until(lambda: len(house.mails()) == before + 2)


def test_two_calls_about_one_payment_know_each_other_and_need_a_reason(house):
    first = house.receive("refund_small", 1)
    house.approve(first, amount="10.00")
    house.await_state(first, "succeeded")
    second = house.receive("refund_small", 2)
    house.await_button(second, "approve")
    assert first in house.card(second)["text"], "its card says what the first asked for"
    house.await_thread(first, second)
    until(lambda: second in house.card(first)["text"])

    house.click(second, "approve", "U0BEN")
    answer = house.submit("U0BEN", amount="10.00")
    assert names.REASON_BLOCK in answer["body"]["errors"]
    house.submit("U0BEN", amount="10.00", reason="A second seat, not the same one.")
    house.await_state(second, "succeeded")
    assert [one["amount"] for one in house.new_refunds(SMALL)] == [1000, 1000]


def test_who_approved_the_first_cannot_approve_the_second_on_one_payment(house):
    first = house.receive("refund_small", 1)
    house.approve(first, amount="10.00")
    house.await_state(first, "succeeded")
    second = house.receive("refund_small", 2)
    house.await_button(second, "approve")
    house.click(second, "approve", "U0ADA")
    assert "different person" in str(until(lambda: house.open_view("U0ADA")))
