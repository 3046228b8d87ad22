"""`/handoff delegate`: somebody's queue into another's hands of the same role, until a day.

What moves is work: the cases they own, new ones, reminders and calls. A right never moves: whoever
stands in approves what their own role lets them approve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cards import delegations as words
from bot.cards import owners
from bot.desk.change import change
from bot.desk.delegating import shared_roles
from bot.desk.messages import say_in_thread, write_to
from bot.desk.office import Rules
from bot.desk.overview import may_read, why_no_role
from bot.handoff.alert import Delegation
from bot.handoff.approvals import why_nobody
from bot.handoff.handoff import AuditEntry, Handoff
from bot.handoff.people import Actor, Directory
from bot.handoff.states import UNDECIDED
from bot.ports import Message, Tx
from bot.timing import first_zone

CHAIN = "delegations"
"""The history of delegations is a chain of its own."""

LONGEST = timedelta(days=90)
MOVED_AT_ONCE = 50
"""So many cases change hands in one command; the rest follow when it is given again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed: to whom (a user id or a name), until when; neither: a list; or to end it."""

    to: str | None = None
    until: date | None = None
    off: bool = False


def delegate_in_slack(tx: Tx, wish: Wish, actor: Actor, now: datetime, rules: Rules) -> Message:
    """Answer the command: hand on, take back, or say whose queue is in whose hands."""
    refused, directory = why_no_role(tx, actor, now, rules), tx.directories.current()
    if refused is not None or directory is None:
        return Message(text=refused or "")
    if wish.off:
        return _end(tx, actor, now, rules)
    if wish.to is None:
        return words.listed(tx.delegations.standing(now))
    return _hand_on(tx, wish, actor, directory, now, rules)


def _end(tx: Tx, actor: Actor, now: datetime, rules: Rules) -> Message:
    if not tx.delegations.end(actor.user_id):
        return words.nothing_to_end()
    _audit(tx, actor.user_id, "delegation_ended", now, rules, {})
    return words.ended()


def _hand_on(
    tx: Tx, wish: Wish, actor: Actor, directory: Directory, now: datetime, rules: Rules
) -> Message:
    to = _meant(wish.to or "", directory)
    until = _until(wish.until, actor, directory, rules)
    refused = _why_not(to, until, actor, directory, now, rules)
    if refused is not None or to is None or until is None:
        return words.not_delegated(refused or words.UNKNOWN_PERSON)
    made = Delegation(user_id=actor.user_id, to_user=to, until=until, made_at=now)
    tx.delegations.put(made)
    _audit(tx, actor.user_id, "delegated", now, rules, {"to": to, "until": until.isoformat()})
    mine = tx.handoffs.waiting(sorted(UNDECIDED), limit=MOVED_AT_ONCE, owner=actor.user_id)
    theirs = Actor(user_id=to, team_id=actor.team_id)
    moved = [one for one in mine.handoffs if may_read(tx, one, theirs)]
    for handoff in moved:
        _move(tx, handoff, made, now)
    left = mine.total - len(moved)
    write_to(tx, CHAIN, to, words.told(made, len(moved)), now, cause=f"{actor.user_id}:{now}")
    return words.delegated(made, moved=len(moved), left=left)


def _meant(typed: str, directory: Directory) -> str | None:
    """A user id, or a name that only one person of the directory has."""
    if typed in directory.people:
        return typed
    name = typed.removeprefix("@").casefold()
    found = [one.user_id for one in directory.people.values() if one.name.casefold() == name]
    return found[0] if len(found) == 1 else None


def _until(day: date | None, actor: Actor, directory: Directory, rules: Rules) -> datetime | None:
    """The end of that working day where the person who is away lives."""
    if day is None:
        return None
    person = directory.people.get(actor.user_id)
    zone = first_zone(person.tz if person else None, rules.policy.file.policy.zone)
    return rules.policy.hours.end_of(day, zone)


def _why_not(
    to: str | None,
    until: datetime | None,
    actor: Actor,
    directory: Directory,
    now: datetime,
    rules: Rules,
) -> str | None:
    person = directory.people.get(to or "")
    if to is None or person is None:
        return words.UNKNOWN_PERSON
    if to == actor.user_id:
        return "That is you."
    theirs = Actor(user_id=to, team_id=person.team_id)
    nobody = why_nobody(theirs, directory, rules.team_ids, now)
    shared = shared_roles(rules.policy.roles, actor.user_id, to, directory)
    if nobody is not None or not shared:
        return "They have to be in one of your own roles: a queue can move, a right cannot."
    if until is None or until <= now or until - now > LONGEST:
        return f"Say until which day, at most {LONGEST.days} days from now: `until 2026-12-31`."
    return None


def _move(tx: Tx, handoff: Handoff, made: Delegation, now: datetime) -> None:
    note = owners.stands_in(made.to_user, made.user_id)
    case = change(
        tx,
        handoff,
        now=now,
        actor=made.user_id,
        action="delegated",
        details={"to": made.to_user, "until": made.until.isoformat()},
        update={"owner": made.to_user, "owner_note": note},
    )
    text = words.moved(case, made)
    say_in_thread(tx, case.handoff, text, now, cause=f"delegated:{case.handoff.revision}")


def _audit(
    tx: Tx, actor: str, action: str, now: datetime, rules: Rules, details: Mapping[str, str]
) -> None:
    tx.audit.append(
        AuditEntry(
            handoff_id=CHAIN,
            at=now,
            actor=actor,
            action=action,
            revision=0,
            policy_hash=rules.policy.text_hash,
            details=dict(details),
        )
    )
