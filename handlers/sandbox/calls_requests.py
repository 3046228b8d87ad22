"""Calls about documents, corrections, a double charge and a plain question."""

from datetime import datetime
from typing import Any

from handlers.sandbox.calls_body import (
    Caller,
    as_json_text,
    as_lines,
    as_speaker_array,
    day,
    envelope,
)

Made = tuple[str, str, dict[str, Any]]


def request_calls(now: datetime) -> tuple[Made, ...]:
    return (
        _duplicate(now),
        _invoice(now),
        _receipt(now),
        _tax(now),
        _question(now),
    )


def _duplicate(now: datetime) -> Made:
    """charge_dispute: the same sum twice within minutes, both references known."""
    turns = (
        ("agent", "Quillhaven billing, hello."),
        ("user", "Bonjour, Amélie Roy, Fern and Fable Toys. You charged us twice within minutes."),
        ("agent", "What do the two receipts say?"),
        ("user", "ch_3LocalFernFirst and ch_3LocalFernSecond, sixty-four fifty Canadian each."),
        ("agent", "So one order and two charges of 64.50. I will raise it at once."),
        ("user", "Call me back please, or I go to my bank tomorrow."),
    )
    facts = {
        "request_type": "charge_dispute",
        "dispute_reason": "duplicate_charge",
        "customer_name": "Amélie Roy",
        "company": "Fern & Fable Toys",
        "customer_email": "billing@fernfable.example",
        "email_verified": True,
        "order_number": "QH-7781",
        "payment_reference": "ch_3LocalFernFirst, ch_3LocalFernSecond",
        "amount": "64.50",
        "currency": "CAD",
        "chargeback_threat": True,
        "callback_requested": True,
        "approval_required": True,
        "urgency": "high",
        "requested_next_step": "Compare both charges and return one",
        "follow_up_by": day(now, 1),
        "sensitive_data_spoken": False,
        "sentiment": "negative",
    }
    summary = (
        "Amélie Roy (Fern & Fable Toys) reports order QH-7781 charged twice, CAD 64.50 each, "
        "ch_3LocalFernFirst and ch_3LocalFernSecond. She expects a call back today."
    )
    body = envelope(
        "dispute_duplicate",
        now,
        Caller("12025550118", 17),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    return "dispute_duplicate", "Dispute: charged twice, 64.50 CAD", body


def _invoice(now: datetime) -> Made:
    """invoice_resend: an open invoice, address on record."""
    turns = (
        ("agent", "Quillhaven, accounts desk."),
        ("user", "Hei, Sindre Moe, Nordlys Film. The invoice two zero four six seven is lost."),
        ("agent", "INV-20467. Shall it go to the address we have?"),
        ("user", "Yes, the faktura mailbox. Eight thousand four hundred fifty kroner, I think."),
    )
    facts = {
        "request_type": "invoice_resend",
        "customer_name": "Sindre Moe",
        "company": "Nordlys Film",
        "customer_email": "faktura@nordlysfilm.example",
        "email_verified": True,
        "invoice_number": "INV-20467",
        "amount": "8 450,00",
        "currency": "NOK",
        "payment_status": "open",
        "requested_next_step": "Send invoice INV-20467 again",
        "sensitive_data_spoken": False,
    }
    summary = "Sindre Moe (Nordlys Film) has lost invoice INV-20467 and asks for it again."
    body = envelope(
        "invoice_resend",
        now,
        Caller("12025550129", 34),
        said=as_speaker_array(turns),
        facts=facts,
        summary=summary,
    )
    return "invoice_resend", "Invoice INV-20467 once more", body


def _receipt(now: datetime) -> Made:
    """receipt_request: for a payment that can be named."""
    turns = (
        ("agent", "Quillhaven billing, good day."),
        ("user", "Dr. Odette Blake, Tidewater Clinic. I need the receipt for our yearly plan."),
        ("agent", "That was 315.00 dollars, ch_3LocalTidewaterYear?"),
        ("user", "Exactly. Send it to the office address, the one you have."),
    )
    facts = {
        "request_type": "receipt_request",
        "customer_name": "Dr. Odette Blake",
        "company": "Tidewater Clinic",
        "customer_email": "office@tidewaterclinic.example",
        "email_verified": True,
        "payment_reference": "ch_3LocalTidewaterYear",
        "amount": "315.00",
        "currency": "USD",
        "payment_status": "paid",
        "requested_next_step": "Send the receipt to the address on record",
        "sensitive_data_spoken": False,
    }
    summary = "Dr. Odette Blake (Tidewater Clinic) asks for the receipt of USD 315.00."
    body = envelope(
        "receipt_request",
        now,
        Caller("12025550136", 49),
        said=as_lines(turns),
        facts=facts,
        summary=summary,
    )
    return "receipt_request", "Receipt for 315.00 USD", body


def _tax(now: datetime) -> Made:
    """tax_or_address_correction: the tax id is spoken, joined and spelled out."""
    turns = (
        ("agent", "Quillhaven billing, how can I help?"),
        ("user", "Rosa Lindero, Azulejos Lindero. INV-20455 carries our old address and tax id."),
        ("agent", "What is the new address?"),
        ("user", "Calle del Horno 8, 41003 Sevilla. The tax id is ESB70012349."),
        ("agent", "Please do not give tax ids on the phone, a form will come."),
        ("user", "It is short: E S B seven zero zero one two three four nine."),
    )
    facts = {
        "request_type": "tax_or_address_correction",
        "customer_name": "Rosa Lindero",
        "company": "Azulejos Lindero",
        "customer_email": "admin@azulejoslindero.example",
        "email_verified": True,
        "invoice_number": "INV-20455",
        "amount": "920,00 €",
        "currency": "EUR",
        "tax_region": "ES",
        "tax_id": "ESB70012349",
        "new_billing_address": "Calle del Horno 8, 41003 Sevilla",
        "requested_next_step": "Correct the address, collect the tax id by form",
        "sensitive_data_spoken": True,
    }
    summary = (
        "Rosa Lindero asks to correct address and tax id (she said ESB70012349) on INV-20455 of "
        "Azulejos Lindero, EUR 920.00."
    )
    body = envelope(
        "tax_correction",
        now,
        Caller("12025550167", 140),
        said=as_json_text(turns),
        facts=facts,
        summary=summary,
    )
    return "tax_correction", "Address and tax id on INV-20455", body


def _question(now: datetime) -> Made:
    """other_billing: a question that the record answers."""
    turns = (
        ("agent", "Quillhaven billing, hello."),
        ("user", "Gwen Pembroke, Pembroke Cycles. When is our next plan payment due?"),
        ("agent", "I will have someone look and write to you."),
    )
    facts = {
        "request_type": "other",
        "customer_name": "Gwen Pembroke",
        "company": "Pembroke Cycles",
        "customer_email": "office@pembrokecycles.example",
        "email_verified": True,
        "requested_next_step": "Write when the next plan payment is due and how much it is",
        "sensitive_data_spoken": False,
    }
    summary = "Gwen Pembroke (Pembroke Cycles) asks when the next payment of the plan is due."
    body = envelope(
        "billing_question",
        now,
        Caller("442079460133", 160),
        said=as_lines(turns),
        facts=facts,
        summary=summary,
    )
    return "billing_question", "Question: when is the next payment due?", body
