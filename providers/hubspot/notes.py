"""`hubspot.create_note`: the operational summary as a note on the customer's contact."""

from __future__ import annotations

from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.hubspot.contacts import Contacts
from providers.hubspot.marks import Marks, mark_of, since_of, stamp_of
from providers.hubspot.matters import address_of, summary_of

NOTES: Final = "notes"
BODY: Final = "hs_note_body"

FACTS: Final = OperationFacts(
    name="hubspot.create_note",
    writes=True,
    moves_money=False,
    requires=("note", "customer_email"),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Note at HubSpot",
    card_may_say="The note stands on the contact's record at HubSpot.",
    summary_in="a note on the contact",
)


class CreateNote:
    """Implements `bot.vendors.Operation`."""

    facts = FACTS

    def __init__(self, contacts: Contacts, marks: Marks) -> None:
        self._contacts = contacts
        self._marks = marks

    async def send(self, order: Order) -> Effect:
        """Make the note, unless the contact has this step's already."""
        body = "<br>".join((*summary_of(order), f"ref {mark_of(order)}"))
        contact = await self._contacts.named(address_of(order))
        made = await self._marks.find(NOTES, BODY, contact, order)
        if made is None:
            properties = {"hs_timestamp": stamp_of(since_of(order)), BODY: body}
            made = await self._marks.make(NOTES, properties, contact)
        return _effect(made.id)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the note among those of the contact."""
        contact = await self._contacts.named(address_of(order))
        made = await self._marks.find(NOTES, BODY, contact, order)
        return _effect(made.id) if made else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A note is final once it is there."""
        return _effect(reference)


def _effect(reference: str) -> Effect:
    return Effect(status="done", reference=reference, said=literal(FACTS.card_may_say))
