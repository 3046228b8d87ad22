"""`stripe.update_customer`: the postal address on a customer's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.stripe.client import StripeClient
from providers.stripe.countries import COUNTRIES
from providers.stripe.customers import Customers
from providers.stripe.models import Address, Customer
from providers.stripe.orders import KEY_WINDOW

FACTS: Final = OperationFacts(
    name="stripe.update_customer",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Address at Stripe",
    card_may_say="Stripe has the new address on the customer's record.",
)

PARTS: Final = ("line1", "line2", "city", "state", "postal_code", "country")
LONGEST: Final = 200


class UpdateCustomer:
    """Implements `bot.ports.Operation`. Only what was filled in changes; a tax id never does."""

    facts = FACTS

    def __init__(self, client: StripeClient, customers: Customers) -> None:
        self._client = client
        self._customers = customers

    async def send(self, order: Order) -> Effect:
        """Write what was filled in, and beside it the rest of the address as the record has it.

        Stripe may take a part of an address for the whole; then the rest would be lost.
        """
        change = _change(order)
        customer = await self._customers.read(order.record_id)
        if customer.deleted:
            raise Refused("The customer's record was deleted at Stripe.", code="no_customer")
        answer = await self._client.post(
            "/v1/customers/{id}",
            Customer,
            ids={"id": customer.id},
            wire_key=order.wire_key,
            form={"address": {**_held(customer), **change}},
        )
        return _effect(answer.body, change, answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:
        """The record, when it holds everything that was filled in."""
        change = _change(order)
        customer = await self._customers.read(order.record_id)
        held = _held(customer)
        if any(held.get(name) != value for name, value in change.items()):
            return None
        return _effect(customer, change, None)

    async def watch(self, order: Order, reference: str) -> Effect:
        return _effect(await self._customers.read(reference), _change(order), None)


def _change(order: Order) -> dict[str, str]:
    """What was filled in, checked. Raises Refused."""
    filled = {name: str(order.fields.get(name, "")).strip() for name in PARTS}
    change = {name: value for name, value in filled.items() if value}
    if not change:
        raise Refused("Nothing of the address was filled in; nothing was sent.", code="no_change")
    for name, value in change.items():
        _check(name, value)
    if "country" in change:
        change["country"] = _country(change["country"])
    return change


def _check(name: str, value: str) -> None:
    """Brackets stand for what redaction took away: half an address is worse than the old one."""
    if "[" in value or "]" in value or len(value) > LONGEST:
        raise Refused(
            f"The {name.replace('_', ' ').replace('line', 'line ')} cannot be written like this; "
            "nothing was sent.",
            code="not_an_address",
        )


def _country(text: str) -> str:
    code = text.upper()
    if code not in COUNTRIES:
        raise Refused(
            "The country must be two letters of ISO 3166, like DE or NG; nothing was sent.",
            code="no_country",
        )
    return code


def _held(customer: Customer) -> Mapping[str, str]:
    address = customer.address or Address()
    parts = {name: getattr(address, name) for name in PARTS}
    return {name: value for name, value in parts.items() if value}


def _effect(customer: Customer, change: Mapping[str, str], request_id: str | None) -> Effect:
    return Effect(
        status="done",
        reference=customer.id,
        said=literal("Stripe has the new address on the customer's record."),
        facts={"changed": ",".join(sorted(change)), "request_id": request_id},
    )
