"""One transaction as a payment record: the transaction, its refunds, its disputes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.errors import Refused
from bot.handoff.record import FoundBy, Record, RecordKind, RecordStatus
from bot.ports import Clock
from providers.paystack.client import PaystackClient
from providers.paystack.duplicates import equals_before
from providers.paystack.models import Dispute, Refund, Transaction
from providers.paystack.payer import VENDOR, payer_fields
from providers.paystack.units import from_paystack

GIVEN_BACK: Final = "processed"
CAME_BACK: Final = "failed"
"""Only a failed refund leaves the money with us; any other word takes from what is left."""
REVERSED: Final = "reversed"
"""A transaction whose money went back in full, by refunds or by a chargeback."""
SUCCESS: Final = "success"
OVER: Final = frozenset({"failed", "abandoned"})
WAITS_FOR_US: Final = "awaiting-merchant-feedback"

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.=_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A transaction and the evidence that led to it."""

    transaction: Transaction
    found_by: FoundBy


def is_reference(text: str) -> bool:
    """Letters, digits and `-`, `.`, `=`: https://paystack.com/docs/api/transaction/#initialize.

    `_` besides, which older references have.
    """
    return _REFERENCE.fullmatch(text) is not None


class Records:
    """Reads transactions and completes them to records. The reference is the payment's id here."""

    def __init__(self, client: PaystackClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def transaction(self, reference: str) -> Transaction:
        """Verify a transaction by its reference. Raises Refused for what is none."""
        if not is_reference(reference):
            raise Refused("That is no reference of Paystack's.", code="not_a_payment_id")
        found = await self._client.get(
            "/transaction/verify/{reference}", Transaction, ids={"reference": reference}
        )
        if found.reference.casefold() != reference.casefold():
            raise Refused("Paystack answered with another transaction.", code="other_transaction")
        return found

    async def refunds(self, transaction: Transaction) -> list[Refund]:
        """All refunds of a transaction; filtered here as well, as the guide for refunds asks."""
        found = await self._client.all("/refund", Refund, {"transaction": transaction.id})
        return [refund for refund in found if refund.transaction in {None, transaction.id}]

    async def disputes(self, transaction: Transaction) -> list[Dispute]:
        """All disputes of a transaction."""
        return await self._client.all("/dispute", Dispute, {"transaction": transaction.id})

    async def record(self, hit: Hit) -> Record:
        """Complete a hit. Raises Refused when Paystack's amounts cannot be expressed exactly."""
        found = hit.transaction
        refunds = await self.refunds(found)
        disputes = await self.disputes(found)
        dispute = standing(found, disputes)
        return Record(
            vendor=VENDOR,
            kind=RecordKind.PAYMENT,
            record_id=found.reference,
            found_by=hit.found_by,
            **payer_fields(found.customer),
            amount_minor=from_paystack(found.amount, found.iso),
            currency=found.iso,
            refunded_minor=from_paystack(refunded(found, refunds), found.iso),
            pending_refund_minor=from_paystack(underway(refunds), found.iso),
            status=status_of(found),
            disputed=dispute is not None,
            dispute_id=str(dispute.id) if dispute else None,
            evidence_due_at=dispute.dueAt if dispute else None,
            evidence_wanted=dispute is not None and wants_evidence(dispute),
            duplicate_of=await self._paid_before(found),
            livemode=found.domain == "live",
            paid_at=found.paid_at,
            record_url=f"https://dashboard.paystack.com/#/transactions/{found.id}/analytics",
            observed_at=self._clock(),
        )

    async def _paid_before(self, transaction: Transaction) -> str | None:
        """The reference of an equal payment shortly before, none of which was given back."""
        if transaction.status != SUCCESS:
            return None
        for other in await equals_before(self._client, transaction):
            if all(refund.status == CAME_BACK for refund in await self.refunds(other)):
                return other.reference
        return None


# --- what the numbers and words of a transaction mean -----------------------------------------


def refunded(transaction: Transaction, refunds: Iterable[Refund]) -> int:
    """What was given back, in subunits; a reversed transaction has nothing left, however."""
    if transaction.status == REVERSED:
        return transaction.amount
    return sum(refund.amount for refund in refunds if refund.status == GIVEN_BACK)


def underway(refunds: Iterable[Refund]) -> int:
    """Refunds that are neither paid out nor failed, in subunits."""
    return sum(one.amount for one in refunds if one.status not in {GIVEN_BACK, CAME_BACK})


def status_of(transaction: Transaction) -> RecordStatus:
    """A word we do not know is not paid."""
    if transaction.status in {SUCCESS, REVERSED}:
        return RecordStatus.PAID
    return RecordStatus.FAILED if transaction.status in OVER else RecordStatus.PENDING


def _stands(dispute: Dispute, transaction: Transaction) -> bool:
    """Tell whether it is open or was lost; only one we declined leaves the money with us."""
    ours = dispute.transaction in {None, transaction.id}
    return ours and (dispute.status, dispute.resolution) != ("resolved", "declined")


def standing(transaction: Transaction, disputes: Iterable[Dispute]) -> Dispute | None:
    """The dispute that matters: one that waits for us before one that does not."""
    ours = [one for one in disputes if _stands(one, transaction)]
    return min(ours, key=lambda one: (not wants_evidence(one), -one.id), default=None)


def wants_evidence(dispute: Dispute) -> bool:
    """Tell whether it is our turn to answer."""
    return dispute.status == WAITS_FOR_US and dispute.resolution is None
