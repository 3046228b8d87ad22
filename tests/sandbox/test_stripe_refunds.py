"""Refunds in local Stripe: never above what was captured, in the currency's own minor units."""

from datetime import UTC, datetime

import pytest

from handlers.sandbox import stripe_refunds as refunds
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_errors import StripeError
from handlers.sandbox.stripe_money import amount_text
from handlers.sandbox.stripe_seed import add_charge, add_customer, seeded_books

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def books() -> StripeBooks:
    return seeded_books(api_key="sk_test_local", now=lambda: NOW)


def charge_of(books, amount_minor, currency):
    payer = add_customer(books, "Payer", name="Payer", email="payer@someone.example")
    return add_charge(books, "Test", payer, money=(amount_minor, currency))


def refund(books, charge, amount=None, **more):
    params = {"charge": charge["id"], **more} | ({} if amount is None else {"amount": amount})
    return refunds.create(books, params)


@pytest.mark.parametrize(
    ("captured", "asked", "outcomes"),
    [
        (1000, [None], [1000]),
        (1000, [400, None], [400, 600]),
        (1000, [400, 600], [400, 600]),
        (1000, [400, 601], [400, "amount_too_large"]),
        (1000, [1001], ["amount_too_large"]),
        (1000, [1000, 1], [1000, "charge_already_refunded"]),
        (1000, [None, None], [1000, "charge_already_refunded"]),
        (1000, [999, 1, 1], [999, 1, "charge_already_refunded"]),
        (1, [1], [1]),
    ],
)
def test_the_sum_of_refunds_never_passes_the_captured_amount(books, captured, asked, outcomes):
    charge = charge_of(books, captured, "usd")
    seen = []
    for amount in asked:
        try:
            seen.append(refund(books, charge, amount)["amount"])
        except StripeError as error:
            seen.append(error.facts["code"])
    assert seen == outcomes
    assert charge["amount_refunded"] == sum(n for n in outcomes if isinstance(n, int))
    assert charge["refunded"] is (charge["amount_refunded"] == captured)


@pytest.mark.parametrize(
    ("currency", "amount", "allowed"),
    [
        ("jpy", 1, True),
        ("krw", 777, True),
        ("usd", 1, True),
        ("huf", 1, True),
        ("isk", 100, True),
        ("isk", 150, False),
        ("kwd", 10, True),
        ("kwd", 5, False),
        ("bhd", 1230, True),
        ("tnd", 1234, False),
    ],
)
def test_amounts_must_fit_the_currency(books, currency, amount, allowed):
    charge = charge_of(books, 100_000, currency)
    if allowed:
        assert refund(books, charge, amount)["amount"] == amount
        return
    with pytest.raises(StripeError) as caught:
        refund(books, charge, amount)
    assert caught.value.facts["code"] == "invalid_charge_amount_no_decimal_compatible"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (249_000, "usd", "2,490.00 USD"),
        (12_800, "jpy", "12,800 JPY"),
        (12_500, "kwd", "12.500 KWD"),
        (5, "eur", "0.05 EUR"),
        (-5, "eur", "-0.05 EUR"),
    ],
)
def test_amounts_read_as_people_write_them(amount, currency, text):
    assert amount_text(amount, currency) == text


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("needs_response", "charge_disputed"),
        ("under_review", "charge_disputed"),
        ("lost", "charge_disputed"),
        ("won", None),
    ],
)
def test_a_charged_back_payment_is_refundable_again_only_after_a_win(books, status, code):
    charge = charge_of(books, 1000, "usd")
    dispute = books.open_dispute(charge["id"])
    books.close_dispute(dispute["id"], status)
    assert charge["disputed"] is True
    if code is None:
        assert refund(books, charge)["amount"] == 1000
        return
    with pytest.raises(StripeError) as caught:
        refund(books, charge)
    assert caught.value.facts["code"] == code
    assert books.refunds_of(charge["id"]) == []


def test_a_pending_refund_counts_and_settles(books):
    charge = charge_of(books, 1000, "usd")
    made = refunds.create(books, {"charge": charge["id"], "amount": 700}, pending=True)
    assert (made["status"], made["pending_reason"]) == ("pending", "insufficient_funds")
    assert charge["amount_refunded"] == 700
    with pytest.raises(StripeError):
        refund(books, charge, 301)
    assert books.settle(made["id"])["status"] == "succeeded"
    with pytest.raises(StripeError):
        books.settle(made["id"])


def test_a_succeeded_refund_can_fail_later_and_gives_the_sum_back(books):
    charge = charge_of(books, 1000, "usd")
    made = refund(books, charge)
    failed = books.fail(made["id"])
    assert (failed["status"], failed["failure_reason"]) == ("failed", "expired_or_canceled_card")
    assert (charge["amount_refunded"], charge["refunded"]) == (0, False)
    assert refund(books, charge)["amount"] == 1000


def test_only_a_refund_that_waits_for_the_customer_can_be_canceled(books):
    charge = charge_of(books, 1000, "usd")
    made = refunds.create(books, {"charge": charge["id"]}, pending=True)
    with pytest.raises(StripeError):
        refunds.cancel(books, made["id"])
    books.require_action(made["id"])
    assert refunds.cancel(books, made["id"])["status"] == "canceled"
    assert charge["amount_refunded"] == 0


def test_a_payment_intent_leads_to_its_charge(books):
    charge = charge_of(books, 1000, "usd")
    made = refunds.create(books, {"payment_intent": charge["payment_intent"]})
    assert (made["charge"], made["payment_intent"]) == (charge["id"], charge["payment_intent"])


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 400),
        ({"charge": "ch_3LocalTest", "payment_intent": "pi_3LocalTest"}, 400),
        ({"charge": "ch_nowhere"}, 404),
        ({"payment_intent": "pi_nowhere"}, 404),
    ],
)
def test_the_target_must_be_one_known_payment(books, params, status):
    charge_of(books, 1000, "usd")
    with pytest.raises(StripeError) as caught:
        refunds.create(books, params)
    assert caught.value.status == status


def test_a_refund_for_fraud_marks_the_charge(books):
    charge = charge_of(books, 1000, "usd")
    refund(books, charge, reason="fraudulent")
    assert charge["fraud_details"] == {"user_report": "fraudulent"}


def test_a_live_key_is_refused():
    with pytest.raises(ValueError, match="test key"):
        StripeBooks(api_key="sk_live_x", now=lambda: NOW)


def test_reset_brings_the_seed_back(books):
    books.refund_elsewhere("ch_3LocalPembrokeAddon")
    books.reset()
    assert books.get("charge", "ch_3LocalPembrokeAddon")["amount_refunded"] == 0
    assert books.refunds_of("ch_3LocalPembrokeAddon") == []
