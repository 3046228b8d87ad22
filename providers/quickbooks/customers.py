"""Customers: found by address, shown as records, changed without overwriting what others did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from bot.redaction import Redacted, redact
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.errors import STALE
from providers.quickbooks.ids import CUSTOMER, VENDOR, number_of, number_or_none, page_of, record_id
from providers.quickbooks.invoice_search import InvoiceSearch, none_if_missing
from providers.quickbooks.models import Customer
from providers.quickbooks.statements import Equals

MOST_RECORDS = 10


class Customers:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "quickbooks.read_customer",
        "Customer at QuickBooks",
        "The customer record as the books hold it now.",
        by=("payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: QuickBooksClient, search: InvoiceSearch, clock: Clock) -> None:
        self._client = client
        self._search = search
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By its own number, else by an invoice that was named, else by the caller's address."""
        hits = await self._named(claim) or await self._billed(claim)
        if not hits and claim.email:
            hits = [(one, FoundBy.EMAIL) for one in await customers_at(self._client, claim.email)]
        return [self._record(one, found_by) for one, found_by in hits[:MOST_RECORDS]]

    async def observe(self, name: str) -> Record:
        """One customer by the name of its record."""
        return self._record(await self.read(number_of(name, CUSTOMER)), FoundBy.REFERENCE)

    async def read(self, number: str) -> Customer:
        """One customer by QuickBooks' number. Raises Refused when there is none."""
        return await self._client.read(Customer, number)

    async def change(
        self,
        number: str,
        part: Callable[[Customer], Mapping[str, object]],
        seen: Callable[[Customer], object],
        *,
        key: str,
    ) -> Customer:
        """Set the fields that `part` makes of the record as it is, and leave all others.

        When somebody changed the record in between, it is read again, and written only while what
        `seen` takes from it is still the same. Raises Refused (`STALE`) when it is not.
        """
        before = await self.read(number)
        try:
            return await self._set(before, part(before), key)
        except Refused as refusal:
            if refusal.code != STALE:
                raise
        now = await self.read(number)
        if seen(now) != seen(before):
            raise Refused(
                "Somebody changed the same part of the record in QuickBooks just now; look at it "
                "and decide again.",
                code=STALE,
            )
        return await self._set(now, part(now), key)

    async def _set(self, customer: Customer, part: Mapping[str, object], key: str) -> Customer:
        """Each state of the record has a request id of its own: a stale one changed nothing."""
        body = {"Id": customer.Id, "SyncToken": customer.SyncToken, "sparse": True, **part}
        return await self._client.write(Customer, body, key=f"{key}#{customer.SyncToken}")

    async def _named(self, claim: RecordClaim) -> list[tuple[Customer, FoundBy]]:
        numbers = (number_or_none(name, CUSTOMER) for name in claim.payment_ids)
        found = [
            await none_if_missing(self.read(number)) for number in dict.fromkeys(numbers) if number
        ]
        return [(one, FoundBy.REFERENCE) for one in found if one]

    async def _billed(self, claim: RecordClaim) -> list[tuple[Customer, FoundBy]]:
        """Who the named invoices were made out to."""
        hits = await self._search.named(claim)
        numbers = [invoice.CustomerRef.value for invoice, _ in hits if invoice.CustomerRef]
        return [(await self.read(one), FoundBy.INVOICE) for one in dict.fromkeys(numbers)]

    def _record(self, customer: Customer, found_by: FoundBy) -> Record:
        mode = self._client.mode
        return Record(
            vendor=VENDOR,
            kind=RecordKind.CUSTOMER,
            record_id=record_id(CUSTOMER, customer.Id),
            found_by=found_by,
            customer_id=customer.Id,
            customer_name=clean(customer.DisplayName),
            customer_email=clean(customer.email),
            customer_phone=clean(_phone(customer)),
            status=RecordStatus.ACTIVE if customer.Active else RecordStatus.ENDED,
            livemode=mode == "live",
            record_url=page_of(CUSTOMER, customer.Id, mode),
            observed_at=self._clock(),
        )


async def customers_at(client: QuickBooksClient, email: str) -> list[Customer]:
    """The customers in use with exactly this address, as far as letters go."""
    address = email.strip()
    if "@" not in address:
        return []
    found = await client.query(Customer, Equals("PrimaryEmailAddr", address))
    return [one for one in found if (one.email or "").strip().casefold() == address.casefold()]


def clean(text: str | None) -> Redacted | None:
    """What may be kept and shown of a vendor's text."""
    return redact(text) if text else None


def _phone(customer: Customer) -> str | None:
    return customer.PrimaryPhone.FreeFormNumber if customer.PrimaryPhone else None
