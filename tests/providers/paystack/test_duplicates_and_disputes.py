"""Payments at local Paystack: paid twice, or disputed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.handoff.record import RecordKind
from handlers.sandbox.paystack_seed import add_transaction

PAYMENT = RecordKind.PAYMENT
FIRST, SECOND = "PSK-LocalIbadanFirst", "PSK-LocalIbadanSecond"


async def test_the_second_of_two_equal_payments_is_a_duplicate(vendor):
    assert (await vendor.observe(PAYMENT, SECOND)).duplicate_of == FIRST
    assert (await vendor.observe(PAYMENT, FIRST)).duplicate_of is None


@pytest.mark.parametrize(
    ("change", "duplicate"),
    [
        ({}, True),
        ({"amount": 750_100}, False),
        ({"currency": "GHS"}, False),
        ({"status": "failed"}, False),
        ({"status": "reversed"}, False),
        ({"paid_at": None}, False),
        ({"customer": {"id": 1}}, False),
    ],
    ids=str,
)
async def test_only_what_is_equal_counts(vendor, books, change, duplicate):
    books.by_reference(FIRST).update(change)
    assert ((await vendor.observe(PAYMENT, SECOND)).duplicate_of == FIRST) is duplicate


@pytest.mark.parametrize(("hours", "duplicate"), [(72, True), (73, False), (0, True), (-1, False)])
async def test_shortly_before_is_three_days(vendor, books, hours, duplicate):
    later = datetime.fromisoformat(books.by_reference(SECOND)["paid_at"])
    moment = f"{(later - timedelta(hours=hours)).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    books.by_reference(FIRST).update(paid_at=moment, created_at=moment)
    assert ((await vendor.observe(PAYMENT, SECOND)).duplicate_of == FIRST) is duplicate


async def test_one_that_was_given_back_proves_nothing(vendor, books):
    made = books.refund(FIRST, 100)
    assert (await vendor.observe(PAYMENT, SECOND)).duplicate_of is None
    books.fail(made["id"])
    assert (await vendor.observe(PAYMENT, SECOND)).duplicate_of == FIRST


async def test_of_three_the_nearest_is_named(vendor, books):
    add_transaction(
        books, "IbadanThird", books.customer("CUS_localibadan"), money=(750_000, "NGN"), days_ago=5
    )
    assert (await vendor.observe(PAYMENT, "PSK-LocalIbadanThird")).duplicate_of == SECOND


async def test_an_open_dispute_says_until_when_it_waits(vendor, books, clock):
    record = await vendor.observe(PAYMENT, "PSK-LocalIbadanShelf")
    [dispute] = books.every("dispute")
    assert (record.disputed, record.evidence_wanted) == (True, True)
    assert record.dispute_id == str(dispute["id"])
    assert record.evidence_due_at == clock() + timedelta(hours=16)


@pytest.mark.parametrize("status", ["awaiting-bank-feedback", "pending", "archived", "a new word"])
async def test_a_dispute_that_does_not_wait_for_us(vendor, books, status):
    books.every("dispute")[0]["status"] = status
    record = await vendor.observe(PAYMENT, "PSK-LocalIbadanShelf")
    assert (record.disputed, record.evidence_wanted) == (True, False)


async def test_of_two_disputes_the_waiting_one_matters(vendor, books):
    waiting = books.every("dispute")[0]
    other = books.open_dispute("PSK-LocalIbadanShelf")
    books.resolve_dispute(other["id"], "merchant-accepted")
    record = await vendor.observe(PAYMENT, "PSK-LocalIbadanShelf")
    assert record.dispute_id == str(waiting["id"])
