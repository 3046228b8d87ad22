"""Which transactions a claim could mean: the reference or id that was named, then the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim
from providers.answers import none_if_missing
from providers.paystack.client import Params, PaystackClient
from providers.paystack.customers import Customers
from providers.paystack.models import Customer, Transaction
from providers.paystack.records import Hit, Records, is_reference
from providers.paystack.units import expressible, to_paystack

MOST_RECORDS: Final = 5
"""Each takes three more reads, of a quota of 100 a minute in test mode."""


class Payments:
    """Looks for payments. Raises Refused or Unavailable; a name that leads nowhere is no error."""

    facts = reading(
        "paystack.read_payment",
        "Payment at Paystack",
        "The transaction as Paystack shows it now, with what was given back or is disputed.",
        by=("payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: PaystackClient, customers: Customers, records: Records) -> None:
        self._client = client
        self._customers = customers
        self._records = records

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most five, best evidence first. The address is asked when nothing else answers."""
        hits = await self._named(claim) or await self._by_email(claim)
        unique = {hit.transaction.id: hit for hit in hits}
        return [await self._records.record(hit) for hit in list(unique.values())[:MOST_RECORDS]]

    async def observe(self, record_id: str) -> Record:
        transaction = await self._records.transaction(record_id)
        return await self._records.record(Hit(transaction, FoundBy.REFERENCE))

    # --- by a name ---

    async def _named(self, claim: RecordClaim) -> list[Hit]:
        """Callers say a reference where another number is asked for: every name is tried."""
        names = [*claim.payment_ids, *((claim.invoice_number,) if claim.invoice_number else ())]
        found = [await self._transaction(name.strip()) for name in names]
        return [Hit(one, FoundBy.REFERENCE) for one in found if one]

    async def _transaction(self, name: str) -> Transaction | None:
        if not is_reference(name):
            return None
        found = await none_if_missing(self._records.transaction(name))
        return await self._by_id(int(name)) if found is None and _is_id(name) else found

    async def _by_id(self, number: int) -> Transaction | None:
        return await none_if_missing(
            self._client.get("/transaction/{id}", Transaction, ids={"id": number})
        )

    # --- by the customer's address ---

    async def _by_email(self, claim: RecordClaim) -> list[Hit]:
        customer = await self._customers.by_email(claim.email or "")
        if customer is None:
            return []
        paid: Params = {"customer": customer.id, "status": "success"}
        same = await self._claimed(claim, paid)
        if same:
            return [Hit(one, FoundBy.EMAIL_AND_AMOUNT) for one in same]
        newest = _of(customer, await self._client.newest("/transaction", Transaction, paid))
        return [Hit(one, FoundBy.EMAIL) for one in newest if expressible(one.amount, one.iso)]

    async def _claimed(self, claim: RecordClaim, paid: Params) -> list[Transaction]:
        """The customer's transactions of exactly the claimed sum."""
        if claim.amount_minor is None or claim.currency is None:
            return []
        try:
            amount = to_paystack(claim.amount_minor, claim.currency)
        except Refused:
            return []
        found = await self._client.newest("/transaction", Transaction, {**paid, "amount": amount})
        wanted = (amount, claim.currency, paid["customer"])
        return [one for one in found if (one.amount, one.iso, _payer_id(one)) == wanted]


def _is_id(name: str) -> bool:
    """An unsigned number of 64 bits: https://paystack.com/docs/api/transaction/."""
    return name.isascii() and name.isdigit() and 0 < int(name) < 2**64


def _payer_id(transaction: Transaction) -> int | None:
    return transaction.customer.id if transaction.customer else None


def _of(customer: Customer, found: list[Transaction]) -> list[Transaction]:
    return [one for one in found if _payer_id(one) == customer.id]
