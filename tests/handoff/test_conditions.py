"""What must hold before an operation is said in the words of the tables that enforce it."""

import pytest

from bot.handoff.companions import COMPANIONS, Occasion
from bot.handoff.conditions import NEEDS, OCCASIONS, WHEN, conditions
from bot.handoff.playbooks import PLAYBOOKS, Condition, Need

OPERATIONS = sorted(
    {name for book in PLAYBOOKS.values() for plan in book.plans for name in plan.operations}
    | {name for book in PLAYBOOKS.values() for name in book.resend}
    | {one.operation for one in COMPANIONS}
)


@pytest.mark.parametrize(
    ("words", "kind"), [(NEEDS, Need), (WHEN, Condition), (OCCASIONS, Occasion)]
)
def test_there_are_words_for_each(words, kind):
    assert set(words) == set(kind)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_there_is_a_condition_for_everything_that_is_done(operation):
    assert all(conditions(operation))
    assert conditions(operation)


def test_nothing_leads_to_what_does_not_exist():
    assert conditions("stripe.create_fortune") == ()


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        ("stripe.create_refund", "no open dispute"),
        ("stripe.create_refund", "an equal payment shortly before"),
        ("paystack.notify_payment_request", '"The caller agreed to be written to"'),
        ("paystack.notify_payment_request", '"E-mail is the agreed channel"'),
        ("paystack.create_customer", "where nobody was found"),
        ("paystack.create_customer", '"The caller is this customer"'),
        ("paystack.finalize_payment_request", "where it is a draft yet"),
        ("gmail.send_document", "an address on record"),
        ("zendesk.add_public_comment", "the approver wrote a reply"),
        ("quickbooks.record_credit", "(stripe.create_credit_note)"),
        ("stripe.add_note", "a record was found"),
        ("gmail.send_follow_up", ", and an address is on record; calls: refund request"),
        ("hubspot.create_task", "; calls: promise to pay"),
    ],
)
def test_what_must_hold_is_named(operation, word):
    assert any(word in one for one in conditions(operation))


def test_what_several_workflows_ask_alike_is_said_once():
    found = conditions("paystack.create_refund")
    assert len(found) == len(set(found)) == 2
