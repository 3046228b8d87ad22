"""A claim takes no more of one sort than asked, whatever waits of the other."""

from datetime import timedelta

import pytest

from bot.errors import LostLease
from bot.handoff.words import StepKind, StepOutcome

LEASE = timedelta(seconds=30)


@pytest.fixture
def claim_some(write, now):
    def claim(limit=10, **most):
        taken = write(
            lambda tx: tx.steps.claim(now=now, worker="w1", lease=LEASE, limit=limit, **most)
        )
        return sorted(step.ordinal for step in taken)

    return claim


def _message(make_step, number, lane=None):
    return make_step(
        number, kind=StepKind.MESSAGE, operation="slack.tell", lane=lane, id=f"st_m{number:03}"
    )


def test_messages_find_room_behind_a_long_queue_of_other_work(add_steps, claim_some, make_step):
    add_steps(*(make_step(number) for number in range(50)))
    add_steps(_message(make_step, 90), _message(make_step, 91, lane="slack:C1"))
    assert claim_some(10, messages=10, others=0) == [90, 91]


def test_other_work_finds_room_behind_a_long_queue_of_messages(add_steps, claim_some, make_step):
    add_steps(*(_message(make_step, number) for number in range(50)))
    add_steps(*(_message(make_step, number, lane=f"slack:C{number}") for number in range(50, 80)))
    add_steps(make_step(90))
    assert claim_some(10, messages=0, others=10) == [90]


def test_each_sort_has_its_bound_and_both_have_one(add_steps, claim_some, make_step):
    add_steps(*(make_step(number) for number in range(10)))
    add_steps(*(_message(make_step, number) for number in range(20, 30)))
    taken = claim_some(8, messages=3, others=6)
    assert len(taken) == 8
    assert sum(number >= 20 for number in taken) <= 3


def test_a_step_put_off_was_no_try(add_steps, claim, write, make_step, now):
    add_steps(make_step())
    (step,) = claim()
    write(lambda tx: tx.steps.put_off(step, until=now + timedelta(minutes=1)))
    back = write(lambda tx: tx.steps.get(step.id))
    assert (back.outcome, back.tries, back.lease_owner) == (StepOutcome.PENDING, 0, None)
    assert back.run_at == now + timedelta(minutes=1)
    assert claim(after=timedelta(seconds=59)) == ()
    assert len(claim(after=timedelta(minutes=1))) == 1


def test_a_step_put_off_that_may_have_been_sent_keeps_its_resource(
    add_steps, claim, write, make_step, now
):
    add_steps(make_step(1, resource="stripe:ch_1"), make_step(2, resource="stripe:ch_1"))
    (step,) = claim()
    sent = step.model_copy(update={"sent_at": now, "first_sent_at": now})
    write(lambda tx: tx.steps.save(sent, fence=step.fence))
    write(lambda tx: tx.steps.put_off(sent, until=now + timedelta(minutes=1)))
    assert claim("w2", after=timedelta(seconds=59)) == ()
    (again,) = claim("w2", after=timedelta(minutes=1))
    assert (again.id, again.sent_at) == (step.id, now)


def test_an_unknown_outcome_put_off_is_one_that_nobody_holds(
    add_steps, claim, write, make_step, now
):
    add_steps(make_step(1, resource="stripe:ch_1"), make_step(2, resource="stripe:ch_1"))
    (step,) = claim()
    doubtful = {"sent_at": now, "first_sent_at": now, "checks": 1, "outcome": StepOutcome.UNKNOWN}
    write(lambda tx: tx.steps.save(step.model_copy(update=doubtful), fence=step.fence))
    (held,) = claim()
    write(lambda tx: tx.steps.put_off(held, until=now + timedelta(minutes=1)))
    back = write(lambda tx: tx.steps.get(step.id))
    assert (back.outcome, back.tries, back.lease_until) == (StepOutcome.UNKNOWN, 1, None)
    assert claim("w2", after=timedelta(seconds=59)) == (), "it keeps its resource"
    (again,) = claim("w2", after=timedelta(minutes=1))
    assert again.id == step.id


def test_nobody_puts_off_what_another_holds(add_steps, claim, write, make_step, now):
    add_steps(make_step())
    (old,) = claim("w1")
    claim("w2", after=LEASE)
    with pytest.raises(LostLease):
        write(lambda tx: tx.steps.put_off(old, until=now))
