"""Who is away and whose hands their queue is in. A delegation moves work, never a right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.handoff.approvals import holds
from bot.handoff.people import Directory
from bot.handoff.ruling import Role
from bot.ports import Tx


def stand_in(tx: Tx, user_id: str, roles: Sequence[Role], now: datetime) -> str:
    """Whoever has the person's queue now, if they still share a role; else the person."""
    directory = tx.directories.current()
    handed = {one.user_id: one.to_user for one in tx.delegations.standing(now)}
    at, seen = user_id, {user_id}
    while directory is not None and (following := handed.get(at)) and following not in seen:
        if not shared_roles(roles, at, following, directory):
            break
        at = following
        seen.add(at)
    return at


def not_away(tx: Tx, people: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Leave out those whose queue is in the hands of another one of these people."""
    handed = {one.user_id: one.to_user for one in tx.delegations.standing(now)}
    here = tuple(user for user in people if handed.get(user) not in people)
    return here or tuple(people)


def shared_roles(
    roles: Sequence[Role], one: str, other: str, directory: Directory
) -> tuple[Role, ...]:
    """The roles that both people hold now."""
    return tuple(
        role for role in roles if holds(role, one, directory) and holds(role, other, directory)
    )
