"""One charge as a payment record: customer, invoice, refunds on their way, disputes, duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.errors import Refused
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.ports import Clock
from bot.redaction import Redacted, redact
from providers.stripe.billing_models import CreditNote, Invoice
from providers.stripe.client import StripeClient
from providers.stripe.disputes import chosen, is_disputed, is_wanted
from providers.stripe.lookups import Lookups
from providers.stripe.models import Charge, Customer, Dispute, Refund
from providers.stripe.units import from_stripe

VENDOR: Final = "stripe"
MONEY_LEAVES: Final = frozenset({"succeeded", "pending", "requires_action", None})
"""Refund states that take from what is left; null is how old refunds say succeeded."""
DUPLICATE_WITHIN: Final = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Hit:
    """A charge and the evidence that led to it."""

    charge: Charge
    found_by: FoundBy
    invoice: Invoice | None = None


class Records:
    """Completes charges to records."""

    def __init__(self, client: StripeClient, lookups: Lookups, clock: Clock) -> None:
        self._client = client
        self._lookups = lookups
        self._clock = clock

    async def record(self, hit: Hit) -> Record:
        """Complete a hit. Raises Refused when Stripe's amounts cannot be expressed exactly."""
        charge = hit.charge
        customer = await self._lookups.customer(charge.customer)
        invoice = hit.invoice or await self._invoice_of(charge)
        refunds = await self._client.all("/v1/refunds", Refund, {"charge": charge.id})
        disputes = await self.disputes(charge)
        dispute = chosen(disputes, self._clock())
        given_back = refunded(charge) + await self._credited(invoice)
        return Record(
            vendor=VENDOR,
            record_id=charge.id,
            found_by=hit.found_by,
            customer_id=charge.customer,
            customer_name=clean(_name(charge, customer)),
            customer_email=clean(_email(charge, customer)),
            customer_phone=clean(customer.phone if customer else None),
            invoice_id=invoice.id if invoice else None,
            invoice_number=clean(invoice.number if invoice else None),
            subscription_id=invoice.subscription if invoice else None,
            description=clean(charge.description),
            amount_minor=from_stripe(charged(charge), charge.iso),
            currency=charge.iso,
            refunded_minor=from_stripe(given_back, charge.iso),
            pending_refund_minor=from_stripe(underway(charge, refunds), charge.iso),
            status=status_of(charge),
            disputed=is_disputed(disputes, flagged=charge.disputed),
            dispute_id=dispute.id if dispute else None,
            evidence_due_at=dispute.due_at if dispute else None,
            evidence_wanted=dispute is not None and is_wanted(dispute, self._clock()),
            duplicate_of=await self._duplicate_of(charge),
            livemode=charge.livemode,
            paid_at=charge.paid_at,
            record_url=dashboard_url("payments", charge.id, livemode=charge.livemode),
            observed_at=self._clock(),
        )

    async def disputes(self, charge: Charge) -> list[Dispute]:
        return await self._client.all("/v1/disputes", Dispute, {"charge": charge.id})

    async def _invoice_of(self, charge: Charge) -> Invoice | None:
        """The invoice a charge paid; a key without that right shows none."""
        try:
            return await self._lookups.paid_invoice(charge)
        except Refused:
            return None

    async def _credited(self, invoice: Invoice | None) -> int:
        """What credit notes gave back beside refunds; a key without that right shows none."""
        if invoice is None:
            return 0
        try:
            notes = await self._client.all("/v1/credit_notes", CreditNote, {"invoice": invoice.id})
        except Refused:
            return 0
        return sum(max(0, note.credited) for note in notes if note.status == "issued")

    async def _duplicate_of(self, charge: Charge) -> str | None:
        """The nearest equal payment before this one that stands: paid, whole and undisputed."""
        if charge.customer is None or status_of(charge) is not RecordStatus.PAID:
            return None
        since = charge.created - int(DUPLICATE_WITHIN.total_seconds())
        around = await self._client.all(
            "/v1/charges",
            Charge,
            {"customer": charge.customer, "created": {"gte": since, "lte": charge.created}},
        )
        equal = [other for other in around if _is_twin(other, charge)]
        return max(equal, key=_age_key).id if equal else None


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


def _is_twin(other: Charge, charge: Charge) -> bool:
    earlier = _age_key(other) < _age_key(charge)
    equal = (charged(other), other.iso) == (charged(charge), charge.iso)
    stands = refunded(other) == 0 and not other.disputed
    return earlier and equal and stands and status_of(other) is RecordStatus.PAID


def _age_key(charge: Charge) -> tuple[int, str]:
    """Two charges of one second still have an order, so that they never prove each other."""
    return charge.created, charge.id


# --- words and links --------------------------------------------------------------------------


def dashboard_url(page: str, object_id: str, *, livemode: bool) -> str:
    mode = "" if livemode else "test/"
    return f"https://dashboard.stripe.com/{mode}{page}/{object_id}"


def clean(text: str | None) -> Redacted | None:
    return redact(text) if text else None


def _name(charge: Charge, customer: Customer | None) -> str | None:
    return (customer.name if customer else None) or charge.billing_details.name


def _email(charge: Charge, customer: Customer | None) -> str | None:
    return (customer.email if customer else None) or charge.billing_details.email
