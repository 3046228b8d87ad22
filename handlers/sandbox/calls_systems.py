"""Calls whose record is at another system; the voice agent says which (`billing_system`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers.sandbox.calls_body import Caller, as_lines, envelope

Made = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """What a caller wants, where, and what was learned of it."""

    name: str
    title: str
    system: str
    who: str
    asks: str
    facts: Mapping[str, Any]

    @property
    def turns(self) -> tuple[tuple[str, str], ...]:
        return (
            ("agent", "Quillhaven billing, how can I help?"),
            ("user", f"This is {self.who}. {self.asks}"),
            ("agent", "Thank you. I will bring that to our finance team."),
        )


TOLD: Final = (
    Told(
        "proabono_renewal",
        "Renewal that was not paid, at ProAbono",
        "proabono",
        "Éditions Glycine",
        "Our card ran out, so invoice F7.00000012 was not paid. We will pay it by bank transfer.",
        {
            "request_type": "renewal_failure",
            "company": "Éditions Glycine",
            "customer_email": "compta@glycine.example",
            "invoice_number": "F7.00000012",
            "amount": "300.00",
            "currency": "EUR",
            "requested_next_step": "Take bank transfers from now on",
        },
    ),
    Told(
        "proabono_address",
        "New billing address, at ProAbono",
        "proabono",
        "Moulin des Prés",
        "We moved. Please put the new address on our bills.",
        {
            "request_type": "tax_or_address_correction",
            "company": "Moulin des Prés",
            "customer_email": "bureau@moulindespres.example",
            "invoice_number": "F7.00000021",
            "requested_next_step": "Correct the billing address",
        },
    ),
    Told(
        "plisio_blocker",
        "Wants to pay in another way, at Plisio",
        "plisio",
        "Newcomer Studio",
        "The card form refuses us. Can we pay the 85 euros with crypto?",
        {
            "request_type": "payment_blocker",
            "company": "Newcomer Studio",
            "customer_email": "hello@newcomer.example",
            "amount": "85.00",
            "currency": "EUR",
            "requested_next_step": "Send an invoice that can be paid in crypto",
        },
    ),
    Told(
        "skyfire_blocker",
        "A seller wants to know who buys, at Skyfire",
        "skyfire",
        "Harbour Data",
        "Your agent's orders stop here: we have to know who it buys for before we sell more.",
        {
            "request_type": "payment_blocker",
            "company": "Harbour Data",
            "customer_email": "sales@harbourdata.example",
            "requested_next_step": "Tell the seller who our agent buys for",
        },
    ),
    Told(
        "quickbooks_credit",
        "Wants money back for a paid invoice, in QuickBooks",
        "quickbooks",
        "Kestrel Fittings",
        "Invoice QB-1042 was paid, and half of the fittings never came. We want 240 dollars back.",
        {
            "request_type": "refund_request",
            "company": "Kestrel Fittings",
            "customer_email": "accounts@kestrelfittings.example",
            "invoice_number": "QB-1042",
            "amount": "240.00",
            "currency": "USD",
            "refund_reason": "Half of the delivery is missing",
            "requested_next_step": "Credit half of the invoice",
        },
    ),
    Told(
        "quickbooks_promise",
        "Promises to pay the rest, in QuickBooks",
        "quickbooks",
        "Kestrel Fittings",
        "We still owe you the rest of invoice QB-1044 and will pay it at the end of the week.",
        {
            "request_type": "promise_to_pay",
            "company": "Kestrel Fittings",
            "customer_email": "accounts@kestrelfittings.example",
            "invoice_number": "QB-1044",
            "amount": "75.50",
            "currency": "USD",
            "requested_next_step": "Note the promise",
        },
    ),
    Told(
        "quickbooks_invoice",
        "Wants the invoice once more, from QuickBooks",
        "quickbooks",
        "Marsh & Willow",
        "Could you send us invoice QB-1045 once more? Our bookkeeper cannot find it.",
        {
            "request_type": "invoice_resend",
            "company": "Marsh & Willow",
            "customer_email": "desk@marshwillow.example",
            "invoice_number": "QB-1045",
            "requested_next_step": "Send the invoice again",
        },
    ),
    Told(
        "listed_question",
        "Question of a listed company's subsidiary: its filings are public",
        "stripe",
        "Pembroke Cycles",
        "Example Platforms owns us and was renamed. Which name stands on invoice INV-20478?",
        {
            "request_type": "other_billing",
            "company": "Pembroke Cycles",
            "customer_email": "office@pembrokecycles.example",
            "ticker": "EXPL",
            "invoice_number": "INV-20478",
            "requested_next_step": "Say which name is on the invoice",
        },
    ),
)


def system_calls(now: datetime) -> tuple[Made, ...]:
    return tuple(_made(told, now, n) for n, told in enumerate(TOLD))


def _made(told: Told, now: datetime, n: int) -> Made:
    facts = {
        "billing_system": told.system,
        "email_verified": True,
        "sensitive_data_spoken": False,
        "urgency": "normal",
        **told.facts,
    }
    body = envelope(
        told.name,
        now,
        Caller(f"120255501{60 + n}", 30 + n),
        said=as_lines(told.turns),
        facts=facts,
        summary=f"{told.who} calls. {told.asks}",
    )
    return told.name, told.title, body
