"""`paystack.create_refund` against local Paystack, which has no idempotency keys at all."""

import json
from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from bot.vendors import Order
from handlers.sandbox.faults import Fault
from handlers.sandbox.paystack_seed import LIVE_REFERENCE
from providers.paystack.models import Refund
from providers.paystack.refunds import FACTS, effect_of

LOOMS = "PSK-LocalAdireLooms"
WRITE = "POST /refund"
STEP = "call_1:paystack.create_refund:1"
ORDER = Order(STEP, f"{STEP}:1", LOOMS, amount_minor=4_900_000, currency="NGN")


@pytest.fixture
def refund(vendor):
    return vendor.operations["paystack.create_refund"]


def writes(books):
    return [request for request in books.requests if request.method == "POST"]


def test_what_it_declares():
    assert FACTS.repeat_safety is RepeatSafety.LOOK_UP
    assert FACTS.can_look_up
    assert FACTS.key_window is None


def test_every_operation_goes_by_its_own_name(vendor):
    assert {name for name, one in vendor.operations.items() if name != one.facts.name} == set()
    assert not any("receipt" in name for name in vendor.operations), "none is mailed again"


# --- what is sent ---


async def test_the_refund_is_queued_and_shown_as_accepted(refund, books):
    effect = await refund.send(ORDER)
    [made] = books.refunds_of(LOOMS)
    assert (made["amount"], made["currency"], made["merchant_note"]) == (4_900_000, "NGN", STEP)
    assert (effect.status, effect.reference) == ("accepted", str(made["id"]))
    assert (effect.amount_minor, effect.currency) == (4_900_000, "NGN")
    assert effect.said == "Paystack took the refund of NGN 49,000.00; it is pending."
    assert effect.facts == {"status": "pending", "transaction": made["transaction"]}
    [sent] = writes(books)
    assert json.loads(sent.body) == {
        "transaction": LOOMS,
        "amount": 4_900_000,
        "currency": "NGN",
        "merchant_note": STEP,
    }


async def test_francs_are_sent_in_hundredths(refund, books):
    order = replace(ORDER, record_id="PSK-LocalDakarFabric", amount_minor=700, currency="XOF")
    effect = await refund.send(order)
    assert books.refunds_of("PSK-LocalDakarFabric")[0]["amount"] == 70_000
    assert (effect.amount_minor, effect.said) == (
        700,
        "Paystack took the refund of XOF 700; it is pending.",
    )


async def test_what_the_books_hold_already_is_not_sent_again(refund, books):
    first = await refund.send(ORDER)
    second = await refund.send(replace(ORDER, wire_key=f"{STEP}:2"))
    assert first.reference == second.reference
    assert len(writes(books)) == 1


async def test_also_when_the_whole_sum_is_gone(refund, books):
    order = replace(ORDER, amount_minor=18_500_000)
    first = await refund.send(order)
    books.settle(int(first.reference))
    assert books.by_reference(LOOMS)["status"] == "reversed"
    assert (await refund.send(order)).status == "done"
    assert len(writes(books)) == 1


async def test_one_that_failed_may_be_sent_again(refund, books):
    first = await refund.send(ORDER)
    books.fail(int(first.reference))
    second = await refund.send(replace(ORDER, wire_key=f"{STEP}:2"))
    assert second.reference != first.reference
    assert (await refund.find_effect(ORDER)).reference == second.reference, "the one that lives"


async def test_two_steps_of_the_same_sum_are_two_refunds(refund, books):
    other = "call_2:paystack.create_refund:1"
    await refund.send(ORDER)
    await refund.send(replace(ORDER, step_key=other, wire_key=f"{other}:1"))
    assert len(books.refunds_of(LOOMS)) == 2


# --- what is not sent ---


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": None},
        {"currency": None},
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"currency": "EUR"},  # not Paystack's
        {"currency": "GHS"},  # the payment is in NGN
        {"record_id": "PSK-None"},
        {"record_id": LIVE_REFERENCE},
        {"record_id": "PSK/../refund"},
        {"record_id": "PSK-LocalIbadanDeclined"},
    ],
    ids=str,
)
async def test_an_order_that_makes_no_sense_is_refused_before_any_write(refund, books, change):
    with pytest.raises(Refused):
        await refund.send(replace(ORDER, **change))
    assert not writes(books)


async def test_a_payment_of_live_mode_is_refused_before_any_write(refund, books):
    books.by_reference(LOOMS)["domain"] = "live"
    with pytest.raises(Refused, match="not of test mode"):
        await refund.send(ORDER)
    assert not writes(books)


async def test_without_a_look_into_the_books_nothing_is_sent(refund, books, faults):
    faults.set("paystack", Fault.SERVER_ERROR, only="GET /refund")
    with pytest.raises(Unavailable):
        await refund.send(ORDER)
    assert not writes(books)


async def test_more_than_is_left_is_refused_by_paystack(refund, books):
    with pytest.raises(Refused, match="more than what is left"):
        await refund.send(replace(ORDER, amount_minor=18_500_001))
    assert books.refunds_of(LOOMS) == []


# --- what Paystack may say ---


@pytest.mark.parametrize(
    ("fault", "kind", "refunds"),
    [
        (Fault.REFUSED, Refused, 0),
        (Fault.AUTH, Refused, 0),
        (Fault.RATE_LIMITED, Unavailable, 0),
        (Fault.SERVER_ERROR, OutcomeUnknown, 0),
        (Fault.LOST_ANSWER, OutcomeUnknown, 1),
        (Fault.HANG, OutcomeUnknown, 0),  # timed out before the effect
        (Fault.SLOW, OutcomeUnknown, 1),  # timed out after it
    ],
)
async def test_faults(refund, books, faults, fault, kind, refunds):
    faults.set("paystack", fault, times=1, only=WRITE)
    with pytest.raises(kind) as caught:
        await refund.send(ORDER)
    assert len(books.refunds_of(LOOMS)) == refunds
    assert len(writes(books)) == 1
    assert not getattr(caught.value, "answered", False), "a queue may still take it"


async def test_a_rate_limit_hands_on_the_wait(refund, faults):
    faults.set("paystack", Fault.RATE_LIMITED, times=1, only=WRITE)
    with pytest.raises(Unavailable) as caught:
        await refund.send(ORDER)
    assert caught.value.retry_after_s == 1


async def test_after_a_lost_answer_the_books_show_the_refund(refund, faults, books):
    faults.set("paystack", Fault.LOST_ANSWER, times=1, only=WRITE)
    with pytest.raises(OutcomeUnknown):
        await refund.send(ORDER)
    effect = await refund.find_effect(ORDER)
    assert (effect.status, effect.reference) == (
        "accepted",
        str(books.refunds_of(LOOMS)[0]["id"]),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"currency": "GHS"},
        {"domain": "live"},
        {"transaction": {"id": 1}},
        {"merchant_note": "another step"},
    ],
    ids=str,
)
async def test_an_answer_about_another_refund_is_of_unknown_outcome(refund, monkeypatch, change):
    from handlers.sandbox import paystack_shapes  # noqa: PLC0415 - patched for this test alone

    made = paystack_shapes.created
    monkeypatch.setattr(paystack_shapes, "created", lambda *given: made(*given) | change)
    with pytest.raises(OutcomeUnknown):
        await refund.send(ORDER)


# --- looking ---


async def test_only_the_very_note_is_ours(refund, books):
    for note in (None, STEP + "0", f"x {STEP}", STEP.upper()):
        books.refund(LOOMS, 100, note)
    assert await refund.find_effect(ORDER) is None
    books.refund("PSK-LocalKanoSeat", 100, STEP)
    assert await refund.find_effect(ORDER) is None, "on another payment it is not this effect"


async def test_ours_is_found_on_a_later_page(refund, books):
    books.refund(LOOMS, 100, STEP)
    for _ in range(55):
        books.refund(LOOMS, 1)
    assert (await refund.find_effect(ORDER)).amount_minor == 100


async def test_a_look_that_fails_says_nothing(refund, faults):
    faults.set("paystack", Fault.SERVER_ERROR, only="GET /refund")
    with pytest.raises(Unavailable):
        await refund.find_effect(ORDER)


async def test_it_is_watched_until_it_is_processed_or_failed(refund, books):
    reference = (await refund.send(ORDER)).reference
    assert (await refund.watch(ORDER, reference)).status == "accepted"
    books.need_attention(int(reference))
    attended = await refund.watch(ORDER, reference)
    assert (attended.status, "bank account" in attended.said) == ("accepted", True)
    books.settle(int(reference))
    seen = await refund.watch(ORDER, reference)
    assert (seen.status, seen.said) == ("done", "Paystack refunded NGN 49,000.00.")


async def test_a_refund_that_failed_is_seen_as_such(refund, books):
    reference = (await refund.send(ORDER)).reference
    books.fail(int(reference))
    seen = await refund.watch(ORDER, reference)
    assert (seen.status, seen.said) == (
        "failed",
        "The refund of NGN 49,000.00 did not arrive; it is failed.",
    )


async def test_another_steps_refund_is_not_watched(refund, books):
    other = books.refund(LOOMS, 100, "another step")
    with pytest.raises(Refused, match="not made for this step"):
        await refund.watch(ORDER, str(other["id"]))


def test_a_word_that_is_new_is_taken_not_settled():
    item = Refund(id=1, domain="test", status="thinking", amount=50, currency="XOF")
    effect = effect_of(item)
    assert (effect.status, effect.amount_minor) == ("accepted", None)
    assert "XOF" in effect.said
