"""Customers: found by reference or by their address, shown as records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypedDict

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from bot.redaction import Redacted, redact
from providers.proabono.client import Body, ProAbonoClient
from providers.proabono.models import Customer
from providers.proabono.names import VENDOR, customer_name, customer_of, is_reference, references_in

MOST_RECORDS: Final = 10

_STATUS: Mapping[str, RecordStatus] = MappingProxyType({"Enabled": RecordStatus.ACTIVE})


class Whose(TypedDict):
    """Fields of `bot.handoff.record.Record` that say whose it is."""

    customer_id: str | None
    customer_name: Redacted | None
    customer_email: Redacted | None


class Customers:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error.

    No query asks for an address, so all customers (of `segment`) are read to compare it.
    """

    facts = reading(
        "proabono.read_customer",
        "Customer at ProAbono",
        "The customer record as ProAbono shows it now.",
        by=("payment_ids", "email"),
    )

    def __init__(self, client: ProAbonoClient, clock: Clock, segment: str | None = None) -> None:
        self._client = client
        self._clock = clock
        self.segment = segment

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By a reference that was named, else by the caller's address; several may share one."""
        named = [await self.by_reference(one) for one in references_in(claim)]
        if any(named):
            return [self._record(one, FoundBy.REFERENCE) for one in named if one]
        found = await self.by_email(claim.email or "")
        return [self._record(one, FoundBy.EMAIL) for one in found[:MOST_RECORDS]]

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.read(customer_of(record_id) or ""), FoundBy.REFERENCE)

    async def read(self, reference: str) -> Customer:
        """Fetch by reference. Raises Refused when there is none."""
        found = await self.by_reference(reference) if is_reference(reference) else None
        if found is None:
            raise Refused("ProAbono has no such customer.", code="not_found")
        return found

    async def by_reference(self, reference: str) -> Customer | None:
        """Fetch by reference; None: these keys reach no such customer."""
        found = await self._client.find("/v1/Customer", Customer, {"ReferenceCustomer": reference})
        if found and found.reference_customer.casefold() != reference.casefold():
            raise Refused("ProAbono answered with another customer.", code="other_customer")
        return found

    async def by_email(self, email: str) -> list[Customer]:
        """Every customer with exactly this address; none where it is no address."""
        address = email.strip().casefold()
        if "@" not in address:
            return []
        query = {"ReferenceSegment": self.segment} if self.segment else {}
        found = await self._client.all("/v1/Customers", Customer, query)
        return [one for one in found if (one.email or "").casefold() == address]

    async def change(self, customer: Customer, values: Body) -> Customer:
        """Set values on a record that is there, in its own segment, and leave its e-mail alone.

        Raises OutcomeUnknown when the answer is about somebody else.
        """
        where = {"ReferenceSegment": customer.reference_segment or self.segment}
        asked = {
            "ReferenceCustomer": customer.reference_customer,
            **{name: value for name, value in where.items() if value},
            **values,
        }
        changed = await self._client.post("/v1/Customer", Customer, asked, {})
        if changed.id != customer.id:
            raise OutcomeUnknown(
                "ProAbono answered with another customer than the one changed.",
                code="other_customer",
            )
        return changed

    def _record(self, customer: Customer, found_by: FoundBy) -> Record:
        return Record(
            vendor=VENDOR,
            kind=RecordKind.CUSTOMER,
            record_id=customer_name(customer.reference_customer),
            found_by=found_by,
            **whose(customer),
            status=_STATUS.get(customer.status, RecordStatus.PAUSED),
            livemode=self._client.mode == "live",
            observed_at=self._clock(),
        )


def whose(customer: Customer | None) -> Whose:
    """Whose record it is."""
    return {
        "customer_id": str(customer.id) if customer else None,
        "customer_name": cleaned(customer.name if customer else None),
        "customer_email": cleaned(customer.email if customer else None),
    }


def cleaned(text: str | None) -> Redacted | None:
    """What a person wrote at ProAbono, redacted; nothing stays nothing."""
    return redact(text) if text else None
