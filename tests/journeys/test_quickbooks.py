"""QuickBooks from the call to its books: as a destination, beside one, and by its own reports."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards import names
from bot.handoff.words import StepKind
from tests.journeys.conftest import buttons, until
from tests.journeys.workflows import Row, a_call

MAPPING = '\n[destination.mapping]\nobject = "charge"\n'
PAIRED = f'\n[destination.pairings]\nquickbooks = "main"\n{MAPPING}'
UNAUTHORIZED = 401


@pytest.fixture
def paired(open_house):
    return open_house(**{MAPPING: PAIRED})


def asked(workflow: str, number: str, **facts: Any) -> Row:
    named = {"request_type": workflow, "invoice_number": number, "currency": "USD", **facts}
    return Row(f"quickbooks-{number}", "quickbooks", named, (), ())


def settled(house, row):
    call = a_call(row, "approve")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def books(house):
    return house.world.sandbox.quickbooks


# --- as a destination ---


def test_a_lost_answer_to_a_credit_is_one_credit(house):
    call_id = house.receive("quickbooks_credit")
    house.await_button(call_id, "approve")
    house.fault("quickbooks", "lost_answer", only="POST /creditmemo")
    house.approve(call_id, amount="240.00")
    house.await_state(call_id, "succeeded")
    house.await_card(call_id, "QuickBooks holds credit memo HO-", "over USD 240.00")
    [memo] = books(house).every("CreditMemo")
    assert f"call {call_id}" in memo["PrivateNote"]


def test_the_credit_memo_is_mailed_once_somebody_asks_for_it(open_house):
    """QuickBooks is paired with a mailbox, which has the document from it."""
    mapping = '[destination.mapping]\nobject = "Invoice"\n'
    house = open_house(**{mapping: f'[destination.pairings]\ngmail = "billing"\n\n{mapping}'})
    call_id = house.receive("quickbooks_credit")
    house.await_button(call_id, "approve")
    assert names.RESEND not in buttons(house.card(call_id)), "there is nothing to send yet"
    house.approve(call_id, amount="240.00")
    house.await_state(call_id, "succeeded")
    house.await_button(call_id, "resend")
    house.click(call_id, "resend")
    house.submit()
    house.await_card(call_id, "Gmail took the mail with the document")
    _told, mailed = house.world.sandbox.google.mailbox.sent
    [paper] = mailed.attached
    [memo] = books(house).every("CreditMemo")
    assert paper.name == f"CreditMemo-{memo['DocNumber']}.pdf"
    assert paper.content.startswith(b"%PDF-")
    assert mailed.to == house.case(call_id).handoff.record.customer_email


def test_a_consent_that_ended_is_said_on_the_card_and_asked_about_once(house):
    books(house).grants.end_consent()
    call_id = settled(house, asked("refund_request", "QB-1042", amount="480.00"))
    house.await_card(call_id, "connect the company again")
    assert books(house).grants.asked == 1
    assert books(house).requests == []


# --- beside a destination ---


def test_after_a_refund_elsewhere_the_books_hold_a_receipt(paired):
    house = paired
    call_id = house.receive("refund_small")
    house.await_button(call_id, "approve")
    house.click(call_id, "approve")
    assert "Then QuickBooks gets the refund receipt." in str(until(house.open_view))
    house.fault("quickbooks", "lost_answer", only="POST /refundreceipt")
    house.submit()
    house.await_state(call_id, "succeeded")
    [refund] = house.new_refunds("ch_3LocalBirkeSeats")
    [receipt] = books(house).every("RefundReceipt")
    assert (receipt["TotalAmt"], receipt["CustomerRef"]["value"]) == (49.0, "80")
    assert receipt["PaymentRefNum"] == refund["id"][:21]
    house.await_card(call_id, "QuickBooks shows the refund receipt of *EUR 49.00* as done")


def test_what_cannot_be_booked_leaves_the_refund_as_it_is(paired):
    house = paired
    books(house).closed = True
    call_id = house.receive("refund_small")
    house.approve(call_id)
    house.await_state(call_id, "partly_done")
    house.await_card(call_id, "The accounting period is closed in QuickBooks.")
    assert len(house.new_refunds("ch_3LocalBirkeSeats")) == 1


# --- what it reports ---


def test_an_invoice_that_was_paid_is_read_again_and_shown(house):
    call_id = settled(house, asked("promise_to_pay", "QB-1043"))
    house.await_button(call_id, "approve")
    house.ui("reports", vendor="quickbooks", way="twice")
    house.ui("quickbooks/invoices/131/pay")
    house.await_card(call_id, "The invoice is paid: there is nothing open on it.")
    until(lambda: all(one["status"] for one in house.state()["reports"]["sent"]))
    looks = [one for one in house.case(call_id).steps if one.kind is StepKind.READ_AGAIN]
    assert len(looks) == 1, "however often it was reported"


def test_a_forged_report_changes_nothing(house):
    call_id = settled(house, asked("promise_to_pay", "QB-1043"))
    house.await_button(call_id, "approve")
    revision = house.case(call_id).handoff.revision
    house.ui("reports", vendor="quickbooks", way="forged")
    house.ui("quickbooks/invoices/131/pay")
    reports = until(lambda: house.state()["reports"]["sent"])
    until(lambda: all(one["status"] for one in house.state()["reports"]["sent"]))
    assert {one["status"] for one in house.state()["reports"]["sent"]} == {UNAUTHORIZED}, reports
    assert house.case(call_id).handoff.revision == revision


def test_a_mail_that_came_back_is_said_on_the_card(house):
    call_id = settled(house, asked("invoice_resend", "QB-1043"))
    house.await_button(call_id, "resend")
    house.click(call_id, "resend")
    house.submit()
    house.await_state(call_id, "succeeded")
    house.ui("reports", vendor="quickbooks", way="prompt")
    house.ui("quickbooks/invoices/131/bounce")
    house.await_card(call_id, "QuickBooks could not deliver the invoice")
