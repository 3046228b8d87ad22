"""Every write at local QuickBooks: done once, each fault means one thing, and the books know it."""

import json
from datetime import UTC, datetime

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.operations import MONEY_OPERATIONS
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendors import Done, Matter
from handlers.sandbox.faults import Fault
from handlers.sandbox.quickbooks_books import KINDS

ROUTES = {
    "quickbooks.create_credit_memo": "POST /creditmemo",
    "quickbooks.record_credit": "POST /creditmemo",
    "quickbooks.create_refund_receipt": "POST /refundreceipt",
    "quickbooks.send_invoice": "POST /invoice/{id}/send",
    "quickbooks.update_customer": "POST /customer",
    "quickbooks.add_note": "POST /customer",
}
ALL = pytest.mark.parametrize("name", list(ROUTES))
ELSEWHERE = Matter(
    "ho_1",
    BillingCall(call_id="call_1", workflow=Workflow.REFUND_REQUEST),
    Record(
        vendor="stripe",
        record_id="ch_1",
        found_by=FoundBy.REFERENCE,
        customer_email=redact("accounts@kestrelfittings.example"),
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=datetime(2031, 3, 5, tzinfo=UTC),
    ),
    Done("stripe.create_refund", "re_1", 4_900, "USD"),
)
ASKED = {
    "quickbooks.create_credit_memo": {"amount_minor": 4_900, "currency": "USD"},
    "quickbooks.record_credit": {"matter": ELSEWHERE},
    "quickbooks.create_refund_receipt": {"matter": ELSEWHERE},
    "quickbooks.send_invoice": {},
    "quickbooks.update_customer": {
        "record_id": "customer-67",
        "form": {"line1": "8 quai Perrache", "city": "Łódź 株式会社"},
    },
    "quickbooks.add_note": {"note": redact("Asked for Éditions Żółw 株式会社; call call_1")},
}


@pytest.fixture
def asked(order):
    """The order of each operation, as the desk would make it."""
    return lambda name: order(name, **ASKED[name])


def truth(books):
    """Everything in the books, so that nothing can have happened unseen."""
    return json.dumps([books.every(kind) for kind in KINDS]) + str(books.mails)


def test_the_table_names_every_operation(vendor):
    assert set(vendor.operations) == set(ROUTES)


@ALL
def test_what_each_declares(vendor, name):
    facts = vendor.operations[name].facts
    assert (facts.writes, facts.moves_money) == (True, name in MONEY_OPERATIONS)
    assert facts.can_look_up


@ALL
async def test_each_write_names_its_attempt(vendor, books, asked, name):
    await vendor.operations[name].send(asked(name))
    [write] = [one for one in books.requests if one.method != "GET"]
    assert "requestid=" in write.query


@ALL
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.REFUSED, (Refused, False)),  # a fault inside a success
        (Fault.AUTH, (Refused, False)),
        (Fault.RATE_LIMITED, (Unavailable, False)),
        (Fault.SERVER_ERROR, (OutcomeUnknown, False)),
        (Fault.HANG, (OutcomeUnknown, False)),  # timed out before the effect
        (Fault.LOST_ANSWER, (OutcomeUnknown, True)),
        (Fault.SLOW, (OutcomeUnknown, True)),  # timed out after it
        (Fault.MALFORMED, (OutcomeUnknown, True)),
    ],
)
async def test_faults(vendor, books, faults, asked, name, fault, meaning):
    kind, happens = meaning
    before = truth(books)
    faults.set("quickbooks", fault, 1, ROUTES[name])
    with pytest.raises(kind):
        await vendor.operations[name].send(asked(name))
    assert (truth(books) != before) is happens
    sent = [one for one in books.requests if one.method != "GET"]
    assert len(sent) == 1, "a write is never repeated here"


@ALL
async def test_after_a_lost_answer_the_books_show_it_and_a_repeat_changes_nothing(
    vendor, books, faults, asked, name
):
    operation = vendor.operations[name]
    assert await operation.find_effect(asked(name)) is None
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, ROUTES[name])
    with pytest.raises(OutcomeUnknown):
        await operation.send(asked(name))
    found = await operation.find_effect(asked(name))
    assert found.status == "done"
    made = told(books)
    assert (await operation.send(asked(name))).reference == found.reference
    assert told(books) == made
    assert (await operation.watch(asked(name), found.reference)).status == "done"


def told(books):
    """What stands in the books, without the tokens that rise with every touch."""
    left_out = {"SyncToken", "MetaData", "DeliveryInfo"}
    things = [
        {name: value for name, value in one.items() if name not in left_out}
        for kind in KINDS
        for one in books.every(kind)
    ]
    return json.dumps(things), len(books.mails)


@ALL
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.RATE_LIMITED])
async def test_without_a_look_into_the_books_nothing_is_sent(
    vendor, faults, writes, asked, name, fault
):
    for only in ("GET /invoice/{id}", "GET /customer/{id}", "GET /query"):
        faults.set("quickbooks", fault, None, only)
    with pytest.raises(Unavailable):
        await vendor.operations[name].send(asked(name))
    assert writes() == []
