"""`paystack.create_customer`: a record for somebody whom Paystack does not know yet.

What a second create with the same address does is not published, so the address is asked first:
https://paystack.com/docs/api/customer/#create.
"""

from __future__ import annotations

from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.paystack.client import PaystackClient
from providers.paystack.customers import Customers
from providers.paystack.models import Customer
from providers.paystack.orders import filled_in_whole

FACTS: Final = OperationFacts(
    name="paystack.create_customer",
    writes=True,
    moves_money=False,
    requires=("email",),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Customer record at Paystack",
    card_may_say="Paystack has a record of this customer.",
)


class CreateCustomer:
    """Implements `bot.ports.Operation`. `order.record_id` is empty: there is no record yet."""

    facts = FACTS

    def __init__(self, client: PaystackClient, customers: Customers) -> None:
        self._client = client
        self._customers = customers

    async def send(self, order: Order) -> Effect:
        """Make the record, unless one with this address is there already."""
        fields = filled_in_whole(order, "email", "first_name", "last_name", "phone")
        email = _email(fields)
        there = await self._customers.by_email(email)
        if there is not None:
            return _effect(there, "Paystack had this customer already, as {code}: none was made.")
        made = await self._client.post("/customer", Customer, fields)
        if (made.email.casefold(), made.domain) != (email.casefold(), self._client.mode):
            raise OutcomeUnknown(
                "Paystack answered with another customer than the one asked for.",
                code="other_customer",
            )
        return _effect(made, "Paystack made customer {code}.")

    async def find_effect(self, order: Order) -> Effect | None:
        """Ask for the address."""
        customer = await self._customers.by_email(_email(filled_in_whole(order, "email")))
        return _effect(customer, "Paystack has this customer as {code}.") if customer else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again; `reference` is its code."""
        customer = await self._customers.by_code(reference)
        return _effect(customer, "Paystack has this customer as {code}.")


def _email(fields: dict[str, str]) -> str:
    email = fields.get("email", "")
    name, at, domain = email.partition("@")
    if not (name and at and "." in domain) or any(char.isspace() for char in email):
        raise Refused("A customer needs an e-mail address; nothing was sent.", code="no_email")
    return email


def _effect(customer: Customer, words: str) -> Effect:
    return Effect(
        status="done",
        reference=customer.customer_code,
        said=redact(words.format(code=customer.customer_code)),
    )
