"""`stripe.resume_subscription`: a paused subscription comes back, paid by the card on file."""

from __future__ import annotations

from typing import Final, Literal

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.stripe.billing_models import Invoice, Subscription
from providers.stripe.client import Params, StripeClient
from providers.stripe.ids import is_invoice_id
from providers.stripe.invoice_payment import charge_for
from providers.stripe.invoices import Invoices
from providers.stripe.orders import (
    KEY_WINDOW,
    amount_of,
    check_currency,
    happened_since,
    minor_or_none,
    shown,
)
from providers.stripe.status import subscription_status
from providers.stripe.subscriptions import Subscriptions, price_of

FACTS: Final = OperationFacts(
    name="stripe.resume_subscription",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Resume the subscription at Stripe",
    card_may_say="Stripe charged the card on file and the subscription is active again.",
)

FORM: Final[Params] = {
    "billing_cycle_anchor": {"type": "now"},
    "proration_behavior": "none",
    "payment_behavior": "resume_on_payment_attempt",
}
"""A new period at its full price. This way the call itself charges nothing, it only issues the
invoice, so that exactly the approved sum can be charged for it, or nothing:
https://docs.stripe.com/billing/subscriptions/pause."""


class ResumeSubscription:
    """Implements `bot.ports.Operation`.

    Two calls under keys of their own: resume issues an invoice, pay charges it. Between the two
    nothing is active and nothing was charged; an invoice nobody pays is void after 23 hours.
    `order.record_id` is the subscription, or its open invoice.
    """

    facts = FACTS

    def __init__(
        self, client: StripeClient, invoices: Invoices, subscriptions: Subscriptions
    ) -> None:
        self._client = client
        self._invoices = invoices
        self._subscriptions = subscriptions

    async def send(self, order: Order) -> Effect:
        """Charge exactly `order.amount_minor`. A card's no is Refused, in the bank's words."""
        amount = amount_of(order)
        plan = await self._plan(order)
        check_currency(plan.iso, order)
        _check_paused(plan)
        bill = await self._subscriptions.open_invoice(plan)
        if bill is None:
            _check_price(plan, amount)
            plan = await self._resumed(plan, order)
            bill = await self._issued(plan)
        if bill is None:
            return _effect(plan, None)
        paid = await charge_for(self._client, bill, order, wire_key=f"{order.wire_key}:pay")
        return await self._after(plan, paid)

    async def find_effect(self, order: Order) -> Effect | None:
        """Active again, and its latest invoice was paid since the step was made."""
        plan = await self._plan(order)
        if subscription_status(plan.status) is not RecordStatus.ACTIVE:
            return None
        bill = await self._invoices.read(plan.latest_invoice) if plan.latest_invoice else None
        if bill is None or not happened_since(bill.paid_at, order):
            return None
        return _effect(plan, bill)

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the subscription again; `reference` is its id."""
        plan = await self._subscriptions.read(reference)
        bill = await self._subscriptions.open_invoice(plan)
        status = subscription_status(plan.status)
        lapsed = status is RecordStatus.PAUSED and bill is None
        failed = lapsed or status in {RecordStatus.PAST_DUE, RecordStatus.ENDED}
        return _effect(plan, bill, failed=failed, minor=order.amount_minor)

    async def _plan(self, order: Order) -> Subscription:
        if not is_invoice_id(order.record_id):
            return await self._subscriptions.read(order.record_id)
        invoice = await self._invoices.read(order.record_id)
        plan = await self._subscriptions.read(invoice.subscription or "")
        if plan.latest_invoice != invoice.id:
            raise Refused(
                "This invoice is not the one that would bring the subscription back.",
                code="other_invoice",
            )
        return plan

    async def _resumed(self, plan: Subscription, order: Order) -> Subscription:
        answer = await self._client.post(
            "/v1/subscriptions/{id}/resume",
            Subscription,
            ids={"id": plan.id},
            wire_key=order.wire_key,
            form=FORM,
        )
        if answer.body.id != plan.id:
            raise OutcomeUnknown("Stripe answered with another subscription.", code="other_plan")
        return answer.body

    async def _issued(self, plan: Subscription) -> Invoice | None:
        """The invoice that resuming issued; to fail to read it leaves the step half done."""
        try:
            return await self._subscriptions.open_invoice(plan)
        except (Refused, Unavailable) as failure:
            raise OutcomeUnknown(failure.reason, code=failure.code) from None

    async def _after(self, plan: Subscription, paid: Effect) -> Effect:
        """Money moved: the subscription follows at once, or the effect waits for it."""
        if paid.status != "done":
            return _merged(plan, paid, "accepted")
        try:
            fresh = await self._subscriptions.read(plan.id)
        except (Refused, Unavailable):
            return _merged(plan, paid, "accepted")
        is_active = subscription_status(fresh.status) is RecordStatus.ACTIVE
        return _merged(fresh, paid, "done" if is_active else "accepted")


def _check_paused(plan: Subscription) -> None:
    if subscription_status(plan.status) is not RecordStatus.PAUSED:
        raise Refused(
            f"The subscription is {plan.status.replace('_', ' ')}; only a paused one is resumed.",
            code="not_paused",
        )
    if plan.collection_method != "charge_automatically":
        raise Refused(
            "Stripe resumes only subscriptions that it charges automatically.",
            code="not_charged_automatically",
        )


def _check_price(plan: Subscription, amount: int) -> None:
    """What cannot be known beforehand shows on the invoice, before it is charged."""
    price = price_of(plan)
    if price is not None and price != amount:
        raise Refused(
            f"The plan costs {shown(price, plan.iso)}, another amount than was approved; "
            "nothing was sent.",
            code="other_amount",
        )


def _merged(plan: Subscription, paid: Effect, status: Literal["done", "accepted"]) -> Effect:
    words = "is active again" if status == "done" else "is not active yet"
    return Effect(
        status=status,
        reference=plan.id,
        amount_minor=paid.amount_minor,
        currency=paid.currency,
        said=redact(f"{paid.said or ''} The subscription {words}."),
        facts={**paid.facts, "status": plan.status, "invoice": paid.reference},
    )


def _effect(
    plan: Subscription, bill: Invoice | None, *, failed: bool = False, minor: int | None = None
) -> Effect:
    """What the subscription shows by itself."""
    is_active = subscription_status(plan.status) is RecordStatus.ACTIVE
    status: Literal["done", "accepted", "failed"] = "done" if is_active else "accepted"
    paid = minor_or_none(bill.amount_paid, bill.iso) if bill and bill.amount_paid else minor
    return Effect(
        status="failed" if failed else status,
        reference=plan.id,
        amount_minor=paid,
        currency=plan.iso,
        said=redact(f"The subscription is {plan.status.replace('_', ' ')}."),
        facts={"status": plan.status, "invoice": bill.id if bill else None},
    )
