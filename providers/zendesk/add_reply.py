"""`zendesk.add_public_comment`: approved words to the customer, by the ticket's own mail.

The customer reads them, so they go only to a ticket whose requester has the address that the
provider's record shows, and only as they were approved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.zendesk.client import ZendeskClient
from providers.zendesk.models import Ticket, TicketAnswer, Users
from providers.zendesk.summaries import reply_of
from providers.zendesk.tickets import SLACK, Tickets, call_of

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
LISTED_AFTER_S: Final = 30.0
"""How long to wait for a new user: https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/."""


class AddPublicComment:
    """Implements `bot.vendors.Operation`; never asked for but by an approval of its words."""

    facts = FACTS

    def __init__(self, client: ZendeskClient, tickets: Tickets) -> None:
        self._client = client
        self._tickets = tickets

    async def send(self, order: Order) -> Effect:
        """Reply once, on the open ticket of the customer on record."""
        body = reply_of(order)
        found = await self._tickets.of(call_of(order))
        replied = await self._replied(found, order)
        if replied is not None:
            return replied
        ticket = _open_one(found)
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
        return await self._replied(await self._tickets.of(call_of(order)), order)

    async def _replied(self, found: Sequence[Ticket], order: Order) -> Effect | None:
        for ticket in found:
            comment = await self._tickets.comment_of(ticket, order)
            if comment is not None:
                return _effect(ticket.id, comment.audit_id)
        return None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A reply is final once it is there; `reference` is the ticket's number."""
        return _effect(int(reference), None)

    async def _check_requester(self, ticket: Ticket, order: Order) -> None:
        record = order.matter.record if order.matter else None
        email = str(record.customer_email or "") if record else ""
        known = await self._called(email) if email else set()
        if ticket.requester_id in known:
            return
        if email and not known and _is_young(ticket, order):
            raise Unavailable(
                "Zendesk does not list the customer on the record yet; nothing was sent.",
                code="no_user_yet",
                retry_after_s=LISTED_AFTER_S,
            )
        raise Refused(
            "The ticket's requester does not have the address on the provider's record; "
            "nothing was sent.",
            code="other_requester",
        )

    async def _called(self, email: str) -> set[int]:
        """Who has this address, as far as the search knows by now."""
        quoted = email.replace("\\", "\\\\").replace('"', '\\"')  # the query is a small language
        query = {"query": f'email:"{quoted}"'}
        users = (await self._client.get("/api/v2/users/search", Users, query=query)).users
        return {one.id for one in users if (one.email or "").casefold() == email.casefold()}


def _open_one(found: Sequence[Ticket]) -> Ticket:
    ticket = next((one for one in found if not one.is_closed), None)
    if ticket is None:
        raise Refused(
            "The call has no open ticket to reply on; nothing was sent.", code="no_ticket"
        )
    return ticket


def _is_young(ticket: Ticket, order: Order) -> bool:
    """Whether its requester may have come with it a moment ago: the search lags behind."""
    if ticket.created_at is None or order.since is None:
        return False
    return ticket.created_at >= order.since - SLACK


def _effect(ticket_id: int, audit_id: int | None) -> Effect:
    return Effect(
        status="done",
        reference=str(ticket_id),
        said=literal(FACTS.card_may_say),
        facts={"audit": audit_id},
    )
