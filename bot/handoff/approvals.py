"""Who may approve what, and why not. Rights come from the live directory, rules from the ruling."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.handoff.people import Actor, Directory, Person
from bot.handoff.value import Value
from bot.money import format_money

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.handoff.decision import Decision
    from bot.handoff.ruling import ApprovalStep, Role, Ruling


class Verdict(Value):
    """Yes with the role that is filled, or no with a sentence for the person."""

    role: str | None = None
    sentence: str | None = None

    @property
    def allowed(self) -> bool:
        return self.sentence is None


class Asking(Value):
    """One wish to approve: who, how much, and what was approved so far."""

    actor: Actor
    amount_minor: int | None  # None: what is approved has no amount
    currency: str | None
    approvers: tuple[tuple[str, str], ...] = ()  # (user id, role) of standing approvals
    makers: tuple[str, ...] = ()
    customer_hashes: tuple[str, ...] = ()


def why_nobody(
    actor: Actor, directory: Directory | None, team_ids: Collection[str], now: datetime
) -> str | None:
    """Say why this Slack user can decide nothing at all; None when they can be considered."""
    if directory is None or not directory.is_fresh(now):
        return "The list of people and roles is out of date, so nobody can decide right now."
    if actor.team_id not in team_ids:
        return "Your Slack workspace is not one of those that may decide here."
    return _why_not_person(directory.people.get(actor.user_id), team_ids)


def _why_not_person(person: Person | None, team_ids: Collection[str]) -> str | None:
    if person is None:
        return "You are not in any role of the policy."
    if person.is_deleted or person.is_bot or person.is_guest or person.is_stranger:
        return "Guests, bots, deactivated and outside accounts cannot decide."
    if person.team_id not in team_ids:
        return "Your account belongs to another workspace."
    return None


def holds(role: Role, user_id: str, directory: Directory) -> bool:
    """Tell whether the user is in the role now; an empty or unknown group holds nobody."""
    return user_id in role.users or any(
        user_id in directory.groups.get(group, ()) for group in role.groups
    )


def members(role: Role, directory: Directory) -> tuple[str, ...]:
    """Everybody in the role now, each once, in a stable order."""
    grouped = (user for group in role.groups for user in directory.groups.get(group, ()))
    return tuple(dict.fromkeys((*role.users, *grouped)))


def roles_held(ruling: Ruling, user_id: str, directory: Directory) -> tuple[Role, ...]:
    """The frozen roles that a user holds now."""
    return tuple(role for role in ruling.roles if holds(role, user_id, directory))


def needed(
    ruling: Ruling, amount_minor: int | None, currency: str | None
) -> tuple[ApprovalStep, ...]:
    """List the approvals an amount needs; a currency without a threshold counts as above it.

    Where nothing has an amount, only the approvals without a threshold are needed.
    """
    return tuple(step for step in ruling.approvals if _applies(step, amount_minor, currency))


def _applies(step: ApprovalStep, amount_minor: int | None, currency: str | None) -> bool:
    if step.above_minor is None or amount_minor is None:
        return step.above_minor is None
    threshold = step.above_minor.get(currency or "")
    return threshold is None or amount_minor > threshold


def still_open(ruling: Ruling, asking: Asking) -> tuple[ApprovalStep, ...]:
    """List the approvals that nobody has given yet."""
    given = [role for _, role in asking.approvers]
    return tuple(
        step
        for step in needed(ruling, asking.amount_minor, asking.currency)
        if not _take(given, step)
    )


def _take(given: list[str], step: ApprovalStep) -> bool:
    if step.role not in given:
        return False
    given.remove(step.role)
    return True


def may_approve(ruling: Ruling, asking: Asking, directory: Directory) -> Verdict:
    """Decide whether this person may give one of the open approvals for exactly this amount."""
    person = directory.people.get(asking.actor.user_id)
    if person is None or _is_customer(person, asking.customer_hashes):
        return Verdict(sentence="The customer of a request cannot approve it.")
    if asking.actor.user_id in {user for user, _ in asking.approvers}:
        return Verdict(sentence="You have approved this already; another person is needed.")
    return _fill_one(ruling, asking, directory)


def _is_customer(person: Person, customer_hashes: Sequence[str]) -> bool:
    return bool({person.email_hash, person.phone_hash} & set(customer_hashes))


def _fill_one(ruling: Ruling, asking: Asking, directory: Directory) -> Verdict:
    open_steps = still_open(ruling, asking)
    held = [role for step in open_steps if (role := ruling.role(step.role)) is not None]
    mine = [role for role in held if holds(role, asking.actor.user_id, directory)]
    if not mine:
        return Verdict(sentence=_not_in_role(open_steps))
    within = next((role for role in mine if _within(role, asking)), None)
    if within is None:
        return Verdict(sentence=_over_limit(mine[0], asking))
    if len(open_steps) == 1 and _only_makers(asking):
        return Verdict(
            sentence="You set or changed what is sent, so another person has to approve it."
        )
    return Verdict(role=within.name)


def _within(role: Role, asking: Asking) -> bool:
    if role.unlimited or asking.amount_minor is None:
        return True
    limit = role.limits_minor.get(asking.currency or "")
    return limit is not None and asking.amount_minor <= limit


def _only_makers(asking: Asking) -> bool:
    everyone = {user for user, _ in asking.approvers} | {asking.actor.user_id}
    return everyone <= set(asking.makers)


def _not_in_role(open_steps: Sequence[ApprovalStep]) -> str:
    names = " or ".join(dict.fromkeys(step.role for step in open_steps))
    return f"This needs somebody in the role {names}; you are not." if names else "Nothing is open."


def _over_limit(role: Role, asking: Asking) -> str:
    currency = asking.currency or ""
    amount = format_money(asking.amount_minor or 0, currency)
    limit = role.limits_minor.get(currency)
    if limit is None:
        return f"The role {role.name} has no limit in {currency} and cannot approve {amount}."
    return f"{amount} is above the {format_money(limit, currency)} limit of {role.name}."


def approvers_of(approvals: Sequence[Decision]) -> tuple[tuple[str, str], ...]:
    """Reduce standing approvals to who filled which role."""
    return tuple((one.actor, one.role or "") for one in approvals)
