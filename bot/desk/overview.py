"""What waits for a person: the queues of `/handoff`, and the App Home. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from bot.cards import Part, draw_home, draw_queue, home_notice
from bot.cards.queue import PAGE
from bot.desk.office import Rules
from bot.handoff.approvals import holds, roles_held, why_nobody
from bot.handoff.handoff import Handoff
from bot.handoff.people import Actor, Directory
from bot.handoff.states import UNDECIDED
from bot.handoff.words import State
from bot.ports import Message, Tx, Waiting

Home: TypeAlias = dict[str, Any]
"""One Home view, as Slack's JSON."""

NOT_IN_ROLE = "You are not in any role of the policy."
NEEDS_CARE = (State.UNKNOWN, State.PARTLY_DONE, State.REVERSED, State.FAILED)
"""Decided, but not as it should be: a person has to look."""

OPEN = (*sorted(UNDECIDED), *NEEDS_CARE)


class Queue(StrEnum):
    """A list that a person can ask for by name."""

    WAITING = "queue"
    MINE = "mine"
    OVERDUE = "overdue"


def why_no_role(tx: Tx, actor: Actor, now: datetime, rules: Rules) -> str | None:
    """Say why this person may not look anything up; None for whoever holds a role now."""
    directory = tx.directories.current()
    nobody = why_nobody(actor, directory, rules.team_ids, now)
    if nobody is not None or directory is None:
        return nobody
    held = any(holds(role, actor.user_id, directory) for role in rules.policy.roles)
    return None if held else NOT_IN_ROLE


def may_read(tx: Tx, handoff: Handoff, actor: Actor) -> bool:
    """Tell whether the person is in a role that handles this one."""
    directory = tx.directories.current()
    return directory is not None and _handles(handoff, actor, directory)


def _handles(handoff: Handoff, actor: Actor, directory: Directory) -> bool:
    return bool(roles_held(handoff.ruling, actor.user_id, directory))


def list_queue(tx: Tx, queue: Queue, actor: Actor, now: datetime, rules: Rules) -> Message:
    """Answer `/handoff queue`, `mine` or `overdue`."""
    refused = why_no_role(tx, actor, now, rules)
    if refused is not None:
        return Message(text=refused)
    return draw_queue(_part(tx, queue, actor, now), now=now)


def _part(tx: Tx, queue: Queue, actor: Actor, now: datetime) -> Part:
    if queue is Queue.MINE:
        found = tx.handoffs.waiting(OPEN, limit=PAGE, owner=actor.user_id)
        return _readable(tx, "Yours", found, actor)
    if queue is Queue.OVERDUE:
        found = tx.handoffs.waiting(UNDECIDED, limit=PAGE, due_before=now)
        return _readable(tx, "Overdue", found, actor)
    found = tx.handoffs.waiting(UNDECIDED, limit=PAGE)
    return _readable(tx, "Waiting for a decision", found, actor)


def _readable(
    tx: Tx, title: str, found: Waiting, actor: Actor, without: Collection[str] = ()
) -> Part:
    """What this person may see of a page, less what is shown already."""
    shown = [one for one in found.handoffs if one.id not in without and may_read(tx, one, actor)]
    return Part(title=title, handoffs=shown, more=found.total - len(found.handoffs))


def home_for(tx: Tx, actor: Actor, now: datetime, rules: Rules) -> Home:
    """The Home tab: what went wrong, what is mine, what is late, what else waits."""
    refused = why_no_role(tx, actor, now, rules)
    if refused is not None:
        return home_notice(refused)
    return draw_home(_parts(tx, actor, now), stops=tx.stops.standing(), now=now)


def _parts(tx: Tx, actor: Actor, now: datetime) -> list[Part]:
    pages = (
        ("Failed or unknown", tx.handoffs.waiting(NEEDS_CARE, limit=PAGE)),
        ("Yours", tx.handoffs.waiting(UNDECIDED, limit=PAGE, owner=actor.user_id)),
        ("Overdue", tx.handoffs.waiting(UNDECIDED, limit=PAGE, due_before=now)),
        ("Waiting for a decision", tx.handoffs.waiting(UNDECIDED, limit=PAGE, after=(now, ""))),
    )
    parts, shown = list[Part](), set[str]()
    for title, found in pages:
        part = _readable(tx, title, found, actor, without=shown)
        parts.append(part)
        shown |= {one.id for one in part.handoffs}
    return parts
