"""Records as the books show them: by number, by address, in every currency, never one too many."""

import pytest

from bot.errors import Refused
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus

K, S = RecordKind, RecordStatus


async def found(vendor, kind, **claim):
    return await vendor.find_records(RecordClaim(**claim), kind)


async def test_an_invoice_is_found_by_its_number(vendor):
    [record] = await found(vendor, K.INVOICE, invoice_number="QB-1044")
    assert (record.record_id, record.found_by) == ("invoice-132", FoundBy.INVOICE)
    assert (record.amount_minor, record.paid_minor, record.currency) == (30_000, 22_450, "USD")
    assert (record.status, record.customer_id) == (S.OPEN, "67")
    assert record.customer_email == "accounts@kestrelfittings.example"
    assert record.due_at is not None
    assert record.record_url == "https://app.sandbox.qbo.intuit.com/app/invoice?txnId=132"


async def test_a_number_that_two_invoices_have_finds_both(vendor):
    records = await found(vendor, K.INVOICE, invoice_number="QB-3001")
    assert [one.record_id for one in records] == ["invoice-150", "invoice-151"]


async def test_the_name_of_a_record_finds_it(vendor):
    [record] = await found(vendor, K.INVOICE, payment_ids=("invoice-130",))
    assert record.found_by is FoundBy.REFERENCE
    assert await found(vendor, K.INVOICE, payment_ids=("invoice-99999",)) == []


async def test_without_a_number_the_address_finds_all_and_the_claimed_sum_goes_first(vendor):
    records = await found(
        vendor,
        K.INVOICE,
        email="Accounts@KestrelFittings.example",
        amount_minor=30_000,
        currency="USD",
    )
    assert [(one.record_id, one.found_by) for one in records] == [
        ("invoice-132", FoundBy.EMAIL_AND_AMOUNT),
        ("invoice-131", FoundBy.EMAIL),  # what is open goes before what is paid
        ("invoice-130", FoundBy.EMAIL),
    ]


@pytest.mark.parametrize("email", ["nobody@acme.example", "no address", "hello@goneaway.example"])
async def test_who_is_not_there_or_not_in_use_is_not_found(vendor, email):
    assert await found(vendor, K.CUSTOMER, email=email) == []


async def test_a_name_that_is_a_statement_finds_nothing_and_breaks_nothing(vendor):
    assert await found(vendor, K.INVOICE, invoice_number="' or Id > '0") == []


@pytest.mark.parametrize(
    ("name", "amount_minor", "currency"),
    [("invoice-141", 12_000, "JPY"), ("invoice-142", 12_345, "KWD"), ("invoice-133", 6_420, "USD")],
)
async def test_each_currency_is_counted_in_its_own_units(vendor, name, amount_minor, currency):
    record = await vendor.observe(K.PAYMENT, name)
    assert (record.amount_minor, record.currency) == (amount_minor, currency)
    assert record.status is S.PAID


async def test_names_in_every_script_stay_as_they_are(vendor):
    record = await vendor.observe(K.CUSTOMER, "customer-69")
    assert record.customer_name == "O'Brannigan Söhne 株式会社"


async def test_what_is_open_is_not_paid_and_what_was_voided_is_neither(vendor):
    assert (await vendor.observe(K.PAYMENT, "invoice-131")).status is S.OPEN
    assert (await vendor.observe(K.INVOICE, "invoice-152")).status is S.VOID


async def test_without_a_currency_no_sum_is_known(books, vendor):
    del books.get("Invoice", "130")["CurrencyRef"]
    for kind in (K.PAYMENT, K.INVOICE):
        record = await vendor.observe(kind, "invoice-130")
        assert (record.amount_minor, record.currency) == (None, None)


async def test_a_sum_finer_than_its_currency_is_refused_when_named_and_left_out_of_lists(
    books, vendor
):
    books.change("Invoice", "130", {"TotalAmt": 480.005})
    with pytest.raises(Refused):
        await vendor.observe(K.INVOICE, "invoice-130")
    listed = await found(vendor, K.INVOICE, email="accounts@kestrelfittings.example")
    assert "invoice-130" not in [one.record_id for one in listed]


async def test_what_is_unknown_in_an_answer_is_ignored(books, vendor):
    books.change("Invoice", "130", {"Surprise": {"deep": [1, None]}})
    assert (await vendor.observe(K.INVOICE, "invoice-130")).amount_minor == 48_000


async def test_a_customer_is_found_by_the_invoice_that_was_named(vendor):
    [record] = await found(vendor, K.CUSTOMER, invoice_number="QB-1042")
    assert (record.record_id, record.found_by) == ("customer-67", FoundBy.INVOICE)


async def test_one_address_of_two_customers_finds_both(vendor):
    records = await found(vendor, K.CUSTOMER, email="office@twinmills.example")
    assert [one.record_id for one in records] == ["customer-75", "customer-76"]


async def test_there_are_no_subscriptions_there(vendor):
    assert await found(vendor, K.SUBSCRIPTION, email="accounts@kestrelfittings.example") == []
    with pytest.raises(Refused):
        await vendor.observe(K.SUBSCRIPTION, "invoice-130")


@pytest.mark.parametrize(
    ("kind", "name"), [(K.INVOICE, "customer-67"), (K.CUSTOMER, "invoice-130"), (K.INVOICE, "130")]
)
async def test_the_name_of_another_kind_is_refused(vendor, kind, name):
    with pytest.raises(Refused):
        await vendor.observe(kind, name)
