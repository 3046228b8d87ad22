"""`hubspot.create_task`: a promised follow-up as a task of whoever owns the account."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from html import escape
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.words import Urgency
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.hubspot.contacts import Contacts
from providers.hubspot.marks import Marks, mark_of, stamp_of
from providers.hubspot.matters import address_of, matter_of, summary_of
from providers.hubspot.models import Owner

TASKS: Final = "tasks"
BODY: Final = "hs_task_body"
DAY_BEGINS: Final = time(9, tzinfo=UTC)
"""A day alone has no hour; a task needs one."""
_URGENT: Final = frozenset({Urgency.HIGH, Urgency.CRITICAL})

FACTS: Final = OperationFacts(
    name="hubspot.create_task",
    writes=True,
    moves_money=False,
    requires=("follow_up_deadline", "customer_email"),
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Follow-up task at HubSpot",
    card_may_say="HubSpot keeps the follow-up as a task, due when it was promised.",
    summary_in="a task on the contact",
)


class CreateTask:
    """Implements `bot.vendors.Operation`."""

    facts = FACTS

    def __init__(self, contacts: Contacts, marks: Marks) -> None:
        self._contacts = contacts
        self._marks = marks

    async def send(self, order: Order) -> Effect:
        """Make the task, unless the contact has this step's already."""
        due = due_of(order)
        contact = await self._contacts.named(address_of(order))
        made = await self._marks.find(TASKS, BODY, contact, order)
        if made is None:
            owner = await self._contacts.owner_of(contact)
            made = await self._marks.make(TASKS, _properties(order, due, owner), contact)
        return _effect(made.id)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the task among those of the contact."""
        contact = await self._contacts.named(address_of(order))
        made = await self._marks.find(TASKS, BODY, contact, order)
        return _effect(made.id) if made else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A task is made once it is there; what becomes of it is people's."""
        return _effect(reference)


def due_of(order: Order) -> datetime:
    """When the follow-up was promised for. Raises Refused where no day was named."""
    call = matter_of(order).call
    promised: date | datetime | None = call.follow_up_deadline or call.due_date
    if promised is None:
        raise Refused("No day was promised for a follow-up; nothing was sent.", code="no_day")
    if isinstance(promised, datetime):
        return promised.astimezone(UTC)
    return datetime.combine(promised, DAY_BEGINS)


def _properties(order: Order, due: datetime, owner: Owner | None) -> dict[str, str]:
    call = matter_of(order).call
    promised = [escape(call.promised_next_step)] if call.promised_next_step else []
    body = "<br>".join((*promised, *summary_of(order), f"ref {mark_of(order)}"))
    return {
        "hs_timestamp": stamp_of(due),  # a task's time is its due time
        "hs_task_subject": f"Follow up: {call.workflow.value.replace('_', ' ')}",
        BODY: body,
        "hs_task_status": "NOT_STARTED",
        "hs_task_priority": "HIGH" if call.urgency in _URGENT else "MEDIUM",
        "hs_task_type": "CALL" if call.callback_expected else "TODO",
        **({"hubspot_owner_id": owner.id} if owner else {}),
    }


def _effect(reference: str) -> Effect:
    return Effect(status="done", reference=reference, said=literal(FACTS.card_may_say))
