"""Disputes and credit notes in local Stripe: evidence is final, a credit is given once."""

from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from handlers.sandbox.stripe_ui import stripe_ui_routes

HEADERS = {"authorization": "Bearer sk_test_local", "stripe-version": "2026-10-28.endive"}
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
TEXT = {"evidence[product_description]": "Shelf labels, delivered"}
PAID, OPEN = "in_1Local20431", "in_1Local20467"  # 49.00 EUR and 8,450.00 NOK


@pytest.fixture
def books():
    return seeded_books(api_key="sk_test_local", now=lambda: NOW)


@pytest.fixture
async def stripe(books):
    app = Starlette(routes=[*stripe_routes(books, Switchboard()), *stripe_ui_routes(books)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://stripe", headers=HEADERS
    ) as client:
        yield client


@pytest.fixture
def dispute(books):
    return books.every("dispute")[0]


# --- evidence ---


async def answer(stripe, dispute, **form):
    return await stripe.post(f"/v1/disputes/{dispute['id']}", data=form)


async def test_evidence_is_submitted_unless_told_otherwise(stripe, dispute):
    after = (await answer(stripe, dispute, **TEXT)).json()
    details = after["evidence_details"]
    assert after["status"] == "under_review"
    assert (details["has_evidence"], details["submission_count"]) == (True, 1)
    assert after["evidence"]["product_description"] == "Shelf labels, delivered"


async def test_staged_evidence_goes_out_with_the_next_word(stripe, dispute):
    staged = (await answer(stripe, dispute, **TEXT, submit="false")).json()
    assert staged["status"] == "needs_response"
    assert staged["evidence_details"]["submission_count"] == 0
    sent = (await answer(stripe, dispute, **{"metadata[step]": "a"})).json()
    assert (sent["status"], sent["metadata"]) == ("under_review", {"step": "a"})


async def test_metadata_alone_submits_nothing(stripe, dispute):
    after = (await answer(stripe, dispute, **{"metadata[step]": "a"})).json()
    assert after["status"] == "needs_response"


async def test_a_second_submission_is_refused(stripe, dispute):
    await answer(stripe, dispute, **TEXT)
    assert (await answer(stripe, dispute, **TEXT)).status_code == 400
    assert dispute["evidence_details"]["submission_count"] == 1


async def test_too_late_is_too_late(stripe, dispute):
    await stripe.post(f"/ui/stripe/disputes/{dispute['id']}/run_out")
    refused = await answer(stripe, dispute, **TEXT)
    assert refused.status_code == 400
    assert "passed" in refused.json()["error"]["message"]
    assert dispute["evidence"] == {"enhanced_evidence": {}}


async def test_all_texts_together_have_a_limit(stripe, dispute):
    half = "x" * 80_000
    form = {"evidence[product_description]": half, "evidence[uncategorized_text]": half}
    assert (await answer(stripe, dispute, **form)).status_code == 400
    assert (await answer(stripe, dispute, **{"evidence[colour]": "red"})).status_code == 400


@pytest.mark.parametrize("name", ["charge", "payment_intent"])
async def test_disputes_are_listed_by_what_they_are_about(stripe, dispute, name):
    found = (await stripe.get(f"/v1/disputes?{name}={dispute[name]}")).json()["data"]
    assert [one["id"] for one in found] == [dispute["id"]]


# --- credit notes ---


async def credit(stripe, invoice, key=None, **form):
    headers = {} if key is None else {"idempotency-key": key}
    return await stripe.post("/v1/credit_notes", data={"invoice": invoice, **form}, headers=headers)


async def test_a_credit_on_a_paid_invoice_goes_to_the_balance_and_no_money_moves(stripe, books):
    note = (await credit(stripe, PAID, amount="900", credit_amount="900")).json()
    assert (note["type"], note["post_payment_amount"]) == ("post_payment", 900)
    assert books.get("customer", "cus_LocalBirke")["balance"] == -900
    assert books.get("invoice", PAID)["post_payment_credit_notes_amount"] == 900
    assert books.refunds_of("ch_3LocalBirkeSeats") == []
    assert [mail.kind for mail in books.mails] == ["credit_note"]
    found = (await stripe.get(f"/v1/credit_notes?invoice={PAID}")).json()["data"]
    assert [one["id"] for one in found] == [note["id"]]


async def test_the_same_key_credits_once(stripe, books):
    for _ in range(2):
        await credit(stripe, PAID, "k1", amount="900", credit_amount="900", email_type="none")
    assert books.get("customer", "cus_LocalBirke")["balance"] == -900
    assert books.mails == []


async def test_a_refund_amount_makes_a_refund(stripe, books):
    note = (await credit(stripe, PAID, amount="900", refund_amount="900")).json()
    [made] = books.refunds_of("ch_3LocalBirkeSeats")
    assert (made["amount"], note["refunds"][0]["refund"]) == (900, made["id"])
    assert books.get("customer", "cus_LocalBirke")["balance"] == 0


async def test_a_refund_made_before_can_be_linked(stripe, books):
    made = books.refund_elsewhere("ch_3LocalBirkeSeats", 900)
    linked = {"refunds[0][refund]": made["id"], "refunds[0][amount_refunded]": "900"}
    assert (await credit(stripe, PAID, amount="900", **linked)).status_code == 200
    assert len(books.refunds_of("ch_3LocalBirkeSeats")) == 1


async def test_on_an_open_invoice_it_lowers_what_is_due(stripe, books):
    note = (await credit(stripe, OPEN, amount="5000")).json()
    assert (note["type"], note["pre_payment_amount"]) == ("pre_payment", 5_000)
    assert books.get("invoice", OPEN)["amount_remaining"] == 840_000
    await credit(stripe, OPEN, amount="840000")
    assert books.get("invoice", OPEN)["status"] == "paid"


@pytest.mark.parametrize(
    ("invoice", "form"),
    [
        (PAID, {"amount": "900"}),
        (PAID, {"amount": "900", "credit_amount": "899"}),
        (PAID, {"amount": "900", "credit_amount": "900", "refund_amount": "1"}),
        (PAID, {"amount": "4901", "credit_amount": "4901"}),
        (PAID, {"amount": "0", "credit_amount": "0"}),
        (PAID, {"credit_amount": "900"}),
        (OPEN, {"amount": "900", "credit_amount": "900"}),
        ("in_1Local20481", {"amount": "900", "credit_amount": "900"}),
    ],
)
async def test_sums_that_do_not_add_up_are_refused(stripe, books, invoice, form):
    before = len(books.every("credit_note"))
    assert (await credit(stripe, invoice, **form)).status_code == 400
    query = {"invoice": invoice, **form}
    assert (await stripe.get("/v1/credit_notes/preview", params=query)).status_code == 400
    assert len(books.every("credit_note")) == before


async def test_all_notes_together_are_never_above_the_invoice(stripe):
    assert (await credit(stripe, PAID, amount="4000", credit_amount="4000")).status_code == 200
    assert (await credit(stripe, PAID, amount="901", credit_amount="901")).status_code == 400
    assert (await credit(stripe, PAID, amount="900", credit_amount="900")).status_code == 200


async def test_a_preview_writes_nothing(stripe, books):
    query = {"invoice": PAID, "amount": "900", "credit_amount": "900"}
    note = (await stripe.get("/v1/credit_notes/preview", params=query)).json()
    assert note["post_payment_amount"] == 900
    assert books.get("customer", "cus_LocalBirke")["balance"] == 0
    assert (await stripe.get(f"/v1/credit_notes/{note['id']}")).status_code == 404


async def test_the_page_shows_it_all(stripe):
    state = (await stripe.get("/ui/stripe/state")).json()
    assert {"subscriptions", "credit_notes", "invoices", "disputes", "customers"} <= set(state)
    [note] = state["credit_notes"]
    assert note["amount_text"] == "15.00 USD"
    lindero = next(one for one in state["customers"] if one["id"] == "cus_LocalLindero")
    assert "Calle Vieja 3" in lindero["address_text"]
