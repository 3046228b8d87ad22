"""Invoices: found by number or through the caller's customer, shown as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import structlog

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.money import currency_or_none
from bot.ports import Clock
from providers.proabono.client import ProAbonoClient
from providers.proabono.customers import Customers, cleaned, whose
from providers.proabono.models import Customer, Invoice
from providers.proabono.names import VENDOR, invoice_name, invoice_number_of, number_in

MOST_RECORDS: Final = 10

_STATUS: Mapping[str, RecordStatus] = MappingProxyType(
    {
        "Draft": RecordStatus.DRAFT,
        "Due": RecordStatus.OPEN,
        "Problem": RecordStatus.OPEN,  # overdue, declined or disputed: still to be paid
        "Paid": RecordStatus.PAID,
    }
)
"""A word that is not here means that nothing can be done with it."""
_FIRST: Final = (RecordStatus.OPEN, RecordStatus.PAID, RecordStatus.DRAFT, RecordStatus.VOID)

_log = structlog.get_logger(__name__)


class Invoices:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "proabono.read_invoice",
        "Invoice at ProAbono",
        "The invoice as ProAbono shows it now.",
        by=("invoice_number", "payment_ids", "email"),
    )

    def __init__(self, client: ProAbonoClient, customers: Customers, clock: Clock) -> None:
        self._client = client
        self._customers = customers
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By number; else those of the caller's address, the claimed sum and open ones first.

        Who named a subscription by its number, and no invoice, means the subscription.
        """
        named = [await self._numbered(one) for one in _names(claim)]
        if any(named):
            return [await self._shown(one, FoundBy.INVOICE) for one in _unique(named)]
        if number_in(claim.subscription_id):
            return []
        return await self._of_caller(claim)

    async def observe(self, record_id: str) -> Record:
        return await self._shown(await self.read(record_id), FoundBy.REFERENCE)

    async def read(self, record_id: str) -> Invoice:
        """Fetch by our name of it. Raises Refused when there is none, and for a credit note."""
        number = invoice_number_of(record_id)
        if number is None:
            raise Refused("That is no invoice of ProAbono's.", code="not_an_invoice")
        found = await self._client.get("/v1/Invoice/{id}", Invoice, {}, ids={"id": number})
        if found.id != number or found.type_credit:
            raise Refused("ProAbono answered with another document.", code="other_invoice")
        return found

    async def of_customer(self, reference: str) -> list[Invoice]:
        """Every invoice of a customer, the newest first; credit notes are left out."""
        found = await self._client.all("/v1/Invoices", Invoice, {"ReferenceCustomer": reference})
        own = [one for one in found if not one.type_credit and _is_of(one, reference)]
        return sorted(own, key=lambda one: one.id, reverse=True)

    async def _numbered(self, number: str) -> Invoice | None:
        found = await self._client.find("/v1/Invoice", Invoice, {"FullNumber": number})
        if found is None or found.type_credit:
            return None
        same = (found.full_number or "").casefold() == number.casefold()
        return found if same else None

    async def _of_caller(self, claim: RecordClaim) -> Sequence[Record]:
        customers = await self._customers.by_email(claim.email or "")
        found = [
            (one, customer)
            for customer in customers[:MOST_RECORDS]
            for one in await self.of_customer(customer.reference_customer)
            if expressible(one)
        ]
        same = [pair for pair in found if _asks(pair[0], claim)]
        by = FoundBy.EMAIL_AND_AMOUNT if same else FoundBy.EMAIL
        records = [self._record(one, customer, by) for one, customer in same or found]
        return sorted(records, key=lambda one: _FIRST.index(one.status))[:MOST_RECORDS]

    async def _shown(self, invoice: Invoice, found_by: FoundBy) -> Record:
        if not expressible(invoice):
            raise Refused("ProAbono shows this invoice in a currency that is not known.")
        reference = invoice.reference_customer
        customer = await self._customers.by_reference(reference) if reference else None
        return self._record(invoice, customer, found_by)

    def _record(self, invoice: Invoice, customer: Customer | None, found_by: FoundBy) -> Record:
        status = invoice_status(invoice)
        return Record(
            vendor=VENDOR,
            kind=RecordKind.INVOICE,
            record_id=invoice_name(invoice.id),
            found_by=found_by,
            **whose(customer),
            invoice_number=cleaned(invoice.full_number),
            amount_minor=invoice.amount_total,
            currency=invoice.iso,
            paid_minor=invoice.amount_total if status is RecordStatus.PAID else 0,
            status=status,
            disputed=invoice.state_invoice == "ProblemDisputed",
            livemode=self._client.mode == "live",
            paid_at=invoice.date_payment,
            due_at=invoice.date_payment_limit,
            mailable=False,
            observed_at=self._clock(),
        )


# --- what an invoice says ---------------------------------------------------------------------


def invoice_status(invoice: Invoice) -> RecordStatus:
    """A word we do not know leaves nothing to pay."""
    return _STATUS.get(invoice.status, RecordStatus.VOID)


def expressible(invoice: Invoice) -> bool:
    """Tell whether its currency is money today; what cannot be shown is logged and left out."""
    if currency_or_none(invoice.currency):
        return True
    _log.warning("proabono_currency_unknown")
    return False


def _names(claim: RecordClaim) -> Sequence[str]:
    """Callers say one number where another is asked for, and capitals get lost."""
    number = claim.invoice_number or ""
    said = (number, number.upper(), *claim.payment_ids)
    return tuple(dict.fromkeys(name.strip() for name in said if name.strip()))


def _is_of(invoice: Invoice, reference: str) -> bool:
    return (invoice.reference_customer or reference).casefold() == reference.casefold()


def _asks(invoice: Invoice, claim: RecordClaim) -> bool:
    return (claim.amount_minor, claim.currency) == (invoice.amount_total, invoice.iso)


def _unique(found: Iterable[Invoice | None]) -> list[Invoice]:
    return list({one.id: one for one in found if one}.values())
