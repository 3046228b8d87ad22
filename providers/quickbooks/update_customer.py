"""`quickbooks.update_customer`: the billing address on a customer's record.

A sparse update: what is left out stays, but inside the address every line that shall remain is sent
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.quickbooks.customers import Customers
from providers.quickbooks.ids import CUSTOMER, number_of
from providers.quickbooks.models import Address, Customer

FACTS: Final = OperationFacts(
    name="quickbooks.update_customer",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Address at QuickBooks",
    card_may_say="QuickBooks has the new billing address on the customer's record.",
)

_PARTS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "line1": ("Line1", 500),
        "line2": ("Line2", 500),
        "city": ("City", 255),
        "state": ("CountrySubDivisionCode", 255),
        "postal_code": ("PostalCode", 30),
        "country": ("Country", 255),
    }
)
"""The form's names, QuickBooks' names and how many signs they take."""


class UpdateCustomer:
    """Implements `bot.vendors.Operation`. Only what was filled in changes; a tax id never does."""

    facts = FACTS

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    async def send(self, order: Order) -> Effect:
        """Write what was filled in, beside the rest of the address as the record has it."""
        change = _change(order)
        customer = await self._customers.change(
            number_of(order.record_id, CUSTOMER),
            lambda one: {"BillAddr": {**_held(one), **change}},
            _held,
            key=order.wire_key,
        )
        if not all(_stands(customer, name, text) for name, text in _comparable(change)):
            raise OutcomeUnknown(
                "QuickBooks' answer does not show the new address.", code="not_shown"
            )
        return _effect(customer)

    async def find_effect(self, order: Order) -> Effect | None:
        """The record, when it holds everything that was filled in."""
        customer = await self._customers.read(number_of(order.record_id, CUSTOMER))
        return _effect(customer) if _holds(customer, _change(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again; `reference` is its number."""
        return _effect(await self._customers.read(reference))


def _change(order: Order) -> dict[str, str]:
    """What was filled in, checked. Raises Refused."""
    filled = {name: str(order.fields.get(name, "")).strip() for name in _PARTS}
    change = {_PARTS[name][0]: _checked(name, text) for name, text in filled.items() if text}
    if not change:
        raise Refused("Nothing of the address was filled in; nothing was sent.", code="no_change")
    return change


def _checked(name: str, text: str) -> str:
    """Brackets stand for what redaction took away: half an address is worse than the old one."""
    if "[" in text or "]" in text or len(text) > _PARTS[name][1]:
        raise Refused(
            f"The {name.replace('_', ' ')} cannot be written like this; nothing was sent.",
            code="not_an_address",
        )
    return text


def _held(customer: Customer) -> dict[str, str]:
    """Every line there is; QuickBooks' own coordinates are going away and left out."""
    return (customer.BillAddr or Address()).model_dump(exclude_none=True)


def _holds(customer: Customer, change: Mapping[str, str]) -> bool:
    """Whether it was written; a country alone tells only where it stands as it was sent."""
    told = _comparable(change) or list(change.items())
    return all(_stands(customer, name, text) for name, text in told)


def _comparable(change: Mapping[str, str]) -> list[tuple[str, str]]:
    """QuickBooks may show a country in another form than it was sent in."""
    return [(name, text) for name, text in change.items() if name != "Country"]


def _stands(customer: Customer, name: str, text: str) -> bool:
    return _plain(_held(customer).get(name, "")) == _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _effect(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=customer.Id,
        said=literal("QuickBooks has the new billing address on the customer's record."),
    )
