"""`stripe.create_refund` against local Stripe: once, in the right sum, found again by its step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.record import RecordKind
from bot.redaction import redact
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import LIVE_CHARGE, seeded_books
from providers.stripe import build
from providers.stripe.models import Refund
from providers.stripe.refunds import effect_of

KEY = "sk_test_local"
EXPORT = "ch_3LocalOrchardExport"
WRITE = "POST /v1/refunds"
STEP = "call_1:stripe.create_refund:1"
ORDER = Order(STEP, f"{STEP}:1", EXPORT, amount_minor=49_000, currency="USD")


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture
def refund(vendor):
    return vendor.operations["stripe.create_refund"]


def writes(books):
    return [request for request in books.requests if request.method == "POST"]


# --- what is sent ---


async def test_the_summary_stands_on_the_refund_for_who_reads_the_books(refund, books):
    await refund.send(replace(ORDER, note=redact("refund request; approved by U0ADA " + "x" * 600)))
    [made] = books.refunds_of(EXPORT)
    assert made["metadata"]["handoff_step"] == STEP
    assert made["metadata"]["handoff_note"].startswith("refund request; approved by U0ADA")
    assert len(made["metadata"]["handoff_note"]) == 500


async def test_the_refund_is_made_and_shown(refund, books):
    effect = await refund.send(ORDER)
    [made] = books.refunds_of(EXPORT)
    assert (made["amount"], made["currency"], made["reason"]) == (
        49_000,
        "usd",
        "requested_by_customer",
    )
    assert made["metadata"] == {"handoff_step": STEP}, "and no note where there is none"
    assert (effect.status, effect.reference) == ("done", made["id"])
    assert (effect.amount_minor, effect.currency) == (49_000, "USD")
    assert effect.said == "Stripe refunded USD 490.00."
    assert effect.facts["charge"] == EXPORT
    assert effect.facts["request_id"].startswith("req_")
    assert writes(books)[0].idempotency_key == ORDER.wire_key


@pytest.mark.parametrize(
    ("charge", "minor", "currency"),
    [("ch_3LocalKawaseFonts", 800, "JPY"), ("ch_3LocalQasrPanels", 2_500, "KWD")],
)
async def test_other_exponents(refund, books, charge, minor, currency):
    order = replace(ORDER, record_id=charge, amount_minor=minor, currency=currency)
    effect = await refund.send(order)
    assert books.refunds_of(charge)[0]["amount"] == minor
    assert (effect.amount_minor, effect.currency) == (minor, currency)


async def test_a_payment_may_be_named_by_its_intent(refund, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    await refund.send(replace(ORDER, record_id=intent))
    assert len(books.refunds_of(EXPORT)) == 1
    assert await refund.find_effect(replace(ORDER, record_id=intent))


async def test_the_same_wire_key_moves_money_once(refund, books):
    first = await refund.send(ORDER)
    second = await refund.send(ORDER)
    assert first.reference == second.reference
    assert len(books.refunds_of(EXPORT)) == 1


async def test_two_steps_of_the_same_sum_are_two_refunds(refund, books):
    other = "call_2:stripe.create_refund:1"
    await refund.send(ORDER)
    await refund.send(replace(ORDER, step_key=other, wire_key=f"{other}:1"))
    assert len(books.refunds_of(EXPORT)) == 2


async def test_the_same_wire_key_with_another_sum_is_of_unknown_outcome(refund, books):
    await refund.send(ORDER)
    with pytest.raises(OutcomeUnknown) as caught:
        await refund.send(replace(ORDER, amount_minor=1))
    assert caught.value.answered
    assert len(books.refunds_of(EXPORT)) == 1


# --- what is not sent ---


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": None},
        {"currency": None},
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"currency": "XXQ"},
        {"currency": "UGX"},
        {"currency": "EUR"},  # the charge is in USD
        {"currency": "KWD", "amount_minor": 12_501},
        {"record_id": "in_1Local20418"},
        {"record_id": "ch_1/refunds"},
        {"record_id": "ch_3NoSuchThing"},
        {"record_id": LIVE_CHARGE},
    ],
    ids=str,
)
async def test_an_order_that_makes_no_sense_is_refused_before_any_write(refund, books, change):
    with pytest.raises(Refused):
        await refund.send(replace(ORDER, **change))
    assert not writes(books)


async def test_a_charge_of_live_mode_is_refused_before_any_write(refund, books):
    books.put(books.get("charge", EXPORT) | {"livemode": True})
    with pytest.raises(Refused, match="not of test mode"):
        await refund.send(ORDER)
    assert not writes(books)


# --- what Stripe may say ---


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
    faults.set("stripe", fault, times=1, only=WRITE)
    with pytest.raises(kind):
        await refund.send(ORDER)
    assert len(books.refunds_of(EXPORT)) == refunds
    assert len(writes(books)) == 1


async def test_a_rate_limit_hands_on_the_wait_and_the_same_key_works_afterwards(
    refund, books, faults
):
    faults.set("stripe", Fault.RATE_LIMITED, times=1, only=WRITE)
    with pytest.raises(Unavailable):
        await refund.send(ORDER)
    assert (await refund.send(ORDER)).status == "done"
    assert len({request.idempotency_key for request in writes(books)}) == 1


async def test_a_stored_fault_is_replayed_under_its_key_and_gone_under_the_next(
    refund, books, faults
):
    faults.set("stripe", Fault.SERVER_ERROR, times=1, only=WRITE)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown) as caught:
            await refund.send(ORDER)
        assert caught.value.answered
    assert await refund.find_effect(ORDER) is None
    assert (await refund.send(replace(ORDER, wire_key=f"{STEP}:2"))).status == "done"
    assert len(books.refunds_of(EXPORT)) == 1


async def test_after_a_lost_answer_the_books_show_the_refund(refund, faults, books):
    faults.set("stripe", Fault.LOST_ANSWER, times=1, only=WRITE)
    with pytest.raises(OutcomeUnknown) as caught:
        await refund.send(ORDER)
    assert not caught.value.answered
    effect = await refund.find_effect(ORDER)
    assert effect.reference == books.refunds_of(EXPORT)[0]["id"]
    assert (await refund.send(ORDER)).reference == effect.reference


async def test_more_than_is_left_is_refused_in_stripes_words(refund, books):
    with pytest.raises(Refused, match="above what is left"):
        await refund.send(replace(ORDER, amount_minor=249_001))
    assert not books.refunds_of(EXPORT)


async def test_a_disputed_charge_is_refused(refund):
    with pytest.raises(Refused, match="Stripe said no"):
        await refund.send(replace(ORDER, record_id="ch_3LocalHarborShelf", amount_minor=100))


async def test_too_little_balance_is_accepted_not_done(refund, books, faults):
    faults.set("stripe", Fault.INSUFFICIENT_BALANCE, times=1, only=WRITE)
    effect = await refund.send(ORDER)
    assert effect.status == "accepted"
    assert (
        effect.said == "Stripe took the refund of USD 490.00; it is pending (insufficient funds)."
    )
    books.settle(effect.reference)
    assert (await refund.watch(ORDER, effect.reference)).status == "done"
    books.fail(effect.reference)
    later = await refund.watch(ORDER, effect.reference)
    assert later.status == "failed"
    assert "expired or canceled card" in later.said


# --- what the books show ---


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("succeeded", "done"),
        (None, "done"),
        ("pending", "accepted"),
        ("requires_action", "accepted"),
        ("failed", "failed"),
        ("canceled", "failed"),
        ("a_word_of_the_future", "accepted"),
    ],
)
def test_what_each_state_of_a_refund_means(status, meaning):
    refund = Refund(id="re_1", amount=500, currency="jpy", created=1, status=status)
    effect = effect_of(refund)
    assert (effect.status, effect.amount_minor, effect.currency) == (meaning, 500, "JPY")


def test_a_refund_whose_sum_we_cannot_express_is_still_an_effect():
    refund = Refund(id="re_1", amount=1_250, currency="isk", created=1, status="succeeded")
    effect = effect_of(refund)
    assert (effect.status, effect.reference, effect.amount_minor) == ("done", "re_1", None)


async def test_only_this_steps_refund_is_found_through_all_pages(refund, books):
    wanted = (await refund.send(replace(ORDER, amount_minor=100))).reference
    for _ in range(120):
        books.refund_elsewhere(EXPORT, 10)
    found = await refund.find_effect(ORDER)
    assert (found.reference, found.amount_minor) == (wanted, 100)


async def test_a_longer_step_key_is_another_step(refund):
    await refund.send(replace(ORDER, step_key=f"{STEP}0"))
    assert await refund.find_effect(ORDER) is None


async def test_a_refund_of_another_payment_is_not_found(refund):
    await refund.send(ORDER)
    elsewhere = replace(ORDER, record_id="ch_3LocalBirkeSeats")
    assert await refund.find_effect(elsewhere) is None


@pytest.mark.parametrize(
    ("since", "found"),
    [(timedelta(0), True), (timedelta(minutes=59), True), (timedelta(days=1), False)],
)
async def test_the_look_starts_a_little_before_the_first_sending(refund, clock, since, found):
    await refund.send(ORDER)
    effect = await refund.find_effect(replace(ORDER, since=clock() + since))
    assert (effect is not None) is found


async def test_a_living_refund_speaks_before_a_failed_one(refund, books):
    first = await refund.send(ORDER)
    books.fail(first.reference)
    assert (await refund.find_effect(ORDER)).status == "failed"
    second = await refund.send(replace(ORDER, wire_key=f"{STEP}:2"))
    assert (await refund.find_effect(ORDER)).reference == second.reference


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RATE_LIMITED, Fault.LOST_ANSWER])
async def test_a_look_that_fails_is_unavailable_never_nothing(refund, faults, fault):
    await refund.send(ORDER)
    faults.set("stripe", fault)
    with pytest.raises(Unavailable):
        await refund.find_effect(ORDER)


async def test_watching_somebody_elses_refund_is_refused(refund, books):
    other = books.refund_elsewhere(EXPORT, 10)
    with pytest.raises(Refused, match="not made for this step"):
        await refund.watch(ORDER, other["id"])


# --- what it says of itself ---


def test_the_facts(vendor):
    facts = vendor.operations["stripe.create_refund"].facts
    assert (facts.moves_money, facts.can_look_up) == (True, True)
    assert facts.key_window == timedelta(hours=24)
    assert vendor.name == "stripe"


async def test_nothing_said_or_logged_holds_the_key_or_the_customer(vendor, refund, faults, logged):
    await refund.send(ORDER)
    await vendor.observe(RecordKind.PAYMENT, EXPORT)
    reasons = []
    for fault in (Fault.AUTH, Fault.REFUSED, Fault.LOST_ANSWER, Fault.SERVER_ERROR):
        faults.set("stripe", fault, times=1, only=WRITE)
        with pytest.raises((Refused, OutcomeUnknown)) as caught:
            await refund.send(replace(ORDER, wire_key=f"{fault}"))
        reasons.append(caught.value.reason)
    text = logged() + " ".join(reasons)
    for secret in (KEY, "orchardlane", "Orchard Lane", "Bearer", EXPORT):
        assert secret not in text
