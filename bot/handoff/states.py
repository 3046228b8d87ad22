"""The one pure function that computes a handoff's state, and the table of legal moves."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.plans import moves_money, offers_resend, plan_of, playbook_of
from bot.handoff.words import Choice, State, StepOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.handoff.handoff import Case
    from bot.handoff.step import Step

_HAPPENED = frozenset({StepOutcome.DONE, StepOutcome.ACCEPTED})
_DID_NOT = frozenset({StepOutcome.REFUSED, StepOutcome.UNAVAILABLE})


def compute_state(case: Case) -> State:
    """Say where a handoff stands from its decisions and steps alone.

    Steps speak first (what was sent cannot be undecided), then decisions, then what is known.
    """
    effects = tuple(step for step in acts_of(case) if step.outcome is not StepOutcome.SKIPPED)
    return _by_effects(effects) if effects else _by_decisions(case)


def acts_of(case: Case) -> tuple[Step, ...]:
    """The steps that settle a handoff: its effects, or the last document sent if that is all."""
    return case.resends[-1:] if playbook_of(case.handoff).sends_only else case.effects


def first_effect(case: Case) -> Step | None:
    """The effect that the others wait for; what was skipped belongs to an earlier approval."""
    counting = (step for step in case.effects if step.outcome is not StepOutcome.SKIPPED)
    return next(counting, None)


def _by_effects(effects: tuple[Step, ...]) -> State:
    outcomes = {step.outcome for step in effects}
    happened = bool(outcomes & _HAPPENED)
    if any(step.is_unknown for step in effects):
        return State.UNKNOWN
    if outcomes & _DID_NOT:
        return _fell_short(effects, happened=happened)
    if StepOutcome.CANCELLED in outcomes:
        return State.CANCELLED
    if StepOutcome.LEASED in outcomes:
        return State.EXECUTING
    if StepOutcome.PENDING in outcomes:
        return State.EXECUTING if happened else State.SCHEDULED
    return State.SUBMITTED if StepOutcome.ACCEPTED in outcomes else State.SUCCEEDED


def _fell_short(effects: tuple[Step, ...], *, happened: bool) -> State:
    if any(step.was_accepted and step.outcome in _DID_NOT for step in effects):
        return State.REVERSED
    return State.PARTLY_DONE if happened else State.FAILED


def _by_decisions(case: Case) -> State:
    handoff = case.handoff
    if any(decision.choice is Choice.REJECT for decision in case.counted):
        return State.REJECTED
    if handoff.expired:
        return State.EXPIRED
    if _last_said(case) is Choice.ASK:
        return State.WAITING_FOR_INFO
    if not handoff.looked_up:
        return State.RECEIVED
    if not offers_approval(case) and not offers_document(case):
        return State.NEEDS_REVIEW
    return State.AWAITING_NEXT if case.approvals else State.AWAITING_APPROVAL


def _last_said(case: Case) -> Choice | None:
    """The newest choice that says where the handoff stands, not who has it until when."""
    told = [one.choice for one in case.counted if one.choice not in _HANDED_ROUND]
    return told[-1] if told else None


_HANDED_ROUND = frozenset({Choice.ESCALATE, Choice.CLAIM, Choice.REASSIGN, Choice.SNOOZE})


def offers_approval(case: Case) -> bool:
    """True when the record is clear enough that a person could approve what would be sent."""
    handoff = case.handoff
    refused = bool(handoff.unmet) or handoff.ruling.refused is not None
    return plan_of(handoff) is not None and not refused


def offers_document(case: Case) -> bool:
    """True when all that is asked for is a document, and it could be sent."""
    return playbook_of(case.handoff).sends_only and offers_resend(case.handoff)


UNDECIDED = frozenset(
    {
        State.RECEIVED,
        State.NEEDS_REVIEW,
        State.AWAITING_APPROVAL,
        State.AWAITING_NEXT,
        State.WAITING_FOR_INFO,
    }
)
"""States in which somebody still has to decide: nudges run, edits from DialNexa are taken in."""

MONEY_STATES = frozenset(
    {
        State.AWAITING_NEXT,
        State.SCHEDULED,
        State.EXECUTING,
        State.SUBMITTED,
        State.SUCCEEDED,
        State.PARTLY_DONE,
        State.UNKNOWN,
    }
)
"""States in which money was approved, is moving, moved, or may have."""


def may_resend(case: Case) -> bool:
    """True when the document can be sent, and was sent before where that takes an approval."""
    return offers_resend(case.handoff) and not sent_by_approval_alone(case)


def sent_by_approval_alone(case: Case) -> bool:
    """Tell whether only an approval may send or make the document now: its people come first.

    Once it went out as approved, or may have, whoever sends it again repeats what was allowed.
    """
    playbook = playbook_of(case.handoff)
    planned = {one for plan in playbook.plans for one in plan.operations}
    approved = planned & {*playbook.resend, *playbook.mailed_after}
    return bool(approved) and not any(
        _may_have_happened(step) for step in case.effects if step.operation in approved
    )


def documents_of(case: Case) -> tuple[Step, ...]:
    """Every step that sends the document: as approved, then again."""
    sends = playbook_of(case.handoff).resend
    return (*(step for step in case.effects if step.operation in sends), *case.resends)


def maker_of_document(case: Case) -> Step | None:
    """What made the document that is to be mailed; None: it is the record's own."""
    makes = playbook_of(case.handoff).mailed_after
    made = [step for step in case.effects if step.operation in makes and step.outcome in _HAPPENED]
    return made[-1] if made else None


def left_to_people(case: Case) -> tuple[Step, ...]:
    """The steps of which only a person can say what happened, oldest first."""
    return tuple(step for step in case.steps if step.left_to_people)


def _may_have_happened(step: Step) -> bool:
    left_to_people = step.outcome is StepOutcome.UNKNOWN and not step.under_way
    return step.outcome in _HAPPENED or left_to_people


def linked_money(case: Case) -> bool:
    """Tell whether another handoff about this payment has money approved, moving or moved.

    What moves none itself needs no second thought about that.
    """
    others = any(one.state in MONEY_STATES and moves_money(one) for one in case.linked)
    return others and moves_money(case.handoff)


CLOSED = frozenset({State.SUCCEEDED, State.REJECTED, State.LOGGED})
"""States that nothing but a resend follows."""

_OPEN_CHOICES = frozenset(
    {Choice.REJECT, Choice.ESCALATE, Choice.CLAIM, Choice.REASSIGN, Choice.SNOOZE, Choice.ASK}
)

LEGAL: Mapping[State, frozenset[Choice]] = MappingProxyType(
    {
        State.RECEIVED: _OPEN_CHOICES,
        State.NEEDS_REVIEW: _OPEN_CHOICES | {Choice.PICK, Choice.RETRY},
        State.AWAITING_APPROVAL: _OPEN_CHOICES | {Choice.APPROVE},
        State.AWAITING_NEXT: _OPEN_CHOICES | {Choice.APPROVE},
        State.WAITING_FOR_INFO: _OPEN_CHOICES | {Choice.APPROVE, Choice.PICK},
        State.SCHEDULED: frozenset({Choice.CANCEL, Choice.ESCALATE}),
        State.EXECUTING: frozenset({Choice.ESCALATE}),
        State.SUBMITTED: frozenset({Choice.ESCALATE}),
        State.SUCCEEDED: frozenset(),
        State.PARTLY_DONE: frozenset({Choice.RETRY, Choice.ESCALATE}),
        State.FAILED: frozenset({Choice.RETRY, Choice.REJECT, Choice.ESCALATE}),
        State.UNKNOWN: frozenset({Choice.RETRY, Choice.ESCALATE}),
        State.REVERSED: frozenset({Choice.RETRY, Choice.ESCALATE}),
        State.REJECTED: frozenset({Choice.RETRY}),
        State.EXPIRED: frozenset({Choice.RETRY, Choice.ESCALATE}),
        State.CANCELLED: frozenset({Choice.RETRY, Choice.ESCALATE}),
        State.LOGGED: frozenset(),
    }
)
"""Which choices are legal in which state, beside those that are `ANYWHERE`."""


ANYWHERE = frozenset({Choice.RESEND, Choice.ATTEST})
"""Legal in every state: each is about a step of its own, which has to allow it."""


def is_legal(state: State, choice: Choice) -> bool:
    """Tell whether a choice can be made in a state at all."""
    return choice in ANYWHERE or choice in LEGAL[state]
