"""`paystack.mail_card_link`: Paystack mails the link with which a customer changes the card.

Whoever has the link can change the card, so it goes by Paystack's own mail and never comes here.
Each accepted call is another mail, and no list shows it:
https://paystack.com/docs/api/subscription/#manage-email.
"""

from __future__ import annotations

from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.models import Subscription
from providers.paystack.subscriptions import Subscriptions, subscription_status

FACTS: Final = OperationFacts(
    name="paystack.mail_card_link",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NONE,
    can_look_up=False,
    title="Card update link by Paystack's mail",
    card_may_say="Paystack said that it mailed the card update link to the address on its record.",
)


class MailCardLink:
    """Implements `bot.ports.Operation`. `order.record_id` is the subscription's code."""

    facts = FACTS

    def __init__(self, client: PaystackClient, subscriptions: Subscriptions) -> None:
        self._client = client
        self._subscriptions = subscriptions

    async def send(self, order: Order) -> Effect:
        """Have the link mailed to the customer of the subscription as it is now."""
        subscription = await self._subscriptions.read(order.record_id)
        _check(subscription)
        code = subscription.subscription_code
        await self._client.tell("/subscription/{code}/manage/email", ids={"code": code})
        return Effect(
            status="done",
            reference=code,
            said=literal("Paystack mailed the card update link to the address on its record."),
            facts={"status": subscription.status},
        )

    async def find_effect(self, order: Order) -> Effect | None:  # noqa: ARG002 - the port names it
        """Always Unavailable: the mail is listed nowhere, and None would claim it was not sent."""
        raise Unavailable("Paystack keeps no list of the card links it mailed.", code="no_look_up")

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Always Unavailable, as above."""
        raise Unavailable("Paystack keeps no list of the card links it mailed.", code="no_look_up")


def _check(subscription: Subscription) -> None:
    if subscription_status(subscription) is RecordStatus.ENDED:
        raise Refused(f"The subscription is {subscription.status}; nothing was sent.", code="ended")
    if subscription.customer is None or not subscription.customer.email:
        raise Refused("The customer's record at Paystack has no e-mail address.", code="no_email")
