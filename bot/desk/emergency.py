"""The emergency stop as people use it: who may, what is written down, who is told.

The stop itself is one row, standing at once for every worker. What is said about it (the notice,
the cards) follows in steps of its own, so that a long queue never keeps a stop waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards import stops as words
from bot.desk.messages import announce
from bot.desk.office import Rules
from bot.desk.redraw import plan_redraw
from bot.desk.stop import resume, stop
from bot.handoff.approvals import holds, why_nobody
from bot.handoff.handoff import AuditEntry
from bot.handoff.people import Actor
from bot.handoff.playbooks import PLAYBOOKS
from bot.policy import Policy
from bot.ports import Message, Stop, Tx
from bot.redaction import Redacted

CHAIN = "stops"
"""The history of stops is a chain of its own: one stop may concern thousands of handoffs."""

VENDORS = frozenset(vendor for _, vendor in PLAYBOOKS)
"""Whose money can be stopped: everybody that a playbook sends through."""

NOBODY_MAY = "The policy names nobody who may stop money: set `stop_role` under [policy]."
ANOTHER_ROLE = "You are not in the role that may stop money or resume it."


def why_not_stopper(tx: Tx, actor: Actor, now: datetime, rules: Rules) -> str | None:
    """Say why this person may neither stop money nor resume it."""
    directory, role = tx.directories.current(), rules.policy.stop_role
    nobody = why_nobody(actor, directory, rules.team_ids, now)
    if nobody is not None or directory is None:
        return nobody
    if role is None:
        return NOBODY_MAY
    return None if holds(role, actor.user_id, directory) else ANOTHER_ROLE


def stop_in_slack(
    tx: Tx, vendor: str | None, reason: Redacted | None, actor: Actor, now: datetime, rules: Rules
) -> Message:
    """Answer `/handoff stop`: halt, or say why not. Without a reason it says what stands."""
    refused = why_not_stopper(tx, actor, now, rules)
    if refused is not None:
        return Message(text=refused)
    if not reason:
        return words.stop_help(tx.stops.standing(), VENDORS)
    tx.stops.hold()
    before = _standing(tx, vendor)
    stop = halt(tx, vendor=vendor, actor=actor.user_id, reason=reason, now=now, policy=rules.policy)
    return words.already_stopped(before) if before else words.stopped_answer(stop)


def resume_in_slack(
    tx: Tx, vendor: str | None, actor: Actor, now: datetime, rules: Rules
) -> Message:
    """Answer `/handoff resume`: lift what another person stopped, or say why not."""
    refused = why_not_stopper(tx, actor, now, rules) or release(
        tx, vendor=vendor, actor=actor.user_id, now=now, policy=rules.policy
    )
    if refused is not None:
        return Message(text=refused)
    return words.resumed_answer(vendor, tx.stops.standing())


def halt(
    tx: Tx,
    *,
    vendor: str | None,
    actor: str,
    reason: Redacted,
    now: datetime,
    policy: Policy | None = None,
    via: str = "slack",
) -> Stop:
    """Stop money with all that belongs to it; who may was asked before.

    What is stopped already stays as it is: the wish is written down, nobody is told twice.
    Without a usable policy there is no channel to tell, and money stops all the same.
    """
    details = {"vendor": vendor or "all", "reason": reason, "via": via}
    tx.stops.hold()
    before = _standing(tx, vendor)
    if before is not None:
        _audit(tx, "stop_repeated", actor, now, policy, details)
        return before
    standing = stop(tx, vendor=vendor, actor=actor, reason=reason, now=now)
    _audit(tx, "money_stopped", actor, now, policy, details)
    _tell_and_redraw(tx, words.stopped_notice(standing), vendor, now, policy)
    return standing


def release(
    tx: Tx,
    *,
    vendor: str | None,
    actor: str,
    now: datetime,
    policy: Policy | None = None,
    via: str = "slack",
) -> str | None:
    """Lift a stop with all that belongs to it; a sentence when that is not allowed."""
    refused = resume(tx, vendor=vendor, actor=actor, now=now)
    if refused is not None:
        return refused
    _audit(tx, "money_resumed", actor, now, policy, {"vendor": vendor or "all", "via": via})
    text = words.resumed_notice(vendor, actor, now, tx.stops.standing())
    _tell_and_redraw(tx, text, vendor, now, policy)
    return None


def release_by_name(
    tx: Tx, *, vendor: str | None, actor: str, now: datetime, policy: Policy, via: str
) -> str | None:
    """`release` for a terminal, where nobody is signed in to Slack.

    When the policy names who may, it has to be one of them by the list known last, however old:
    whoever sits at the machine could change the policy as well, but not unnoticed.
    """
    mine = any(one.actor == actor for one in tx.stops.standing() if one.vendor == vendor)
    directory, role = tx.directories.current(), policy.stop_role
    known = role is None or (directory is not None and holds(role, actor, directory))
    if not known and not mine:
        return f"{ANOTHER_ROLE} Name somebody of it by their Slack user id."
    return release(tx, vendor=vendor, actor=actor, now=now, policy=policy, via=via)


def _standing(tx: Tx, vendor: str | None) -> Stop | None:
    return next((one for one in tx.stops.standing() if one.vendor == vendor), None)


def _audit(
    tx: Tx,
    action: str,
    actor: str,
    now: datetime,
    policy: Policy | None,
    details: Mapping[str, str],
) -> None:
    tx.audit.append(
        AuditEntry(
            handoff_id=CHAIN,
            at=now,
            actor=actor,
            action=action,
            revision=0,
            policy_hash=policy.text_hash if policy else "",
            details=dict(details),
        )
    )


def _tell_and_redraw(
    tx: Tx, text: str, vendor: str | None, now: datetime, policy: Policy | None
) -> None:
    cause = tx.new_id("sp")
    for channel in policy.card_channels if policy else ():
        announce(tx, CHAIN, channel, text, now, cause=cause)
    plan_redraw(tx, CHAIN, vendor, now, cause=cause)
