"""Everything is redacted before it is read; what cannot be redacted leaves no text at all."""

import json
from dataclasses import asdict

import pytest

from bot.handoff.words import Workflow
from bot.intake import content as content_room
from bot.redaction import Redacted

CARD = "4111 1111 1111 1111"
DIGITS = CARD.replace(" ", "")
RECORDING = "https://recordings.tern.example/org/call_test0001.mp3?se=1&sig=SAMPLE-NOT-REAL"


def everything(event):
    """All that a handoff could keep of an event, as one text."""
    kept = event.call.model_dump_json() + json.dumps([asdict(turn) for turn in event.transcript])
    return kept.replace(" ", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": f"Refund to card {CARD}."},
        {"transcript": f"User: my card is {CARD}"},
        {"transcript": json.dumps([{"role": "user", "content": f"card {CARD}"}])},
        {"transcript": [{"role": f"card {CARD}", "content": "hello"}]},
        {"from_number": DIGITS},
        {"agent_id": DIGITS},
        {"direction": DIGITS},
        {"initiated_at": DIGITS},
        {"duration_in_seconds": int(DIGITS)},
        {"type": DIGITS, "category": DIGITS, "hangup_reason": DIGITS},
        {"recording_url": f"https://recordings.tern.example/{DIGITS}.mp3"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_card_number_survives_nowhere_in_the_call(changes, read, wrap, make_call):
    event = read(wrap(make_call(**changes)))
    assert DIGITS not in everything(event)


@pytest.mark.parametrize("value", [CARD, DIGITS, int(DIGITS), [CARD], {"number": CARD}])
@pytest.mark.parametrize(
    "key",
    [
        *("request_type", "customer_name", "company", "customer_email", "invoice_number", "amount"),
        *("payment_reference", "currency", "follow_up_by", "urgency", "vip_customer", "crm_url"),
        *("approval_threshold", "caller_notes", "refund_reason", "tax_region"),
    ],
)
def test_a_card_number_survives_in_no_analysis_value(key, value, read, wrap, make_call):
    event = read(wrap(make_call(analysis={"request_type": "refund_request", key: value})))
    assert DIGITS not in everything(event)


def test_a_card_number_survives_in_no_analysis_key(read, wrap, make_call):
    event = read(wrap(make_call(analysis={"request_type": "refund", f"card {CARD}": "yes"})))
    assert DIGITS not in everything(event)


def test_an_amount_that_was_a_card_number_is_not_its_last_four(read_analysis):
    assert read_analysis(amount=CARD, currency="USD").amount_minor is None


def test_a_reference_that_was_a_card_number_is_no_reference(read_analysis):
    assert read_analysis(invoice_number=f"card {CARD}").invoice_number is None


def test_control_characters_cannot_hide_a_number(read, wrap, make_call):
    event = read(wrap(make_call(summary="refund card 4111\u00001111\u00071111\u202e1111")))
    assert "11111111" not in everything(event)
    assert "\\u0000" not in everything(event)


def test_what_was_suppressed_is_counted_by_kind(read_call):
    call = read_call(summary=f"Refund to card {CARD}.", transcript=f"User: card {CARD}")
    assert call.suppressed["card"] >= 2


def test_the_recording_is_never_kept_wherever_it_stands(read, wrap, make_call):
    event = read(
        wrap(
            make_call(
                recording_url=RECORDING,
                summary=f"Refund; listen at {RECORDING}",
                transcript=f"User: {RECORDING}",
                analysis={
                    "request_type": "refund_request",
                    "recording_url": RECORDING,
                    "Recording Link": RECORDING,
                    "record_url": RECORDING,
                    "notes": f"see {RECORDING}",
                },
            )
        )
    )
    assert "recordings.tern.example" not in everything(event)
    assert "SAMPLE-NOT-REAL" not in everything(event)
    assert event.call.recording_ref == "call_test0001"


def test_without_a_recording_there_is_no_reference_to_one(read_call):
    assert read_call(recording_url=None).recording_ref is None


def test_all_free_text_is_proven_to_be_redacted(read_call):
    call = read_call()
    texts = [call.summary, *(part for pair in call.learned for part in pair)]
    assert all(isinstance(text, Redacted) for text in texts)


@pytest.fixture
def broken_redaction(monkeypatch):
    """Redaction that stumbles over every document."""

    def _broken(_value):
        raise RuntimeError(CARD)

    monkeypatch.setattr(content_room, "redact_value_counted", _broken)


def test_what_cannot_be_made_safe_keeps_enums_amounts_and_dates_alone(
    broken_redaction, read, wrap, make_call
):
    event = read(
        wrap(
            make_call(
                summary=f"card {CARD}",
                recording_url=RECORDING,
                analysis={
                    "request_type": "refund_request",
                    "customer_name": "Ines Okafor",
                    "invoice_number": DIGITS,
                    "crm_url": f"https://crm.tern.example/{DIGITS}",
                    "amount": "1,250.50",
                    "currency": "GBP",
                    "follow_up_by": "2026-11-24",
                    "urgency": "high",
                    "vip_customer": True,
                    "notes": f"card {CARD}",
                },
            )
        )
    )
    call = event.call
    assert call.unsafe
    assert event.transcript == ()
    assert DIGITS not in everything(event)
    assert (call.workflow, call.amount_minor, call.currency) == ("refund_request", 125050, "GBP")
    assert call.follow_up_deadline.isoformat() == "2026-11-24"
    assert (call.urgency, call.vip_claimed, call.agent_id) == ("high", True, "agent_Test01")
    assert [call.summary, call.customer, call.invoice_number, call.phone, call.crm_url] == [
        None
    ] * 5
    assert call.learned == ()


@pytest.mark.parametrize("amount", [CARD, DIGITS, int(DIGITS), f"card {CARD}", "5 or 6"])
def test_an_amount_must_be_nothing_else_when_it_cannot_be_redacted(
    amount, broken_redaction, read_analysis
):
    assert read_analysis(amount=amount, currency="USD").amount_minor is None


def test_a_call_of_unknown_kind_is_not_lost_when_it_cannot_be_redacted(
    broken_redaction, read, wrap, make_call
):
    event = read(wrap(make_call(analysis={"sentiment": "neutral"}, summary="no idea")))
    assert (event.call.workflow, event.call.workflow_confident) == (Workflow.OTHER_BILLING, False)


def test_a_text_that_breaks_while_it_is_read_costs_the_texts_and_not_the_call(
    monkeypatch, read, wrap, make_call
):
    def _broken(_value):
        raise RuntimeError(CARD)

    monkeypatch.setattr("bot.intake.readers.redact", _broken)
    event = read(wrap(make_call(summary="a refund " * 1000)))  # cut, so redacted once more
    assert event.call.unsafe
    assert (event.call.summary, event.transcript) == (None, ())
    assert event.call.workflow is Workflow.REFUND_REQUEST
