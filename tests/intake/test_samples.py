"""The published sample bodies are routed as their manifest says."""

import os
from pathlib import Path

import pytest

from bot.handoff.words import Urgency, Workflow
from bot.intake import AwaitingAnalysis, Billing, Ignored, Verification

SPECS = os.environ.get("HANDOFF_SPECS", "")
SAMPLES = Path(SPECS).parent / "samples" / "dialnexa"

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(not SPECS or not SAMPLES.is_dir(), reason="HANDOFF_SPECS has no samples"),
]

CARDS = {
    "01": (Workflow.REFUND_REQUEST, 249000, "USD"),
    "02": (Workflow.CHARGE_DISPUTE, 499900, "INR"),
    "03": (Workflow.CHARGE_DISPUTE, 118000, "EUR"),
    "04": (Workflow.INVOICE_RESEND, 84500000, "NGN"),
    "05": (Workflow.INVOICE_RESEND, None, "USD"),
    "06": (Workflow.RECEIPT_REQUEST, 34900, "EUR"),
    "07": (Workflow.RENEWAL_FAILURE, 1800000, "USD"),
    "08": (Workflow.PAYMENT_BLOCKER, 125000000, "INR"),
    "09": (Workflow.PROMISE_TO_PAY, 185000000, "NGN"),
    "10": (Workflow.TAX_OR_ADDRESS_CORRECTION, 5900000, "INR"),
    "11": (Workflow.PAYMENT_BLOCKER, 42000, "USD"),
    "12": (Workflow.PAYMENT_BLOCKER, 9900, "EUR"),
    "18": (Workflow.REFUND_REQUEST, 10000, "USD"),
    "A": (Workflow.REFUND_REQUEST, 249000, "USD"),
    "D": (Workflow.INVOICE_RESEND, None, None),
}
NO_CARDS = {
    **dict.fromkeys(("13", "14", "15", "19", "B", "C", "E"), Ignored),
    "16": Verification,
    "17": AwaitingAnalysis,
}


@pytest.fixture
def sample(read):
    def _sample(number):
        (path,) = SAMPLES.rglob(f"{number}_*.json")
        return read(path.read_bytes())

    return _sample


@pytest.mark.parametrize("number", sorted(CARDS))
def test_a_billing_call_gets_a_card(number, sample):
    event = sample(number)
    assert isinstance(event, Billing)
    call = event.call
    assert (call.workflow, call.amount_minor, call.currency) == CARDS[number]
    assert call.workflow_confident
    assert not call.unsafe


@pytest.mark.parametrize("number", sorted(NO_CARDS))
def test_everything_else_gets_none(number, sample):
    assert isinstance(sample(number), NO_CARDS[number])


def test_every_sample_is_covered():
    numbers = {path.name.split("_")[0] for path in SAMPLES.rglob("*.json")}
    assert numbers == CARDS.keys() | NO_CARDS.keys()


def test_what_the_manifest_notes_is_read(sample):
    assert sample("02").call.payment_id == "pay_NK2241, pay_NK2247"
    assert sample("03").call.follow_up_deadline.isoformat() == "2026-11-27"
    assert sample("03").call.urgency is Urgency.HIGH
    assert sample("04").call.email_verified is True
    assert sample("05").call.email_verified is False
    assert sample("05").call.vip_claimed is None
    assert sample("07").call.vip_claimed is True
    assert sample("08").call.urgency is Urgency.CRITICAL
    assert sample("08").call.callback_expected is True
    assert len(sample("12").transcript) == 8
    assert sample("18").call.transferred


SPOKEN = {
    "10": ("29ABCDE1234F1ZW", "ABCDE1234F"),
    "11": ("4242424242424242", "CVV123", "cvv123"),
    "12": ("eighttwotwofour", "tripleohfive", "onetwothreefourfivesixseveneight"),
}


@pytest.mark.parametrize("number", sorted(SPOKEN))
def test_what_was_read_out_is_gone(number, sample):
    event = sample(number)
    kept = event.call.model_dump_json() + "".join(turn.text for turn in event.transcript)
    assert not [secret for secret in SPOKEN[number] if secret in kept.replace(" ", "")]
