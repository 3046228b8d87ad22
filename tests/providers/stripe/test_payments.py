"""Finding and observing payments in local Stripe's books."""

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from bot.redaction import Redacted
from bot.vendor_settings import StripeSettings
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import (
    DAY_S,
    LIVE_CHARGE,
    add_charge,
    add_customer,
    add_paid_invoice,
    seeded_books,
)
from providers.stripe import build

KEY = "sk_test_local"
EXPORT = "ch_3LocalOrchardExport"


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.05)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        vendor = build(
            StripeSettings(api_key=SecretStr(KEY), base_url=url), clock=clock, sleep=sleep
        )
        yield vendor
        await vendor.aclose()


def found(records):
    return [(record.record_id, record.found_by) for record in records]


# --- by an id ---


async def test_a_charge_by_its_id(vendor, books, clock):
    [record] = await vendor.find_records(RecordClaim(payment_ids=(EXPORT,)), RecordKind.PAYMENT)
    assert (record.vendor, record.record_id, record.found_by) == (
        "stripe",
        EXPORT,
        FoundBy.REFERENCE,
    )
    assert (record.amount_minor, record.currency, record.refunded_minor) == (249_000, "USD", 0)
    assert (record.customer_name, record.customer_email) == (
        "Orchard Lane Studio",
        "accounts@orchardlane.example",
    )
    assert record.invoice_number == "INV-20418"
    assert record.status is RecordStatus.PAID
    assert (record.disputed, record.livemode) == (False, False)
    assert record.record_url == f"https://dashboard.stripe.com/test/payments/{EXPORT}"
    assert record.observed_at == clock()
    assert record.paid_at.timestamp() == books.get("charge", EXPORT)["created"]
    assert record.resource == f"stripe:{EXPORT}"


async def test_a_charge_by_its_payment_intent(vendor, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    records = await vendor.find_records(
        RecordClaim(payment_ids=(f" {intent} ",)), RecordKind.PAYMENT
    )
    assert found(records) == [(EXPORT, FoundBy.REFERENCE)]


async def test_a_charge_by_its_invoices_id(vendor):
    records = await vendor.find_records(
        RecordClaim(payment_ids=("in_1Local20418",)), RecordKind.PAYMENT
    )
    assert found(records) == [(EXPORT, FoundBy.INVOICE)]


@pytest.mark.parametrize(
    "record_id",
    [
        "ch_3NoSuchThing",
        "pi_3NoSuchThing",
        "in_1NoSuchThing",
        LIVE_CHARGE,
        "re_1",
        "ch_",
        "ch_1/refunds",
        "pi_1_secret_abc",
        "CH_3LocalOrchardExport",
        "",
        "the one from Tuesday",
    ],
)
async def test_ids_that_lead_nowhere_find_nothing(vendor, record_id):
    assert not await vendor.find_records(RecordClaim(payment_ids=(record_id,)), RecordKind.PAYMENT)


async def test_the_same_payment_named_thrice_is_one_record(vendor, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    claim = RecordClaim(payment_ids=(EXPORT, intent, EXPORT), invoice_number="INV-20418")
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        (EXPORT, FoundBy.REFERENCE)
    ]


async def test_an_id_and_an_invoice_that_disagree_are_both_shown_the_id_first(vendor):
    claim = RecordClaim(payment_ids=(EXPORT,), invoice_number="INV-20431")
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        (EXPORT, FoundBy.REFERENCE),
        ("ch_3LocalBirkeSeats", FoundBy.INVOICE),
    ]


# --- by an invoice ---


@pytest.mark.parametrize("number", ["INV-20431", "inv-20431", "  INV-20431 "])
async def test_an_invoice_by_its_number(vendor, number):
    [record] = await vendor.find_records(RecordClaim(invoice_number=number), RecordKind.PAYMENT)
    assert found([record]) == [("ch_3LocalBirkeSeats", FoundBy.INVOICE)]
    assert (record.invoice_id, record.invoice_number) == ("in_1Local20431", "INV-20431")


@pytest.mark.parametrize("email", [None, "accounts@orchardlane.example", "new@orchardlane.example"])
async def test_an_invoice_that_search_does_not_know_yet_is_found_by_listing(vendor, books, email):
    orchard = books.get("customer", "cus_LocalOrchard")
    fresh = add_charge(books, "Fresh", orchard, money=(500, "usd"), age_s=1)
    add_paid_invoice(books, "INV-30001", fresh)
    claim = RecordClaim(invoice_number="INV-30001", email=email)
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        ("ch_3LocalFresh", FoundBy.INVOICE)
    ]


async def test_an_account_without_search_is_listed(vendor, faults):
    faults.set("stripe", Fault.REFUSED, only="GET /v1/invoices/search")
    records = await vendor.find_records(RecordClaim(invoice_number="INV-20418"), RecordKind.PAYMENT)
    assert found(records) == [(EXPORT, FoundBy.INVOICE)]


@pytest.mark.parametrize("number", ["INV-99999", "INV-2043", "' OR status:'paid", "\\", "20431"])
async def test_only_exactly_this_number_counts(vendor, number):
    assert not await vendor.find_records(RecordClaim(invoice_number=number), RecordKind.PAYMENT)


async def test_an_open_invoice_has_no_payment(vendor):
    assert not await vendor.find_records(
        RecordClaim(invoice_number="INV-20467"), RecordKind.PAYMENT
    )


# --- by the customer's address ---


async def test_address_and_amount(vendor):
    claim = RecordClaim(email="office@pembrokecycles.example", amount_minor=12_000, currency="GBP")
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        ("ch_3LocalPembrokeAddon", FoundBy.EMAIL_AND_AMOUNT)
    ]


async def test_two_payments_of_the_same_sum_are_both_shown_newest_first(vendor):
    claim = RecordClaim(email="hello@sundialyoga.example", amount_minor=7_500, currency="USD")
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        ("ch_3LocalSundialEvening", FoundBy.EMAIL_AND_AMOUNT),
        ("ch_3LocalSundialMorning", FoundBy.EMAIL_AND_AMOUNT),
    ]


@pytest.mark.parametrize(("amount", "currency"), [(None, None), (1, "GBP"), (12_000, "USD")])
async def test_the_address_alone_shows_all_its_payments(vendor, amount, currency):
    claim = RecordClaim(
        email="Office@PembrokeCycles.example", amount_minor=amount, currency=currency
    )
    assert found(await vendor.find_records(claim, RecordKind.PAYMENT)) == [
        ("ch_3LocalPembrokeAddon", FoundBy.EMAIL),
        ("ch_3LocalPembrokePlan", FoundBy.EMAIL),
    ]


async def test_sums_are_compared_in_our_units(vendor):
    yen = RecordClaim(email="keiri@kawasedesign.example", amount_minor=12_800, currency="JPY")
    dinar = RecordClaim(email="hesabat@qasrinteriors.example", amount_minor=12_500, currency="KWD")
    for claim in (yen, dinar):
        [record] = await vendor.find_records(claim, RecordKind.PAYMENT)
        assert record.found_by is FoundBy.EMAIL_AND_AMOUNT
        assert record.amount_minor == claim.amount_minor


async def test_a_named_payment_leaves_the_address_unasked(vendor, books):
    claim = RecordClaim(payment_ids=(EXPORT,), email="office@pembrokecycles.example")
    assert len(await vendor.find_records(claim, RecordKind.PAYMENT)) == 1
    assert not [request for request in books.requests if request.path == "/v1/customers"]


async def test_at_most_ten_are_shown(vendor, books):
    many = add_customer(books, "Many", name="Many & Söhne", email="a@many.example")
    for number in range(14):
        add_charge(books, f"Many{number}", many, money=(100 + number, "eur"), age_s=number * DAY_S)
    records = await vendor.find_records(RecordClaim(email="a@many.example"), RecordKind.PAYMENT)
    assert [record.amount_minor for record in records] == list(range(100, 110))


@pytest.mark.parametrize("email", ["nobody@acme.example", "", "@", "office@pembrokecycles.exampl"])
async def test_an_unknown_address_finds_nothing(vendor, email):
    assert not await vendor.find_records(RecordClaim(email=email), RecordKind.PAYMENT)


async def test_an_empty_claim_asks_nothing(vendor, books):
    assert not await vendor.find_records(RecordClaim(), RecordKind.PAYMENT)
    assert not books.requests


async def test_a_sum_our_units_cannot_hold_is_left_out_of_a_list_and_refused_by_name(vendor, books):
    payer = add_customer(books, "Reykur", name="Reykur ehf", email="a@reykur.example")
    add_charge(books, "Reykur", payer, money=(1_250, "isk"))
    assert not await vendor.find_records(RecordClaim(email="a@reykur.example"), RecordKind.PAYMENT)
    with pytest.raises(Refused, match=r"ISK 12\.50"):
        await vendor.find_records(RecordClaim(payment_ids=("ch_3LocalReykur",)), RecordKind.PAYMENT)


# --- what is observed ---


async def test_names_in_any_script_come_through_redacted_by_type(vendor, books):
    payer = add_customer(books, "Intl", name="山田 Ærøskøbing Żółć", email="info@müller.example")
    add_charge(books, "Intl", payer, money=(100, "eur"))
    record = await vendor.observe(RecordKind.PAYMENT, "ch_3LocalIntl")
    assert record.customer_name == "山田 Ærøskøbing Żółć"
    assert all(
        isinstance(text, Redacted)
        for text in (record.customer_name, record.customer_email, record.description)
        if text is not None
    )


async def test_what_should_not_be_there_is_removed_from_stripes_own_words(vendor, books):
    charge = books.get("charge", EXPORT)
    charge["description"] = "card 4242 4242 4242 4242"
    books.put(charge)
    record = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert "4242 4242" not in record.description


async def test_a_deleted_customer_has_no_name(vendor, books):
    books.delete_customer("cus_LocalOrchard")
    record = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert record.customer_id == "cus_LocalOrchard"
    assert record.customer_name in (None, "Orchard Lane Studio")  # as the payer typed it


async def test_refunds_on_their_way_count_against_what_is_left(vendor, books, faults):
    books.refund_elsewhere(EXPORT, 49_000)
    before = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert (before.refunded_minor, before.refundable_minor) == (49_000, 200_000)
    pending = books.refund_elsewhere(EXPORT, 100_000)
    pending["status"] = "pending"
    charge = books.get("charge", EXPORT)
    charge["amount_refunded"] = 49_000
    books.put(pending)
    books.put(charge)
    after = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert (after.refunded_minor, after.pending_refund_minor) == (49_000, 100_000)
    assert after.refundable_minor == 100_000


async def test_a_pending_refund_that_the_charge_already_counts_is_not_counted_twice(vendor, books):
    pending = books.refund_elsewhere(EXPORT, 100_000)
    pending["status"] = "pending"
    books.put(pending)
    charge = books.get("charge", EXPORT)
    charge["amount_refunded"] = 100_000
    books.put(charge)
    record = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert (record.refunded_minor, record.pending_refund_minor) == (100_000, 0)


async def test_a_refund_that_failed_gives_the_sum_back(vendor, books):
    refund = books.refund_elsewhere(EXPORT, 100_000)
    books.fail(refund["id"])
    assert (await vendor.observe(RecordKind.PAYMENT, EXPORT)).refundable_minor == 249_000


@pytest.mark.parametrize(
    ("status", "disputed"),
    [
        ("needs_response", True),
        ("under_review", True),
        ("warning_needs_response", True),
        ("lost", True),
        ("prevented", True),
        ("a_word_of_the_future", True),
        ("won", False),
        ("warning_closed", False),
    ],
)
async def test_a_dispute_stands_until_the_money_is_ours(vendor, books, status, disputed):
    dispute = books.open_dispute(EXPORT)
    dispute["status"] = status
    books.put(dispute)
    assert (await vendor.observe(RecordKind.PAYMENT, EXPORT)).disputed is disputed


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": "failed", "captured": False}, RecordStatus.FAILED),
        ({"status": "pending"}, RecordStatus.PENDING),
        ({"status": "succeeded", "captured": False, "amount_captured": 0}, RecordStatus.PENDING),
        ({"status": "a_word_of_the_future"}, RecordStatus.PENDING),
    ],
)
async def test_only_a_captured_success_is_paid(vendor, books, change, status):
    books.put(books.get("charge", EXPORT) | change)
    assert (await vendor.observe(RecordKind.PAYMENT, EXPORT)).status is status


async def test_what_a_smaller_capture_released_is_no_refund(vendor, books):
    change = {"amount_captured": 200_000, "amount_refunded": 79_000}  # 49,000 were released
    books.put(books.get("charge", EXPORT) | change)
    record = await vendor.observe(RecordKind.PAYMENT, EXPORT)
    assert (record.amount_minor, record.refunded_minor) == (200_000, 30_000)


async def test_observing_by_payment_intent_names_the_charge(vendor, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    assert (await vendor.observe(RecordKind.PAYMENT, intent)).record_id == EXPORT


@pytest.mark.parametrize("record_id", ["ch_3NoSuchThing", "in_1Local20418", "x", LIVE_CHARGE])
async def test_observing_what_is_not_there_is_refused(vendor, record_id):
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.PAYMENT, record_id)


async def test_an_intent_that_charged_nothing_is_refused(vendor, books):
    intent = books.get("charge", EXPORT)["payment_intent"]
    books.put(books.get("payment_intent", intent) | {"latest_charge": None})
    with pytest.raises(Refused, match="Nothing was charged"):
        await vendor.observe(RecordKind.PAYMENT, intent)
    assert not await vendor.find_records(RecordClaim(payment_ids=(intent,)), RecordKind.PAYMENT)


# --- when Stripe is not well ---


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.LOST_ANSWER])
async def test_an_outage_is_unavailable_never_an_empty_list(vendor, faults, fault):
    faults.set("stripe", fault)
    for claim in (
        RecordClaim(payment_ids=(EXPORT,)),
        RecordClaim(invoice_number="INV-20418"),
        RecordClaim(email="accounts@orchardlane.example"),
    ):
        with pytest.raises(Unavailable):
            await vendor.find_records(claim, RecordKind.PAYMENT)


async def test_a_refused_key_is_refused_never_an_empty_list(vendor, faults):
    faults.set("stripe", Fault.AUTH)
    with pytest.raises(Refused, match="does not accept"):
        await vendor.find_records(RecordClaim(payment_ids=(EXPORT,)), RecordKind.PAYMENT)


async def test_a_key_without_the_right_to_invoices_still_finds_by_id(vendor, faults):
    faults.set("stripe", Fault.REFUSED, only="GET /v1/invoice_payments")
    [record] = await vendor.find_records(RecordClaim(payment_ids=(EXPORT,)), RecordKind.PAYMENT)
    assert record.invoice_number is None
