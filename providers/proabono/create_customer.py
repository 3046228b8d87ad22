"""`proabono.create_customer`: a record for somebody whom ProAbono does not know yet.

The create is an upsert by a reference that the caller chooses, so ours is made of the step: sent
twice it is the same customer. https://docs.proabono.com/api/#customers.
"""

from __future__ import annotations

import hashlib
from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.proabono.client import ProAbonoClient
from providers.proabono.customers import Customers
from providers.proabono.models import Customer
from providers.proabono.orders import filled_in_whole

FACTS: Final = OperationFacts(
    name="proabono.create_customer",
    writes=True,
    moves_money=False,
    requires=("email",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Customer record at ProAbono",
    card_may_say="ProAbono has a record of this customer.",
)
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


class CreateCustomer:
    """Implements `bot.vendors.Operation`. `order.record_id` is empty: there is no record yet."""

    facts = FACTS

    def __init__(self, client: ProAbonoClient, customers: Customers) -> None:
        self._client = client
        self._customers = customers

    async def send(self, order: Order) -> Effect:
        """Make the record, unless one with this address is there already."""
        wanted = _wanted(order, self._customers.segment)
        there = await self._customers.by_email(wanted["Email"])
        if there and not any(_is_made_by(order, one) for one in there):
            return _effect(
                there[0],
                f"ProAbono had this customer already, as number {there[0].id}: none was made.",
            )
        made = await self._client.post("/v1/Customer", Customer, wanted, {})
        if not _is_made_by(order, made):
            raise OutcomeUnknown(
                "ProAbono answered with another customer than the one asked for.",
                code="other_customer",
            )
        return _effect(made, f"ProAbono made customer {made.reference_customer}.")

    async def find_effect(self, order: Order) -> Effect | None:
        """Ask for the reference that this step would have used."""
        found = await self._customers.by_reference(reference_of(order.step_key))
        words = "ProAbono has this customer as {}."
        return _effect(found, words.format(found.reference_customer)) if found else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again: the one this step made, else the one that was there."""
        made = await self.find_effect(order)
        if made is not None:
            return made
        there = await self._customers.by_email(_wanted(order, None)["Email"])
        if not there:
            raise Refused("ProAbono has no such customer.", code="not_found")
        return _effect(there[0], f"ProAbono has this customer as number {there[0].id}.")


def _is_made_by(order: Order, customer: Customer) -> bool:
    """Also by an earlier attempt, whose answer was lost: sent again it is the same customer."""
    return customer.reference_customer.casefold() == reference_of(order.step_key)


def reference_of(step_key: str) -> str:
    """The reference a step gives to the customer it makes; at most 50 characters are allowed.

    Letters alone: a row of digits could be taken for a number that nobody may see.
    """
    made = hashlib.sha256(step_key.encode()).hexdigest()[:32]
    return f"handoff-{made.translate(_LETTERS)}"


def _wanted(order: Order, segment: str | None) -> dict[str, str]:
    fields = filled_in_whole(order, "email", "first_name", "last_name")
    name = " ".join(fields[key] for key in ("first_name", "last_name") if key in fields)
    wanted = {
        "ReferenceCustomer": reference_of(order.step_key),
        "Email": _email(fields.get("email", "")),
        "Name": name,
        "ReferenceSegment": segment or "",
    }
    return {key: value for key, value in wanted.items() if value}


def _email(email: str) -> str:
    name, at, domain = email.partition("@")
    if not (name and at and "." in domain) or any(char.isspace() for char in email):
        raise Refused("A customer needs an e-mail address; nothing was sent.", code="no_email")
    return email


def _effect(customer: Customer, words: str) -> Effect:
    return Effect(
        status="done",
        reference=str(customer.id),
        said=redact(words),
    )
