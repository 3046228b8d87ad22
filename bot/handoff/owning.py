"""Who can take a handoff over, and how far a deadline can be moved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.handoff.approvals import members, why_nobody
from bot.handoff.handoff import Case, Handoff
from bot.handoff.people import Actor, Directory, Person
from bot.handoff.words import Choice

SNOOZES: Mapping[str, timedelta] = MappingProxyType(
    {
        "4h": timedelta(hours=4),
        "1d": timedelta(days=1),
        "3d": timedelta(days=3),
        "7d": timedelta(days=7),
    }
)
"""How far a deadline can be moved at a time."""

SNOOZED_AT_MOST = 3
"""So often in all: what was put off three times needs a decision or another person."""


def can_snooze(case: Case) -> bool:
    """Tell whether the deadline was not moved too often yet."""
    moved = sum(1 for one in case.counted if one.choice is Choice.SNOOZE)
    return moved < SNOOZED_AT_MOST


def snoozed_until(handoff: Handoff, span: timedelta, now: datetime) -> datetime:
    """Where the deadline goes: on from where it stands, or from now when that is over."""
    return max(handoff.due_at or now, now) + span


def successors(
    handoff: Handoff, directory: Directory, team_ids: Collection[str], now: datetime
) -> tuple[Person, ...]:
    """Whoever else of the owning role could take it over, each able to decide themselves.

    When a person owns it by policy and no role is named, anybody in any of its roles.
    """
    ruling = handoff.ruling
    role = ruling.role(handoff.owner_role or "")
    named = (
        user for one in ((role,) if role else ruling.roles) for user in members(one, directory)
    )
    people = (directory.people.get(user) for user in dict.fromkeys(named))
    return tuple(
        one
        for one in people
        if one is not None
        and one.user_id != handoff.owner
        and why_nobody(_as_actor(one), directory, team_ids, now) is None
    )


def _as_actor(person: Person) -> Actor:
    return Actor(user_id=person.user_id, team_id=person.team_id)
