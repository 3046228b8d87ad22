"""Invoices at local Plisio as records: found exactly, read whole, never by the path that stores."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from handlers.sandbox.faults import Fault
from handlers.sandbox.plisio_seed import seed_id
from providers.plisio.invoices import MOST_READ, MOST_RECORDS

INVOICE = RecordKind.INVOICE
CEDAR = "office@cedarlane.example"
LANTERN = "till@lanternhire.example"


async def found(vendor, kind=INVOICE, **claim):
    records = await vendor.find_records(RecordClaim(**claim), kind)
    return [(one.record_id, one.found_by) for one in records]


@pytest.fixture(params=[False, True], ids=["hosted", "white label"])
def shop(request, books):
    books.white_label = request.param
    return books


# --- how one is found ---


async def test_by_its_id_wherever_it_was_said(vendor, shop):
    number = seed_id("c001")
    assert await found(vendor, payment_ids=(f" {number.upper()} ",)) == [
        (number, FoundBy.REFERENCE)
    ]
    assert await found(vendor, invoice_number=number) == [(number, FoundBy.REFERENCE)]


async def test_by_exactly_its_order_number(vendor, shop):
    shop.create(order_number="PLI-20011", order_name="x", coin="BTC", amount=Decimal(1))
    assert await found(vendor, invoice_number="PLI-2001") == [(seed_id("c001"), FoundBy.INVOICE)]
    assert await found(vendor, invoice_number="PLI-200") == []


async def test_by_exactly_the_payers_address(vendor, shop):
    assert await found(vendor, email=CEDAR.upper()) == [(seed_id("c001"), FoundBy.EMAIL)]
    assert await found(vendor, email="office@cedarlane") == []


async def test_the_sum_narrows_what_an_address_finds(vendor, shop):
    assert await found(vendor, email=LANTERN, amount_minor=9_000, currency="EUR") == [
        (seed_id("c003"), FoundBy.EMAIL_AND_AMOUNT)
    ]
    assert len(await found(vendor, email=LANTERN, amount_minor=9_000, currency="USD")) == 2


async def test_the_path_that_looks_like_a_search_is_never_asked(vendor, books):
    await found(vendor, email=CEDAR, invoice_number="PLI-2002")
    assert not any("/invoices/email/" in one.path for one in books.requests)


async def test_of_many_a_few_are_read_those_to_be_paid_first(vendor, books):
    for number in range(120):
        books.create(
            order_number=f"PLI-9{number:03}",
            order_name="x",
            coin="BTC",
            amount=Decimal(1),
            email=LANTERN,
        )
    records = await vendor.find_records(RecordClaim(email=LANTERN), INVOICE)
    assert len(records) == MOST_RECORDS
    assert {one.status for one in records} == {RecordStatus.OPEN}
    pages = [one for one in books.requests if one.path.endswith("/operations")]
    assert ["page" in one.query for one in pages] == [False, True, True], "read to the end"


def others_like(books, address, many):
    """Open invoices of payers whose address holds this one and is another."""
    for number in range(many):
        books.create(
            order_number=f"PLI-7{number:03}",
            order_name="x",
            coin="BTC",
            amount=Decimal(1),
            email=f"no{number}-{address}",
        )


async def test_others_with_a_similar_address_hide_nobody(vendor, shop):
    others_like(shop, LANTERN, 12)
    assert {one for one, _ in await found(vendor, email=LANTERN)} == {
        seed_id("c002"),
        seed_id("c003"),
    }


async def test_among_too_many_similar_ones_nobody_is_said_to_be_missing(vendor, books):
    others_like(books, LANTERN, MOST_READ + 1)
    with pytest.raises(Unavailable, match="too many"):
        await found(vendor, email=LANTERN)


async def test_nothing_leads_nowhere_and_asks_nothing(vendor, books):
    assert await found(vendor) == []
    assert await found(vendor, kind=RecordKind.CUSTOMER, email=CEDAR) == []
    assert books.requests == []
    assert await found(vendor, payment_ids=(seed_id("ffff"),), email="no@there.example") == []


@pytest.mark.parametrize("record_id", ["", "..", "PLI-2001", seed_id("c001") + "0", "x" * 24])
async def test_what_is_no_id_is_refused_unasked(vendor, books, record_id):
    with pytest.raises(Refused):
        await vendor.observe(INVOICE, record_id)
    assert books.requests == []


# --- what it shows ---


@pytest.mark.parametrize(
    ("number", "amount_minor", "currency", "status"),
    [
        ("c001", 24_000, "USD", RecordStatus.OPEN),
        ("c002", 115_000, "USD", RecordStatus.VOID),
        ("c003", 9_000, "EUR", RecordStatus.PAID),
        ("c005", 31_000, "GBP", RecordStatus.PENDING),  # ran out, and paid in part
        ("c006", 12_000, "JPY", RecordStatus.PAID),  # more than was asked
        ("c007", 85_250, "KWD", RecordStatus.PENDING),
        ("c008", None, None, RecordStatus.OPEN),  # asked in coins
    ],
)
async def test_each_state_in_words_of_ours(vendor, shop, number, amount_minor, currency, status):
    record = await vendor.observe(INVOICE, seed_id(number))
    assert (record.amount_minor, record.currency, record.status) == (amount_minor, currency, status)
    assert record.paid_minor == (amount_minor if status is RecordStatus.PAID else 0)
    assert not record.livemode
    assert record.record_url == f"https://plisio.net/invoice/{seed_id(number)}"


@pytest.mark.parametrize(
    ("number", "words"), [("c005", "A part of it was paid"), ("c006", "More than it asked")]
)
async def test_what_a_person_must_see_is_said(vendor, number, words):
    assert words in (await vendor.observe(INVOICE, seed_id(number))).description


async def test_names_in_any_script_survive(vendor, books):
    books.invoices[seed_id("c001")].order_name = "Étagères, Kōbe 工房"
    assert (await vendor.observe(INVOICE, seed_id("c001"))).description == "Étagères, Kōbe 工房"


@pytest.mark.parametrize("in_milliseconds", [False, True])
async def test_until_when_it_can_be_paid_in_seconds_or_milliseconds(
    vendor, books, clock, in_milliseconds
):
    books.white_label, books.in_milliseconds = True, in_milliseconds
    record = await vendor.observe(INVOICE, seed_id("c001"))
    assert record.due_at == clock() + timedelta(hours=8)


async def test_of_a_payer_who_took_another_coin_the_active_invoice_counts(vendor, shop):
    books = shop
    assert await found(vendor, invoice_number="PLI-2009") == [(seed_id("c009"), FoundBy.INVOICE)]
    record = await vendor.observe(INVOICE, seed_id("c009"))
    assert (record.record_id, record.status) == (seed_id("c009"), RecordStatus.OPEN)
    books.pay(seed_id("c010"))
    assert (await vendor.observe(INVOICE, seed_id("c009"))).status is RecordStatus.PAID


async def test_an_active_invoice_of_another_order_is_not_believed(vendor, books):
    books.invoices[seed_id("c010")].order_number = "PLI-1"
    with pytest.raises(Refused, match="another order"):
        await vendor.observe(INVOICE, seed_id("c009"))


# --- when Plisio is not well ---


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.AUTH, Refused),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, Unavailable),
        (Fault.LOST_ANSWER, Unavailable),
        (Fault.MALFORMED, Unavailable),
        (Fault.HANG, Unavailable),
    ],
)
async def test_a_shop_that_cannot_be_read_is_never_an_empty_one(vendor, faults, fault, error):
    faults.set("plisio", fault)
    with pytest.raises(error):
        await vendor.find_records(RecordClaim(email=CEDAR), INVOICE)


async def test_a_read_is_tried_again_while_that_is_harmless(vendor, faults, pauses):
    faults.set("plisio", Fault.RATE_LIMITED, 1)
    assert await found(vendor, email=CEDAR)
    assert len(pauses) == 1
    assert pauses[0] >= 1.0, "as long as Retry-After asks"
