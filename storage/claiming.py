"""Which steps may run now, as SQL: the same conditions for the claim and for the sleeper.

A step is open while it has a `wake_at`: the run time, or the end of its lease. All look-ups go
through indexes over open steps, so that finished ones cost nothing, and a lane with a long queue
costs one look at its head: open lanes are found by jumping from name to name along the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from bot.handoff.words import StepKind, StepOutcome
from storage.columns import UtcDateTime
from storage.tables import LANES, STEPS

HAS_WORKED = (StepOutcome.DONE, StepOutcome.ACCEPTED, StepOutcome.SKIPPED)
NOW = bindparam("now", type_=UtcDateTime)

_STEP = STEPS.alias("step")


def _literals(outcomes: Sequence[StepOutcome]) -> list[ColumnElement[str]]:
    """Outcomes written into the statement, so that an index over some of them can be used."""
    return [literal_column(f"'{outcome.value}'") for outcome in outcomes]


def _is_open(step: FromClause) -> ColumnElement[bool]:
    return step.c.wake_at.is_not(None)


def _leased(step: FromClause) -> ColumnElement[bool]:
    """Asked without `wake_at`, so that the small index over leases answers."""
    return step.c.outcome == literal_column("'leased'")


def _may_follow(step: FromClause) -> ColumnElement[bool]:
    """The step waited for has worked, or there is none; what was begun is brought to its end."""
    before = STEPS.alias()
    worked = exists().where(
        before.c.id == step.c.waits_for, before.c.outcome.in_(_literals(HAS_WORKED))
    )
    begun = step.c.outcome != literal_column("'pending'")
    return or_(step.c.waits_for.is_(None), begun, worked)


def _resource_is_free(step: FromClause) -> ColumnElement[bool]:
    """No other step holds the resource: none leased, none of unknown outcome."""
    other = STEPS.alias()
    holder = exists().where(
        other.c.resource == step.c.resource,
        _is_open(other),
        other.c.outcome.in_(_literals((StepOutcome.LEASED, StepOutcome.UNKNOWN))),
        other.c.id != step.c.id,
    )
    return or_(step.c.resource.is_(None), ~holder)


def _first_of_resource(step: FromClause) -> ColumnElement[bool]:
    """No older step of the resource could run now as well: one claim takes one of them."""
    other = STEPS.alias()
    older = exists().where(
        other.c.resource == step.c.resource,
        other.c.wake_at <= NOW,
        _may_follow(other),
        or_(
            other.c.created_at < step.c.created_at,
            and_(other.c.created_at == step.c.created_at, other.c.id < step.c.id),
        ),
    )
    return or_(step.c.resource.is_(None), ~older)


def _may_run(step: FromClause) -> ColumnElement[bool]:
    return and_(_may_follow(step), _resource_is_free(step))


def _lanes() -> FromClause:
    """The names of all lanes with open steps (a loose index scan)."""
    step = STEPS.alias()
    first = select(func.min(step.c.lane).label("name")).where(
        step.c.lane.is_not(None), _is_open(step)
    )
    lanes = first.cte("open_lanes", recursive=True)
    after = STEPS.alias()
    following = (
        select(func.min(after.c.lane))
        .where(after.c.lane > lanes.c.name, _is_open(after))
        .scalar_subquery()
    )
    return lanes.union_all(select(following).where(lanes.c.name.is_not(None)))


def _paused(lane: FromClause) -> ColumnElement[bool]:
    return exists().where(LANES.c.name == lane.c.name, LANES.c.next_at > NOW).correlate(lane)


def _is_busy(lane: FromClause) -> ColumnElement[bool]:
    step = STEPS.alias()
    in_flight = exists().where(step.c.lane == lane.c.name, _leased(step))
    return in_flight.correlate(lane)


def _abandoned(lane: FromClause) -> ColumnElement[str]:
    """The lane's leased step when its lease has run out: it goes first, nothing else may."""
    step = STEPS.alias()
    return (
        select(step.c.id)
        .where(step.c.lane == lane.c.name, step.c.lease_until <= NOW, _leased(step), _may_run(step))
        .correlate(lane)
        .scalar_subquery()
    )


def _oldest(lane: FromClause) -> ColumnElement[str]:
    step = STEPS.alias()
    due = and_(step.c.lane == lane.c.name, step.c.wake_at <= NOW)
    return (
        select(step.c.id)
        .where(due, _may_run(step), _first_of_resource(step))
        .order_by(step.c.created_at, step.c.id)
        .limit(1)
        .correlate(lane)
        .scalar_subquery()
    )


def _heads() -> Select[Any]:
    """At most one step per lane: the one in flight if abandoned, else the oldest that may run."""
    lane = _lanes()
    head = case((_is_busy(lane), _abandoned(lane)), else_=_oldest(lane))
    return select(head.label("id")).where(lane.c.name.is_not(None), ~_paused(lane))


_FOUND = (_STEP.c.id, _STEP.c.wake_at, _STEP.c.created_at, _STEP.c.resource, _STEP.c.kind)
_MESSAGE: ColumnElement[str] = literal_column(f"'{StepKind.MESSAGE.value}'")


def _unlaned(sort: ColumnElement[bool]) -> Select[Any]:
    """Steps in no lane that may run now, longest due first."""
    return (
        select(*_FOUND)
        .where(
            sort,
            _STEP.c.lane.is_(None),
            _STEP.c.wake_at <= NOW,
            _may_run(_STEP),
            _first_of_resource(_STEP),
        )
        .order_by(_STEP.c.wake_at)
        .limit(bindparam("limit"))
    )


UNLANED_MESSAGES = _unlaned(_STEP.c.kind == _MESSAGE)
UNLANED_OTHERS = _unlaned(_STEP.c.kind != _MESSAGE)
"""Apart, so that a long queue of the one sort does not hide the other."""

RUNNABLE_HEADS = select(*_FOUND).where(_STEP.c.id.in_(_heads()))
"""The step of each lane that may run now."""


def _next_without_lane() -> ColumnElement[str]:
    step = STEPS.alias()
    return (
        select(step.c.wake_at)
        .where(step.c.lane.is_(None), _is_open(step), _may_run(step))
        .order_by(step.c.wake_at)
        .limit(1)
        .scalar_subquery()
    )


def _lease_end(lane: FromClause) -> ColumnElement[datetime]:
    step = STEPS.alias()
    return (
        select(step.c.lease_until)
        .where(step.c.lane == lane.c.name, _leased(step))
        .correlate(lane)
        .scalar_subquery()
    )


def _earliest(lane: FromClause) -> ColumnElement[datetime]:
    step = STEPS.alias()
    return (
        select(step.c.wake_at)
        .where(step.c.lane == lane.c.name, _is_open(step), _may_run(step))
        .order_by(step.c.wake_at)
        .limit(1)
        .correlate(lane)
        .scalar_subquery()
    )


def _paused_until(lane: FromClause) -> ColumnElement[datetime]:
    pause = select(LANES.c.next_at).where(LANES.c.name == lane.c.name)
    return pause.correlate(lane).scalar_subquery()


NEXT_WITHOUT_LANE = select(_next_without_lane())
"""When the next step in no lane could run."""

_LANE = _lanes()
NEXT_IN_LANES = select(
    func.coalesce(_lease_end(_LANE), _earliest(_LANE)).label("wake_at"),
    _paused_until(_LANE).label("next_at"),
).where(_LANE.c.name.is_not(None))
"""For each open lane: when its next step could run, and until when it is paused."""
