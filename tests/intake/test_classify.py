"""The workflow comes from the request type, else from telling fields, else from the summary."""

import pytest

from bot.handoff.words import Workflow
from bot.intake import Ignored


@pytest.fixture
def classified(read, wrap, make_call):
    """The (workflow, confident) of a call, or None when it is not about money."""

    def _classified(summary="", **analysis):
        event = read(
            wrap(make_call(summary=summary, analysis=analysis or {"sentiment": "neutral"}))
        )
        if isinstance(event, Ignored):
            return None
        return event.call.workflow, event.call.workflow_confident

    return _classified


@pytest.mark.parametrize("workflow", list(Workflow))
def test_each_workflow_has_its_own_name(workflow, classified):
    assert classified(request_type=workflow.value) == (workflow, True)


@pytest.mark.parametrize(
    ("said", "workflow"),
    [
        ("Refund Request", Workflow.REFUND_REQUEST),
        ("money-back", Workflow.REFUND_REQUEST),
        ("duplicate_charge", Workflow.CHARGE_DISPUTE),
        ("chargeback", Workflow.CHARGE_DISPUTE),
        ("resend invoice", Workflow.INVOICE_RESEND),
        ("Receipt", Workflow.RECEIPT_REQUEST),
        ("failed_renewal", Workflow.RENEWAL_FAILURE),
        # Who asks for a payment link cannot pay without one.
        ("payment_link_request", Workflow.PAYMENT_BLOCKER),
        ("payment plan", Workflow.PROMISE_TO_PAY),
        ("billing_address_change", Workflow.TAX_OR_ADDRESS_CORRECTION),
        ("billing_question", Workflow.OTHER_BILLING),
    ],
)
def test_request_types_have_synonyms(said, workflow, classified):
    assert classified(request_type=said) == (workflow, True)


def test_two_request_types_leave_a_doubt(classified):
    found = classified(request_type="refund_request, charge_dispute")
    assert found == (Workflow.REFUND_REQUEST, False)


def test_two_words_for_the_same_leave_none(classified):
    assert classified(request_type="refund / refund_request") == (Workflow.REFUND_REQUEST, True)


@pytest.mark.parametrize(
    ("fields", "workflow"),
    [
        ({"refund_reason": "cancelled"}, Workflow.REFUND_REQUEST),
        ({"dispute_reason": "duplicate_charge"}, Workflow.CHARGE_DISPUTE),
        ({"chargeback_threat": True}, Workflow.CHARGE_DISPUTE),
        ({"promise_to_pay_date": "2026-11-28"}, Workflow.PROMISE_TO_PAY),
        ({"new_billing_address": "1 Quay Street"}, Workflow.TAX_OR_ADDRESS_CORRECTION),
        ({"blocker": "Account expired"}, Workflow.PAYMENT_BLOCKER),
    ],
)
def test_a_telling_field_stands_in_for_the_request_type(fields, workflow, classified):
    assert classified(**fields) == (workflow, True)


@pytest.mark.parametrize(
    ("summary", "workflow"),
    [
        ("Caller wants a refund of the annual plan.", Workflow.REFUND_REQUEST),
        ("She asked to get her money back.", Workflow.REFUND_REQUEST),
        ("Caller says the card was charged twice on Monday.", Workflow.CHARGE_DISPUTE),
        ("Customer disputes the March amount.", Workflow.CHARGE_DISPUTE),
        ("He does not recognise this payment.", Workflow.CHARGE_DISPUTE),
        ("Threatens a charge-back with the bank.", Workflow.CHARGE_DISPUTE),
        ("Please send the October invoice again.", Workflow.INVOICE_RESEND),
        ("Asked for invoice TB-9 to be sent again.", Workflow.INVOICE_RESEND),
        ("Needs a copy of the last statement.", Workflow.INVOICE_RESEND),
        ("Wants the receipt for expenses.", Workflow.RECEIPT_REQUEST),
        ("The renewal failed because the card was replaced.", Workflow.RENEWAL_FAILURE),
        ("Renewal of the team plan was declined.", Workflow.RENEWAL_FAILURE),
        ("Caller cannot pay: the portal rejects the transfer.", Workflow.PAYMENT_BLOCKER),
        ("Asked for a secure payment link.", Workflow.PAYMENT_BLOCKER),
        ("Promised to pay half on Friday.", Workflow.PROMISE_TO_PAY),
        ("Agreed to pay the balance by 15 December.", Workflow.PROMISE_TO_PAY),
        ("The VAT number on the bill is wrong.", Workflow.TAX_OR_ADDRESS_CORRECTION),
        ("Asked to update the billing address.", Workflow.TAX_OR_ADDRESS_CORRECTION),
    ],
)
def test_a_clear_summary_is_enough(summary, workflow, classified):
    assert classified(summary) == (workflow, True)


def test_a_summary_about_two_things_leaves_a_doubt(classified):
    found = classified("Charged twice; wants a refund of the second payment.")
    assert found == (Workflow.CHARGE_DISPUTE, False)


def test_what_the_caller_did_not_ask_for_does_not_count(classified):
    found = classified("Wants the receipt; not asking for a refund, no dispute.")
    assert found == (Workflow.RECEIPT_REQUEST, True)


@pytest.mark.parametrize(
    "summary",
    [
        "Asked when the next payment is due.",
        "A question about an unpaid invoice.",
        "Overdue balance.",
    ],
)
def test_money_without_a_workflow_is_other_billing_with_a_doubt(summary, classified):
    assert classified(summary) == (Workflow.OTHER_BILLING, False)


@pytest.mark.parametrize(
    "field", [{"invoice_number": "TB-1"}, {"amount": 5}, {"payment_status": "due"}]
)
def test_a_billing_field_makes_a_billing_call(field, classified):
    assert classified("General call.", request_type="other", **field) == (
        Workflow.OTHER_BILLING,
        False,
    )


@pytest.mark.parametrize(
    ("summary", "analysis"),
    [
        ("Asked how to change the theme.", {"request_type": "product_question"}),
        (
            "Booked a demo for Monday.",
            {"request_type": "other", "amount": 0, "invoice_number": "na"},
        ),
        ("Wrong number.", {"sentiment": "neutral"}),
        ("", {"sentiment": "neutral"}),
    ],
)
def test_a_call_without_money_is_none_of_ours(summary, analysis, classified):
    assert classified(summary, **analysis) is None
