"""Under which attempt a step of unknown outcome may go out again, if at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.effects import next_attempt
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.step import Step
from bot.handoff.words import StepKind, StepOutcome

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(hours=24)


def facts(safety, *, window=None, can_look_up=False):
    return OperationFacts(
        name="v.op",
        writes=True,
        moves_money=True,
        repeat_safety=safety,
        key_window=window,
        can_look_up=can_look_up,
        title="t",
        card_may_say="s",
    )


def sent(*, ago, answered=False):
    return Step(
        id="st_1",
        handoff_id="ho_1",
        call_id="call_1",
        operation="v.op",
        kind=StepKind.EFFECT,
        outcome=StepOutcome.LEASED,
        run_at=NOW,
        created_at=NOW,
        first_sent_at=NOW - ago,
        sent_at=NOW - ago,
        answered=answered,
        checks=1,
    )


KEYED = facts(RepeatSafety.NATIVE_KEY, window=DAY, can_look_up=True)
KEYED_BLIND = facts(RepeatSafety.NATIVE_KEY, window=DAY)
BOOKS = facts(RepeatSafety.LOOK_UP, can_look_up=True)
NATURAL = facts(RepeatSafety.NATURAL)
NOTHING = facts(RepeatSafety.NONE)
SOON, LATE = timedelta(minutes=1), timedelta(hours=25)


@pytest.mark.parametrize(
    ("operation", "ago", "answered", "attempt"),
    [
        (KEYED, SOON, False, 1),  # maybe still under way: the same key is safe
        (KEYED, SOON, True, 2),  # finished with a fault that is stored under the key
        (KEYED, LATE, False, 2),  # the vendor forgot the key; its books show nothing
        (KEYED, LATE, True, 2),
        (KEYED_BLIND, SOON, False, 1),
        (KEYED_BLIND, SOON, True, 1),
        (KEYED_BLIND, LATE, False, None),  # nothing left that could tell
        (NATURAL, LATE, False, 1),
        (NOTHING, SOON, False, None),
        (NOTHING, SOON, True, None),
    ],
)
def test_what_may_be_repeated(operation, ago, answered, attempt):
    again = next_attempt(sent(ago=ago, answered=answered), operation, NOW)
    assert (again and again.attempt) == attempt


def test_books_that_show_nothing_long_after_allow_a_new_attempt():
    assert next_attempt(sent(ago=LATE), BOOKS, NOW).attempt == 2


def test_a_look_up_alone_does_not_allow_a_repeat_while_the_call_may_be_under_way():
    assert next_attempt(sent(ago=SOON), BOOKS, NOW) is None


def test_a_new_attempt_has_a_new_wire_key_and_the_same_step_key():
    step = sent(ago=SOON, answered=True)
    again = next_attempt(step, KEYED, NOW)
    assert again is not None
    assert again.key == step.key
    assert again.wire_key != step.wire_key
    assert again.sent_at is None
