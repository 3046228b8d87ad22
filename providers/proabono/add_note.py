"""`proabono.add_note`: a short note in the customer's metadata, the one place for words of ours.

Five pairs of at most 450 characters: https://docs.proabono.com/api/#customers. Whether metadata is
replaced or added to is not published, so all that is there is sent along. The note of the payment
settings is printed on invoices and is no place for this.
"""

from __future__ import annotations

from typing import Any, Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.proabono.customers import Customers
from providers.proabono.models import Customer
from providers.proabono.owners import Owners

KEY: Final = "handoff_note"
MOST_PAIRS: Final = 5
LONGEST: Final = 450
FACTS: Final = OperationFacts(
    name="proabono.add_note",
    writes=True,
    moves_money=False,
    requires=("record_id", "note"),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Note on the customer at ProAbono",
    card_may_say="The note stands in the customer's metadata at ProAbono.",
    summary_in="metadata `handoff_note` of the customer",
)


class AddNote:
    """Implements `bot.vendors.Operation`. `record_id` is the customer or a record of theirs."""

    facts = FACTS

    def __init__(self, customers: Customers, owners: Owners) -> None:
        self._customers = customers
        self._owners = owners

    async def send(self, order: Order) -> Effect:
        """Set the note; an earlier one is replaced, everything else stays."""
        note = _note(order)
        customer = await self._owners.of(order.record_id)
        changed = await self._customers.change(customer, {"Metadata": _with(customer, note)})
        if not _holds(changed, note):
            raise OutcomeUnknown("ProAbono's answer does not show the note.", code="not_shown")
        return _effect(changed)

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether this note stands there."""
        customer = await self._owners.of(order.record_id)
        return _effect(customer) if _holds(customer, _note(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the customer again."""
        return _effect(await self._owners.of(order.record_id))


def _note(order: Order) -> str:
    note = str(order.note or "")
    if not note:
        raise Refused("There is nothing to note; nothing was sent.", code="no_note")
    return note if len(note) <= LONGEST else f"{note[: LONGEST - 1]}…"


def _holds(customer: Customer, note: str) -> bool:
    return (customer.metadata or {}).get(KEY) == note


def _with(customer: Customer, note: str) -> dict[str, Any]:
    kept = {**(customer.metadata or {}), KEY: note}
    if len(kept) > MOST_PAIRS:
        raise Refused(
            "The customer's metadata at ProAbono is full; nothing was sent.", code="metadata_full"
        )
    return kept


def _effect(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=str(customer.id),
        said=literal("The note stands in the customer's metadata at ProAbono."),
    )
