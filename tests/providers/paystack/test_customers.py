"""Customers at local Paystack: changed without loss, noted, made once."""

import pytest

from bot.errors import OutcomeUnknown, Refused
from bot.redaction import redact
from handlers.sandbox import paystack_shapes as shapes
from tests.providers.paystack.orders import (
    BENIN,
    CREATE,
    NEWCOMER,
    NOTE,
    SHELF,
    UPDATE,
    fields,
    sent,
    writes,
)


async def test_only_what_is_filled_in_changes(vendor, books, order):
    wanted = fields(line1="12 Sapele Road", country="ng", line2=" ", phone="0800555", other="x")
    await vendor.operations[UPDATE].send(order(UPDATE, fields=wanted))
    customer = books.customer(BENIN)
    assert customer["metadata"] == {
        "segment": "craft",
        "billing_address": {"city": "Benin City", "line1": "12 Sapele Road", "country": "NG"},
    }
    assert (customer["phone"], customer["first_name"]) == ("0800555", "Benin")
    await vendor.operations[UPDATE].send(order(UPDATE, fields=fields(first_name="Bénin")))
    assert sent(books)[-1] == {"first_name": "Bénin"}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (None, {}),
        ("", {}),
        ('{"a": 1}', {"a": 1}),
        ({"a": 1, "billing_address": "old text"}, {"a": 1}),
    ],
    ids=str,
)
async def test_metadata_is_added_to_in_each_of_its_shapes(vendor, books, order, kept, expected):
    books.customer(BENIN)["metadata"] = kept
    await vendor.operations[UPDATE].send(order(UPDATE, fields=fields(city="Ìbàdàn")))
    assert books.customer(BENIN)["metadata"] == {
        **expected,
        "billing_address": {"city": "Ìbàdàn"},
    }


@pytest.mark.parametrize("name", [UPDATE, NOTE])
@pytest.mark.parametrize("kept", ["plain words", "[1]", "5"])
async def test_metadata_that_would_be_lost_is_left_alone(vendor, books, order, name, kept):
    books.customer(BENIN)["metadata"] = kept
    with pytest.raises(Refused, match="no object"):
        await vendor.operations[name].send(order(name))
    assert writes(books) == []


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"line1": "   "},
        {"country": "Nigeria"},
        {"country": "N1"},
        {"line1": "Card 4242 4242 4242 4242"},
    ],
    ids=str,
)
async def test_a_form_that_makes_no_sense_changes_nothing(vendor, books, order, wanted):
    with pytest.raises(Refused):
        await vendor.operations[UPDATE].send(order(UPDATE, fields=fields(**wanted)))
    assert writes(books) == []


@pytest.mark.parametrize("name", [UPDATE, NOTE])
@pytest.mark.parametrize("change", [{"id": 1}, {"domain": "live"}], ids=str)
async def test_an_answer_about_another_customer_is_of_unknown_outcome(
    vendor, books, order, name, change, monkeypatch
):
    first = books.customer
    asked = []

    def second_is_another(wanted):
        asked.append(wanted)
        return first(wanted) if len(asked) == 1 else {**first(wanted), **change}

    monkeypatch.setattr(books, "customer", second_is_another)
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[name].send(order(name))


@pytest.mark.parametrize("record_id", ["CUS_localibadan", SHELF, "PRQ_localibadan"])
async def test_a_note_stands_with_the_customer_of_any_record(vendor, books, order, record_id):
    effect = await vendor.operations[NOTE].send(order(NOTE, record_id=record_id))
    assert effect.reference == "CUS_localibadan"
    assert books.customer("CUS_localibadan")["metadata"] == {
        "handoff_note": "Asked when it is due."
    }


async def test_without_a_note_there_is_nothing_to_do(vendor, books, order):
    with pytest.raises(Refused):
        await vendor.operations[NOTE].send(order(NOTE, note=None))
    assert writes(books) == []


async def test_another_note_is_not_ours(vendor, order):
    await vendor.operations[NOTE].send(order(NOTE))
    other = order(NOTE, note=redact("Something else."))
    assert await vendor.operations[NOTE].find_effect(other) is None
    assert (await vendor.operations[NOTE].watch(other, BENIN)).status == "done"


async def test_a_newcomer_gets_a_record(vendor, books, order):
    effect = await vendor.operations[CREATE].send(order(CREATE))
    assert sent(books) == [NEWCOMER]
    assert effect.reference == books.customer("new@house.example")["customer_code"]
    assert effect.said == f"Paystack made customer {effect.reference}."
    assert (await vendor.operations[CREATE].watch(order(CREATE), effect.reference)).status == "done"


async def test_somebody_known_is_said_to_be_known(vendor, books, order):
    known = order(CREATE, fields=fields(email="Office@BeninBronze.example"))
    effect = await vendor.operations[CREATE].send(known)
    assert effect.reference == BENIN
    assert effect.said == "Paystack had this customer already, as CUS_localbenin: none was made."
    assert writes(books) == []


@pytest.mark.parametrize("email", ["", "nobody", "@b.example", "a@b", "a b@c.example", None])
async def test_without_an_address_nobody_is_made(vendor, books, order, email):
    wanted = fields(first_name="Zoë", **({} if email is None else {"email": email}))
    with pytest.raises(Refused, match="e-mail address"):
        await vendor.operations[CREATE].send(order(CREATE, fields=wanted))
    assert books.requests == []


@pytest.mark.parametrize("change", [{"email": "other@house.example"}, {"domain": "live"}], ids=str)
async def test_an_answer_about_somebody_else_is_of_unknown_outcome(
    vendor, order, monkeypatch, change
):
    made = shapes.customer
    monkeypatch.setattr(shapes, "customer", lambda *a, **given: made(*a, **given) | change)
    if "email" in change:
        monkeypatch.setattr(
            "handlers.sandbox.paystack_customers.said",
            lambda message, data: {"status": True, "message": message, "data": data | change},
        )
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[CREATE].send(order(CREATE))
