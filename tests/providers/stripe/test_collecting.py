"""Mailing, charging and resuming at Stripe: exactly the approved sum, to the address on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused
from handlers.sandbox.faults import Fault
from handlers.sandbox.stripe_add import add_customer, add_invoice
from tests.providers.stripe.asking import BILL, PAUSED, PLAN, RENEWAL, SEATS, order, sent

# --- mails ---


async def test_an_invoice_is_mailed_to_the_address_on_record(send, books):
    effect = await send("send_invoice", "in_1Local20467")
    assert [mail.to for mail in books.mails] == ["faktura@nordlysfilm.example"]
    assert effect.facts["address"] == "f…@nordlysfilm.example"
    assert "faktura@" not in f"{effect}"


async def test_a_paid_invoice_is_mailed_as_well(send, books):
    await send("send_invoice", BILL)
    assert len(books.mails) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "draft"}, "invoice_not_issued"),
        ({"status": "void"}, "invoice_not_issued"),
        ({"collection_method": "charge_automatically"}, "charged_automatically"),
        ({"customer_email": "old@nordlysfilm.example"}, "other_email"),
        ({"customer_email": None}, "no_email"),
    ],
)
async def test_what_cannot_be_mailed_is_refused_before_any_write(send, books, change, code):
    books.put(books.get("invoice", "in_1Local20467") | change)
    with pytest.raises(Refused) as caught:
        await send("send_invoice", "in_1Local20467")
    assert caught.value.code == code
    assert not sent(books)


@pytest.mark.parametrize("gone", [True, False])
async def test_without_an_address_on_record_nothing_is_mailed(send, books, gone):
    if gone:
        books.delete_customer("cus_LocalNordlys")
    else:
        books.put(books.get("customer", "cus_LocalNordlys") | {"email": None})
    with pytest.raises(Refused, match="no e-mail address"):
        await send("send_invoice", "in_1Local20467")
    assert not books.mails


# --- charging ---


async def test_the_invoice_is_charged_and_said(send, books):
    effect = await send("pay_invoice", RENEWAL, (118_000, "USD"))
    assert books.get("invoice", RENEWAL)["status"] == "paid"
    assert effect.said == "Stripe charged USD 1,180.00: INV-20459 is paid."
    assert (effect.facts["attributed"], effect.facts["paid_minor"]) == ("yes", 118_000)


@pytest.mark.parametrize(
    ("last4", "words"),
    [
        ("0002", "declined. (generic_decline)"),
        ("9995", "insufficient funds. (insufficient_funds)"),
        ("3184", "additional user action"),
    ],
)
async def test_a_cards_no_is_a_refusal_with_its_words(send, books, last4, words):
    books.change_card("cus_LocalCobalt", last4)
    with pytest.raises(Refused) as caught:
        await send("pay_invoice", RENEWAL, (118_000, "USD"))
    assert words in caught.value.reason
    assert books.get("invoice", RENEWAL)["status"] == "open"


@pytest.mark.parametrize("left", [117_999, 118_001, 0])
async def test_another_sum_than_the_approved_one_is_not_charged(send, books, left):
    books.put(books.get("invoice", RENEWAL) | {"amount_remaining": left})
    with pytest.raises(Refused, match="another amount"):
        await send("pay_invoice", RENEWAL, (118_000, "USD"))
    assert not sent(books)


@pytest.mark.parametrize("status", ["draft", "void", "uncollectible", "a_word_of_the_future"])
async def test_only_an_open_invoice_is_charged(send, books, status):
    books.put(books.get("invoice", RENEWAL) | {"status": status})
    with pytest.raises(Refused, match="not open"):
        await send("pay_invoice", RENEWAL, (118_000, "USD"))
    assert not sent(books)


async def test_one_that_is_paid_already_is_refused_by_stripe_and_charged_by_nobody(send, books):
    with pytest.raises(Refused, match="already paid"):
        await send("pay_invoice", BILL, (4_900, "EUR"))
    assert len([one for one in books.every("charge") if one["customer"] == "cus_LocalBirke"]) == 1


@pytest.mark.parametrize(("after", "is_found"), [(timedelta(0), True), (timedelta(days=1), False)])
async def test_an_invoice_counts_as_paid_by_the_step_only_since_it_was_made(
    vendor, books, clock, after, is_found
):
    books.put(books.get("invoice", RENEWAL))
    wanted = order("pay_invoice", RENEWAL, (118_000, "USD"))
    await vendor.operations["stripe.pay_invoice"].send(replace(wanted, step_key="other"))
    made = replace(wanted, since=clock() + after)
    effect = await vendor.operations["stripe.pay_invoice"].find_effect(made)
    assert (effect is not None) is is_found
    if effect is not None:
        assert "does not say whether by this step" in effect.said
        assert effect.facts["attributed"] == "unknown"


async def test_a_charge_that_takes_days_is_watched_to_its_end(vendor, books):
    operation = vendor.operations["stripe.pay_invoice"]
    wanted = order("pay_invoice", RENEWAL, (118_000, "USD"))
    assert (await operation.watch(wanted, RENEWAL)).status == "accepted"
    intent = books.get("charge", SEATS)["payment_intent"]
    link = books.every("invoice_payment")[0] | {"id": "inpay_new", "invoice": RENEWAL}
    books.put(link | {"payment": {"type": "payment_intent", "payment_intent": intent}})
    books.put(books.get("invoice_payment", "inpay_new") | {"status": "open"})
    books.put(books.get("payment_intent", intent) | {"status": "processing"})
    assert (await operation.watch(wanted, RENEWAL)).status == "accepted"
    books.put(books.get("payment_intent", intent) | {"status": "requires_payment_method"})
    failed = await operation.watch(wanted, RENEWAL)
    assert (failed.status, "came to nothing" in failed.said) == ("failed", True)
    books.put(books.get("invoice", RENEWAL) | {"status": "void"})
    assert (await operation.watch(wanted, RENEWAL)).status == "failed"


@pytest.mark.parametrize(("money", "minor"), [((12_800, "jpy"), 12_800), ((12_500, "kwd"), 12_500)])
async def test_charges_in_other_units(send, books, money, minor):
    payer = add_customer(books, "Units", name="Units", email="a@units.example")
    books.change_card(payer["id"], "4242")
    invoice = add_invoice(books, "INV-30001", payer, money=money)
    assert (await send("pay_invoice", invoice["id"], (minor, money[1].upper()))).status == "done"


async def test_a_subscription_stands_for_its_latest_invoice(send, books):
    effect = await send("pay_invoice", PLAN, (118_000, "USD"))
    assert (effect.reference, books.get("subscription", PLAN)["status"]) == (RENEWAL, "active")
    with pytest.raises(Refused, match="no invoice id"):
        await send("pay_invoice", PAUSED, (4_500, "EUR"))


# --- resuming ---


async def test_resuming_issues_the_invoice_first_and_then_charges_exactly_it(send, books):
    effect = await send("resume_subscription", PAUSED, (4_500, "EUR"))
    plan = books.get("subscription", PAUSED)
    assert plan["status"] == "active"
    assert sent(books)[0] == {
        "billing_cycle_anchor[type]": "now",
        "proration_behavior": "none",
        "payment_behavior": "resume_on_payment_attempt",
    }
    keys = [request.idempotency_key for request in books.requests if request.method == "POST"]
    step = "call_1:stripe.resume_subscription:1:1"
    assert keys == [step, f"{step}:pay"]
    assert (effect.reference, effect.facts["invoice"]) == (PAUSED, plan["latest_invoice"])
    assert effect.said.endswith("The subscription is active again.")


async def test_after_a_lost_answer_the_open_invoice_is_charged_not_issued_again(
    send, books, faults
):
    faults.set(
        "stripe", Fault.LOST_ANSWER, times=1, only="POST /v1/subscriptions/{subscription}/resume"
    )
    with pytest.raises(OutcomeUnknown):
        await send("resume_subscription", PAUSED, (4_500, "EUR"))
    assert (await send("resume_subscription", PAUSED, (4_500, "EUR"))).status == "done"
    assert (
        len([one for one in books.every("invoice") if one["customer"] == "cus_LocalLantern"]) == 1
    )


async def test_a_lost_answer_to_the_charge_is_found_in_the_books(vendor, send, books, faults):
    faults.set("stripe", Fault.LOST_ANSWER, times=1, only="POST /v1/invoices/{invoice}/pay")
    with pytest.raises(OutcomeUnknown):
        await send("resume_subscription", PAUSED, (4_500, "EUR"))
    wanted = order("resume_subscription", PAUSED, (4_500, "EUR"))
    effect = await vendor.operations["stripe.resume_subscription"].find_effect(wanted)
    assert (effect.status, effect.amount_minor) == ("done", 4_500)


async def test_its_open_invoice_may_stand_for_the_subscription(send, books, faults):
    faults.set("stripe", Fault.RATE_LIMITED, times=1, only="POST /v1/invoices/{invoice}/pay")
    with pytest.raises(Exception, match="turned the request away"):
        await send("resume_subscription", PAUSED, (4_500, "EUR"))
    bill = books.get("subscription", PAUSED)["latest_invoice"]
    assert (await send("resume_subscription", bill, (4_500, "EUR"))).reference == PAUSED


async def test_a_declined_card_charges_nothing_and_says_so(send, books):
    books.change_card("cus_LocalLantern", "0002")
    with pytest.raises(Refused, match="generic_decline"):
        await send("resume_subscription", PAUSED, (4_500, "EUR"))
    assert books.get("subscription", PAUSED)["status"] == "past_due"


async def test_an_invoice_of_another_sum_is_not_charged(send, books):
    books.put(books.get("subscription", PAUSED) | {"discounts": ["di_1"]})  # the price is unknown
    with pytest.raises(Refused, match=r"EUR 45\.00 is left to pay"):
        await send("resume_subscription", PAUSED, (4_000, "EUR"))
    assert books.get("subscription", PAUSED)["status"] == "paused"


@pytest.mark.parametrize(
    ("record_id", "money", "code"),
    [
        (PLAN, (118_000, "USD"), "not_paused"),
        (RENEWAL, (118_000, "USD"), "not_paused"),
        ("in_1Local20467", (845_000, "NOK"), "not_a_subscription_id"),
        (PAUSED, (4_501, "EUR"), "other_amount"),
        ("sub_nowhere", (4_500, "EUR"), "resource_missing"),
    ],
)
async def test_what_cannot_be_resumed_is_refused_before_any_write(
    send, books, record_id, money, code
):
    with pytest.raises(Refused) as caught:
        await send("resume_subscription", record_id, money)
    assert caught.value.code == code
    assert not sent(books)


async def test_one_that_is_billed_by_mail_is_not_resumed(send, books):
    books.put(books.get("subscription", PAUSED) | {"collection_method": "send_invoice"})
    with pytest.raises(Refused, match="automatically"):
        await send("resume_subscription", PAUSED, (4_500, "EUR"))
    assert not sent(books)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [("active", "done"), ("paused", "failed"), ("past_due", "failed"), ("canceled", "failed")],
)
async def test_a_resumption_is_watched_to_its_end(vendor, books, status, meaning):
    books.put(books.get("subscription", PAUSED) | {"status": status})
    wanted = order("resume_subscription", PAUSED, (4_500, "EUR"))
    operation = vendor.operations["stripe.resume_subscription"]
    assert (await operation.watch(wanted, PAUSED)).status == meaning
