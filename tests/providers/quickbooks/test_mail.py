"""An invoice is mailed once, to the address in the books, and its address stays as it is."""

from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from handlers.sandbox.faults import Fault
from handlers.sandbox.quickbooks_ui import bounce

NAME = "quickbooks.send_invoice"
SEND = "POST /invoice/{id}/send"


@pytest.fixture
def operation(vendor):
    return vendor.operations[NAME]


@pytest.fixture
def sending(order):
    return lambda record_id="invoice-131", **change: order(NAME, record_id, **change)


async def test_it_goes_to_the_invoices_own_address_without_naming_one(books, operation, sending):
    effect = await operation.send(sending())
    assert (effect.status, effect.reference) == ("done", "131")
    assert [one.to for one in books.mails] == ["accounts@kestrelfittings.example"]
    assert not any("sendTo" in one.query for one in books.requests)


async def test_where_the_invoice_has_none_the_customers_is_named(books, operation, sending):
    await operation.send(sending("invoice-153"))
    assert [one.to for one in books.mails] == ["ap@terntextiles.example"]


async def test_the_same_step_twice_is_one_mail(books, operation, sending):
    await operation.send(sending())
    await operation.send(sending())
    assert len(books.mails) == 1


async def test_a_later_step_is_another_mail(books, operation, sending, time):
    await operation.send(sending())
    time["now"] += timedelta(hours=1)
    later = sending(since=time["now"])
    await operation.send(
        type(later)(f"{later.step_key}1", "again", later.record_id, since=later.since)
    )
    assert len(books.mails) == 2


async def test_a_lost_answer_is_found_and_not_mailed_again(books, faults, operation, sending):
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await operation.send(sending())
    assert (await operation.find_effect(sending())).status == "done"
    await operation.send(sending())
    assert len(books.mails) == 1


async def test_what_was_not_mailed_is_not_found(faults, operation, sending):
    faults.set("quickbooks", Fault.SERVER_ERROR, 1, SEND)
    with pytest.raises(OutcomeUnknown):
        await operation.send(sending())
    assert await operation.find_effect(sending()) is None


async def test_what_came_back_has_failed(books, operation, sending):
    await operation.send(sending())
    bounce(books, "131")
    assert (await operation.watch(sending(), "131")).status == "failed"


@pytest.mark.parametrize(
    ("record_id", "code"), [("invoice-152", "void"), ("invoice-154", "no_email")]
)
async def test_what_cannot_be_mailed_is_refused(books, operation, sending, record_id, code):
    with pytest.raises(Refused) as refused:
        await operation.send(sending(record_id))
    assert (refused.value.code, books.mails) == (code, [])


async def test_without_the_steps_time_nothing_is_mailed(books, operation, sending):
    with pytest.raises(Unavailable):
        await operation.send(sending(since=None))
    assert books.mails == []


@pytest.mark.parametrize("status", [{}, {"EmailStatus": "NotSet"}, {"EmailStatus": "NeedToSend"}])
async def test_an_answer_that_does_not_show_the_mail_is_no_mail(
    opened, scripted, script, sending, status
):
    """A success that did nothing was seen at other operations."""
    invoice = {"Id": "131", "SyncToken": "0", "TotalAmt": 120.0, "Balance": 120.0}
    own = {"BillEmail": {"Address": "accounts@kestrelfittings.example"}}
    tokens = {"access_token": "at", "refresh_token": "rt", "expires_in": 3600}
    script.at("/oauth2/v1/tokens/bearer", tokens)
    script.say({"Invoice": invoice | own | status})
    with pytest.raises(OutcomeUnknown):
        await opened(url=scripted).operations[NAME].send(sending())
