"""`zendesk.add_internal_note`: the operational summary on the call's ticket, for colleagues alone.

An update has no idempotency key, so the ticket's newest comments are read for the step's own word
before anything is sent: https://developer.zendesk.com/api-reference/ticketing/introduction/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.zendesk.client import ZendeskClient
from providers.zendesk.create_ticket import CreateTicket
from providers.zendesk.models import Ticket, TicketAnswer
from providers.zendesk.summaries import note_of
from providers.zendesk.tickets import Tickets, call_of

FACTS: Final = OperationFacts(
    name="zendesk.add_internal_note",
    writes=True,
    moves_money=False,
    requires=("note",),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Internal note at Zendesk",
    card_may_say="The note stands on the ticket at Zendesk, for colleagues alone.",
    summary_in="an internal note on the ticket",
)


class AddInternalNote:
    """Implements `bot.vendors.Operation`. Where the call has no open ticket, one is opened."""

    facts = FACTS

    def __init__(self, client: ZendeskClient, tickets: Tickets, create: CreateTicket) -> None:
        self._client = client
        self._tickets = tickets
        self._create = create

    async def send(self, order: Order) -> Effect:
        """Note it, unless a ticket of the call has this step's note already."""
        body = note_of(order)
        found = await self._tickets.of(call_of(order))
        noted = await self._noted(found, order)
        if noted is not None:
            return noted
        ticket = next((one for one in found if not one.is_closed), None)
        if ticket is None:  # a closed ticket takes no update: a new one goes on from it
            made = await self._create.open(order, follows=found[0] if found else None)
            return _effect(made.id, None)
        return await self._put(ticket, body)

    async def _put(self, ticket: Ticket, body: str) -> Effect:
        # `public` is always said: left out, a ticket that began in public would publish the note.
        comment = {"comment": {"body": body, "public": False}}
        answer = await self._client.put(
            "/api/v2/tickets/{id}", TicketAnswer, {"ticket": comment}, ids={"id": str(ticket.id)}
        )
        return _effect(ticket.id, answer.audit.id if answer.audit else None)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the note on the tickets of the call."""
        return await self._noted(await self._tickets.of(call_of(order)), order)

    async def _noted(self, found: Sequence[Ticket], order: Order) -> Effect | None:
        for ticket in found:
            comment = await self._tickets.comment_of(ticket, order)
            if comment is not None:
                return _effect(ticket.id, comment.audit_id)
        return None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A note is final once it is there; `reference` is the ticket's number."""
        return _effect(int(reference), None)


def _effect(ticket_id: int, audit_id: int | None) -> Effect:
    return Effect(
        status="done",
        reference=str(ticket_id),
        said=literal(FACTS.card_may_say),
        facts={"audit": audit_id},
    )
