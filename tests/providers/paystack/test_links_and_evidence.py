"""The card link and the evidence at local Paystack: what goes out, and to whom."""

import pytest

from bot.errors import OutcomeUnknown, Refused
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_subscriptions import become
from tests.providers.paystack.orders import (
    DELIVERED,
    EVIDENCE,
    LINK,
    SHELF,
    fields,
    mails,
    sent,
    writes,
)

# --- the card link ---


async def test_the_link_goes_by_mail_and_never_comes_here(vendor, books, order):
    effect = await vendor.operations[LINK].send(order(LINK))
    assert mails(books) == [("studio@jospotteries.example", "SUB_localjosplan")]
    assert "http" not in str(effect)
    assert not any("manage/link" in one.path for one in books.requests)


@pytest.mark.parametrize("status", ["complete", "cancelled"])
async def test_a_subscription_that_is_over_needs_no_card(vendor, books, order, status):
    become(books, "SUB_localjosplan", status)
    with pytest.raises(Refused, match=status):
        await vendor.operations[LINK].send(order(LINK))
    assert writes(books) == []


async def test_a_subscriber_without_an_address_is_told(vendor, books, order):
    for one in books.every("subscription"):
        one["customer"]["email"] = None
    with pytest.raises(Refused, match="no e-mail"):
        await vendor.operations[LINK].send(order(LINK))


# --- evidence ---


async def test_the_evidence_names_the_customer_on_record(vendor, books, order):
    delivered = fields(**DELIVERED, delivery_address="12 Sapele Road", final="yes")
    effect = await vendor.operations[EVIDENCE].send(order(EVIDENCE, fields=delivered))
    [dispute] = books.every("dispute")
    assert sent(books) == [
        {
            "customer_email": "till@ibadanbooks.example",
            "customer_name": "Ibadan Books",
            "customer_phone": books.customer("CUS_localibadan")["phone"],
            "service_details": "Shelves, delivered",
            "delivery_date": "2031-02-20",
            "delivery_address": "12 Sapele Road",
        }
    ]
    assert (effect.status, effect.reference) == ("accepted", str(dispute["id"]))
    assert effect.facts["evidence"] == books.every("evidence")[0]["id"]
    assert "must still be declined" in effect.said, "evidence alone is no answer"


async def test_evidence_with_something_taken_out_is_not_given(vendor, books, order):
    private = fields(service_details="Paid with card 4242 4242 4242 4242")
    with pytest.raises(Refused) as caught:
        await vendor.operations[EVIDENCE].send(order(EVIDENCE, fields=private))
    assert caught.value.code == "redacted_field"
    assert not sent(books)


async def test_what_the_payment_does_not_show_is_read_from_the_customer(vendor, books, order):
    books.by_reference(SHELF)["customer"]["phone"] = None
    await vendor.operations[EVIDENCE].send(order(EVIDENCE))
    assert sent(books)[0]["customer_phone"] == books.customer("CUS_localibadan")["phone"]


@pytest.mark.parametrize("missing", ["phone", "first_name"])
async def test_a_customer_who_lacks_what_paystack_asks_for_is_told(vendor, books, order, missing):
    for place in (books.by_reference(SHELF)["customer"], books.customer("CUS_localibadan")):
        place |= {missing: None, "last_name": None}
    with pytest.raises(Refused, match=r"has no (phone|name), which Paystack asks for"):
        await vendor.operations[EVIDENCE].send(order(EVIDENCE))
    assert writes(books) == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": "resolved", "resolution": "declined"},
        {"status": "resolved", "resolution": "merchant-accepted"},
        {"status": "awaiting-bank-feedback"},
        {"evidence": {"id": 1}},
        {"evidence": 1},
    ],
    ids=str,
)
async def test_a_dispute_that_does_not_wait_for_us_gets_nothing(vendor, books, order, change):
    books.every("dispute")[0].update(change)
    with pytest.raises(Refused, match=r"(?i)nothing was sent"):
        await vendor.operations[EVIDENCE].send(order(EVIDENCE))
    assert writes(books) == []


async def test_without_a_dispute_or_without_words_nothing_is_sent(vendor, books, order):
    undisputed = order(EVIDENCE, record_id="PSK-LocalKanoSeat")
    wordless = order(EVIDENCE, fields=fields(service_details="  "))
    for wrong in (undisputed, wordless):
        with pytest.raises(Refused):
            await vendor.operations[EVIDENCE].send(wrong)
    assert writes(books) == []


async def test_evidence_for_another_dispute_is_of_unknown_outcome(vendor, order, monkeypatch):
    made = shapes.evidence
    monkeypatch.setattr(shapes, "evidence", lambda *a, **given: made(*a, **given) | {"dispute": 1})
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[EVIDENCE].send(order(EVIDENCE))


@pytest.mark.parametrize(
    ("status", "resolution", "expected"),
    [
        ("awaiting-merchant-feedback", None, "accepted"),
        ("awaiting-bank-feedback", "declined", "done"),
        ("awaiting-bank-feedback", None, "done"),
        ("resolved", "declined", "done"),
        ("resolved", "merchant-accepted", "failed"),
    ],
)
async def test_it_is_watched_until_the_dispute_is_answered(
    vendor, books, order, status, resolution, expected
):
    operation = vendor.operations[EVIDENCE]
    effect = await operation.send(order(EVIDENCE))
    books.every("dispute")[0].update(status=status, resolution=resolution)
    assert (await operation.watch(order(EVIDENCE), effect.reference)).status == expected
