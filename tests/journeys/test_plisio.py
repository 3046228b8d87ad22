"""Paid in coins: an invoice at Plisio from the call to the shop's books, and what is reported."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handoff.words import StepKind
from handlers.sandbox.plisio_seed import seed_id
from tests.journeys.conftest import until
from tests.journeys.workflows import APPROVER, LEAD, Row, a_call

UNAUTHORIZED = 401
LANTERN = "till@lanternhire.example"


def blocked(**facts: Any) -> Row:
    named = {"billing_system": "plisio", "request_type": "payment_blocker", **facts}
    return Row("plisio", "plisio", named, (), ())


def settled(house, row):
    call = a_call(row, "approve")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    return call.call_id


def approve(house, call_id, form, by=(APPROVER,)):
    for user in by:
        house.await_state(call_id, house.case(call_id).handoff.state)
        house.await_button(call_id, "approve")
        revision = house.case(call_id).handoff.revision
        house.click(call_id, "approve", user)
        answer = house.submit(user, form=form)
        assert not answer.get("errors"), answer
        until(lambda seen=revision: house.case(call_id).handoff.revision > seen)


def reread(house, call_id):
    """What was read again because it was reported."""
    return [one for one in house.case(call_id).steps if one.kind is StepKind.READ_AGAIN]


def books(house):
    return house.world.sandbox.plisio


def test_somebody_new_is_invoiced_and_the_card_says_what_became_of_it(house):
    call_id = settled(
        house, blocked(customer_email="hello@newcomer.example", amount="50.00", currency="USD")
    )
    approve(house, call_id, {"email": "hello@newcomer.example", "told": "yes"})
    house.await_state(call_id, "submitted")
    made = books(house).of_order(f"{call_id}:plisio.create_invoice:1:1")
    assert (made.source, made.email) == (("50.00", "USD"), "hello@newcomer.example")
    house.await_card(call_id, "Blocked payment", f"plisio.net/invoice/{made.id}", "not paid yet")
    house.ui("reports", vendor="plisio", way="prompt")
    house.ui(f"plisio/invoices/{made.id}/pay")
    until(lambda: reread(house, call_id))
    house.await_state(call_id, "succeeded")
    house.await_card(call_id, "USD 50.00", "paid")


def test_what_ran_out_is_asked_for_again_over_exactly_that(house):
    call_id = settled(house, blocked(invoice_number="PLI-2002", customer_email=LANTERN))
    approve(house, call_id, {"told": "yes"}, by=(APPROVER, LEAD))
    house.await_state(call_id, "submitted")
    made = books(house).of_order(f"{call_id}:plisio.create_invoice:1:1")
    assert (made.source, made.email) == (("1150.00", "USD"), LANTERN)


def test_what_ran_out_unpaid_can_be_approved_once_more(house):
    call_id = settled(house, blocked(amount="50.00", currency="USD"))
    approve(house, call_id, {"told": "yes"})
    house.await_state(call_id, "submitted")
    order = f"{call_id}:plisio.create_invoice:1"
    house.ui("reports", vendor="plisio", way="prompt")
    house.ui(f"plisio/invoices/{books(house).of_order(f'{order}:1').id}/expire")
    house.await_state(call_id, "reversed")
    house.click(call_id, "retry", LEAD)
    house.await_state(call_id, "awaiting_approval")
    approve(house, call_id, {"told": "yes"})
    house.await_state(call_id, "submitted")
    assert books(house).of_order(f"{order}:2").status == "new"


def test_what_can_still_be_paid_is_not_asked_for_twice(house):
    call_id = settled(house, blocked(invoice_number="PLI-2001", amount="240.00", currency="USD"))
    card = house.await_card(call_id, "a second one could be paid as well")
    assert "handoff_approve" not in str(card["blocks"])
    assert seed_id("c001") in books(house).invoices


def test_a_forged_report_changes_nothing(house):
    call_id = settled(house, blocked(amount="50.00", currency="USD"))
    approve(house, call_id, {"told": "yes"})
    house.await_state(call_id, "submitted")
    made = books(house).of_order(f"{call_id}:plisio.create_invoice:1:1")
    house.ui("reports", vendor="plisio", way="forged")
    house.ui(f"plisio/invoices/{made.id}/pay")
    until(lambda: house.state()["reports"]["sent"][0]["status"] == UNAUTHORIZED)
    assert not reread(house, call_id)


@pytest.mark.parametrize("workflow", ["invoice_resend", "promise_to_pay"])
def test_what_plisio_cannot_do_is_said(house, workflow):
    row = Row("plisio", "plisio", {"request_type": workflow, "invoice_number": "PLI-2001"}, (), ())
    call_id = settled(house, row)
    house.await_card(call_id, "Plisio mails nobody")


def test_a_lost_answer_is_looked_up_and_nothing_is_made_twice(house):
    house.fault("plisio", "lost_answer", only="GET /api/v1/invoices/new")
    call_id = settled(house, blocked(amount="50.00", currency="USD"))
    approve(house, call_id, {"told": "yes"})
    house.await_state(call_id, "submitted")
    order = f"{call_id}:plisio.create_invoice:1:1"
    assert [one.order_number for one in books(house).every()].count(order) == 1
    asked = [one for one in books(house).requests if one.path.endswith("/invoices/new")]
    assert len(asked) == 1


def test_what_is_paid_meanwhile_shows_before_anybody_decides(house):
    house.ui("reports", vendor="plisio", way="prompt")
    call_id = settled(house, blocked(invoice_number="PLI-2001", amount="240.00", currency="USD"))
    house.await_card(call_id, "a second one could be paid as well")
    house.ui(f"plisio/invoices/{seed_id('c001')}/pay")
    house.await_card(call_id, "*Invoice:* Paid")
    assert reread(house, call_id)
