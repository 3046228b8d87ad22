"""`stripe.send_receipt`: the receipt, refund shown on it, to the address on Stripe's record."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.stripe.client import StripeClient
from providers.stripe.lookups import Lookups
from providers.stripe.models import Charge

FACTS: Final = OperationFacts(
    name="stripe.send_receipt",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=timedelta(hours=24),  # https://docs.stripe.com/api/idempotent_requests
    can_look_up=False,  # Stripe lists no mails
    title="Receipt by Stripe's mail",
    card_may_say="Stripe was asked to mail the receipt to the address on its record.",
)


class SendReceipt:
    """Implements `bot.ports.Operation`.

    Setting `receipt_email` on a charge makes Stripe send its receipt again, whatever the account's
    mail settings: https://docs.stripe.com/api/charges/update. In test mode no mail leaves.
    """

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups) -> None:
        self._client = client
        self._lookups = lookups

    async def send(self, order: Order) -> Effect:
        """Read the address from the customer's record now, never from the order."""
        charge = await self._lookups.charge(order.record_id)
        email = await self._address(charge)
        answer = await self._client.post(
            "/v1/charges/{id}",
            Charge,
            ids={"id": charge.id},
            wire_key=order.wire_key,
            form={"receipt_email": email},
        )
        return _effect(answer.body, answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:  # noqa: ARG002 - the port names it
        """Always Unavailable: a mail cannot be looked up, and None would claim it was not sent."""
        raise Unavailable("Stripe keeps no list of the receipts it mailed.", code="no_look_up")

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the charge again; `reference` is its id."""
        return _effect(await self._lookups.charge(reference), None)

    async def _address(self, charge: Charge) -> str:
        customer = await self._lookups.customer(charge.customer)
        if customer is None or customer.deleted:
            raise Refused(
                "Stripe has no customer record for this payment, so there is no address on record.",
                code="no_customer",
            )
        if not customer.email:
            raise Refused("The customer's record at Stripe has no e-mail address.", code="no_email")
        return customer.email


def masked(email: str) -> str:
    """Show whose mailbox it is without the name in it: `a…@acme.example`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _effect(charge: Charge, request_id: str | None) -> Effect:
    sent_to = charge.receipt_email
    return Effect(
        status="done" if sent_to else "accepted",
        reference=charge.id,
        said=literal("Stripe was asked to mail the receipt to the address on its record."),
        facts={"address": masked(sent_to) if sent_to else None, "request_id": request_id},
    )
