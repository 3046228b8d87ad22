"""`paystack.submit_evidence`: what was sold and delivered goes on record with a dispute.

The dispute itself is answered in Paystack's dashboard, with a document that we do not have:
https://paystack.com/docs/api/dispute/#evidence. Sending twice adds it twice, and whether a dispute
shows what was added is not published: after a lost answer only a person can tell.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import Dispute, Evidence, Payer, Transaction
from providers.paystack.orders import filled_in_whole
from providers.paystack.owners import Owners
from providers.paystack.records import Records, standing, wants_evidence

FACTS: Final = OperationFacts(
    name="paystack.submit_evidence",
    writes=True,
    moves_money=False,
    requires=("record_id", "service_details"),
    repeat_safety=RepeatSafety.NONE,
    can_look_up=False,
    title="Evidence to Paystack",
    card_may_say=(
        "Paystack has the evidence. The dispute must still be declined in Paystack's dashboard, "
        "with a document."
    ),
)
ACCEPTED: Final = "merchant-accepted"


class SubmitEvidence:
    """Implements `bot.ports.Operation`. `order.record_id` is the disputed payment's reference."""

    facts = FACTS

    def __init__(self, client: PaystackClient, records: Records, owners: Owners) -> None:
        self._client = client
        self._records = records
        self._owners = owners

    async def send(self, order: Order) -> Effect:
        """Add what the form says to the dispute that waits for us; the customer is the record's."""
        fields = filled_in_whole(order, "service_details", "delivery_date", "delivery_address")
        if "service_details" not in fields:
            raise Refused("Say what was sold and delivered; nothing was sent.", code="no_details")
        transaction = await self._records.transaction(order.record_id)
        dispute = await self._open_dispute(transaction)
        payer = await self._payer(transaction)
        made = await self._client.post_plain(
            "/dispute/{id}/evidence", Evidence, _customer(payer) | fields, ids={"id": dispute.id}
        )
        if made.dispute not in {None, dispute.id}:
            raise OutcomeUnknown(
                "Paystack answered about another dispute than the one meant.", code="other_dispute"
            )
        return _effect(dispute, made)

    async def find_effect(self, order: Order) -> Effect | None:  # noqa: ARG002 - the port names it
        """Always Unavailable: None would claim that nothing was added."""
        raise Unavailable("Paystack does not say what was added.", code="no_look_up")

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """See what became of the dispute; `reference` is its id."""
        dispute = await self._client.get("/dispute/{id}", Dispute, ids={"id": reference})
        return _effect(dispute)

    async def _open_dispute(self, transaction: Transaction) -> Dispute:
        dispute = standing(transaction, await self._records.disputes(transaction))
        if dispute is None or not wants_evidence(dispute):
            raise Refused(
                "No dispute on this payment waits for our answer; nothing was sent.",
                code="not_wanted",
            )
        if dispute.evidence:
            raise Refused(
                "The dispute has evidence already: look at it in Paystack. Nothing was sent.",
                code="evidence_there",
            )
        return dispute

    async def _payer(self, transaction: Transaction) -> Payer:
        """What the payment shows of the customer; their own record where that is not all."""
        payer = transaction.customer
        if payer is None or not (payer.email and payer.name and payer.phone):
            return await self._owners.of(transaction.reference)
        return payer


def _customer(payer: Payer) -> dict[str, str]:
    """Paystack asks for all three: https://paystack.com/docs/api/dispute/#evidence."""
    asked = {
        "customer_email": payer.email,
        "customer_name": payer.name,
        "customer_phone": payer.phone,
    }
    missing = [name.removeprefix("customer_") for name, value in asked.items() if not value]
    if missing:
        raise Refused(
            f"The customer's record has no {' and no '.join(missing)}, which Paystack asks for; "
            "nothing was sent.",
            code="incomplete_customer",
        )
    return {name: value for name, value in asked.items() if value}


def _effect(dispute: Dispute, made: Evidence | None = None) -> Effect:
    """Evidence is taken; it counts once the dispute was answered and is no more ours to answer."""
    gave_in = dispute.resolution == ACCEPTED
    answered = dispute.resolution is not None or not wants_evidence(dispute)
    status: Literal["done", "accepted", "failed"] = "done" if answered else "accepted"
    return Effect(
        status="failed" if gave_in else status,
        reference=str(dispute.id),
        said=_GAVE_IN if gave_in else _SAID[status],
        facts={
            "status": dispute.status,
            "resolution": dispute.resolution,
            "evidence": made.id if made else None,
        },
    )


_GAVE_IN = literal("The dispute was accepted at Paystack: the money goes back to the customer.")
_SAID = MappingProxyType(
    {
        "done": literal("The dispute was answered at Paystack; it waits for us no more."),
        "accepted": literal(
            "Paystack has the evidence. The dispute must still be declined in Paystack's "
            "dashboard, with a document."
        ),
    }
)
