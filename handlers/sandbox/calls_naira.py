"""Calls that ask for naira back, which Paystack took."""

from datetime import datetime
from typing import Any

from handlers.sandbox.calls_body import Caller, as_lines, as_speaker_array, day, envelope

Made = tuple[str, str, dict[str, Any]]


def naira_calls(now: datetime) -> tuple[Made, ...]:
    return (_small(now), _by_email(now))


def _small(now: datetime) -> Made:
    """12,500.00 NGN, named by its reference."""
    turns = (
        ("agent", "Quillhaven billing, good afternoon."),
        ("user", "Good afternoon, Musa Danladi of Kano Studios. One seat too many was charged."),
        ("agent", "Do you have the reference of the payment?"),
        ("user", "PSK-LocalKanoSeat, twelve thousand five hundred naira."),
        ("agent", "Thank you. I will ask finance to look at PSK-LocalKanoSeat."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Musa Danladi",
        "company": "Kano Studios",
        "customer_email": "books@kanostudios.example",
        "email_verified": True,
        "payment_reference": "PSK-LocalKanoSeat",
        "amount": "12,500",
        "currency": "NGN",
        "refund_reason": "One seat too many was charged",
        "approval_required": True,
        "requested_next_step": "Refund the extra seat",
        "follow_up_by": day(now, 2),
        "vip_customer": False,
        "urgency": "normal",
        "sensitive_data_spoken": False,
        "sentiment": "neutral",
    }
    summary = (
        "Musa Danladi (Kano Studios) asks for NGN 12,500.00 back, payment PSK-LocalKanoSeat: one "
        "seat too many was charged."
    )
    body = envelope(
        "refund_naira",
        now,
        Caller("12025550157", 17),
        said=as_speaker_array(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_naira", "Refund of 12,500.00 NGN at Paystack, named by reference", body


def _by_email(now: datetime) -> Made:
    """185,000.00 NGN; no reference, only the address and the sum lead to the payment."""
    turns = (
        ("agent", "Quillhaven billing, how can I help?"),
        ("user", "This is Folake Adeyemi, Adire Looms. We paid for the yearly plan by mistake."),
        ("agent", "Is there a reference on the receipt?"),
        ("user", "I do not have it here. It was one hundred and eighty-five thousand naira."),
        ("agent", "And the e-mail address of the account?"),
        ("user", "accounts at adirelooms dot example."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Folake Adeyemi",
        "company": "Adire Looms",
        "customer_email": "accounts@adirelooms.example",
        "email_verified": True,
        "payment_reference": None,
        "amount": "₦185,000",
        "currency": "NGN",
        "refund_reason": "Bought the yearly plan by mistake",
        "approval_required": True,
        "requested_next_step": "Find the payment and refund it",
        "sensitive_data_spoken": False,
    }
    summary = (
        "Folake Adeyemi (Adire Looms) bought the yearly plan by mistake and asks for "
        "NGN 185,000.00 back. She has no reference."
    )
    body = envelope(
        "refund_naira_by_email",
        now,
        Caller("12025550158", 33),
        said=as_lines(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_naira_by_email", "Refund of 185,000.00 NGN, found by e-mail and amount", body
