"""`zendesk.add_public_comment`: approved words to the customer, by the ticket's own mail.

The customer reads them, so they go only to a ticket whose requester has the address that the
provider's record shows, and only as they were approved.
"""

from __future__ import annotations

from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.zendesk.client import ZendeskClient
from providers.zendesk.models import Ticket, TicketAnswer, Users
from providers.zendesk.summaries import reply_of
from providers.zendesk.tickets import Tickets, call_of

FACTS: Final = OperationFacts(
    name="zendesk.add_public_comment",
    writes=True,
    moves_money=False,
    requires=("message", "customer_email"),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Reply to the customer at Zendesk",
    card_may_say="The approved reply stands on the ticket; Zendesk mails it to its requester.",
)


class AddPublicComment:
    """Implements `bot.vendors.Operation`; never asked for but by an approval of its words."""

    facts = FACTS

    def __init__(self, client: ZendeskClient, tickets: Tickets) -> None:
        self._client = client
        self._tickets = tickets

    async def send(self, order: Order) -> Effect:
        """Reply once, on the open ticket of the customer on record."""
        body = reply_of(order)
        ticket = await self._open_ticket(order)
        comment = await self._tickets.comment_of(ticket, order)
        if comment is not None:
            return _effect(ticket.id, comment.audit_id)
        await self._check_requester(ticket, order)
        answer = await self._client.put(
            "/api/v2/tickets/{id}",
            TicketAnswer,
            {"ticket": {"comment": {"body": body, "public": True}}},
            ids={"id": str(ticket.id)},
        )
        return _effect(ticket.id, answer.audit.id if answer.audit else None)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the reply on the tickets of the call."""
        for ticket in await self._tickets.of(call_of(order)):
            comment = await self._tickets.comment_of(ticket, order)
            if comment is not None:
                return _effect(ticket.id, comment.audit_id)
        return None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A reply is final once it is there; `reference` is the ticket's number."""
        return _effect(int(reference), None)

    async def _open_ticket(self, order: Order) -> Ticket:
        found = await self._tickets.of(call_of(order))
        ticket = next((one for one in found if not one.is_closed), None)
        if ticket is None:
            raise Refused(
                "The call has no open ticket to reply on; nothing was sent.", code="no_ticket"
            )
        return ticket

    async def _check_requester(self, ticket: Ticket, order: Order) -> None:
        record = order.matter.record if order.matter else None
        email = str(record.customer_email or "") if record else ""
        quoted = email.replace("\\", "\\\\").replace('"', '\\"')  # the query is a small language
        query = {"query": f'email:"{quoted}"'}
        users = (await self._client.get("/api/v2/users/search", Users, query=query)).users
        known = {one.id for one in users if (one.email or "").casefold() == email.casefold()}
        if not email or ticket.requester_id not in known:
            raise Refused(
                "The ticket's requester does not have the address on the provider's record; "
                "nothing was sent.",
                code="other_requester",
            )


def _effect(ticket_id: int, audit_id: int | None) -> Effect:
    return Effect(
        status="done",
        reference=str(ticket_id),
        said=literal(FACTS.card_may_say),
        facts={"audit": audit_id},
    )
