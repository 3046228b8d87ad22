"""`paystack.create_refund`: money goes back along the transaction it came by.

Paystack documents no idempotency key, so safety is looking: the step key is the refund's merchant
note, and the books are read for it before anything is sent, every time.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import Redacted, redact
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import Refund, Transaction
from providers.paystack.orders import stated, subunits
from providers.paystack.records import SUCCESS, Records

FACTS: Final = OperationFacts(
    name="paystack.create_refund",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Refund at Paystack",
    card_may_say="Paystack queued the refund; it is settled once Paystack reports it processed.",
)

_STATUS: MappingProxyType[str, Literal["done", "accepted", "failed"]] = MappingProxyType(
    {
        "pending": "accepted",
        "processing": "accepted",
        "needs-attention": "accepted",
        "processed": "done",
        "failed": "failed",
    }
)
"""https://paystack.com/docs/payments/refunds/; a word we do not know is taken, not settled."""


class CreateRefund:
    """Implements `bot.ports.Operation`."""

    facts = FACTS

    def __init__(self, client: PaystackClient, records: Records) -> None:
        self._client = client
        self._records = records

    async def send(self, order: Order) -> Effect:
        """Refund exactly `order.amount_minor`, unless the books hold this step's refund already.

        A ledger that was restored from an older copy does not know what it sent; the books do.
        """
        amount = subunits(order, "refund")  # Paystack refunds everything when none is named
        transaction = await self._records.transaction(order.record_id)
        _check_currency(transaction, order)
        made = await self._made(transaction, order)
        if made is not None and _status(made) != "failed":
            return effect_of(made)
        _check_paid(transaction)
        return await self._post(transaction, order, amount)

    async def _post(self, transaction: Transaction, order: Order, amount: int) -> Effect:
        refund = await self._client.post(
            "/refund",
            Refund,
            {
                "transaction": transaction.reference,
                "amount": amount,
                "currency": transaction.iso,
                "merchant_note": order.step_key,
            },
        )
        asked = (transaction.id, amount, transaction.iso, self._client.mode)
        made = (refund.transaction, refund.amount, refund.iso, refund.domain)
        if made != asked or not _may_be_ours(refund, order):
            raise OutcomeUnknown(
                "Paystack answered with another refund than the one asked for.",
                code="other_refund",
            )
        return effect_of(refund)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the step key among the notes of all refunds of the transaction."""
        transaction = await self._records.transaction(order.record_id)
        made = await self._made(transaction, order)
        return effect_of(made) if made else None

    async def _made(self, transaction: Transaction, order: Order) -> Refund | None:
        refunds = await self._records.refunds(transaction)
        ours = [one for one in refunds if one.merchant_note == order.step_key]
        ours.sort(key=lambda one: (_status(one) == "failed", -one.id))  # one that lives, the newest
        return ours[0] if ours else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the refund again."""
        refund = await self._client.get("/refund/{id}", Refund, ids={"id": reference})
        if not _may_be_ours(refund, order):
            raise Refused("That refund was not made for this step.", code="other_refund")
        return effect_of(refund)


def _check_currency(transaction: Transaction, order: Order) -> None:
    if transaction.iso != order.currency:
        raise Refused(
            f"The payment is in {transaction.iso}, not in {order.currency}; nothing was sent.",
            code="other_currency",
        )


def _check_paid(transaction: Transaction) -> None:
    if transaction.status != SUCCESS:
        raise Refused(f"The payment is {transaction.status}; nothing was sent.", code="not_paid")


def _may_be_ours(refund: Refund, order: Order) -> bool:
    """A note that Paystack left out of an answer says nothing."""
    return refund.merchant_note in {None, order.step_key}


def _status(refund: Refund) -> Literal["done", "accepted", "failed"]:
    return _STATUS.get(refund.status, "accepted")


def effect_of(refund: Refund) -> Effect:
    """What one refund object shows."""
    amount_minor, amount = stated(refund.amount, refund.iso)
    return Effect(
        status=_status(refund),
        reference=str(refund.id),
        amount_minor=amount_minor,
        currency=refund.iso,
        said=_said(refund, amount),
        facts={"status": refund.status, "transaction": refund.transaction},
    )


_WORDS = MappingProxyType(
    {
        "done": "Paystack refunded {amount}.",
        "accepted": "Paystack took the refund of {amount}; it is {state}.",
        "failed": "The refund of {amount} did not arrive; it is {state}.",
    }
)


def _said(refund: Refund, amount: str) -> Redacted:
    state = "waiting for the customer's bank account" if refund.status == "needs-attention" else ""
    return redact(_WORDS[_status(refund)].format(amount=amount, state=state or refund.status))
