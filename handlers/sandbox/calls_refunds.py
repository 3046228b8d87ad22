"""Calls that ask for money back and find a payment that can give it back."""

from datetime import datetime
from typing import Any

from handlers.sandbox.calls_body import (
    Caller,
    as_json_text,
    as_lines,
    as_speaker_array,
    day,
    envelope,
    spoken_day,
)

Made = tuple[str, str, dict[str, Any]]


def refund_calls(now: datetime) -> tuple[Made, ...]:
    return (
        _small(now),
        _large(now),
        _by_email(now),
        _twins(now),
        _partly(now),
    )


def _small(now: datetime) -> Made:
    """49.00 EUR, found by invoice number."""
    turns = (
        ("agent", "Quillhaven billing, good morning. What can I do for you?"),
        ("user", "Guten Morgen, Jonas Birke from Birke und Sohn. You billed us for an extra seat."),
        ("agent", "I see. Do you have the invoice number at hand?"),
        (
            "user",
            "I N V dash two zero four three one. Forty-nine euros. The colleague left in May.",
        ),
        ("agent", "Invoice INV-20431 over 49.00 euros. I will pass on your wish for a refund."),
        ("user", "Yes please, back to the same card. An e-mail is enough."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Jonas Birke",
        "company": "Birke und Sohn",
        "customer_email": "rechnung@birkeundsohn.example",
        "email_verified": True,
        "invoice_number": "INV-20431",
        "amount": 49,
        "currency": "EUR",
        "refund_reason": "Seat of a colleague who has left was billed again",
        "approval_required": True,
        "requested_next_step": "Refund the seat and confirm by e-mail",
        "follow_up_by": day(now, 2),
        "vip_customer": False,
        "urgency": "normal",
        "sensitive_data_spoken": False,
        "sentiment": "neutral",
    }
    summary = (
        "Jonas Birke (Birke und Sohn) asks for EUR 49.00 back on invoice INV-20431: the seat "
        "belonged to a colleague who has left. No promise was made."
    )
    body = envelope(
        "refund_small",
        now,
        Caller("493023125041", 11),
        said=as_speaker_array(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_small", "Refund of 49.00 EUR, named by invoice number", body


def _large(now: datetime) -> Made:
    """2,490.00 USD, found by charge id; above the limit of one approver."""
    turns = (
        ("agent", "Thank you for calling Quillhaven. This is the billing desk."),
        (
            "user",
            "Hi, Priscilla Moreno, Orchard Lane Studio. We bought the archive export package.",
        ),
        ("agent", "Thanks, Priscilla. What went wrong with it?"),
        ("user", f"It never finished. We gave up on {spoken_day(now, -2)} and moved by hand."),
        ("agent", "I am sorry. Is there a reference on the receipt?"),
        ("user", "It says ch_3LocalOrchardExport, two thousand four hundred ninety dollars."),
        ("agent", "I noted 2,490.00 US dollars. A colleague in finance has to decide on that."),
        ("user", "Please do. I need an answer by the end of the week, our books close."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Priscilla Moreno",
        "company": "Orchard Lane Studio",
        "customer_email": "accounts@orchardlane.example",
        "email_verified": True,
        "invoice_number": "INV-20418",
        "payment_reference": "ch_3LocalOrchardExport",
        "amount": "2,490.00",
        "currency": "USD",
        "refund_reason": "Archive export never finished",
        "approval_required": True,
        "requested_next_step": "Finance decides on the full refund and writes to accounts",
        "follow_up_by": day(now, 3),
        "vip_customer": False,
        "urgency": "high",
        "sensitive_data_spoken": False,
        "sentiment": "negative",
    }
    summary = (
        "Priscilla Moreno of Orchard Lane Studio wants the archive export package refunded in "
        "full, USD 2,490.00, charge ch_3LocalOrchardExport. She says the export never finished."
    )
    body = envelope(
        "refund_large",
        now,
        Caller("12025550117", 26),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_large", "Refund of 2,490.00 USD: needs a second approver", body


def _by_email(now: datetime) -> Made:
    """120.00 GBP; no reference, only the address and the sum lead to the charge."""
    turns = (
        ("agent", "Quillhaven billing, hello."),
        ("user", "Hello, Gwen Pembroke here. I took the stock add-on by mistake last week."),
        ("agent", "Do you have a number for that payment?"),
        ("user", "No, sorry. It was a hundred and twenty pounds, paid with the shop card."),
        ("agent", "And the e-mail address of the account?"),
        ("user", "office at pembrokecycles dot example."),
        ("agent", "Thank you. I will hand this to the finance team."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Gwen Pembroke",
        "company": "Pembroke Cycles",
        "customer_email": "office@pembrokecycles.example",
        "email_verified": True,
        "invoice_number": "",
        "payment_reference": None,
        "amount": "£120.00",
        "currency": "GBP",
        "refund_reason": "Bought the stock add-on by mistake",
        "approval_required": True,
        "requested_next_step": "Find the payment and refund it",
        "vip_customer": "na",
        "sensitive_data_spoken": False,
    }
    summary = (
        "Gwen Pembroke bought the stock add-on by mistake and asks for GBP 120.00 back. She has "
        "no reference; the account's address is office@pembrokecycles.example."
    )
    body = envelope(
        "refund_by_email",
        now,
        Caller("442079460133", 41),
        said=as_lines(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_by_email", "Refund of 120.00 GBP, found by e-mail and amount", body


def _twins(now: datetime) -> Made:
    """75.00 USD twice on one day: a person must say which."""
    turns = (
        ("agent", "Billing at Quillhaven, how may I help?"),
        ("user", "Ines Calder, Sundial Yoga Rooms. One of our class passes was never delivered."),
        ("agent", "Which payment is it about?"),
        ("user", f"Seventy-five dollars on {spoken_day(now, -2)}. We bought two that day."),
        ("agent", "Do you know which of the two?"),
        ("user", "Honestly no. The one that did not arrive. hello at sundialyoga dot example."),
    )
    facts = {
        "request_type": "refund_request",
        "customer_name": "Ines Calder",
        "company": "Sundial Yoga Rooms",
        "customer_email": "hello@sundialyoga.example",
        "email_verified": True,
        "amount": 75.0,
        "currency": "usd",
        "refund_reason": "Class pass was not delivered",
        "approval_required": True,
        "requested_next_step": "Find out which of the two payments, then refund it",
        "sensitive_data_spoken": False,
    }
    summary = (
        "Ines Calder (Sundial Yoga Rooms) wants one of two equal payments of USD 75.00 back and "
        "cannot say which one."
    )
    body = envelope(
        "refund_ambiguous",
        now,
        Caller("12025550126", 58),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_ambiguous", "Refund of 75.00 USD: two equal payments, pick one", body


def _partly(now: datetime) -> Made:
    """300.00 CHF claimed, of which 100.00 went back before."""
    turns = (
        ("agent", "Quillhaven, billing desk."),
        ("user", "Grüezi, Reto Ammann, Hotel Alpenrose. We want the room planner money back."),
        ("agent", "Which invoice, please?"),
        ("user", "INV-20366, three hundred francs. We cancelled within the trial."),
        ("agent", "I will ask finance to look at invoice INV-20366."),
    )
    facts = {
        "Request Type": "refund_request",
        "Customer Name": "Reto Ammann",
        "Company": "Hotel Alpenrose",
        "Customer Email": "finanzen@hotelalpenrose.example",
        "Email Verified": True,
        "Invoice Number": "INV-20366",
        "Amount": "CHF 300.00",
        "Currency": "CHF",
        "Refund Reason": "Cancelled within the trial",
        "Approval Required": True,
        "Sensitive Data Spoken": False,
    }
    summary = "Reto Ammann (Hotel Alpenrose) asks for CHF 300.00 back on invoice INV-20366."
    body = envelope(
        "refund_partly_refunded",
        now,
        Caller("12025550138", 73),
        said=as_speaker_array(turns),
        facts=facts,
        summary=summary,
    )
    return "refund_partly_refunded", "Refund of 300.00 CHF: only 200.00 is left", body
