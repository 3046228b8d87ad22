"""The policy's answer for one call: a pure function with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.handoff.billing_call import BillingCall
from bot.handoff.ruling import ApprovalStep, EscalationTarget, Ruling
from bot.handoff.value import Value
from bot.policy.calling import alert_for, silence_step
from bot.policy.check import STANDARD_TIER
from bot.policy.check_people import is_user_id
from bot.policy.conditions import Facts, answers
from bot.policy.destinations import Chosen, choose, named
from bot.policy.money_table import spread
from bot.policy.parse import Policy
from bot.policy.review import reasons
from bot.policy.schema import ApprovalTable, Rule, Tier, Yields
from bot.timing import due_instant, working_days_after


class Considered(Value):
    """A rule that was looked at: what it set when it matched, and why or why not."""

    rule: str
    matched: bool
    because: tuple[str, ...]
    sets: tuple[str, ...] = ()


class Evaluation(Value):
    """A ruling and everything around it that follows from the call and the moment.

    `due_at` is the deadline stated in the call, in the policy's zone, else the policy's own.
    `candidates` are the destinations that remain possible, `notes` the path in sentences.
    """

    ruling: Ruling
    due_at: datetime
    tier: str
    candidates: tuple[str, ...]
    considered: tuple[Considered, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """One rule and what came of looking at it."""

    rule: Rule
    matched: bool
    because: tuple[str, ...]


def evaluate(policy: Policy, call: BillingCall, now: datetime) -> Evaluation:
    """Apply a policy to a call. Pure: the same three values give the same answer.

    While several destinations fit, the ruling holds what would follow from each of them.
    """
    chosen = choose(policy.file.destination, call)
    evaluation = _evaluate(policy, call, now, chosen)
    if chosen.destination is not None:
        return evaluation
    possible = tuple(
        _evaluate(policy, call, now, named(policy.file.destination, name)).ruling
        for name in chosen.candidates
    )
    ruling = evaluation.ruling.model_copy(update={"possible": possible})
    return evaluation.model_copy(update={"ruling": ruling})


def _evaluate(policy: Policy, call: BillingCall, now: datetime, chosen: Chosen) -> Evaluation:
    tier = _tier_of(policy.file.tier, call)
    facts = _facts(policy, call, tier, chosen)
    looked = [_look(rule, facts) for rule in policy.file.rule]
    matched = [one.rule for one in looked if one.matched]
    given = _Given(policy.file.baseline, matched)
    default_due, due_at, about_due = _deadline(policy, call, given["deadline_working_days"], now)
    considered = tuple(_considered(one, given) for one in looked)
    alert, about_alert = alert_for(policy.file.alert, facts)
    notes = (_about_tier(tier), chosen.because, *_about_rules(considered), about_due, *about_alert)
    return Evaluation(
        ruling=_ruling(policy, facts, chosen, given).model_copy(
            update={"path": notes, "default_due": default_due, "alert": alert}
        ),
        due_at=due_at,
        tier=tier,
        candidates=chosen.candidates,
        considered=considered,
        notes=notes,
    )


def _tier_of(tiers: Sequence[Tier], call: BillingCall) -> str:
    return next((tier.name for tier in tiers if _lists(tier, call)), STANDARD_TIER)


def _lists(tier: Tier, call: BillingCall) -> bool:
    account = (call.account or "").strip().casefold()
    domain = (call.email or "").rpartition("@")[2].strip().casefold()
    return account in [one.casefold() for one in tier.accounts] or domain in [
        one.casefold().removeprefix("@") for one in tier.email_domains
    ]


def _facts(policy: Policy, call: BillingCall, tier: str, chosen: Chosen) -> Facts:
    matched = chosen.destination is not None
    return Facts(
        call=call,
        tier=tier,
        destination=chosen.destination.name if chosen.destination else None,
        review_reasons=reasons(call, matched=matched, high_value=tier != STANDARD_TIER),
        rates=policy.file.rates,
    )


def _look(rule: Rule, facts: Facts) -> _Looked:
    found = list(answers(rule.when, facts))
    matched = all(one.holds for one in found)
    shown = found if matched else [one for one in found if not one.holds]
    return _Looked(rule, matched, tuple(one.words for one in shown))


class _Given:
    """What holds, key by key: the first matching rule that states a key, else the baseline."""

    def __init__(self, baseline: Yields, matched: Sequence[Rule]) -> None:
        self._sources: tuple[Yields, ...] = (*matched, baseline)

    def __getitem__(self, key: str) -> Any:
        return getattr(self.source(key), key)

    def source(self, key: str) -> Yields:
        """The rule that decided a key, or the baseline."""
        stating = (one for one in self._sources if getattr(one, key) is not None)
        return next(stating, self._sources[-1])


def _considered(looked: _Looked, given: _Given) -> Considered:
    stated = [key for key in Yields.model_fields if getattr(looked.rule, key) is not None]
    sets = [key for key in stated if looked.matched and given.source(key) is looked.rule]
    return Considered(
        rule=looked.rule.name,
        matched=looked.matched,
        because=looked.because,
        sets=tuple(sets),
    )


def _about_rules(considered: Sequence[Considered]) -> tuple[str, ...]:
    matched = [one for one in considered if one.matched]
    if not matched:
        return ("No rule matched: the baseline holds.",)
    return tuple(_sentence(one) for one in matched)


def _sentence(one: Considered) -> str:
    sets = f"it sets {', '.join(one.sets)}" if one.sets else "earlier rules had set all it states"
    return f'Rule "{one.rule}" matched ({"; ".join(one.because)}): {sets}.'


def _about_tier(tier: str) -> str:
    return f"Customer tier: {tier}."


def _deadline(
    policy: Policy, call: BillingCall, working_days: int, now: datetime
) -> tuple[datetime, datetime, str]:
    """The policy's own deadline, the one that holds, and a sentence about it."""
    ours = working_days_after(now, working_days, policy.zone, policy.hours)
    if call.follow_up_deadline is None:
        said = f"Due {_written(ours)}: {working_days} working days, none was stated."
        return ours, ours, said
    stated = due_instant(call.follow_up_deadline, policy.zone, policy.hours)
    return ours, stated, f"Due {_written(stated)}: stated in the call."


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _ruling(policy: Policy, facts: Facts, chosen: Chosen, given: _Given) -> Ruling:
    owner = given["owner"]
    channel = policy.channel(given["channel"])
    return Ruling(
        policy_id=policy.id,
        policy_hash=policy.text_hash,
        channel_id=channel.name,
        destination=facts.destination,
        vendor=chosen.destination.vendor if chosen.destination else None,
        pairings=chosen.destination.pairings.systems if chosen.destination else (),
        owner=owner if is_user_id(owner) else None,
        owner_role=None if is_user_id(owner) else owner,
        in_turn=given["in_turn"] and not is_user_id(owner),
        account_owner=given["account_owner"] and not is_user_id(owner),
        roles=policy.roles,
        approvals=tuple(_approval(policy, one) for one in given["approvals"]),
        escalation=tuple(
            EscalationTarget(role=role, title=policy.title_of(role))
            for role in given["escalate_to"]
        ),
        reason_required=given["reason_required"],
        cancel_window=timedelta(seconds=given["cancel_window_s"]),
        start_within=timedelta(minutes=given["start_within_min"]),
        nudge_offsets=given["nudge_offsets"],
        deadline_zone=policy.file.policy.zone,
        hours=policy.hours,
        on_silence=tuple(map(silence_step, given["on_silence"])),
        review_reasons=facts.review_reasons,
        show_contacts=channel.show_contacts,
        refused=given["refuse"],
    )


def _approval(policy: Policy, table: ApprovalTable) -> ApprovalStep:
    if table.above is None:
        return ApprovalStep(role=table.role)
    return ApprovalStep(role=table.role, above_minor=spread(table.above, policy.file.rates))
