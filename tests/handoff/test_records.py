"""Which payment is meant, and what stands against giving it back."""

from __future__ import annotations

import pytest

from bot.handoff.matching import claim_of, match
from bot.handoff.playbooks import playbook_for
from bot.handoff.preconditions import changed_since_approval, obstacles
from bot.handoff.record import FoundBy, RecordStatus
from bot.handoff.words import Workflow

REFUND = playbook_for(Workflow.REFUND_REQUEST, "stripe").plans[-1]


@pytest.mark.parametrize(
    ("found_by", "clear"),
    [
        (FoundBy.REFERENCE, True),
        (FoundBy.INVOICE, True),
        (FoundBy.EMAIL_AND_AMOUNT, False),
        (FoundBy.EMAIL, False),
    ],
)
def test_only_a_named_payment_is_a_match(made, found_by, clear):
    result = match(made.call(), [made.record(found_by=found_by)])
    assert (result.record is not None) is clear
    assert len(result.candidates) == 1


def test_two_named_payments_are_for_a_person_to_pick(made):
    result = match(made.call(), [made.record(), made.record(record_id="ch_2")])
    assert result.record is None
    assert result.doubts


def test_nothing_found_is_said(made):
    assert match(made.call(), []).doubts


def test_differences_between_claim_and_record_are_said(made):
    claimed = made.call(email=made.words("a@x.example"), amount_minor=9999)
    record = made.record(customer_email=made.words("b@x.example"))
    assert len(match(claimed, [record]).doubts) == 2
    same = made.call(email=made.words("B@x.example"), amount_minor=10000)
    assert match(same, [record]).doubts == ()


def test_several_references_in_one_field_are_each_looked_for(made):
    claim = claim_of(made.call(payment_id=made.words("ch_1, ch_2;pi_3")))
    assert claim.payment_ids == ("ch_1", "ch_2", "pi_3")


@pytest.mark.parametrize(
    ("change", "against"),
    [
        ({}, 0),
        ({"status": RecordStatus.PENDING}, 1),
        ({"status": RecordStatus.FAILED}, 1),
        ({"disputed": True}, 1),
        ({"refunded_minor": 10000}, 1),
        ({"refunded_minor": 4000, "pending_refund_minor": 6000}, 1),
        ({"refunded_minor": 4000}, 0),
        ({"currency": "EUR"}, 1),
    ],
)
def test_what_stands_against_a_refund(made, change, against):
    assert len(obstacles(REFUND.needs, made.record(**change), "USD")) == against


@pytest.mark.parametrize(
    ("change", "against"),
    [
        ({}, 0),
        ({"refunded_minor": 5000}, 0),
        ({"refunded_minor": 5001}, 1),
        ({"pending_refund_minor": 5001}, 1),
        ({"disputed": True}, 1),
        ({"customer_id": "cus_2"}, 1),
        ({"currency": "EUR"}, 1),
        ({"status": RecordStatus.FAILED}, 1),
    ],
)
def test_a_fresh_look_can_stop_an_approved_refund(made, change, against):
    fresh = made.record(**change)
    assert len(changed_since_approval(REFUND, made.record(), fresh, 5000)) == against
