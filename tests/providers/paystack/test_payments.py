"""Finding and observing payments in local Paystack: what a claim could mean, what is left of it."""

from datetime import timedelta

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from handlers.sandbox.faults import Fault
from handlers.sandbox.paystack_seed import (
    LIVE_REFERENCE,
    add_payer,
    add_transaction,
)
from providers.paystack.payments import MOST_RECORDS

PAYMENT = RecordKind.PAYMENT
SEAT = "PSK-LocalKanoSeat"
SHELF = "PSK-LocalIbadanShelf"
FRAMES = "PSK-LocalCapeFrames"


async def found(vendor, **claim):
    return [
        (one.record_id, one.found_by) for one in await vendor.find_records(_claim(**claim), PAYMENT)
    ]


def _claim(**claim):
    return RecordClaim(**claim)


# --- observing ---


async def test_a_record_says_what_the_books_hold(vendor, books, clock):
    record = await vendor.observe(PAYMENT, SEAT)
    item = books.by_reference(SEAT)
    assert (record.vendor, record.record_id, record.resource) == (
        "paystack",
        SEAT,
        f"paystack:{SEAT}",
    )
    assert (record.amount_minor, record.currency) == (1_250_000, "NGN")
    assert (record.refunded_minor, record.pending_refund_minor) == (0, 0)
    assert (record.status, record.disputed, record.livemode) == (RecordStatus.PAID, False, False)
    assert record.customer_id == item["customer"]["customer_code"]
    assert record.customer_name == "Kano Studios"
    assert record.customer_email == "books@kanostudios.example"
    assert record.paid_at == clock() - timedelta(days=2)
    assert record.observed_at == clock()
    assert str(item["id"]) in record.record_url


async def test_an_instant_without_its_z_is_utc(vendor, books):
    books.by_reference(SEAT)["paid_at"] = "2031-03-01T10:00:00.000"
    assert (await vendor.observe(PAYMENT, SEAT)).paid_at.isoformat() == "2031-03-01T10:00:00+00:00"


async def test_francs_are_whole(vendor):
    record = await vendor.observe(PAYMENT, "PSK-LocalDakarFabric")
    assert (record.amount_minor, record.currency) == (25_000, "XOF")


async def test_refunds_are_summed_by_what_became_of_them(vendor, books):
    for amount, act in ((100, books.settle), (200, None), (400, books.fail)):
        made = books.refund(SEAT, amount)
        if act:
            act(made["id"])
    books.need_attention(books.refund(SEAT, 800)["id"])
    record = await vendor.observe(PAYMENT, SEAT)
    assert (record.refunded_minor, record.pending_refund_minor) == (100, 1000)
    assert record.refundable_minor == 1_250_000 - 1100


async def test_more_refunds_than_a_page_are_all_counted(vendor, books):
    for _ in range(60):
        books.refund(SEAT, 10)
    assert (await vendor.observe(PAYMENT, SEAT)).pending_refund_minor == 600


async def test_a_word_that_is_new_takes_from_what_is_left(vendor, books):
    books.refund(SEAT, 500)["status"] = "thinking"
    assert (await vendor.observe(PAYMENT, SEAT)).pending_refund_minor == 500


async def test_a_reversed_transaction_has_nothing_left(vendor, books):
    books.settle(books.refund(SEAT)["id"])
    record = await vendor.observe(PAYMENT, SEAT)
    assert (record.status, record.refundable_minor) == (RecordStatus.PAID, 0)
    books.by_reference(FRAMES)["status"] = "reversed"  # by a chargeback: its refunds say less
    record = await vendor.observe(PAYMENT, FRAMES)
    assert (record.refunded_minor, record.refundable_minor) == (190_000, 0)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("failed", RecordStatus.FAILED),
        ("abandoned", RecordStatus.FAILED),
        ("ongoing", RecordStatus.PENDING),
        ("queued", RecordStatus.PENDING),
        ("a new word", RecordStatus.PENDING),
    ],
)
async def test_only_success_is_paid(vendor, books, status, expected):
    books.by_reference(SEAT)["status"] = status
    assert (await vendor.observe(PAYMENT, SEAT)).status is expected


@pytest.mark.parametrize(
    ("status", "resolution", "disputed"),
    [
        ("awaiting-merchant-feedback", None, True),
        ("awaiting-bank-feedback", "declined", True),
        ("resolved", "merchant-accepted", True),
        ("resolved", None, True),
        ("archived", None, True),
        ("resolved", "declined", False),
    ],
)
async def test_a_dispute_stands_until_it_was_declined(vendor, books, status, resolution, disputed):
    [dispute] = books.every("dispute")
    dispute |= {"status": status, "resolution": resolution}
    assert (await vendor.observe(PAYMENT, SHELF)).disputed is disputed
    assert not (await vendor.observe(PAYMENT, SEAT)).disputed


@pytest.mark.parametrize("name", ["PSK-None", LIVE_REFERENCE, "../refund", "a b", "", "PSK/1", "."])
async def test_what_is_not_there_is_refused(vendor, name):
    with pytest.raises(Refused):
        await vendor.observe(PAYMENT, name)


async def test_an_answer_about_another_transaction_is_refused(vendor, books, monkeypatch):
    other = books.by_reference(SHELF)
    monkeypatch.setattr(books, "by_reference", lambda _reference: other)
    with pytest.raises(Refused, match="another transaction"):
        await vendor.observe(PAYMENT, SEAT)


async def test_a_payment_of_live_mode_is_refused(vendor, books):
    books.by_reference(SEAT)["domain"] = "live"
    with pytest.raises(Refused, match="not of test mode"):
        await vendor.observe(PAYMENT, SEAT)


@pytest.mark.parametrize("only", ["GET /refund", "GET /dispute"])
async def test_without_refunds_or_disputes_there_is_no_record(vendor, faults, only):
    faults.set("paystack", Fault.SERVER_ERROR, only=only)
    with pytest.raises(Unavailable):
        await vendor.observe(PAYMENT, SEAT)


# --- finding ---


async def test_a_reference_leads_to_its_payment(vendor):
    assert await found(vendor, payment_ids=(SEAT,)) == [(SEAT, FoundBy.REFERENCE)]
    assert await found(vendor, payment_ids=(f" {SEAT} ", SEAT)) == [(SEAT, FoundBy.REFERENCE)]


async def test_an_id_leads_to_the_same_payment(vendor, books):
    number = str(books.by_reference(SEAT)["id"])
    assert await found(vendor, payment_ids=(number,)) == [(SEAT, FoundBy.REFERENCE)]
    assert await found(vendor, payment_ids=(number, SEAT)) == [(SEAT, FoundBy.REFERENCE)]


async def test_a_reference_may_have_been_said_as_an_invoices_number(vendor):
    assert await found(vendor, invoice_number=SEAT) == [(SEAT, FoundBy.REFERENCE)]


async def test_names_that_lead_nowhere_are_no_error(vendor, books):
    names = ("PSK-None", "12345", "0", "9" * 30, "a b", "", LIVE_REFERENCE)
    assert await found(vendor, payment_ids=names, invoice_number="INV-1") == []
    assert not any("a b" in one.path for one in books.requests)


async def test_the_address_and_the_sum_narrow(vendor, books):
    ibadan = "till@ibadanbooks.example"
    pair = await found(vendor, email=ibadan, amount_minor=750_000, currency="NGN")
    assert pair == [
        ("PSK-LocalIbadanSecond", FoundBy.EMAIL_AND_AMOUNT),
        ("PSK-LocalIbadanFirst", FoundBy.EMAIL_AND_AMOUNT),
    ]
    other_currency = await found(vendor, email=ibadan, amount_minor=750_000, currency="GHS")
    assert {how for _, how in other_currency} == {FoundBy.EMAIL}
    alone = await found(vendor, email=ibadan)
    assert "PSK-LocalIbadanDeclined" not in [one for one, _ in alone]
    assert len(alone) == 3


async def test_the_address_is_not_asked_when_a_name_led_somewhere(vendor, books):
    await found(vendor, payment_ids=(SEAT,), email="till@ibadanbooks.example")
    assert not any("/customer/" in one.path for one in books.requests)


async def test_capitals_in_an_address_do_not_matter_and_strangers_have_nothing(vendor):
    assert await found(vendor, email="Books@KanoStudios.example") == [(SEAT, FoundBy.EMAIL)]
    assert await found(vendor, email="nobody@there.example") == []


@pytest.mark.parametrize("email", ["..", "CUS_localkano", "a/b@c.example", "?@x", "%2e@x"])
async def test_what_stands_for_an_address_never_leaves_its_place_in_the_path(vendor, books, email):
    assert await found(vendor, email=email) == []
    assert all(one.path.startswith("/customer/") for one in books.requests)
    assert all(("@" in email, one.query) == (True, "") for one in books.requests)


async def test_an_outage_is_never_told_as_nothing_found(vendor, faults):
    for only in ("GET /transaction/verify/{reference}", "GET /customer/{email_or_code}"):
        faults.set("paystack", Fault.RATE_LIMITED, only=only)
    with pytest.raises(Unavailable):
        await vendor.find_records(_claim(payment_ids=(SEAT,)), PAYMENT)
    with pytest.raises(Unavailable):
        await vendor.find_records(_claim(email="books@kanostudios.example"), PAYMENT)


async def test_a_refused_key_is_told(vendor, faults):
    faults.set("paystack", Fault.AUTH)
    with pytest.raises(Refused, match="API key"):
        await vendor.find_records(_claim(payment_ids=(SEAT,)), PAYMENT)


async def test_only_so_many_are_completed(vendor, books):
    payer = add_payer(books, "Many", name="Many Payments", email="many@payments.example")
    for number in range(MOST_RECORDS + 3):
        add_transaction(books, f"Many{number}", payer, money=(100, "NGN"))
    assert len(await found(vendor, email="many@payments.example")) == MOST_RECORDS
