"""Customers: read by code or e-mail, shown as records, changed without losing what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.answers import none_if_missing
from providers.paystack.client import PaystackClient
from providers.paystack.models import Customer
from providers.paystack.payer import VENDOR, payer_fields

CODE: Final = re.compile(r"CUS_[A-Za-z0-9]{1,60}")
_BY_NAME: Final = "/customer/{email_or_code}"


class Customers:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "paystack.read_customer",
        "Customer at Paystack",
        "The customer record as Paystack shows it now.",
        by=("payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: PaystackClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """By a code that was named, else by the caller's address."""
        names = (name.strip() for name in (*claim.payment_ids, claim.invoice_number or ""))
        coded = [name for name in dict.fromkeys(names) if is_customer_code(name)]
        found = [await none_if_missing(self.by_code(code)) for code in coded]
        records = [self._record(one, FoundBy.REFERENCE) for one in found if one]
        if records or not claim.email:
            return records
        customer = await self.by_email(claim.email)
        return [self._record(customer, FoundBy.EMAIL)] if customer else []

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.by_code(record_id), FoundBy.REFERENCE)

    async def by_code(self, code: str) -> Customer:
        """Fetch by `CUS_...`. Raises Refused when there is none."""
        if not is_customer_code(code):
            raise Refused("That is no customer of Paystack's.", code="not_a_customer_code")
        found = await self._client.get(_BY_NAME, Customer, ids={"email_or_code": code})
        if found.customer_code.casefold() != code.casefold():
            raise Refused("Paystack answered with another customer.", code="other_customer")
        return found

    async def by_email(self, email: str) -> Customer | None:
        """Fetch by address; None: Paystack knows nobody there, or it is no address."""
        address = email.strip()
        if "@" not in address:
            return None
        found = await none_if_missing(
            self._client.get(_BY_NAME, Customer, ids={"email_or_code": address})
        )
        return found if found and found.email.casefold() == address.casefold() else None

    async def change(self, customer: Customer, values: Mapping[str, object]) -> Customer:
        """Set values. Raises OutcomeUnknown when the answer is about somebody else."""
        changed = await self._client.put(
            _BY_NAME, Customer, values, ids={"email_or_code": customer.customer_code}
        )
        if (changed.id, changed.domain) != (customer.id, customer.domain):
            raise OutcomeUnknown(
                "Paystack answered with another customer than the one changed.",
                code="other_customer",
            )
        return changed

    def _record(self, customer: Customer, found_by: FoundBy) -> Record:
        """A customer at Paystack cannot be deleted, so each one is in good standing."""
        return Record(
            vendor=VENDOR,
            kind=RecordKind.CUSTOMER,
            record_id=customer.customer_code,
            found_by=found_by,
            **payer_fields(customer),
            status=RecordStatus.ACTIVE,
            livemode=customer.domain == "live",
            observed_at=self._clock(),
        )


def is_customer_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def metadata_of(customer: Customer) -> dict[str, Any]:
    """What is kept beside a customer. Raises Refused for what cannot be added to without loss."""
    kept: object = customer.metadata
    if isinstance(kept, str):
        kept = _read(kept) if kept.strip() else {}
    if kept is None:
        return {}
    if not isinstance(kept, dict):
        raise Refused(
            "The customer's metadata at Paystack is no object, so nothing was added to it.",
            code="metadata_unreadable",
        )
    return kept


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
