"""`paystack.update_customer` and `paystack.add_note`: values set on a customer's record.

A customer at Paystack has neither an address nor a place for notes, so both stand in the metadata,
under names of ours; what else is kept there stays: https://paystack.com/docs/api/customer/#update.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.paystack.customers import Customers, metadata_of
from providers.paystack.models import Customer
from providers.paystack.orders import filled_in_whole
from providers.paystack.owners import Owners

ADDRESS: Final = "billing_address"
NOTE: Final = "handoff_note"
_PLACE: Final = ("line1", "line2", "city", "state", "postal_code", "country")
_OWN: Final = ("first_name", "last_name", "phone")
_LETTERS: Final = 2

UPDATE: Final = OperationFacts(
    name="paystack.update_customer",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Customer record at Paystack",
    card_may_say="Paystack keeps the new values on the customer's record.",
)
ADD_NOTE: Final = OperationFacts(
    name="paystack.add_note",
    writes=True,
    moves_money=False,
    requires=("record_id", "note"),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Note on the customer at Paystack",
    card_may_say="The note stands in the customer's metadata at Paystack.",
    summary_in="metadata of the customer",
)


class UpdateCustomer:
    """Implements `bot.ports.Operation`. `order.record_id` is the customer's code."""

    facts = UPDATE

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    async def send(self, order: Order) -> Effect:
        """Set what was filled in; what was left empty stays as it is."""
        customer = await self._customers.by_code(order.record_id)
        return _updated(await self._customers.change(customer, _changes(customer, order)))

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether the record holds all of it already."""
        customer = await self._customers.by_code(order.record_id)
        return _updated(customer) if _holds(customer, _changes(customer, order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again; `reference` is its code."""
        return _updated(await self._customers.by_code(reference))


class AddNote:
    """Implements `bot.ports.Operation`. `order.record_id` is the customer or a record of theirs."""

    facts = ADD_NOTE

    def __init__(self, customers: Customers, owners: Owners) -> None:
        self._customers = customers
        self._owners = owners

    async def send(self, order: Order) -> Effect:
        """Set the note; an earlier one is replaced."""
        customer = await self._owners.of(order.record_id)
        return _noted(await self._customers.change(customer, _note(customer, order)))

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether this note stands there."""
        customer = await self._owners.of(order.record_id)
        return _noted(customer) if _holds(customer, _note(customer, order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again; `reference` is its code."""
        return _noted(await self._customers.by_code(reference))


def _changes(customer: Customer, order: Order) -> dict[str, object]:
    own, place = filled_in_whole(order, *_OWN), filled_in_whole(order, *_PLACE)
    if not own and not place:
        raise Refused("Nothing was filled in, so nothing changes.", code="nothing_to_change")
    if not place:
        return dict(own)
    kept = metadata_of(customer)
    before = kept.get(ADDRESS)
    address = (before if isinstance(before, dict) else {}) | _checked(place)
    return {**own, "metadata": {**kept, ADDRESS: address}}


def _checked(place: Mapping[str, str]) -> dict[str, str]:
    country = place.get("country")
    if country is None:
        return dict(place)
    if len(country) != _LETTERS or not (country.isascii() and country.isalpha()):
        raise Refused("A country is two letters, like NG; nothing was sent.", code="country")
    return {**place, "country": country.upper()}


def _note(customer: Customer, order: Order) -> dict[str, object]:
    if not order.note:
        raise Refused("There is nothing to note; nothing was sent.", code="no_note")
    return {"metadata": {**metadata_of(customer), NOTE: str(order.note)}}


def _holds(customer: Customer, values: Mapping[str, object]) -> bool:
    held = {**customer.model_dump(), "metadata": metadata_of(customer)}
    return all(held.get(name) == value for name, value in values.items())


def _updated(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=customer.customer_code,
        said=literal("Paystack keeps the new values on the customer's record."),
    )


def _noted(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=customer.customer_code,
        said=literal("The note stands in the customer's metadata at Paystack."),
    )
