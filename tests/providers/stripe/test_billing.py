"""Credits, evidence, addresses and notes at Stripe, beyond what all its writes share."""

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.handoff.record import RecordKind
from handlers.sandbox.stripe_add import add_charge, add_customer, add_paid_invoice
from tests.providers.stripe.asking import BILL, PLAN, SEATS, order, sent

# --- credit notes ---


async def test_a_credit_goes_to_the_balance_and_nothing_to_the_card(send, books):
    effect = await send("create_credit_note", SEATS, (900, "EUR"))
    [note] = [one for one in books.every("credit_note") if one["invoice"] == BILL]
    assert sent(books) == [
        {
            "invoice": BILL,
            "amount": "900",
            "credit_amount": "900",
            "email_type": "none",
            "metadata[handoff_step]": "call_1:stripe.create_credit_note:1",
        }
    ]
    assert books.get("customer", "cus_LocalBirke")["balance"] == -900
    assert not books.refunds_of(SEATS)
    assert not books.mails
    assert effect.reference == note["id"]
    assert effect.said == "Stripe credited EUR 9.00 to the customer's balance (INV-20431-CN-01)."


async def test_what_was_credited_shows_on_the_payment(send, vendor):
    await send("create_credit_note", SEATS, (900, "EUR"))
    record = await vendor.observe(RecordKind.PAYMENT, SEATS)
    assert (record.refunded_minor, record.refundable_minor) == (900, 4_000)


@pytest.mark.parametrize(("money", "minor"), [((12_800, "jpy"), 800), ((12_500, "kwd"), 2_500)])
async def test_credits_in_other_units(send, books, money, minor):
    payer = add_customer(books, "Units", name="Units", email="a@units.example")
    charge = add_charge(books, "Units", payer, money=money)
    add_paid_invoice(books, "INV-30001", charge)
    effect = await send("create_credit_note", charge["id"], (minor, money[1].upper()))
    assert effect.amount_minor == minor
    assert books.get("customer", payer["id"])["balance"] == -minor


async def test_a_payment_without_invoice_takes_no_credit(send, books):
    with pytest.raises(Refused, match="No invoice belongs"):
        await send("create_credit_note", "ch_3LocalPembrokeAddon", (100, "GBP"))
    assert not sent(books)


async def test_an_invoice_with_something_left_to_pay_takes_no_credit(send, books):
    books.put(books.get("invoice", BILL) | {"status": "open", "amount_remaining": 100})
    with pytest.raises(Refused, match="not paid"):
        await send("create_credit_note", SEATS, (100, "EUR"))
    assert not sent(books)


async def test_more_than_the_invoice_is_refused_by_the_preview(send, books):
    with pytest.raises(Refused, match="at most"):
        await send("create_credit_note", SEATS, (4_901, "EUR"))
    assert not sent(books)


async def test_a_voided_credit_is_failed(vendor, send, books):
    effect = await send("create_credit_note", SEATS, (900, "EUR"))
    books.put(books.get("credit_note", effect.reference) | {"status": "void"})
    operation = vendor.operations["stripe.create_credit_note"]
    wanted = order("create_credit_note", SEATS, (900, "EUR"))
    assert (await operation.watch(wanted, effect.reference)).status == "failed"
    assert (await operation.find_effect(wanted)).status == "failed"
    other = replace(wanted, step_key="call_2:stripe.create_credit_note:1")
    assert await operation.find_effect(other) is None
    with pytest.raises(Refused, match="not made for this step"):
        await operation.watch(other, effect.reference)


# --- evidence ---

EVIDENCE = {
    "service_details": "Étagères livrées, 山田様",
    "delivery_date": "2031-02-20",
    "delivery_address": "Harbor Lane 4",
    "final": "yes",
}


async def test_the_form_becomes_evidence_and_is_submitted(send, books):
    effect = await send("submit_evidence", "ch_3LocalHarborShelf", **EVIDENCE)
    [dispute] = books.every("dispute")
    assert sent(books) == [
        {
            "evidence[product_description]": "Étagères livrées, 山田様",
            "evidence[service_date]": "2031-02-20",
            "evidence[shipping_address]": "Harbor Lane 4",
            "metadata[handoff_step]": "call_1:stripe.submit_evidence:1",
            "submit": "true",
        }
    ]
    assert dispute["status"] == "under_review"
    assert (effect.reference, effect.facts["status"]) == (dispute["id"], "under_review")


async def test_only_what_was_filled_in_is_sent(send, books):
    fields = {"service_details": " Labels ", "delivery_date": "  "}
    await send("submit_evidence", "ch_3LocalHarborShelf", **fields)
    assert {name for name in sent(books)[0] if name.startswith("evidence")} == {
        "evidence[product_description]"
    }


async def test_what_this_step_submitted_is_never_submitted_again(vendor, send, books):
    await send("submit_evidence", "ch_3LocalHarborShelf", **EVIDENCE)
    again = replace(order("submit_evidence", "ch_3LocalHarborShelf", **EVIDENCE), wire_key="k2")
    assert (await vendor.operations["stripe.submit_evidence"].send(again)).status == "done"
    assert len(sent(books)) == 1


@pytest.mark.parametrize(
    ("details", "status", "why"),
    [
        ({"past_due": True}, "needs_response", "any more"),
        ({"due_by": 1}, "needs_response", "any more"),
        ({"submission_count": 1, "has_evidence": True}, "under_review", "already"),
        ({}, "lost", "any more"),
    ],
)
async def test_too_late_or_twice_is_refused_before_any_write(send, books, details, status, why):
    [dispute] = books.every("dispute")
    dispute["evidence_details"] |= details
    books.put(dispute | {"status": status})
    with pytest.raises(Refused, match=why):
        await send("submit_evidence", "ch_3LocalHarborShelf", **EVIDENCE)
    assert not sent(books)


@pytest.mark.parametrize(
    ("charge", "fields", "code"),
    [
        ("ch_3LocalHarborShelf", {}, "no_evidence"),
        ("ch_3LocalHarborShelf", {"delivery_date": "2031-02-20"}, "no_evidence"),
        (
            "ch_3LocalHarborShelf",
            {"service_details": "Paid with card 4242 4242 4242 4242"},
            "redacted_field",
        ),
        ("ch_3LocalBirkeSeats", EVIDENCE, "no_dispute"),
    ],
)
async def test_nothing_to_answer_with_or_to_is_refused(send, books, charge, fields, code):
    with pytest.raises(Refused) as caught:
        await send("submit_evidence", charge, **fields)
    assert caught.value.code == code
    assert not sent(books)


# --- addresses ---


async def test_only_what_was_filled_in_changes_and_nothing_else_is_lost(send, books):
    effect = await send(
        "update_customer", "cus_LocalLindero", line1="Calle del Horno 8", postal_code="41003"
    )
    assert sent(books) == [
        {
            "address[line1]": "Calle del Horno 8",
            "address[postal_code]": "41003",
            "address[city]": "Sevilla",
            "address[country]": "ES",
        }
    ]
    assert effect.facts["changed"] == "line1,postal_code"
    assert "Horno" not in f"{effect}"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "no_change"),
        ({"line1": "  "}, "no_change"),
        ({"tax_id": "ESB70012349"}, "no_change"),
        ({"country": "XX"}, "no_country"),
        ({"country": "Spain"}, "no_country"),
        ({"line1": "card 4242 4242 4242 4242"}, "not_an_address"),
        ({"city": "x" * 201}, "not_an_address"),
    ],
)
async def test_what_is_no_address_is_refused_before_any_write(send, books, fields, code):
    with pytest.raises(Refused) as caught:
        await send("update_customer", "cus_LocalLindero", **fields)
    assert caught.value.code == code
    assert not sent(books)


@pytest.mark.parametrize("country", ["de", "NG"])
async def test_countries_are_written_in_capitals(send, books, country):
    await send("update_customer", "cus_LocalBirke", line1="Weg 1", city="Köln", country=country)
    assert books.get("customer", "cus_LocalBirke")["address"]["country"] == country.upper()
    assert books.get("customer", "cus_LocalBirke")["address"]["city"] == "Köln"


async def test_a_deleted_customers_address_is_refused(send, books):
    with pytest.raises(Refused, match="deleted"):
        await send("update_customer", "cus_LocalGone", line1="Weg 1")
    assert not sent(books)


# --- notes ---


@pytest.mark.parametrize(
    ("record_id", "kind", "object_id"),
    [
        (SEATS, "charge", SEATS),
        ("pi_3LocalBirkeSeats", "charge", SEATS),
        (BILL, "invoice", BILL),
        ("cus_LocalBirke", "customer", "cus_LocalBirke"),
        (PLAN, "subscription", PLAN),
    ],
)
async def test_a_note_stands_on_whatever_the_call_was_about(
    send, books, record_id, kind, object_id
):
    await send("add_note", record_id, note="Zahlt am Freitag, 山田")
    assert books.get(kind, object_id)["metadata"] == {
        "handoff_note": "Zahlt am Freitag, 山田",
        "handoff_note_step": "call_1:stripe.add_note:1",
    }


async def test_a_note_is_cut_at_what_stripe_takes(send, books):
    await send("add_note", BILL, note="ü " * 400)
    assert len(books.get("invoice", BILL)["metadata"]["handoff_note"]) <= 500


@pytest.mark.parametrize("note", [None, "  "])
async def test_an_empty_note_is_refused(send, books, note):
    with pytest.raises(Refused, match="nothing to note"):
        await send("add_note", BILL, note=note)
    assert not sent(books)


async def test_a_note_of_another_step_is_not_this_ones(vendor, send):
    await send("add_note", BILL, note="Noted")
    other = replace(order("add_note", BILL, note="Noted"), step_key="call_2:stripe.add_note:1")
    assert await vendor.operations["stripe.add_note"].find_effect(other) is None
