"""Who may run beside whom: lanes, resources, and steps that wait for others."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.handoff.words import StepOutcome

RESOURCE = "stripe:ch_1"
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def ordinals(steps):
    return [step.ordinal for step in steps]


# --- lanes ------------------------------------------------------------------------------------


def test_one_step_of_a_lane_is_in_flight_at_a_time(add_steps, claim, finish, make_step):
    add_steps(make_step(1, lane="slack:C1"), make_step(2, lane="slack:C1"))
    (first,) = claim()
    assert claim("w2") == ()
    finish(first)
    assert ordinals(claim("w2")) == [2]


@pytest.mark.parametrize("arrival", list(permutations((1, 2, 3))))
def test_a_lane_runs_in_order_of_creation(add_steps, claim, finish, make_step, arrival):
    add_steps(*(make_step(n, lane="slack:C1") for n in arrival))
    seen = []
    while taken := claim():
        seen += ordinals(taken)
        finish(taken[0])
    assert seen == [1, 2, 3]


def test_steps_made_at_the_same_moment_keep_the_order_of_their_ids(
    add_steps, claim, make_step, now
):
    add_steps(*(make_step(n, lane="slack:C1", created_at=now) for n in (2, 1)))
    assert ordinals(claim()) == [1]


def test_lanes_do_not_wait_for_each_other(add_steps, claim, make_step):
    add_steps(*(make_step(n, lane=f"slack:C{n % 3}") for n in range(9)), make_step(9))
    assert sorted(ordinals(claim())) == [0, 1, 2, 9]


def test_a_paused_lane_waits_and_others_do_not(add_steps, claim, write, make_step, now):
    add_steps(make_step(1, lane="slack:C1"), make_step(2, lane="slack:C2"), make_step(3))
    write(lambda tx: tx.steps.pause_lane("slack:C1", until=now + 30 * SECOND))
    assert sorted(ordinals(claim())) == [2, 3]
    assert claim(after=29 * SECOND) == ()
    assert 1 in ordinals(claim("w2", after=30 * SECOND))


def test_a_shorter_pause_does_not_end_a_longer_one(add_steps, claim, write, make_step, now):
    add_steps(make_step(1, lane="slack:C1"))
    write(lambda tx: tx.steps.pause_lane("slack:C1", until=now + 30 * SECOND))
    write(lambda tx: tx.steps.pause_lane("slack:C1", until=now + 10 * SECOND))
    assert claim(after=20 * SECOND) == ()


def test_a_step_of_the_future_does_not_block_its_lane(add_steps, claim, make_step, now):
    add_steps(make_step(1, lane="slack:C1", run_at=now + HOUR), make_step(2, lane="slack:C1"))
    assert ordinals(claim()) == [2]


def test_an_abandoned_step_goes_before_all_others_of_its_lane(add_steps, claim, make_step, now):
    """Also before an older one that became due only later."""
    add_steps(make_step(1, lane="slack:C1", run_at=now + SECOND), make_step(2, lane="slack:C1"))
    assert ordinals(claim("w1")) == [2]
    assert ordinals(claim("w2", after=HOUR)) == [2]
    assert claim("w3", after=HOUR) == ()


# --- resources --------------------------------------------------------------------------------


def test_one_claim_takes_one_step_of_a_resource(add_steps, claim, make_step):
    add_steps(*(make_step(n, resource=RESOURCE) for n in (3, 1, 2)))
    assert ordinals(claim()) == [1]


def test_one_claim_takes_one_step_of_a_resource_in_different_lanes(add_steps, claim, make_step):
    add_steps(make_step(1, resource=RESOURCE, lane="a"), make_step(2, resource=RESOURCE, lane="b"))
    add_steps(make_step(3, resource=RESOURCE))
    assert len(claim()) == 1


HOLDS = {
    StepOutcome.LEASED: True,
    StepOutcome.UNKNOWN: True,
    StepOutcome.PENDING: False,
    StepOutcome.DONE: False,
    StepOutcome.ACCEPTED: False,
    StepOutcome.REFUSED: False,
    StepOutcome.UNAVAILABLE: False,
    StepOutcome.SKIPPED: False,
    StepOutcome.CANCELLED: False,
}


@pytest.mark.parametrize(("outcome", "holds"), HOLDS.items())
def test_what_holds_a_resource(add_steps, claim, finish, make_step, now, outcome, holds):
    add_steps(make_step(1, resource=RESOURCE))
    (first,) = claim()
    if outcome is not StepOutcome.LEASED:
        finish(first, outcome, run_at=now + HOUR)
    add_steps(make_step(2, resource=RESOURCE))
    assert ordinals(claim("w2")) == ([] if holds else [2])


def test_an_unknown_step_itself_is_claimed_when_due(add_steps, claim, finish, make_step, now):
    """It is looked up before the next one may move money on the same resource."""
    add_steps(make_step(1, resource=RESOURCE), make_step(2, resource=RESOURCE))
    (first,) = claim()
    finish(first, StepOutcome.UNKNOWN, run_at=now + SECOND)
    assert claim() == ()
    (again,) = claim(after=SECOND)
    assert again.ordinal == 1
    finish(again)
    assert ordinals(claim(after=SECOND)) == [2]


def test_resources_do_not_wait_for_each_other(add_steps, claim, make_step):
    add_steps(*(make_step(n, resource=f"stripe:ch_{n}") for n in range(4)))
    assert len(claim()) == 4


# --- waiting for another step -----------------------------------------------------------------

LETS_FOLLOW = {
    StepOutcome.DONE: True,
    StepOutcome.ACCEPTED: True,
    StepOutcome.SKIPPED: True,
    StepOutcome.LEASED: False,
    StepOutcome.UNKNOWN: False,
    StepOutcome.PENDING: False,
    StepOutcome.REFUSED: False,
    StepOutcome.UNAVAILABLE: False,
    StepOutcome.CANCELLED: False,
}


@pytest.mark.parametrize(("outcome", "lets"), LETS_FOLLOW.items())
def test_what_lets_the_next_step_follow(add_steps, claim, finish, make_step, now, outcome, lets):
    add_steps(make_step(1), make_step(2, waits_for="st_0001"))
    (first,) = claim()
    if outcome is not StepOutcome.LEASED:
        finish(first, outcome, run_at=now + HOUR)
    assert ordinals(claim("w2")) == ([2] if lets else [])


def test_a_step_that_waits_for_nothing_known_never_runs(add_steps, claim, make_step):
    add_steps(make_step(1, waits_for="st_gone"))
    assert claim() == ()


def test_what_was_begun_is_brought_to_its_end_whatever_became_of_the_step_before(
    add_steps, claim, finish, write, make_step
):
    add_steps(make_step(1), make_step(2, waits_for="st_0001"))
    (first,) = claim()
    done = finish(first)
    (second,) = claim()
    finish(second, StepOutcome.UNKNOWN)
    reversed_later = done.model_copy(update={"outcome": StepOutcome.REFUSED})
    write(lambda tx: tx.steps.update(reversed_later, expected=StepOutcome.DONE))
    assert ordinals(claim()) == [2]


# --- the sleeper ------------------------------------------------------------------------------


@pytest.fixture
def due(read, now):
    def due(after=timedelta(0)):
        found = read(lambda tx: tx.steps.next_due(now=now + after))
        return None if found is None else found - now

    return due


def test_nothing_is_due_when_nothing_is_open(add_steps, claim, finish, make_step, due):
    assert due() is None
    add_steps(make_step())
    finish(claim()[0])
    assert due() is None


def test_the_earliest_run_time_is_due(add_steps, make_step, now, due):
    add_steps(make_step(1, run_at=now + HOUR), make_step(2, run_at=now + SECOND, lane="a"))
    assert due() == SECOND


def test_a_lease_is_due_when_it_ends(add_steps, claim, make_step, due):
    add_steps(make_step(1), make_step(2, lane="a"), make_step(3, lane="a"))
    claim()
    assert due() == timedelta(seconds=30)


def test_a_paused_lane_is_due_when_the_pause_ends(add_steps, write, make_step, now, due):
    add_steps(make_step(1, lane="a"))
    write(lambda tx: tx.steps.pause_lane("a", until=now + 20 * SECOND))
    assert due() == 20 * SECOND


def test_what_waits_for_others_is_not_due(add_steps, claim, finish, make_step, now, due):
    """Or the sleeper would spin until the other step ends."""
    add_steps(make_step(1, resource=RESOURCE), make_step(2, resource=RESOURCE))
    add_steps(make_step(3, waits_for="st_0001"))
    finish(claim()[0], StepOutcome.UNKNOWN, run_at=now + HOUR)
    assert due() == HOUR
