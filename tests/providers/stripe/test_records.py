"""Invoices, subscriptions and customers in local Stripe's books: found, and seen as they are."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from bot.redaction import Redacted
from bot.vendor_settings import StripeSettings
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_add import (
    DAY_S,
    add_charge,
    add_customer,
    add_invoice,
    add_subscription,
)
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from providers.stripe import build

KEY = "sk_test_local"
KINDS = [RecordKind.PAYMENT, RecordKind.INVOICE, RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER]
INVOICE, SUBSCRIPTION, CUSTOMER = RecordKind.INVOICE, RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER
RENEWAL, PLAN = "in_1Local20459", "sub_1LocalCobaltFleet"
PAUSED = "sub_1LocalLanternStudio"


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.05)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep)
        yield vendor
        await vendor.aclose()


def found(records):
    return [(record.record_id, record.found_by) for record in records]


# --- invoices ---


async def test_an_open_invoice_by_its_number(vendor, books, clock):
    [record] = await vendor.find_records(RecordClaim(invoice_number="inv-20467"), INVOICE)
    assert (record.kind, record.record_id, record.found_by) == (
        INVOICE,
        "in_1Local20467",
        FoundBy.INVOICE,
    )
    assert (record.amount_minor, record.currency, record.paid_minor) == (845_000, "NOK", 0)
    assert record.remaining_minor == 845_000
    assert record.status is RecordStatus.OPEN
    assert (record.invoice_id, record.invoice_number) == ("in_1Local20467", "INV-20467")
    assert record.customer_email == "faktura@nordlysfilm.example"
    assert record.due_at.timestamp() == books.get("invoice", "in_1Local20467")["due_date"]
    assert record.record_url == "https://dashboard.stripe.com/test/invoices/in_1Local20467"
    assert record.observed_at == clock()
    assert record.subscription_id is None


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"payment_ids": (" in_1Local20459 ",)}, [(RENEWAL, FoundBy.REFERENCE)]),
        ({"subscription_id": PLAN}, [(RENEWAL, FoundBy.REFERENCE)]),
        ({"payment_ids": (PLAN,)}, [(RENEWAL, FoundBy.REFERENCE)]),
        ({"payment_ids": ("ch_3LocalBirkeSeats",)}, [("in_1Local20431", FoundBy.REFERENCE)]),
        ({"invoice_number": "INV-20459", "subscription_id": PLAN}, [(RENEWAL, FoundBy.INVOICE)]),
        ({"payment_ids": (RENEWAL,), "subscription_id": PLAN}, [(RENEWAL, FoundBy.REFERENCE)]),
        ({"email": "Payables@CobaltFreight.example"}, [(RENEWAL, FoundBy.EMAIL)]),
        (
            {"email": "payables@cobaltfreight.example", "amount_minor": 118_000, "currency": "USD"},
            [(RENEWAL, FoundBy.EMAIL_AND_AMOUNT)],
        ),
        ({"payment_ids": ("cus_LocalCobalt", "re_1", "ch_3LocalGullwingProofs")}, []),
        ({"payment_ids": ("in_nowhere",)}, []),
        ({"subscription_id": "sub_nowhere"}, []),
        ({"subscription_id": "the fleet plan"}, []),
        ({"invoice_number": "20459"}, []),
        ({"email": "nobody@acme.example"}, []),
        ({}, []),
    ],
    ids=str,
)
async def test_which_invoices_a_claim_could_mean(vendor, claim, expected):
    assert found(await vendor.find_records(RecordClaim(**claim), INVOICE)) == expected


async def test_a_subscription_without_open_invoice_shows_its_latest_unless_it_is_paused(
    vendor, books
):
    books.put(books.get("invoice", RENEWAL) | {"status": "paid", "amount_remaining": 0})
    claim = RecordClaim(subscription_id=PLAN, email="payables@cobaltfreight.example")
    assert found(await vendor.find_records(claim, INVOICE)) == [(RENEWAL, FoundBy.REFERENCE)]
    books.put(books.get("subscription", PLAN) | {"status": "paused"})
    assert not await vendor.find_records(claim, INVOICE)  # the subscription itself is looked for


async def test_open_invoices_come_first_and_drafts_and_void_ones_never(vendor, books):
    larkfield = books.get("customer", "cus_LocalLarkfield")
    add_invoice(books, "INV-30001", larkfield, money=(100, "usd"), age_s=90 * DAY_S)
    gone = add_invoice(books, "INV-30002", larkfield, money=(200, "usd"))
    books.put(gone | {"status": "void"})
    records = await vendor.find_records(RecordClaim(email=larkfield["email"]), INVOICE)
    assert [(one.invoice_number, one.status) for one in records] == [
        ("INV-30001", RecordStatus.OPEN),
        ("INV-20402", RecordStatus.PAID),
    ]


async def test_of_the_open_ones_only_those_of_the_claimed_sum(vendor, books):
    payer = books.get("customer", "cus_LocalNordlys")
    add_invoice(books, "INV-30001", payer, money=(100_000, "nok"))
    claim = RecordClaim(email=payer["email"], amount_minor=845_000, currency="NOK")
    [record] = await vendor.find_records(claim, INVOICE)
    assert (record.record_id, record.found_by) == ("in_1Local20467", FoundBy.EMAIL_AND_AMOUNT)


async def test_at_most_ten_invoices_are_shown(vendor, books):
    many = add_customer(books, "Many", name="Many & Söhne", email="a@many.example")
    for number in range(14):
        add_invoice(books, f"INV-4{number:02d}", many, money=(100 + number, "eur"))
    assert len(await vendor.find_records(RecordClaim(email="a@many.example"), INVOICE)) == 10


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("draft", RecordStatus.DRAFT),
        ("open", RecordStatus.OPEN),
        ("paid", RecordStatus.PAID),
        ("void", RecordStatus.VOID),
        ("uncollectible", RecordStatus.VOID),
        ("a_word_of_the_future", RecordStatus.VOID),
        (None, RecordStatus.VOID),
    ],
)
async def test_what_each_state_of_an_invoice_means(vendor, books, status, meaning):
    books.put(books.get("invoice", RENEWAL) | {"status": status})
    assert (await vendor.observe(INVOICE, RENEWAL)).status is meaning


async def test_what_is_left_is_what_stripe_would_charge(vendor, books):
    change = {
        "total": 118_000,
        "amount_paid": 18_000,
        "amount_remaining": 90_000,
    }  # 10,000 credited
    books.put(books.get("invoice", RENEWAL) | change)
    record = await vendor.observe(INVOICE, RENEWAL)
    assert (record.amount_minor, record.paid_minor, record.remaining_minor) == (
        118_000,
        28_000,
        90_000,
    )
    books.put(books.get("invoice", RENEWAL) | {"amount_remaining": 120_000})  # and an old debt
    assert (await vendor.observe(INVOICE, RENEWAL)).remaining_minor == 120_000


async def test_an_invoice_of_a_subscription_says_how_that_stands(vendor, books, faults):
    record = await vendor.observe(INVOICE, RENEWAL)
    assert (record.subscription_id, record.subscription_status) == (PLAN, RecordStatus.PAST_DUE)
    faults.set("stripe", Fault.REFUSED, only="GET /v1/subscriptions/{subscription_exposed_id}")
    assert (await vendor.observe(INVOICE, RENEWAL)).subscription_status is None


@pytest.mark.parametrize(
    ("money", "minor"), [((12_800, "jpy"), 12_800), ((12_500, "kwd"), 12_500), ((1_300, "isk"), 13)]
)
async def test_sums_are_in_our_units(vendor, books, money, minor):
    payer = add_customer(books, "Units", name="Ünits 山田", email="a@units.example")
    invoice = add_invoice(books, "INV-30001", payer, money=money)
    record = await vendor.observe(INVOICE, invoice["id"])
    assert (record.amount_minor, record.currency) == (minor, money[1].upper())
    assert record.customer_name == "Ünits 山田"


async def test_what_should_not_be_there_is_removed_from_an_invoices_words(vendor, books):
    books.put(books.get("invoice", RENEWAL) | {"description": "card 4242 4242 4242 4242"})
    record = await vendor.observe(INVOICE, RENEWAL)
    assert "4242 4242" not in record.description
    texts = (record.customer_name, record.customer_email, record.invoice_number, record.description)
    assert all(isinstance(text, Redacted) for text in texts)


async def test_fields_of_the_future_do_no_harm(vendor, books):
    books.put(books.get("invoice", RENEWAL) | {"colour": "red", "parts": [{"a": 1}]})
    assert (await vendor.observe(INVOICE, RENEWAL)).record_id == RENEWAL


# --- subscriptions ---


async def test_a_subscription_shows_its_open_invoice(vendor):
    [record] = await vendor.find_records(RecordClaim(subscription_id=f" {PLAN} "), SUBSCRIPTION)
    assert (record.kind, record.record_id, record.found_by) == (
        SUBSCRIPTION,
        PLAN,
        FoundBy.REFERENCE,
    )
    assert record.status is record.subscription_status is RecordStatus.PAST_DUE
    assert (record.amount_minor, record.remaining_minor, record.currency) == (
        118_000,
        118_000,
        "USD",
    )
    assert (record.invoice_id, record.subscription_id) == (RENEWAL, PLAN)
    assert record.customer_email == "payables@cobaltfreight.example"
    assert record.record_url == f"https://dashboard.stripe.com/test/subscriptions/{PLAN}"


async def test_a_paused_subscription_asks_for_its_price(vendor):
    [record] = await vendor.find_records(
        RecordClaim(email="konto@lanternrow.example"), SUBSCRIPTION
    )
    assert (record.record_id, record.found_by) == (PAUSED, FoundBy.EMAIL)
    assert (record.status, record.remaining_minor) == (RecordStatus.PAUSED, 4_500)
    assert record.invoice_id is None


@pytest.mark.parametrize(
    "change",
    [
        {"discounts": ["di_1"]},
        {"automatic_tax": {"enabled": True, "liability": None}},
        {"default_tax_rates": [{"id": "txr_1"}]},
        {"items": {"object": "list", "data": [], "has_more": True, "url": "/"}},
    ],
)
async def test_a_price_that_is_not_the_whole_story_is_no_amount(vendor, books, change):
    books.put(books.get("subscription", PAUSED) | change)
    assert (await vendor.observe(SUBSCRIPTION, PAUSED)).amount_minor is None


@pytest.mark.parametrize("name", ["unit_amount", "quantity"])
async def test_a_metered_or_tiered_price_is_no_amount(vendor, books, name):
    item = books.get("subscription", PAUSED)["items"]["data"][0]
    (item["price"] if name == "unit_amount" else item)[name] = None
    assert (await vendor.observe(SUBSCRIPTION, PAUSED)).amount_minor is None


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("active", RecordStatus.ACTIVE),
        ("trialing", RecordStatus.ACTIVE),
        ("past_due", RecordStatus.PAST_DUE),
        ("unpaid", RecordStatus.PAST_DUE),
        ("incomplete", RecordStatus.PAST_DUE),
        ("paused", RecordStatus.PAUSED),
        ("canceled", RecordStatus.ENDED),
        ("incomplete_expired", RecordStatus.ENDED),
        ("a_word_of_the_future", RecordStatus.ENDED),
    ],
)
async def test_what_each_state_of_a_subscription_means(vendor, books, status, meaning):
    books.put(books.get("subscription", PLAN) | {"status": status})
    assert (await vendor.observe(SUBSCRIPTION, PLAN)).status is meaning


async def test_by_address_the_troubled_ones_come_first_and_ended_ones_never(vendor, books):
    owner = books.get("customer", "cus_LocalCobalt")
    add_subscription(books, "Running", owner, money=(900, "usd"), age_s=1)
    add_subscription(books, "Ended", owner, money=(900, "usd"), status="canceled", age_s=1)
    records = await vendor.find_records(RecordClaim(email=owner["email"]), SUBSCRIPTION)
    assert found(records) == [(PLAN, FoundBy.EMAIL), ("sub_1LocalRunning", FoundBy.EMAIL)]
    claim = RecordClaim(email=owner["email"], amount_minor=118_000, currency="USD")
    [record] = await vendor.find_records(claim, SUBSCRIPTION)
    assert (record.record_id, record.found_by) == (PLAN, FoundBy.EMAIL_AND_AMOUNT)
    [ended] = await vendor.find_records(
        RecordClaim(subscription_id="sub_1LocalEnded"), SUBSCRIPTION
    )
    assert ended.status is RecordStatus.ENDED


# --- customers ---


async def test_a_customer_by_the_address(vendor, books):
    claim = RecordClaim(email="Admin@AzulejosLindero.example", invoice_number="INV-20455")
    [record] = await vendor.find_records(claim, CUSTOMER)
    assert (record.kind, record.record_id, record.found_by) == (
        CUSTOMER,
        "cus_LocalLindero",
        FoundBy.EMAIL,
    )
    assert (record.customer_id, record.customer_name) == ("cus_LocalLindero", "Azulejos Lindero")
    assert (record.status, record.amount_minor, record.livemode) == (
        RecordStatus.ACTIVE,
        None,
        False,
    )
    assert record.record_url == "https://dashboard.stripe.com/test/customers/cus_LocalLindero"


async def test_two_customers_of_one_address_are_both_shown(vendor, books):
    twin = add_customer(books, "Twin", name="Twin", email="admin@azulejoslindero.example")
    records = await vendor.find_records(RecordClaim(email=twin["email"]), CUSTOMER)
    assert {record.record_id for record in records} == {"cus_LocalLindero", twin["id"]}


async def test_a_deleted_customer_is_ended(vendor):
    [record] = await vendor.find_records(RecordClaim(payment_ids=("cus_LocalGone",)), CUSTOMER)
    assert (record.status, record.found_by) == (RecordStatus.ENDED, FoundBy.REFERENCE)
    assert (record.customer_name, record.customer_email) == (None, None)


async def test_a_claim_without_id_and_address_finds_no_customer(vendor, books):
    claim = RecordClaim(payment_ids=("cus_nowhere", RENEWAL), invoice_number="INV-20455")
    assert not await vendor.find_records(claim, CUSTOMER)


# --- what a payment says beside its sum ---


async def observed(vendor, charge):
    return await vendor.observe(RecordKind.PAYMENT, charge)


async def test_a_payment_that_waits_for_an_answer_to_the_bank(vendor, books, clock):
    record = await observed(vendor, "ch_3LocalHarborShelf")
    [dispute] = books.every("dispute")
    assert (record.disputed, record.evidence_wanted) == (True, True)
    assert record.dispute_id == dispute["id"]
    assert record.evidence_due_at.timestamp() == dispute["evidence_details"]["due_by"]
    assert record.evidence_due_at > clock() + timedelta(days=3)


@pytest.mark.parametrize(
    ("status", "details", "wanted"),
    [
        ("needs_response", {}, True),
        ("warning_needs_response", {}, True),
        ("needs_response", {"due_by": None}, True),
        ("needs_response", {"past_due": True}, False),
        ("needs_response", {"due_by": 1}, False),
        ("needs_response", {"submission_count": 1}, False),
        ("under_review", {}, False),
        ("appeal_needs_response", {}, False),
        ("lost", {}, False),
        ("a_word_of_the_future", {}, False),
    ],
)
async def test_when_the_bank_takes_an_answer(vendor, books, status, details, wanted):
    [dispute] = books.every("dispute")
    dispute["evidence_details"] |= details
    books.put(dispute | {"status": status})
    assert (await observed(vendor, "ch_3LocalHarborShelf")).evidence_wanted is wanted


async def test_the_second_of_two_equal_payments_knows_the_first(vendor):
    assert (await observed(vendor, "ch_3LocalFernSecond")).duplicate_of == "ch_3LocalFernFirst"
    assert (await observed(vendor, "ch_3LocalFernFirst")).duplicate_of is None


@pytest.mark.parametrize(
    ("money", "hours", "first"),
    [
        ((6_450, "cad"), 71, {}),
        ((6_450, "cad"), 73, None),
        ((6_451, "cad"), 1, None),
        ((6_450, "usd"), 1, None),
    ],
)
async def test_what_makes_a_duplicate(vendor, books, money, hours, first):
    payer = add_customer(books, "Pair", name="Pair", email="a@pair.example")
    add_charge(books, "PairOne", payer, money=money, age_s=hours * 3600 + DAY_S)
    add_charge(books, "PairTwo", payer, money=(6_450, "cad"), age_s=DAY_S)
    expected = "ch_3LocalPairOne" if first is not None else None
    assert (await observed(vendor, "ch_3LocalPairTwo")).duplicate_of == expected


@pytest.mark.parametrize(
    "change",
    [
        {"amount_refunded": 6_450, "refunded": True},
        {"amount_refunded": 1},
        {"disputed": True},
        {"status": "failed", "captured": False, "paid": False},
        {"customer": "cus_LocalBirke"},
    ],
)
async def test_a_payment_that_does_not_stand_proves_no_duplicate(vendor, books, change):
    books.put(books.get("charge", "ch_3LocalFernFirst") | change)
    assert (await observed(vendor, "ch_3LocalFernSecond")).duplicate_of is None


async def test_two_payments_of_one_second_never_prove_each_other(vendor, books):
    first = books.get("charge", "ch_3LocalFernFirst")
    books.put(books.get("charge", "ch_3LocalFernSecond") | {"created": first["created"]})
    both = [await observed(vendor, f"ch_3LocalFern{one}") for one in ("First", "Second")]
    assert [record.duplicate_of for record in both] == [None, "ch_3LocalFernFirst"]


async def test_what_was_credited_cannot_be_refunded_as_well(vendor, books, faults):
    record = await observed(vendor, "ch_3LocalLarkfieldBoards")
    assert (record.invoice_id, record.refunded_minor) == ("in_1Local20402", 1_500)
    assert record.refundable_minor == 24_500
    [note] = books.every("credit_note")
    books.put(note | {"status": "void"})
    assert (await observed(vendor, "ch_3LocalLarkfieldBoards")).refunded_minor == 0


# --- when it is not there, or Stripe is not well ---


@pytest.mark.parametrize("kind", [INVOICE, SUBSCRIPTION, CUSTOMER])
@pytest.mark.parametrize("record_id", ["x", "ch_3LocalBirkeSeats", "in_nowhere", "sub_a/b", ""])
async def test_observing_what_is_not_there_is_refused(vendor, kind, record_id):
    with pytest.raises(Refused):
        await vendor.observe(kind, record_id)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.LOST_ANSWER])
async def test_an_outage_is_unavailable_never_an_empty_list(vendor, faults, kind, fault):
    faults.set("stripe", fault)
    with pytest.raises(Unavailable):
        await vendor.find_records(RecordClaim(email="payables@cobaltfreight.example"), kind)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_refused_key_is_refused_never_an_empty_list(vendor, faults, kind):
    faults.set("stripe", Fault.AUTH)
    with pytest.raises(Refused, match="does not accept"):
        await vendor.find_records(RecordClaim(email="payables@cobaltfreight.example"), kind)


@pytest.mark.parametrize("kind", KINDS)
async def test_an_empty_claim_asks_nothing(vendor, books, kind):
    assert not await vendor.find_records(RecordClaim(), kind)
    assert not books.requests
