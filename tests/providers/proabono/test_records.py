"""What a call is matched with at local ProAbono, and what cannot be trusted."""

from urllib.parse import quote

import pytest

from bot.errors import ConfigurationError, Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from handlers.sandbox.faults import Fault
from handlers.sandbox.proabono_seed import add_customer, add_invoice, add_subscription

INVOICE, SUBSCRIPTION, CUSTOMER = RecordKind.INVOICE, RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER
GLYCINE = "Compta@Glycine.example"


def ids(records):
    return [one.record_id for one in records]


async def test_an_invoice_is_found_by_its_full_number(vendor):
    (found,) = await vendor.find_records(RecordClaim(invoice_number="f7.00000012"), INVOICE)
    assert (found.record_id, found.found_by) == ("invoice:3001", FoundBy.INVOICE)
    assert (found.amount_minor, found.currency, found.remaining_minor) == (30_000, "EUR", 30_000)
    assert (found.status, found.disputed, found.livemode) == (RecordStatus.OPEN, False, False)
    assert found.customer_id == "1001"
    assert found.customer_name == "Éditions Glycine"
    assert found.customer_email == "compta@glycine.example"


@pytest.mark.parametrize("number", ["F7.0000001", "FA7.00000003", "nothing", "../Customers"])
async def test_what_is_no_invoice_is_not_found(vendor, number):
    """A credit note is a document of another kind."""
    assert await vendor.find_records(RecordClaim(invoice_number=number), INVOICE) == []


async def test_by_address_open_ones_come_first(vendor):
    found = await vendor.find_records(RecordClaim(email=GLYCINE), INVOICE)
    assert ids(found) == ["invoice:3002", "invoice:3001", "invoice:3003"]
    assert {one.found_by for one in found} == {FoundBy.EMAIL}


async def test_the_claimed_sum_narrows(vendor):
    claim = RecordClaim(email=GLYCINE, amount_minor=12_000, currency="EUR")
    (found,) = await vendor.find_records(claim, INVOICE)
    assert (found.record_id, found.found_by) == ("invoice:3003", FoundBy.EMAIL_AND_AMOUNT)


async def test_who_names_a_subscription_is_not_given_an_invoice(vendor):
    claim = RecordClaim(subscription_id="2001", email=GLYCINE)
    assert await vendor.find_records(claim, INVOICE) == []
    (found,) = await vendor.find_records(claim, SUBSCRIPTION)
    assert (found.record_id, found.found_by) == (
        "subscription:2001@glycine-42",
        FoundBy.REFERENCE,
    )
    assert (found.status, found.amount_minor) == (RecordStatus.PAST_DUE, 25_000)


@pytest.mark.parametrize(
    ("state", "status", "capped", "shown"),
    [
        ("ActiveRunning", "Active", False, RecordStatus.ACTIVE),
        ("ActiveRunning", "Active", True, RecordStatus.PAST_DUE),
        ("SuspendedNoPaymentInfo", "Suspended", False, RecordStatus.PAST_DUE),
        ("SuspendedAgent", "Suspended", False, RecordStatus.PAUSED),
        ("DraftAgent", "Draft", False, RecordStatus.DRAFT),
        ("EndedTerminated", "Ended", False, RecordStatus.ENDED),
        ("SomethingNew", "SomethingNew", None, RecordStatus.ENDED),
    ],
)
async def test_what_a_subscription_shows(vendor, books, state, status, capped, shown):
    books.subscriptions[2002] |= {
        "Status": status, "StateSubscription": state, "IsPaymentCappingReached": capped
    }  # fmt: skip
    assert (await vendor.observe(SUBSCRIPTION, "subscription:2002@moulin-7")).status is shown


async def test_an_address_on_two_records_gives_both(vendor):
    claim = RecordClaim(email="contact@ateliersud.example")
    found = await vendor.find_records(claim, CUSTOMER)
    assert ids(found) == ["customer:atelier%20sud", "customer:atelier-nord"]
    for one in found:
        assert (await vendor.observe(CUSTOMER, one.record_id)).record_id == one.record_id


@pytest.mark.parametrize("email", ["ompta@glycine.example", "no-compta@glycine.example"])
async def test_a_part_of_an_address_is_another_address(vendor, email):
    assert await vendor.find_records(RecordClaim(email=email), CUSTOMER) == []


async def test_a_reference_that_was_named_goes_before_the_address(vendor):
    claim = RecordClaim(payment_ids=("moulin-7",), email=GLYCINE)
    (found,) = await vendor.find_records(claim, CUSTOMER)
    assert (found.record_id, found.found_by) == ("customer:moulin-7", FoundBy.REFERENCE)


PRIVATE = ["ana@glycine.example", "+33 6 12 34 56 78", "33612345678", "4242424242424242"]


@pytest.mark.parametrize("reference", PRIVATE)
async def test_a_reference_that_is_an_address_or_a_number_of_somebody_is_in_no_name(
    vendor, books, reference
):
    """The business chooses them, and many choose the e-mail; names of records are shown."""
    add_customer(books, reference, "Ana", "ana@glycine.example", number=1099)
    add_subscription(books, 2009, reference, "offer-pro", "ActiveRunning")
    for kind in (CUSTOMER, SUBSCRIPTION):
        (found,) = await vendor.find_records(RecordClaim(email="ana@glycine.example"), kind)
        shown = f"{found.record_id} {found.customer_id}"
        assert not any(part in shown for part in (reference, quote(reference, safe=""), "glycine"))
        assert (await vendor.observe(kind, found.record_id)).record_id == found.record_id


async def test_payments_are_no_records_there(vendor, books):
    claim = RecordClaim(payment_ids=("ch_1",), email=GLYCINE)
    assert await vendor.find_records(claim, RecordKind.PAYMENT) == []
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.PAYMENT, "invoice:3001")
    assert books.requests == []


@pytest.mark.parametrize("kind", [INVOICE, SUBSCRIPTION, CUSTOMER])
async def test_nobody_is_found_by_an_unknown_address(vendor, books, kind):
    assert await vendor.find_records(RecordClaim(email="who@nowhere.example"), kind) == []
    books.customers.clear()  # an empty list is a 204 without a body
    assert await vendor.find_records(RecordClaim(email="who@nowhere.example"), kind) == []
    assert books.requests[-1].status == 204


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
async def test_lists_are_read_to_their_end(address, open_vendor, books, size):
    for number in range(7):
        add_invoice(books, 4000 + number, "moulin-7", f"F8.{number:08d}", 500, "DueOffline")
    vendor = open_vendor(address, page_size=size)
    claim = RecordClaim(email="bureau@moulindespres.example")
    assert len(await vendor.find_records(claim, INVOICE)) == 8
    await vendor.aclose()


async def test_a_list_that_changes_while_it_is_read_is_not_taken_for_whole(
    address, open_vendor, books, monkeypatch
):
    """Pages are cut from live data: one that went away hides another."""
    gone = iter([None, "glycine-42"])
    every = dict(books.customers)

    class Changing(dict):
        def values(self):
            every.pop(next(gone, None), None)
            return every.values()

    monkeypatch.setattr(books, "customers", Changing(every))
    vendor = open_vendor(address, page_size=1)
    with pytest.raises(Unavailable, match="whole"):
        await vendor.find_records(RecordClaim(email="bureau@moulindespres.example"), CUSTOMER)
    await vendor.aclose()


async def test_a_list_without_an_end_is_refused(address, open_vendor, books):
    for number in range(25):
        add_customer(books, f"many-{number}", "Many", "many@many.example", number=9000 + number)
    vendor = open_vendor(address, page_size=1)
    with pytest.raises(Refused, match="too long"):
        await vendor.find_records(RecordClaim(email=GLYCINE), CUSTOMER)
    await vendor.aclose()


async def test_only_the_configured_segment_is_read(address, open_vendor, books):
    vendor = open_vendor(address, segment="main-eur")
    await vendor.find_records(RecordClaim(email=GLYCINE), CUSTOMER)
    assert "ReferenceSegment=main-eur" in books.requests[-1].query
    await vendor.aclose()


@pytest.mark.parametrize(("currency", "amount"), [("JPY", 12_000), ("KWD", 1_234), ("eur", 7)])
async def test_amounts_are_minor_units_of_any_currency(vendor, books, currency, amount):
    books.invoices[3001] |= {"Currency": currency, "AmountTotal": amount}
    found = await vendor.observe(INVOICE, "invoice:3001")
    assert (found.amount_minor, found.currency) == (amount, currency.upper())


async def test_an_unknown_currency_is_not_shown(vendor, books, logged):
    books.invoices[3001]["Currency"] = "XXX"
    with pytest.raises(Refused):
        await vendor.observe(INVOICE, "invoice:3001")
    found = await vendor.find_records(RecordClaim(email=GLYCINE), INVOICE)
    assert "invoice:3001" not in ids(found)
    assert "proabono_currency_unknown" in logged()


@pytest.mark.parametrize("record_id", ["", "invoice:", "invoice:3004", "3001", "customer:moulin-7"])
async def test_no_other_name_is_an_invoice(vendor, record_id):
    with pytest.raises(Refused):
        await vendor.observe(INVOICE, record_id)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.AUTH, Refused),
        (Fault.REFUSED, Refused),
        (Fault.MALFORMED, Unavailable),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, Unavailable),
        (Fault.LOST_ANSWER, Unavailable),
        (Fault.SLOW, Unavailable),
    ],
)
async def test_a_read_that_fails_is_never_nothing_found(vendor, faults, fault, kind):
    faults.set("proabono", fault)
    with pytest.raises(kind):
        await vendor.find_records(RecordClaim(invoice_number="F7.00000012"), INVOICE)


async def test_a_read_waits_as_long_as_it_is_told(vendor, faults, books, pauses):
    books.retry_after_s = 2
    faults.set("proabono", Fault.RATE_LIMITED, times=1)
    assert await vendor.find_records(RecordClaim(invoice_number="F7.00000012"), INVOICE)
    assert pauses[0] >= 2


async def test_wrong_keys_are_refused_and_not_told(address, open_vendor, logged):
    vendor = open_vendor(address, agent_key="somebody-else")
    with pytest.raises(Refused, match="keys") as caught:
        await vendor.observe(CUSTOMER, "customer:moulin-7")
    assert "somebody-else" not in f"{caught.value}{logged()}"
    await vendor.aclose()


async def test_another_record_than_the_one_asked_for_is_refused(scripted_vendor, script):
    script.say({"Id": 9, "ReferenceCustomer": "other", "Status": "Enabled"})
    with pytest.raises(Refused, match="another customer"):
        await scripted_vendor.observe(CUSTOMER, "customer:moulin-7")


def test_without_both_keys_it_is_off(open_vendor):
    assert open_vendor("https://api-42.proabono.com", agent_key=None) is None
    assert open_vendor("https://api-42.proabono.com", api_key=None) is None


@pytest.mark.parametrize("url", [None, "http://api-42.proabono.com"])
def test_without_a_safe_address_it_does_not_start(open_vendor, url):
    with pytest.raises(ConfigurationError):
        open_vendor(url)
