"""What follows for a handoff from its record: first looked up, looked at again, or another one."""

from __future__ import annotations

from bot.cards import names
from bot.errors import Refused
from bot.handoff.words import Choice, Workflow
from bot.redaction import redact
from tests.desk.bench import ADA, BEN
from tests.desk.shelf import ADDRESS, DISPUTED, PROMISE, Shelf, customer, invoice, values

# --- between approval and sending -------------------------------------------------------------


def test_a_mail_does_not_go_to_an_address_that_changed_since_the_approval(at):
    bench = at(Workflow.PROMISE_TO_PAY, invoice())
    assert bench.approve(ADA, fields=PROMISE).accepted
    bench.shelf.now_shows(customer_email=redact("someone@else.example"))
    bench.send()
    assert bench.shelf.orders == []
    assert bench.state() == "failed"
    assert "address" in bench.effect().said


def test_evidence_is_not_given_after_the_deadline(at, bench):
    late = DISPUTED.model_copy(update={"evidence_due_at": bench.now})
    bench = at(Workflow.CHARGE_DISPUTE, late, vendor="stripe", currency="USD")
    assert bench.state() == "needs_review"
    assert "any more" in " ".join(bench.case().handoff.unmet)


# --- opened again -----------------------------------------------------------------------------


def test_another_record_begins_with_an_empty_form(at):
    bench = at(Workflow.TAX_OR_ADDRESS_CORRECTION, customer())
    assert bench.approve(ADA, fields=ADDRESS).accepted
    assert bench.decide(Choice.CANCEL).accepted
    bench.shelf.records = [customer("CUS_one"), customer("CUS_two")]
    assert bench.decide(Choice.RETRY).accepted
    bench.work()
    assert bench.decide(Choice.PICK, target="CUS_two").accepted
    assert bench.case().handoff.fields == {}
    assert values(bench.view(Choice.APPROVE, BEN))[names.form_block("line1")] is None


def test_what_no_record_shows_is_the_callers_again(at):
    bench = at(Workflow.REFUND_REQUEST, amount_minor=4900, currency="USD", vendor="stripe")
    bench.shelf.records = [
        DISPUTED.model_copy(update={"disputed": False, "amount_minor": 9900, "currency": "EUR"})
    ]
    assert bench.decide(Choice.RETRY).accepted
    bench.work()
    assert (bench.case().handoff.amount_minor, bench.case().handoff.currency) == (9900, "EUR")
    bench.shelf.records = []
    assert bench.decide(Choice.RETRY).accepted
    bench.work()
    handoff = bench.case().handoff
    assert (handoff.record, handoff.amount_minor, handoff.currency) == (None, 4900, "USD")


# --- what is offered --------------------------------------------------------------------------


def test_nobody_is_made_a_customer_because_the_books_could_not_be_read(at, bench):
    bench.office.vendors["paystack"] = bench.shelf = Shelf("paystack")
    bench.shelf.no = Refused("The API key is not accepted.")
    email = redact("who@newcomer.example")
    asked = {"payment_id": redact("PSK-x"), "currency": "NGN", "email": email}
    bench.call(workflow=Workflow.OTHER_BILLING, **asked)
    assert bench.state() == "needs_review"
    bench.shelf.no = None
    assert bench.decide(Choice.RETRY).accepted
    bench.work()
    assert bench.state() == "awaiting_approval"


def test_a_payment_request_without_a_sum_is_not_offered(at):
    """Whoever set it would be its maker, and nobody could approve it."""
    bench = at(Workflow.PAYMENT_BLOCKER, customer())
    assert bench.state() == "needs_review"
    assert "amount" in bench.case().handoff.unmet[0]
