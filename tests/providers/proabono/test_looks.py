"""What can be asked of local ProAbono from a card: no link, no change."""

import pytest

from bot.errors import Refused
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow
from bot.vendors import Question
from providers.proabono.looks import document_link
from providers.proabono.models import Invoice
from tests.providers.proabono.orders import writes

CALL = BillingCall(call_id="call_1", workflow=Workflow.INVOICE_RESEND)
STATE, INVOICES = "proabono.subscription_state", "proabono.find_invoices"
DOCUMENT = "proabono.document_link"


@pytest.fixture
def ask(vendor):
    async def asked(name, kind, record_id):
        record = await vendor.observe(kind, record_id)
        question = Question(CALL, record)
        assert vendor.looks[name].applies(question)
        return {one.label: one.value for one in await vendor.looks[name].ask(question)}

    return asked


def test_none_of_them_writes(vendor):
    assert {one.facts.writes for one in vendor.looks.values()} == {False}
    assert set(vendor.looks) == {STATE, INVOICES, DOCUMENT}


async def test_subscriptions_and_how_they_are_paid(ask):
    assert await ask(STATE, RecordKind.INVOICE, "invoice:3001") == {
        "Subscription 2001": "offer-pro: suspended: a payment is due",
        "Pays by": "card",
    }


async def test_the_latest_invoices_without_credit_notes(ask):
    found = await ask(INVOICES, RecordKind.CUSTOMER, "customer:glycine-42")
    assert found == {
        "Invoice (draft)": "EUR 120.00, draft",
        "Invoice F7.00000019": "EUR 300.00, due, is charged by itself",
        "Invoice F7.00000012": "EUR 300.00, overdue",
    }


@pytest.mark.parametrize(
    ("record_id", "said"),
    [("invoice:3001", "BackOffice"), ("invoice:3006", "BackOffice"), ("invoice:3003", "not made")],
)
async def test_the_document_is_told_and_its_link_never(ask, books, logged, record_id, said):
    found = await ask(DOCUMENT, RecordKind.INVOICE, record_id)
    (value,) = found.values()
    assert said in value
    assert "portal" not in f"{found}{logged()}"
    assert writes(books) == []


@pytest.mark.parametrize("name", [INVOICES, DOCUMENT])
async def test_a_number_that_looks_like_a_card_is_not_shown(ask, books, name):
    books.invoices[3001]["FullNumber"] = "4242 4242 4242 4242"
    found = await ask(name, RecordKind.INVOICE, "invoice:3001")
    assert "4242 4242" not in str(found)
    assert "[card" in str(found)


def test_the_link_does_not_show_itself(books):
    invoice = Invoice.model_validate(books.invoices[3001])
    assert document_link(invoice).get_secret_value().startswith("https://")
    assert "portal" not in repr(invoice)


async def test_it_does_not_apply_elsewhere(vendor):
    record = await vendor.observe(RecordKind.CUSTOMER, "customer:moulin-7")
    other = record.model_copy(update={"vendor": "stripe"})
    assert not vendor.looks[DOCUMENT].applies(Question(CALL, record))
    assert not vendor.looks[STATE].applies(Question(CALL, other))
    assert not vendor.looks[STATE].applies(Question(CALL))
    with pytest.raises(Refused):
        await vendor.looks[STATE].ask(Question(CALL))
