"""`zendesk.create_ticket`: a ticket that carries the call id, opened with an internal note.

Zendesk keeps an idempotency key for two hours; the call id is the ticket's external id, so later
the ticket itself tells: https://developer.zendesk.com/api-reference/ticketing/introduction/.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.errors import OutcomeUnknown
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.words import Urgency
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.zendesk.client import ZendeskClient
from providers.zendesk.models import Ticket, TicketAnswer
from providers.zendesk.summaries import note_of, subject_of
from providers.zendesk.tickets import Tickets, call_of

FACTS: Final = OperationFacts(
    name="zendesk.create_ticket",
    writes=True,
    moves_money=False,
    requires=("note",),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=timedelta(hours=2),
    can_look_up=True,
    title="Ticket at Zendesk",
    card_may_say="Zendesk has a ticket of this call.",
    summary_in="the first internal note of the ticket",
)
_PRIORITY: Final = {
    Urgency.LOW: "low",
    Urgency.NORMAL: "normal",
    Urgency.HIGH: "high",
    Urgency.CRITICAL: "urgent",
}


class CreateTicket:
    """Implements `bot.vendors.Operation`."""

    facts = FACTS

    def __init__(self, client: ZendeskClient, tickets: Tickets) -> None:
        self._client = client
        self._tickets = tickets

    async def send(self, order: Order) -> Effect:
        """Open a ticket, unless the call has one."""
        found = await self._tickets.of(call_of(order))
        return opened(found[0] if found else await self.open(order))

    async def open(self, order: Order, *, follows: Ticket | None = None) -> Ticket:
        """Open one whatever there is; `follows` names the closed ticket that it goes on from."""
        call = call_of(order)
        ticket = {
            "subject": subject_of(order),
            "comment": {"body": note_of(order), "public": False},  # else the requester is mailed
            "external_id": call.call_id,
            "priority": _PRIORITY[call.urgency],
            **_requester(order),
            **({"via_followup_source_id": follows.id} if follows else {}),
        }
        answer = await self._client.post(
            "/api/v2/tickets", TicketAnswer, {"ticket": ticket}, wire_key=order.wire_key
        )
        if answer.ticket.external_id not in {None, call.call_id}:
            raise OutcomeUnknown(
                "Zendesk answered with another ticket than the one asked for.", code="other_ticket"
            )
        return answer.ticket

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for a ticket of the call."""
        found = await self._tickets.of(call_of(order))
        return opened(found[0]) if found else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the ticket again."""
        answer = await self._client.get("/api/v2/tickets/{id}", TicketAnswer, ids={"id": reference})
        return opened(answer.ticket)


def _requester(order: Order) -> dict[str, object]:
    """Whose ticket it is, as the provider's record has it; without one it is the client's own."""
    record = order.matter.record if order.matter else None
    if record is None or not record.customer_email:
        return {}
    email = str(record.customer_email)
    return {"requester": {"name": str(record.customer_name or email), "email": email}}


def opened(ticket: Ticket) -> Effect:
    """What a ticket shows."""
    return Effect(
        status="done",
        reference=str(ticket.id),
        said=literal(FACTS.card_may_say),
        facts={"status": ticket.status},
    )
