"""Who takes care of a new handoff: the policy's person, whom the caller named, or whose turn it is.

Whom the caller names is a claim: it counts only when the policy leaves the person open, and only
for somebody of its roles, found by the e-mail address that Slack has of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.cards import owners as words
from bot.desk.delegating import not_away, stand_in
from bot.desk.office import Rules
from bot.desk.reminders import zone_of
from bot.handoff.approvals import members, roles_held, why_nobody
from bot.handoff.handoff import Handoff
from bot.handoff.people import Actor, Directory, Person
from bot.handoff.states import UNDECIDED
from bot.ports import Tx
from bot.timing import due_instant

MAX_CONSIDERED = 30
"""So many people of a role take turns."""

_EMAIL = re.compile(r"[^\s<>()\[\],;:|\"']+@[^\s<>()\[\],;:|\"']+\.[^\s<>()\[\],;:|\"']+")


def with_owner(tx: Tx, handoff: Handoff, now: datetime, rules: Rules) -> Handoff:
    """Put the owner on a draft, and what follows: a sentence, the deadline in their zone."""
    directory = tx.directories.current()
    if directory is None:
        return handoff
    owner, note = _found(tx, handoff, directory, now, rules)
    if owner is not None:
        acting = stand_in(tx, owner, handoff.ruling.roles, now)
        note = words.stands_in(acting, owner) if acting != owner else note
        owner = acting
    owned = handoff.model_copy(update={"owner": owner, "owner_note": note})
    return owned.model_copy(update={"due_at": due_for(owned, directory)})


def _found(
    tx: Tx, handoff: Handoff, directory: Directory, now: datetime, rules: Rules
) -> tuple[str | None, str | None]:
    """The person, if there is one, and what has to be said about it."""
    if handoff.ruling.owner is not None:
        return handoff.ruling.owner, None
    claimed = _claimed(handoff, directory, now, rules)
    if claimed is not None:
        return claimed.user_id, words.named_by_caller(claimed.user_id)
    note = words.not_mapped() if handoff.call.finance_owner else None
    turn = _whose_turn(tx, handoff, directory, now, rules) if handoff.ruling.in_turn else None
    return turn, note


def _claimed(handoff: Handoff, directory: Directory, now: datetime, rules: Rules) -> Person | None:
    """Whoever of the handoff's roles has an address that the caller named."""
    named = _EMAIL.findall(handoff.call.finance_owner or "")
    return _with_address(named, handoff, directory, now, rules)


def _with_address(
    addresses: Iterable[str], handoff: Handoff, directory: Directory, now: datetime, rules: Rules
) -> Person | None:
    hashes = {rules.hashing.index_hash("email", one.rstrip(".").casefold()) for one in addresses}
    for person in directory.people.values():
        if person.email_hash in hashes and _can_own(person, handoff, directory, now, rules):
            return person
    return None


def owned_by_account(
    tx: Tx, handoff: Handoff, email: str, now: datetime, rules: Rules
) -> dict[str, Any]:
    """What changes when the CRM names whoever has this address as the account's owner.

    Only somebody of the policy's roles is made the owner; anybody else is only said to be missing.
    """
    directory = tx.directories.current()
    if directory is None:
        return {}
    person = _with_address((email,), handoff, directory, now, rules)
    if person is None:
        note = words.account_owner_not_mapped()
        return {} if handoff.owner_note else {"owner_note": note}
    acting = stand_in(tx, person.user_id, handoff.ruling.roles, now)
    is_there = acting == person.user_id
    note = words.owns_account(acting) if is_there else words.stands_in(acting, person.user_id)
    owned = handoff.model_copy(update={"owner": acting})
    kept = handoff.due_at != due_for(handoff, directory)  # a provider's own deadline, or moved
    due_at = handoff.due_at if kept else due_for(owned, directory)
    return {"owner": acting, "owner_note": note, "due_at": due_at}


def _can_own(
    person: Person, handoff: Handoff, directory: Directory, now: datetime, rules: Rules
) -> bool:
    actor = Actor(user_id=person.user_id, team_id=person.team_id)
    if why_nobody(actor, directory, rules.team_ids, now) is not None:
        return False
    return bool(roles_held(handoff.ruling, person.user_id, directory))


def _whose_turn(
    tx: Tx, handoff: Handoff, directory: Directory, now: datetime, rules: Rules
) -> str | None:
    """Whoever of the role has the fewest waiting; between equals the call decides, not the list."""
    role = handoff.ruling.role(handoff.owner_role or "")
    everybody = not_away(tx, members(role, directory) if role else (), now)
    able = [
        user
        for user in everybody[:MAX_CONSIDERED]
        if (person := directory.people.get(user))
        and _can_own(person, handoff, directory, now, rules)
    ]
    return min(able, key=lambda user: (_waiting(tx, user), _drawn(handoff, user)), default=None)


def _waiting(tx: Tx, user_id: str) -> int:
    return tx.handoffs.waiting(sorted(UNDECIDED), limit=1, owner=user_id).total


def _drawn(handoff: Handoff, user_id: str) -> str:
    return hashlib.sha256(f"{handoff.call_id}\x1f{user_id}".encode()).hexdigest()


def due_for(handoff: Handoff, directory: Directory | None) -> datetime | None:
    """A day that the caller named ends when its owner's working day does."""
    stated = handoff.call.follow_up_deadline
    if stated is None:
        return handoff.due_at
    return due_instant(stated, zone_of(handoff, directory), handoff.ruling.hours)
