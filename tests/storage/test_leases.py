"""A lease is taken by one worker at a time, ends by itself, and its fence refuses the late."""

from datetime import timedelta

import pytest

from bot.errors import LostLease
from bot.handoff.words import StepOutcome

LEASE = timedelta(seconds=30)


def with_outcome(step, outcome, **changes):
    return step.model_copy(update={"outcome": outcome, **changes})


def test_a_claim_leases_and_raises_fence_and_tries(add_steps, claim, make_step, now):
    add_steps(make_step())
    (step,) = claim()
    assert step.outcome is StepOutcome.LEASED
    assert (step.fence, step.tries, step.lease_owner) == (1, 1, "w1")
    assert step.lease_until == now + LEASE


def test_a_leased_step_is_not_claimed_again(add_steps, claim, make_step):
    add_steps(make_step())
    assert [len(claim("w1")), len(claim("w2"))] == [1, 0]


def test_a_step_of_the_future_is_not_claimed_before_its_time(add_steps, claim, make_step, now):
    add_steps(make_step(run_at=now + timedelta(minutes=5)))
    assert claim(after=timedelta(minutes=4)) == ()
    assert len(claim(after=timedelta(minutes=5))) == 1


def test_a_claim_takes_the_longest_due_first_and_no_more_than_asked(
    add_steps, claim, make_step, now
):
    add_steps(*(make_step(n, run_at=now - timedelta(seconds=n)) for n in (1, 3, 2)))
    assert [step.ordinal for step in claim(limit=2)] == [3, 2]


def test_a_lease_that_ran_out_is_taken_back_by_another_worker(add_steps, claim, make_step):
    add_steps(make_step())
    claim("w1")
    assert claim("w2", after=LEASE - timedelta(seconds=1)) == ()
    (taken,) = claim("w2", after=LEASE)
    assert (taken.lease_owner, taken.fence, taken.tries) == ("w2", 2, 2)


def test_the_fence_refuses_the_worker_that_slept(add_steps, claim, write, make_step):
    add_steps(make_step())
    (old,) = claim("w1")
    (new,) = claim("w2", after=LEASE)
    write(lambda tx: tx.steps.save(with_outcome(new, StepOutcome.DONE), fence=new.fence))
    with pytest.raises(LostLease):
        write(lambda tx: tx.steps.save(with_outcome(old, StepOutcome.REFUSED), fence=old.fence))
    assert write(lambda tx: tx.steps.get(old.id)).outcome is StepOutcome.DONE


def test_a_worker_cannot_write_after_it_gave_the_step_back(add_steps, claim, write, make_step):
    add_steps(make_step())
    (step,) = claim()
    back = with_outcome(step, StepOutcome.PENDING)
    write(lambda tx: tx.steps.save(back, fence=step.fence))
    with pytest.raises(LostLease):
        write(lambda tx: tx.steps.save(back, fence=step.fence))


@pytest.mark.parametrize("outcome", set(StepOutcome) - {StepOutcome.LEASED})
def test_every_outcome_but_leased_ends_the_lease(add_steps, claim, write, make_step, outcome):
    add_steps(make_step())
    (step,) = claim()
    write(lambda tx: tx.steps.save(with_outcome(step, outcome), fence=step.fence))
    kept = write(lambda tx: tx.steps.get(step.id))
    assert (kept.outcome, kept.lease_owner, kept.lease_until) == (outcome, None, None)


FINISHED = set(StepOutcome) - {StepOutcome.LEASED, StepOutcome.PENDING, StepOutcome.UNKNOWN}


@pytest.mark.parametrize("outcome", FINISHED)
def test_a_finished_step_is_never_claimed(add_steps, claim, write, make_step, outcome):
    add_steps(make_step())
    (step,) = claim()
    write(lambda tx: tx.steps.save(with_outcome(step, outcome), fence=step.fence))
    assert claim(after=timedelta(days=365)) == ()


@pytest.mark.parametrize("outcome", [StepOutcome.PENDING, StepOutcome.UNKNOWN])
def test_what_was_given_back_or_is_unknown_is_claimed_when_due(
    add_steps, claim, write, make_step, now, outcome
):
    add_steps(make_step())
    (step,) = claim()
    later = with_outcome(step, outcome, run_at=now + timedelta(minutes=2))
    write(lambda tx: tx.steps.save(later, fence=step.fence))
    assert claim(after=timedelta(minutes=1)) == ()
    (again,) = claim(after=timedelta(minutes=2))
    assert (again.outcome, again.fence) == (StepOutcome.LEASED, 2)


def test_saving_the_intent_to_send_keeps_the_renewed_lease(add_steps, claim, write, make_step, now):
    add_steps(make_step())
    (step,) = claim()
    longer = now + timedelta(minutes=10)
    write(lambda tx: tx.steps.renew(step.id, fence=step.fence, until=longer))
    intended = step.model_copy(update={"sent_at": now, "first_sent_at": now})
    write(lambda tx: tx.steps.save(intended, fence=step.fence))
    kept = write(lambda tx: tx.steps.get(step.id))
    assert (kept.lease_until, kept.sent_at) == (longer, now)
    assert claim("w2", after=timedelta(minutes=9)) == ()


def test_renewing_a_lost_lease_says_so(add_steps, claim, write, make_step, now):
    add_steps(make_step())
    (step,) = claim("w1")
    claim("w2", after=LEASE)
    with pytest.raises(LostLease):
        write(lambda tx: tx.steps.renew(step.id, fence=step.fence, until=now + 2 * LEASE))


def test_released_before_sending_a_step_is_pending_again(add_steps, claim, write, make_step):
    add_steps(make_step())
    (step,) = claim("w1")
    assert write(lambda tx: tx.steps.release(worker="w2")) == 0
    assert write(lambda tx: tx.steps.release(worker="w1")) == 1
    assert write(lambda tx: tx.steps.get(step.id)).outcome is StepOutcome.PENDING
    (again,) = claim("w2")
    assert again.fence > step.fence


def test_released_after_sending_a_step_still_holds_its_resource(
    add_steps, claim, write, make_step, now
):
    """It may have had its effect: nobody else may move money there before it was looked up."""
    add_steps(make_step(1, resource="stripe:ch_1"), make_step(2, resource="stripe:ch_1"))
    (first,) = claim("w1")
    sent = first.model_copy(update={"sent_at": now})
    write(lambda tx: tx.steps.save(sent, fence=first.fence))
    assert write(lambda tx: tx.steps.release()) == 1
    (again,) = claim("w2")
    assert (again.id, again.sent_at) == (first.id, now)
    with pytest.raises(LostLease):
        write(lambda tx: tx.steps.save(sent, fence=first.fence))


def test_a_step_is_added_once_per_key(add_steps, write, make_step):
    add_steps(make_step(), make_step(id="st_other"))
    assert write(lambda tx: tx.steps.by_key("call_1:stripe.create_refund:1")).id == "st_0001"
    assert write(lambda tx: tx.steps.get("st_other")) is None


def test_nobody_inserts_a_lease(write, make_step):
    with pytest.raises(ValueError, match="only a claim"):
        write(lambda tx: tx.steps.add(make_step(outcome=StepOutcome.LEASED)))


def test_update_changes_a_step_that_nobody_holds(add_steps, write, make_step):
    add_steps(make_step())
    cancelled = with_outcome(make_step(), StepOutcome.CANCELLED)
    assert write(lambda tx: tx.steps.update(cancelled, expected=StepOutcome.PENDING)) is True
    assert write(lambda tx: tx.steps.update(cancelled, expected=StepOutcome.PENDING)) is False


def test_cancel_loses_against_a_start(add_steps, claim, write, make_step):
    add_steps(make_step())
    claim()
    cancelled = with_outcome(make_step(), StepOutcome.CANCELLED)
    assert write(lambda tx: tx.steps.update(cancelled, expected=StepOutcome.PENDING)) is False
    assert write(lambda tx: tx.steps.update(cancelled, expected=StepOutcome.LEASED)) is False


def test_start_loses_against_a_cancel(add_steps, claim, write, make_step):
    add_steps(make_step())
    cancelled = with_outcome(make_step(), StepOutcome.CANCELLED)
    write(lambda tx: tx.steps.update(cancelled, expected=StepOutcome.PENDING))
    assert claim() == ()


def test_update_refuses_a_step_that_was_claimed_and_came_back_meanwhile(
    add_steps, claim, write, make_step
):
    """Same outcome, but not the step that was read: the fence tells them apart."""
    add_steps(make_step())
    read_before = write(lambda tx: tx.steps.get("st_0001"))
    (step,) = claim()
    write(lambda tx: tx.steps.save(with_outcome(step, StepOutcome.PENDING), fence=step.fence))
    skipped = with_outcome(read_before, StepOutcome.SKIPPED)
    assert write(lambda tx: tx.steps.update(skipped, expected=StepOutcome.PENDING)) is False


def test_only_a_worker_leaves_a_step_unknown(add_steps, write, make_step):
    add_steps(make_step())
    unknown = with_outcome(make_step(), StepOutcome.UNKNOWN)
    with pytest.raises(ValueError, match="unknown"):
        write(lambda tx: tx.steps.update(unknown, expected=StepOutcome.PENDING))


def test_a_retry_puts_an_ended_step_back_in_the_queue(add_steps, claim, write, make_step):
    add_steps(make_step())
    (step,) = claim()
    refused = with_outcome(step, StepOutcome.REFUSED)
    write(lambda tx: tx.steps.save(refused, fence=step.fence))
    again = with_outcome(refused, StepOutcome.PENDING, attempt=2)
    assert write(lambda tx: tx.steps.update(again, expected=StepOutcome.REFUSED)) is True
    (claimed,) = claim()
    assert (claimed.attempt, claimed.wire_key) == (2, "call_1:stripe.create_refund:1:2")
