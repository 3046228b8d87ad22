"""The tickets of a call: found by the call's own link, or by the call id that they carry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.errors import Refused, Unavailable
from bot.handoff.billing_call import BillingCall
from bot.handoff.operations import reading
from bot.vendors import Order
from providers.answers import none_if_missing
from providers.zendesk.client import ZendeskClient
from providers.zendesk.models import Comment, Comments, Ticket, TicketAnswer
from providers.zendesk.models import Tickets as TicketPage

VENDOR: Final = "zendesk"
SLACK: Final = timedelta(minutes=10)
"""The difference of two clocks, and more."""
_HEX: Final = 24
_PATH: Final = re.compile(r"/(?:agent/|api/v2/|hc/)?(?:[a-z-]+/)?(?:tickets|requests)/(\d{1,18})")


def mark_of(order: Order) -> str:
    """The step's own word in what is written: an update has no key that Zendesk would know."""
    return "handoff" + hashlib.sha256(order.step_key.encode()).hexdigest()[:_HEX]


class Tickets:
    """Raises Refused or Unavailable; a call without a ticket is no error."""

    facts = reading(
        "zendesk.read_tickets",
        "Tickets of a call at Zendesk",
        "Nothing: it is where notes and replies go.",
        by=("ticket_url", "call_id"),
    )

    def __init__(self, client: ZendeskClient, hosts: Collection[str]) -> None:
        """`hosts`: where links to this account stand; a number elsewhere is another ticket."""
        self._client = client
        self._hosts = frozenset(one.casefold() for one in hosts)

    async def of(self, call: BillingCall) -> Sequence[Ticket]:
        """The linked ticket first, then those that carry the call id; each once.

        The list by external id reads the tickets themselves: the search lags minutes behind.
        """
        linked = await self._linked(call.ticket_url)
        found = {linked.id: linked} if linked else {}
        async for page in self._client.pages(
            "/api/v2/tickets", TicketPage, query={"external_id": call.call_id}
        ):
            mine = (one for one in page.tickets if one.external_id == call.call_id)
            found = {**{one.id: one for one in mine}, **found}
        return sorted(
            found.values(), key=lambda one: (linked is None or one.id != linked.id, one.id)
        )

    def number_in(self, link: str | None) -> str | None:
        """The ticket's number in a link to this account."""
        parts = urlsplit(link or "")
        if (parts.hostname or "") not in self._hosts:
            return None
        found = _PATH.search(parts.path)
        return found.group(1) if found else None

    async def _linked(self, link: str | None) -> Ticket | None:
        number = self.number_in(link)
        if number is None:
            return None
        answer = await none_if_missing(
            self._client.get("/api/v2/tickets/{id}", TicketAnswer, ids={"id": number})
        )
        return answer.ticket if answer else None

    async def comment_of(self, ticket: Ticket, order: Order) -> Comment | None:
        """Look for this step's comment among the newest ones, back to when the step was made."""
        if order.since is None:
            raise Unavailable(
                "Without the step's own time nothing can be looked for.", code="no_since"
            )
        since, mark = order.since - SLACK, mark_of(order)
        async for page in self._client.pages(
            "/api/v2/tickets/{id}/comments",
            Comments,
            ids={"id": str(ticket.id)},
            query={"sort": "-created_at"},
        ):
            for one in page.comments:
                if mark in one.text:
                    return one
            if _is_past(page.comments, since):
                return None
        return None


def _is_past(comments: Sequence[Comment], since: datetime) -> bool:
    """Whether what comes next can only be older, too; in another order it may be anything."""
    if not comments or comments[0].created_at < comments[-1].created_at:
        return False
    return all(one.created_at < since for one in comments)


def call_of(order: Order) -> BillingCall:
    """The call that a step is about. Raises Refused where a step was made without one."""
    if order.matter is None:
        raise Refused("There is nothing to tell Zendesk; nothing was sent.", code="no_matter")
    return order.matter.call
