"""What can be asked of Zendesk from a card: how the call's ticket stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.handoff.operations import reading
from bot.redaction import redact
from bot.vendors import Finding, Question
from providers.zendesk.models import Ticket
from providers.zendesk.tickets import Tickets

MOST_SHOWN: Final = 5

STATUS: Final = reading(
    "zendesk.ticket_status",
    "Ticket at Zendesk",
    "Zendesk shows the ticket so.",
    by=("call_id",),
)


class TicketLook:
    """Implements `bot.vendors.Look`."""

    facts = STATUS

    def __init__(self, tickets: Tickets, base_url: str) -> None:
        self._tickets = tickets
        self._base_url = base_url.rstrip("/")

    def applies(self, question: Question) -> bool:
        """Every ticket that was opened for a call carries its id."""
        return bool(question.call.call_id)

    async def ask(self, question: Question) -> Sequence[Finding]:
        found = await self._tickets.of(question.call)
        return tuple(self._finding(one) for one in found[:MOST_SHOWN])

    def _finding(self, ticket: Ticket) -> Finding:
        parts = (
            ticket.status,
            f"priority {ticket.priority}" if ticket.priority else None,
            f"changed {ticket.updated_at:%Y-%m-%d %H:%M} UTC" if ticket.updated_at else None,
            ticket.subject,
        )
        link = f"{self._base_url}/agent/tickets/{ticket.id}"
        return Finding(
            f"Ticket {ticket.id}",
            redact(", ".join(part for part in parts if part)),
            link if link.startswith("https://") else None,
        )
