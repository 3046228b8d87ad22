"""One charge as a payment record: the charge, its customer, refunds on their way, disputes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.errors import Refused
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.ports import Clock
from bot.redaction import Redacted, redact
from providers.stripe.client import StripeClient
from providers.stripe.models import Charge, Customer, Dispute, Invoice, PaymentIntent, Refund
from providers.stripe.units import from_stripe

VENDOR: Final = "stripe"
MONEY_LEAVES: Final = frozenset({"succeeded", "pending", "requires_action", None})
"""Refund states that take from what is left; null is how old refunds say succeeded."""
DISPUTE_OVER: Final = frozenset({"won", "warning_closed"})
"""Only these leave the money with us; any other word, known or new, counts as a dispute."""

_CHARGE_ID = re.compile(r"(?:ch|py)_[A-Za-z0-9_]{1,250}")
_INTENT_ID = re.compile(r"pi_(?![A-Za-z0-9_]*_secret_)[A-Za-z0-9_]{1,250}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A charge and the evidence that led to it."""

    charge: Charge
    found_by: FoundBy
    invoice: Invoice | None = None


def is_charge_id(text: str) -> bool:
    return _CHARGE_ID.fullmatch(text) is not None


def is_intent_id(text: str) -> bool:
    return _INTENT_ID.fullmatch(text) is not None


class Records:
    """Reads charges and completes them to records."""

    def __init__(self, client: StripeClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def charge(self, record_id: str) -> Charge:
        """Read a charge by its own id or by its payment intent's. Raises Refused for others."""
        if is_intent_id(record_id):
            return await self._charge_of_intent(record_id)
        if is_charge_id(record_id):
            return await self._client.get("/v1/charges/{id}", Charge, ids={"id": record_id})
        raise Refused("That is no payment id of Stripe's.", code="not_a_payment_id")

    async def _charge_of_intent(self, intent_id: str) -> Charge:
        intent = await self._client.get(
            "/v1/payment_intents/{id}", PaymentIntent, ids={"id": intent_id}
        )
        if intent.latest_charge is None:
            raise Refused("Nothing was charged for that payment intent.", code="no_charge")
        return await self._client.get("/v1/charges/{id}", Charge, ids={"id": intent.latest_charge})

    async def customer(self, charge: Charge) -> Customer | None:
        """The customer record of a charge; a guest has none, a deleted one says so."""
        if charge.customer is None:
            return None
        return await self._client.get("/v1/customers/{id}", Customer, ids={"id": charge.customer})

    async def record(self, hit: Hit) -> Record:
        """Complete a hit. Raises Refused when Stripe's amounts cannot be expressed exactly."""
        charge = hit.charge
        customer = await self.customer(charge)
        refunds = await self._client.all("/v1/refunds", Refund, {"charge": charge.id})
        disputes = await self._client.all("/v1/disputes", Dispute, {"charge": charge.id})
        return Record(
            vendor=VENDOR,
            record_id=charge.id,
            found_by=hit.found_by,
            customer_id=charge.customer,
            customer_name=_clean(_name(charge, customer)),
            customer_email=_clean(_email(charge, customer)),
            invoice_id=hit.invoice.id if hit.invoice else None,
            invoice_number=_clean(hit.invoice.number if hit.invoice else None),
            description=_clean(charge.description),
            amount_minor=from_stripe(charged(charge), charge.iso),
            currency=charge.iso,
            refunded_minor=from_stripe(refunded(charge), charge.iso),
            pending_refund_minor=from_stripe(underway(charge, refunds), charge.iso),
            status=status_of(charge),
            disputed=is_disputed(charge, disputes),
            livemode=charge.livemode,
            paid_at=charge.paid_at,
            record_url=dashboard_url(charge),
            observed_at=self._clock(),
        )


# --- what the numbers and words of a charge mean ----------------------------------------------


def charged(charge: Charge) -> int:
    """What was taken; before the capture, what was reserved."""
    return charge.amount_captured if charge.captured else charge.amount


def refunded(charge: Charge) -> int:
    """What was given back. A capture of less releases the rest, which Stripe counts as refunded."""
    released = charge.amount - charged(charge)
    return max(0, charge.amount_refunded - released)


def underway(charge: Charge, refunds: Iterable[Refund]) -> int:
    """Refunds that exist but are not yet in the charge's own sum."""
    total = sum(refund.amount for refund in refunds if refund.status in MONEY_LEAVES)
    return max(0, total - charge.amount_refunded)


def status_of(charge: Charge) -> RecordStatus:
    """A reserved sum is not paid; a word we do not know is not paid either."""
    if charge.status == "succeeded" and charge.captured:
        return RecordStatus.PAID
    return RecordStatus.FAILED if charge.status == "failed" else RecordStatus.PENDING


def is_disputed(charge: Charge, disputes: list[Dispute]) -> bool:
    """Tell whether a dispute or chargeback stands; the charge's own flag never clears itself."""
    if not disputes:
        return charge.disputed
    return any(dispute.status not in DISPUTE_OVER for dispute in disputes)


def dashboard_url(charge: Charge) -> str:
    mode = "" if charge.livemode else "test/"
    return f"https://dashboard.stripe.com/{mode}payments/{charge.id}"


def _name(charge: Charge, customer: Customer | None) -> str | None:
    return (customer.name if customer else None) or charge.billing_details.name


def _email(charge: Charge, customer: Customer | None) -> str | None:
    return (customer.email if customer else None) or charge.billing_details.email


def _clean(text: str | None) -> Redacted | None:
    return redact(text) if text else None
