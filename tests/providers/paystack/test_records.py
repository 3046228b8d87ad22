"""Every kind of record at local Paystack: what a claim leads to, what the record says."""

from datetime import timedelta

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.record import FoundBy, RecordClaim, RecordKind, RecordStatus
from handlers.sandbox import paystack_dues as dues
from handlers.sandbox import paystack_subscriptions as subscriptions
from handlers.sandbox.faults import Fault
from handlers.sandbox.paystack_seed_dues import add_request
from providers.paystack.payment_requests import MOST_RECORDS

PAYMENT, INVOICE = RecordKind.PAYMENT, RecordKind.INVOICE
SUBSCRIPTION, CUSTOMER = RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER
KINDS = [RecordKind.PAYMENT, RecordKind.INVOICE, RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER]
KANO = "books@kanostudios.example"
ENUGU = "ledger@enuguharvest.example"
ONE_OF_EACH = [
    (PAYMENT, "PSK-LocalKanoSeat"),
    (INVOICE, "PRQ_localkano"),
    (SUBSCRIPTION, "SUB_localkanoplan"),
    (CUSTOMER, "CUS_localkano"),
]


async def found(vendor, kind, **claim):
    records = await vendor.find_records(RecordClaim(**claim), kind)
    return [(one.record_id, one.found_by) for one in records]


# --- all kinds ---


@pytest.mark.parametrize(("kind", "record_id"), ONE_OF_EACH)
async def test_each_says_whose_it_is(vendor, books, clock, kind, record_id):
    record = await vendor.observe(kind, record_id)
    assert (record.vendor, record.kind, record.record_id) == ("paystack", kind, record_id)
    assert (record.customer_id, record.customer_name) == ("CUS_localkano", "Kano Studios")
    assert record.customer_email == KANO
    assert record.customer_phone == books.customer(KANO)["phone"]
    assert (record.livemode, record.observed_at) == (False, clock())
    assert record.found_by is FoundBy.REFERENCE


@pytest.mark.parametrize(("kind", "record_id"), ONE_OF_EACH)
async def test_each_is_found_by_its_own_name(vendor, kind, record_id):
    assert await found(vendor, kind, payment_ids=(f" {record_id} ",)) == [
        (record_id, FoundBy.REFERENCE)
    ]
    assert await found(vendor, kind, invoice_number=record_id) == [(record_id, FoundBy.REFERENCE)]


@pytest.mark.parametrize("kind", KINDS)
async def test_nobodys_name_leads_nowhere(vendor, kind):
    names = ("PRQ_none", "SUB_none", "CUS_none", "PSK-None", "..", "", "9" * 30)
    assert await found(vendor, kind, payment_ids=names, email="nobody@there.example") == []
    assert await found(vendor, kind) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", "..", "CUS_a/b", "PRQ_/", "SUB_x y", "PSK/1", "x" * 200])
async def test_what_is_no_name_is_refused_unasked(vendor, books, kind, name):
    with pytest.raises(Refused):
        await vendor.observe(kind, name)
    assert books.requests == []


@pytest.mark.parametrize(("kind", "record_id"), ONE_OF_EACH)
async def test_what_is_of_live_mode_is_refused(vendor, books, kind, record_id):
    for kept in books.objects.values():
        for item in kept.values():
            item["domain"] = "live"
    with pytest.raises(Refused, match="not of test mode"):
        await vendor.observe(kind, record_id)
    with pytest.raises(Refused, match="not of test mode"):
        await found(vendor, kind, email=KANO)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RATE_LIMITED, Fault.LOST_ANSWER])
@pytest.mark.parametrize(("kind", "record_id"), ONE_OF_EACH)
async def test_an_outage_is_never_told_as_nothing_found(vendor, faults, kind, record_id, fault):
    faults.set("paystack", fault)
    for claim in ({"payment_ids": (record_id,)}, {"email": KANO}):
        with pytest.raises(Unavailable):
            await found(vendor, kind, **claim)
    with pytest.raises(Unavailable):
        await vendor.observe(kind, record_id)


@pytest.mark.parametrize(("kind", "record_id"), ONE_OF_EACH)
async def test_a_refused_key_is_told(vendor, faults, kind, record_id):
    faults.set("paystack", Fault.AUTH)
    with pytest.raises(Refused, match="API key"):
        await found(vendor, kind, payment_ids=(record_id,))


async def test_an_answer_about_another_is_refused(vendor, books, monkeypatch):
    other = dues.found(books, "PRQ_localadire")
    monkeypatch.setattr(dues, "found", lambda _books, _name: other)
    subscription = subscriptions.found(books, "SUB_localjosplan")
    monkeypatch.setattr(subscriptions, "found", lambda _books, _name: subscription)
    customer = books.customer("CUS_localbenin")
    monkeypatch.setattr(books, "customer", lambda _name: customer)
    for kind, record_id in ONE_OF_EACH[1:]:
        with pytest.raises(Refused, match="another"):
            await vendor.observe(kind, record_id)


# --- payment requests ---


async def test_a_request_says_what_is_still_to_be_paid(vendor, clock):
    record = await vendor.observe(INVOICE, "PRQ_localenugulate")
    assert (record.status, record.amount_minor, record.currency) == (
        RecordStatus.OPEN,
        32_000_000,
        "NGN",
    )
    assert (record.paid_minor, record.remaining_minor) == (12_000_000, 20_000_000)
    assert record.due_at == (clock() - timedelta(days=11)).replace(hour=0, minute=0)
    assert record.last_sent_at == clock() - timedelta(days=15)
    assert (record.invoice_number, record.description) == ("1047", "Goods delivered")


async def test_francs_are_whole(vendor):
    record = await vendor.observe(INVOICE, "PRQ_localdakar")
    assert (record.amount_minor, record.currency) == (41_000, "XOF")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, RecordStatus.OPEN),
        ({"status": "draft"}, RecordStatus.DRAFT),
        ({"status": "success", "paid": True}, RecordStatus.PAID),
        ({"paid": True}, RecordStatus.PAID),
        ({"status": "failed"}, RecordStatus.VOID),
        ({"status": "a new word"}, RecordStatus.VOID),
    ],
    ids=str,
)
async def test_only_pending_is_open(vendor, books, change, status):
    dues.found(books, "PRQ_localkano").update(change)
    assert (await vendor.observe(INVOICE, "PRQ_localkano")).status is status


async def test_a_request_may_say_little(vendor, books):
    bare = {"due_date": None, "notifications": [], "invoice_number": None, "description": None}
    dues.found(books, "PRQ_localkano").update(bare)
    record = await vendor.observe(INVOICE, "PRQ_localkano")
    assert (record.due_at, record.last_sent_at, record.invoice_number) == (None, None, None)
    dues.found(books, "PRQ_localkano")["due_date"] = "2031-04-01"
    assert (await vendor.observe(INVOICE, "PRQ_localkano")).due_at.isoformat() == (
        "2031-04-01T00:00:00+00:00"
    )


async def test_an_archived_request_is_gone(vendor, books):
    books.archived.add(dues.found(books, "PRQ_localkano")["id"])
    with pytest.raises(Refused):
        await vendor.observe(INVOICE, "PRQ_localkano")
    assert await found(vendor, INVOICE, email=KANO) == []


async def test_an_invoice_number_leads_to_its_request_with_or_without_the_caller(vendor, books):
    for claim in ({}, {"email": ENUGU}, {"email": KANO}, {"email": "nobody@there.example"}):
        assert await found(vendor, INVOICE, invoice_number="1047", **claim) == [
            ("PRQ_localenugulate", FoundBy.INVOICE)
        ]
    offline = dues.found(books, "PRQ_localkano")["offline_reference"]
    for claim in ({"invoice_number": offline}, {"payment_ids": (offline,)}):
        assert await found(vendor, INVOICE, **claim) == [("PRQ_localkano", FoundBy.INVOICE)]


@pytest.mark.parametrize("number", ["INV-1047", "01047", "104", "10470", "None"])
async def test_almost_the_number_is_not_the_number(vendor, books, number):
    dues.found(books, "PRQ_localkano")["invoice_number"] = None
    assert await found(vendor, INVOICE, invoice_number=number) == []


async def test_a_payment_id_is_no_invoice_number(vendor):
    assert await found(vendor, INVOICE, payment_ids=("1047",)) == []


async def test_the_address_alone_shows_all_open_ones_first(vendor):
    assert await found(vendor, INVOICE, email="Ledger@EnuguHarvest.example") == [
        ("PRQ_localenugulate", FoundBy.EMAIL),
        ("PRQ_localenugupaid", FoundBy.EMAIL),
        ("PRQ_localenuguseed", FoundBy.EMAIL),
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (32_000_000, "NGN", ["PRQ_localenugulate"]),  # in all
        (20_000_000, "NGN", ["PRQ_localenugulate"]),  # what is left
        (1_500_000, "NGN", ["PRQ_localenuguseed"]),
        (32_000_000, "GHS", None),
        (5, "NGN", None),
    ],
)
async def test_the_address_and_the_sum_narrow(vendor, amount, currency, expected):
    seen = await found(vendor, INVOICE, email=ENUGU, amount_minor=amount, currency=currency)
    if expected is None:
        assert {how for _, how in seen} == {FoundBy.EMAIL}
    else:
        assert seen == [(code, FoundBy.EMAIL_AND_AMOUNT) for code in expected]


async def test_only_so_many_are_completed(vendor, books):
    for number in range(MOST_RECORDS + 3):
        add_request(books, f"PRQ_many{number}", "CUS_localbenin", money=(100, "NGN"))
    assert len(await found(vendor, INVOICE, email="office@beninbronze.example")) == MOST_RECORDS


async def test_a_sum_that_cannot_be_shown_is_left_out_or_told(vendor, books):
    dues.found(books, "PRQ_localdakar")["amount"] = 55  # half a franc
    assert await found(vendor, INVOICE, email="compta@atelierdakar.example") == []
    with pytest.raises(Refused):
        await vendor.observe(INVOICE, "PRQ_localdakar")


# --- subscriptions ---


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", RecordStatus.ACTIVE),
        ("non-renewing", RecordStatus.ACTIVE),
        ("attention", RecordStatus.PAST_DUE),
        ("complete", RecordStatus.ENDED),
        ("cancelled", RecordStatus.ENDED),
    ],
)
async def test_what_a_subscription_is(vendor, books, status, expected):
    subscriptions.become(books, "SUB_localjosplan", status)
    record = await vendor.observe(SUBSCRIPTION, "SUB_localjosplan")
    assert (record.status, record.subscription_status) == (expected, expected)
    assert (record.amount_minor, record.currency, record.subscription_id) == (
        2_800_000,
        "NGN",
        "SUB_localjosplan",
    )


async def test_a_word_that_is_new_counts_as_ended(vendor, books):
    books.every("subscription")[0]["status"] = "thinking"
    code = books.every("subscription")[0]["subscription_code"]
    assert (await vendor.observe(SUBSCRIPTION, code)).status is RecordStatus.ENDED


@pytest.mark.parametrize("plan", [28, {"id": 28}, {"id": 28, "currency": "EUR"}])
async def test_without_a_known_currency_it_states_no_sum(vendor, books, plan):
    for one in books.every("subscription"):
        one["plan"] = plan
    record = await vendor.observe(SUBSCRIPTION, "SUB_localjosplan")
    assert (record.amount_minor, record.currency) == (None, None)


async def test_the_address_shows_what_needs_attention_first(vendor, books):
    jos = books.customer("CUS_localjos")
    for one in books.every("subscription"):
        one["customer"] = {"id": jos["id"], "email": jos["email"]}
    assert await found(vendor, SUBSCRIPTION, email=jos["email"]) == [
        ("SUB_localjosplan", FoundBy.EMAIL),
        ("SUB_localkanoplan", FoundBy.EMAIL),
        ("SUB_localadireplan", FoundBy.EMAIL),
    ]
    assert await found(vendor, SUBSCRIPTION, subscription_id="SUB_localkanoplan") == [
        ("SUB_localkanoplan", FoundBy.REFERENCE)
    ]


# --- customers ---


async def test_a_customer_owes_nothing_and_is_active(vendor):
    record = await vendor.observe(CUSTOMER, "CUS_localkano")
    assert (record.status, record.amount_minor, record.currency) == (
        RecordStatus.ACTIVE,
        None,
        None,
    )


async def test_the_address_leads_to_the_customer(vendor):
    assert await found(vendor, CUSTOMER, email=KANO.upper()) == [("CUS_localkano", FoundBy.EMAIL)]
    assert await found(vendor, CUSTOMER, email="CUS_localkano") == []
