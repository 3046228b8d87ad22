"""Calls about money that is still to come, and two that are about no money at all."""

from datetime import datetime
from typing import Any

from handlers.sandbox.calls_body import (
    Caller,
    as_json_text,
    as_roles,
    as_speaker_array,
    day,
    envelope,
    spoken_day,
)

Made = tuple[str, str, dict[str, Any]]


def due_calls(now: datetime) -> tuple[Made, ...]:
    return (
        _renewal(now),
        _blocker(now),
        _promise(now),
        _not_billing(now),
        _hangup(now),
    )


def _renewal(now: datetime) -> Made:
    """renewal_failure: an outbound call of a batch to a large customer."""
    turns = (
        ("agent", "Hello, this is Quillhaven billing. Your fleet plan could not be renewed."),
        ("user", "Bruno Salter, Cobalt Freight. Our bank changed the card, the trucks need it."),
        ("agent", "The sum is 1,180.00 dollars on invoice INV-20459."),
        ("user", "Try again tonight, the new card is in the portal. This is urgent for us."),
    )
    facts = {
        "request_type": "renewal_failure",
        "customer_name": "Bruno Salter",
        "company": "Cobalt Freight",
        "customer_email": "payables@cobaltfreight.example",
        "email_verified": True,
        "invoice_number": "INV-20459",
        "subscription_id": "sub_1LocalCobaltFleet",
        "amount": 1180,
        "currency": "USD",
        "payment_status": "past_due",
        "vip_customer": True,
        "urgency": "urgent",
        "requested_next_step": "Charge the new card tonight",
        "follow_up_by": day(now, 1),
        "sensitive_data_spoken": False,
    }
    summary = (
        "Cobalt Freight's fleet plan (sub_1LocalCobaltFleet, USD 1,180.00, INV-20459) did not "
        "renew. Bruno Salter says a new card is in the portal and asks to try again tonight."
    )
    body = envelope(
        "renewal_failure",
        now,
        Caller("12025550142", 8, direction="outbound"),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    body["payload"]["call"] |= {"category": "batch", "category_id": "batch_LocalRenewals"}
    return "renewal_failure", "Renewal of 1,180.00 USD failed: urgent", body


def _blocker(now: datetime) -> Made:
    """payment_blocker: headings as keys, a large sum, a VIP in the caller's words."""
    turns = (
        ("agent", "Quillhaven billing."),
        ("user", "Wanda Achebe, Meridian Labs. Your payment page refuses our transfer."),
        ("agent", "For which invoice?"),
        ("user", "INV-20472, eighteen thousand four hundred. Procurement closes at five today."),
        ("agent", "I will pass that on at once."),
    )
    facts = {
        "Request Type": "payment_blocker",
        "Customer Name": "Wanda Achebe",
        "Company": "Meridian Labs",
        "Customer Email": "finance@meridianlabs.example",
        "Email Verified": "yes",
        "Invoice Number": "INV-20472",
        "Amount": "18,400.00",
        "Currency": "USD",
        "Payment Status": "blocked",
        "VIP Customer": "true",
        "Urgency": "critical",
        "Requested Next Step": "Send a payment link that takes bank transfers",
        "Follow Up By": day(now, 0),
        "Sensitive Data Spoken": False,
    }
    summary = (
        "Meridian Labs cannot pay INV-20472 (USD 18,400.00): the page refuses the transfer. Wanda "
        "Achebe needs a way to pay before five o'clock today."
    )
    body = envelope(
        "payment_blocker",
        now,
        Caller("12025550155", 5),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    return "payment_blocker", "VIP cannot pay 18,400.00 USD", body


def _promise(now: datetime) -> Made:
    """promise_to_pay: a date, a sum, and a hint of hardship."""
    turns = (
        ("agent", "Good afternoon, Quillhaven billing, about the open invoice INV-20377."),
        (
            "user",
            f"Yes. Two weddings were called off. I can pay 320 euros on {spoken_day(now, 6)}.",
        ),
        ("agent", "And the other half?"),
        ("user", "A month later. More is not possible, we had to let two people go."),
    )
    facts = {
        "request_type": "promise_to_pay",
        "customer_name": "Klara Voss",
        "company": "Juniper Catering",
        "customer_email": "buero@junipercatering.example",
        "email_verified": True,
        "invoice_number": "INV-20377",
        "amount": 640,
        "currency": "EUR",
        "payment_status": "overdue",
        "promise_to_pay_amount": 320,
        "promise_to_pay_date": day(now, 6),
        "requested_next_step": "Note the promise, write on the day",
        "follow_up_by": day(now, 6),
        "sensitive_data_spoken": False,
        "sentiment": "negative",
    }
    summary = (
        "Klara Voss (Juniper Catering) will pay half of INV-20377 (EUR 640.00) in a week and the "
        "rest a month later; the company has lost orders."
    )
    body = envelope(
        "promise_to_pay",
        now,
        Caller("493023125077", 96, direction="outbound"),
        said=as_roles(turns),
        facts=facts,
        summary=summary,
    )
    return "promise_to_pay", "Promise to pay 320.00 of 640.00 EUR", body


def _not_billing(now: datetime) -> Made:
    turns = (
        ("agent", "Thank you for calling Quillhaven."),
        ("user", "Hi, do you open the showroom on Saturdays?"),
        ("agent", "We do, from ten to four."),
        ("user", "Lovely, see you then."),
    )
    facts = {
        "request_type": "opening_hours",
        "billing_related": False,
        "requested_next_step": None,
        "sensitive_data_spoken": False,
    }
    body = envelope(
        "not_billing",
        now,
        Caller("12025550178", 170),
        said=as_speaker_array(turns),
        facts=facts,
        summary="The caller asked for the showroom's opening hours on Saturday.",
    )
    return "not_billing", "Not about billing: opening hours", body


def _hangup(now: datetime) -> Made:
    """Nobody picked up: a body without words."""
    body = envelope(
        "hangup",
        now,
        Caller("12025550181", 175, direction="outbound"),
        said=None,
        facts={},
        summary="",
    )
    call = body["payload"]["call"]
    for name in ("transcript", "summary", "recording_url", "post_call_analysis"):
        del call[name]
    del call["duration_in_seconds"]
    call |= {"status": "hangup", "hangup_reason": "user_did_not_pick_up"}
    return "hangup", "Nobody picked up", body
