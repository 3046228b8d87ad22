"""`proabono.update_customer`: the billing address, which the next invoices carry.

Only what is filled in changes, and setting it again changes nothing. A tax id is never sent:
https://docs.proabono.com/api/#customers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.proabono.client import ProAbonoClient
from providers.proabono.models import Address, Customer
from providers.proabono.orders import filled_in_whole
from providers.proabono.owners import Owners

PATH: Final = "/v1/CustomerAddressBilling"
FACTS: Final = OperationFacts(
    name="proabono.update_customer",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Billing address at ProAbono",
    card_may_say="ProAbono keeps the new billing address; invoices issued before keep the old one.",
)
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "company": "Company",
        "line1": "AddressLine1",
        "line2": "AddressLine2",
        "city": "City",
        "state": "Region",
        "postal_code": "ZipCode",
        "country": "Country",
        "phone": "Phone",
    }
)
_LETTERS: Final = 2


class UpdateCustomer:
    """Implements `bot.vendors.Operation`. `record_id` is the customer or a record of theirs."""

    facts = FACTS

    def __init__(self, client: ProAbonoClient, owners: Owners) -> None:
        self._client = client
        self._owners = owners

    async def send(self, order: Order) -> Effect:
        """Set what was filled in; what was left empty stays as it is."""
        wanted = _changes(order)
        customer = await self._owners.in_use(order.record_id)
        made = await self._client.post(PATH, Address, wanted, _whose(customer))
        if not _holds(made, wanted):
            raise OutcomeUnknown(
                "ProAbono's answer does not show the new address.", code="not_shown"
            )
        return _effect(customer)

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether the address holds all of it already."""
        customer = await self._owners.of(order.record_id)
        held = await self._address(customer)
        return _effect(customer) if _holds(held, _changes(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the customer again."""
        return _effect(await self._owners.of(order.record_id))

    async def _address(self, customer: Customer) -> Address:
        return await self._client.find(PATH, Address, _whose(customer)) or Address()


def _changes(order: Order) -> dict[str, str]:
    filled = filled_in_whole(order, *_NAMES)
    if not filled:
        raise Refused("Nothing was filled in, so nothing changes.", code="nothing_to_change")
    if "country" in filled:
        filled["country"] = _country(filled["country"])
    return {_NAMES[name]: value for name, value in filled.items()}


def _holds(address: Address, wanted: Mapping[str, str]) -> bool:
    """Whether all of it stands there, however it is spaced and capitalised."""
    held = address.model_dump(by_alias=True)
    return all(_plain(held.get(name)) == _plain(value) for name, value in wanted.items())


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _country(text: str) -> str:
    if len(text) != _LETTERS or not (text.isascii() and text.isalpha()):
        raise Refused("A country is two letters, like FR; nothing was sent.", code="country")
    return text.upper()


def _whose(customer: Customer) -> dict[str, str]:
    return {"ReferenceCustomer": customer.reference_customer}


def _effect(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=str(customer.id),
        said=literal(
            "ProAbono keeps the new billing address; invoices issued before keep the old one."
        ),
    )
