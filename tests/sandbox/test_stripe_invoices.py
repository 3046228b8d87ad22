"""Invoices and subscriptions in local Stripe: a card pays once, a paused plan comes back paid."""

from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_add import add_customer, add_invoice
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from handlers.sandbox.stripe_ui import stripe_ui_routes

HEADERS = {"authorization": "Bearer sk_test_local", "stripe-version": "2026-10-28.endive"}
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
RENEWAL, PLAN = "in_1Local20459", "sub_1LocalCobaltFleet"
PAUSED = "sub_1LocalLanternStudio"
FROM_NOW = {"billing_cycle_anchor[type]": "now", "proration_behavior": "none"}


@pytest.fixture
def books():
    return seeded_books(api_key="sk_test_local", now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def stripe(books, faults):
    app = Starlette(routes=[*stripe_routes(books, faults), *stripe_ui_routes(books)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://stripe", headers=HEADERS
    ) as client:
        yield client


def charges(books, customer, status):
    found = [charge for charge in books.every("charge") if charge["customer"] == customer]
    return [charge["amount"] for charge in found if charge["status"] == status]


async def pay(stripe, invoice=RENEWAL, key=None, **form):
    headers = {} if key is None else {"idempotency-key": key}
    return await stripe.post(f"/v1/invoices/{invoice}/pay", data=form, headers=headers)


# --- paying ---


async def test_the_default_card_pays_what_is_left_and_the_subscription_is_active_again(
    stripe, books
):
    paid = (await pay(stripe)).json()
    assert (paid["status"], paid["amount_paid"], paid["amount_remaining"]) == ("paid", 118_000, 0)
    assert charges(books, "cus_LocalCobalt", "succeeded") == [118_000]
    assert books.get("subscription", PLAN)["status"] == "active"
    links = (await stripe.get(f"/v1/invoice_payments?invoice={RENEWAL}")).json()["data"]
    assert [link["status"] for link in links] == ["paid"]


async def test_the_same_key_pays_once_and_another_key_is_refused(stripe, books):
    first, second = await pay(stripe, key="k1"), await pay(stripe, key="k1")
    assert first.json() == second.json()
    third = await pay(stripe, key="k2")
    assert (third.status_code, third.json()["error"]["message"]) == (400, "Invoice is already paid")
    assert charges(books, "cus_LocalCobalt", "succeeded") == [118_000]


@pytest.mark.parametrize(
    ("last4", "code", "decline"),
    [
        ("0002", "card_declined", "generic_decline"),
        ("9995", "card_declined", "insufficient_funds"),
        ("0069", "card_declined", "expired_card"),
        ("3184", "invoice_payment_intent_requires_action", None),
    ],
)
async def test_a_card_says_no_as_its_last_digits_tell(stripe, books, last4, code, decline):
    books.change_card("cus_LocalCobalt", last4)
    answer = await pay(stripe)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["code"]) == (402, "card_error", code)
    assert error.get("decline_code") == decline
    assert charges(books, "cus_LocalCobalt", "succeeded") == []
    invoice = books.get("invoice", RENEWAL)
    assert (invoice["status"], invoice["amount_remaining"]) == ("open", 118_000)
    assert invoice["attempt_count"] == 2


async def test_a_cardholder_who_is_present_can_pass_the_banks_check(stripe, books):
    books.change_card("cus_LocalCobalt", "3184")
    assert (await pay(stripe, off_session="false")).json()["status"] == "paid"


async def test_a_decline_is_replayed_under_its_key_and_tried_again_under_the_next(stripe, books):
    books.change_card("cus_LocalCobalt", "0002")
    assert (await pay(stripe, key="k1")).status_code == 402
    books.change_card("cus_LocalCobalt", "4242")
    assert (await pay(stripe, key="k1")).status_code == 402
    assert (await pay(stripe, key="k2")).status_code == 200


async def test_a_shortage_is_a_decline(stripe, faults):
    faults.set("stripe", Fault.INSUFFICIENT_BALANCE, times=1)
    assert (await pay(stripe)).json()["error"]["decline_code"] == "insufficient_funds"


@pytest.mark.parametrize(
    ("invoice", "form", "status"),
    [
        ("in_1Local20481", {}, 400),  # a draft
        ("in_1Local20431", {}, 400),  # paid
        ("in_1Local20467", {}, 400),  # nobody left a card
        (RENEWAL, {"payment_method": "pm_1LocalMeridian"}, 400),  # somebody else's
        (RENEWAL, {"payment_method": "pm_nowhere"}, 404),
        (RENEWAL, {"paid_out_of_band": "true"}, 400),
        ("in_nowhere", {}, 404),
    ],
)
async def test_what_cannot_be_paid_is_refused(stripe, books, invoice, form, status):
    before = len(books.every("charge"))
    assert (await pay(stripe, invoice, **form)).status_code == status
    assert len(books.every("charge")) == before


# --- other states ---


async def test_a_draft_gets_number_and_link_and_uses_the_customers_credit(stripe, books):
    final = (await stripe.post("/v1/invoices/in_1Local20481/finalize")).json()
    assert (final["status"], final["total"], final["amount_due"]) == ("open", 8_000, 6_500)
    assert final["number"]
    assert final["hosted_invoice_url"]
    assert books.get("customer", "cus_LocalLarkfield")["balance"] == 0
    assert (await stripe.post("/v1/invoices/in_1Local20481/finalize")).status_code == 400


async def test_void_is_for_unpaid_ones_and_for_ever(stripe, books):
    assert (await stripe.post("/v1/invoices/in_1Local20467/void")).json()["status"] == "void"
    for invoice in ("in_1Local20467", "in_1Local20431", "in_1Local20481"):
        assert (await stripe.post(f"/v1/invoices/{invoice}/void")).status_code == 400
    assert (await pay(stripe, "in_1Local20467")).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "charges/ch_3LocalBirkeSeats",
        "invoices/in_1Local20431",
        "customers/cus_LocalBirke",
        f"subscriptions/{PLAN}",
    ],
)
async def test_metadata_can_be_written_on_everything(stripe, path):
    after = (await stripe.post(f"/v1/{path}", data={"metadata[handoff_note]": "ü" * 500})).json()
    assert after["metadata"]["handoff_note"] == "ü" * 500
    over = await stripe.post(f"/v1/{path}", data={"metadata[handoff_note]": "u" * 501})
    assert over.status_code == 400


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("customer=cus_LocalCobalt", ["INV-20459"]),
        (f"subscription={PLAN}", ["INV-20459"]),
        ("customer=cus_LocalLarkfield&status=draft", [None]),
        ("customer=cus_LocalLarkfield&status=paid", ["INV-20402"]),
        ("customer=cus_LocalLarkfield&status=open", []),
    ],
)
async def test_invoices_are_listed(stripe, query, numbers):
    found = (await stripe.get(f"/v1/invoices?{query}")).json()["data"]
    assert [invoice["number"] for invoice in found] == numbers


# --- subscriptions ---


async def resume(stripe, plan=PAUSED, **form):
    return await stripe.post(f"/v1/subscriptions/{plan}/resume", data=form)


async def test_a_paused_subscription_is_active_once_its_resumption_invoice_is_paid(stripe, books):
    plan = (await resume(stripe, **FROM_NOW, **{"expand[]": "latest_invoice"})).json()
    bill = plan["latest_invoice"]
    assert (plan["status"], bill["status"], bill["amount_remaining"]) == ("paused", "open", 4_500)
    assert charges(books, "cus_LocalLantern", "succeeded") == []
    assert (await resume(stripe, **FROM_NOW)).status_code == 400
    await pay(stripe, bill["id"])
    assert books.get("subscription", PAUSED)["status"] == "active"
    assert charges(books, "cus_LocalLantern", "succeeded") == [4_500]


async def test_a_resumption_that_cannot_be_charged_leaves_it_past_due(stripe, books):
    books.change_card("cus_LocalLantern", "0002")
    bill = (await resume(stripe)).json()["latest_invoice"]
    assert (await pay(stripe, bill)).status_code == 402
    assert books.get("subscription", PAUSED)["status"] == "past_due"


async def test_untouched_for_a_day_it_stays_paused(stripe, books):
    bill = (await resume(stripe)).json()["latest_invoice"]
    await stripe.post(f"/ui/stripe/subscriptions/{PAUSED}/lapse")
    assert books.get("invoice", bill)["status"] == "void"
    assert books.get("subscription", PAUSED)["status"] == "paused"


async def test_the_old_anchor_without_prorations_asks_for_nothing(stripe):
    form = {"billing_cycle_anchor[type]": "unchanged", "proration_behavior": "none"}
    plan = (await resume(stripe, **form)).json()
    assert (plan["status"], plan["latest_invoice"]) == ("active", None)


@pytest.mark.parametrize(("last4", "status"), [("4242", "active"), ("0002", "paused")])
async def test_resuming_on_success_charges_at_once(stripe, books, last4, status):
    books.get("subscription", PAUSED)["billing_mode"] = {"type": "flexible"}
    books.change_card("cus_LocalLantern", last4)
    plan = (await resume(stripe, payment_behavior="resume_on_payment_success")).json()
    assert plan["status"] == status


@pytest.mark.parametrize(
    ("plan", "form"),
    [
        (PLAN, {}),  # past due, not paused
        (PAUSED, {"payment_behavior": "resume_on_payment_success"}),  # classic billing
        (PAUSED, {"billing_cycle_anchor": "now"}),  # a plain word, as before endive
    ],
)
async def test_what_cannot_be_resumed_is_refused(stripe, books, plan, form):
    before = len(books.every("invoice"))
    assert (await resume(stripe, plan, **form)).status_code == 400
    assert len(books.every("invoice")) == before


async def test_a_scheduled_end_can_be_taken_back_but_not_a_past_one(stripe, books):
    books.put(books.get("subscription", PLAN) | {"cancel_at_period_end": True})
    undo = {"cancel_at_period_end": "false"}
    plan = (await stripe.post(f"/v1/subscriptions/{PLAN}", data=undo)).json()
    assert plan["cancel_at_period_end"] is False
    books.put(books.get("subscription", PLAN) | {"status": "canceled"})
    assert (await stripe.post(f"/v1/subscriptions/{PLAN}", data=undo)).status_code == 400
    unplayed = await stripe.post(f"/v1/subscriptions/{PAUSED}", data={"items[0][quantity]": "2"})
    assert unplayed.status_code == 400


@pytest.mark.parametrize(
    ("status", "found"), [(None, 0), ("all", 1), ("canceled", 1), ("ended", 1), ("paused", 0)]
)
async def test_a_list_leaves_canceled_ones_out_until_asked(stripe, books, status, found):
    books.put(books.get("subscription", PLAN) | {"status": "canceled"})
    query = "customer=cus_LocalCobalt" + (f"&status={status}" if status else "")
    assert len((await stripe.get(f"/v1/subscriptions?{query}")).json()["data"]) == found


async def test_money_in_other_units(stripe, books):
    payer = add_customer(books, "Units", name="Units", email="a@units.example")
    books.change_card(payer["id"], "4242")
    for number, money in (("INV-1", (12_800, "jpy")), ("INV-2", (12_500, "kwd"))):
        invoice = add_invoice(books, number, payer, money=money)
        assert (await pay(stripe, invoice["id"])).json()["amount_paid"] == money[0]
