"""The balance as the books show it, and documents as QuickBooks prints them."""

from datetime import UTC, datetime

import pytest

from bot.errors import Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendors import Done, Matter, Papers, Question
from handlers.sandbox.faults import Fault

AT = datetime(2031, 3, 5, tzinfo=UTC)


@pytest.fixture
def look(vendor):
    return vendor.looks["quickbooks.balance"]


def call(**change):
    told = {name: redact(text) for name, text in change.items()}
    return BillingCall(call_id="call_1", workflow=Workflow.PROMISE_TO_PAY, **told)


async def test_the_balance_of_the_customer_on_record_and_what_is_open(vendor, look):
    record = await vendor.observe(RecordKind.INVOICE, "invoice-130")
    balance, *invoices = await look.ask(Question(call(), record))
    assert (balance.label, balance.value) == ("Balance", "Kestrel Fittings: USD 195.50")
    assert balance.url.endswith("customerdetail?nameId=67")
    assert [one.label for one in invoices] == ["Invoice QB-1043", "Invoice QB-1044"]
    assert invoices[1].value.startswith("USD 75.50 open, due 2031-")


async def test_without_a_record_the_callers_address_is_asked(look):
    question = Question(call(email="keiri@nishiki.example"))
    assert look.applies(question)
    [balance] = await look.ask(question)
    assert balance.value == "Nishiki Paper: JPY 0"


async def test_nobody_there_is_an_empty_answer(look):
    assert await look.ask(Question(call(email="nobody@acme.example"))) == []
    assert not look.applies(Question(call()))


def test_a_look_changes_nothing(look):
    assert not look.facts.writes


# --- documents ---


async def test_the_invoice_on_record_is_printed(vendor):
    assert isinstance(vendor, Papers)
    record = await vendor.observe(RecordKind.INVOICE, "invoice-130")
    paper = await vendor.paper(Matter("ho_1", call(), record))
    assert paper.name == "Invoice-QB-1042.pdf"
    assert paper.content.startswith(b"%PDF")


async def test_what_was_made_goes_before_the_invoice_it_is_of(vendor, order):
    name = "quickbooks.create_credit_memo"
    made = await vendor.operations[name].send(order(name, amount_minor=100, currency="USD"))
    record = await vendor.observe(RecordKind.INVOICE, "invoice-130")
    paper = await vendor.paper(Matter("ho_1", call(), record, Done(name, made.reference)))
    assert paper.name.startswith("CreditMemo-HO-")


async def test_a_fault_in_place_of_a_document_is_no_document(faults, vendor):
    record = await vendor.observe(RecordKind.INVOICE, "invoice-130")
    faults.set("quickbooks", Fault.REFUSED, 1, "GET /invoice/{id}/pdf")
    with pytest.raises(Refused):
        await vendor.paper(Matter("ho_1", call(), record))
    faults.set("quickbooks", Fault.MALFORMED, 1, "GET /invoice/{id}/pdf")
    with pytest.raises(Unavailable):
        await vendor.paper(Matter("ho_1", call(), record))


async def test_of_a_customer_there_is_none(vendor):
    record = await vendor.observe(RecordKind.CUSTOMER, "customer-67")
    with pytest.raises(Refused):
        await vendor.paper(Matter("ho_1", call(), record))
