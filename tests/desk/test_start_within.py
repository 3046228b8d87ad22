"""What was not started in time goes back to people, whatever it waited for."""

from __future__ import annotations

import pytest

from bot.cards.outcome import outcome_sentence
from bot.desk.stop import resume, stop
from bot.desk.too_late import return_late
from bot.errors import Unavailable
from bot.handoff.words import Choice, State, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA


def _halt(bench):
    bench.write(
        lambda tx: stop(tx, vendor="stripe", actor=LEA, reason=redact("Odd."), now=bench.now)
    )


def _resume(bench):
    bench.write(lambda tx: resume(tx, vendor="stripe", actor=ADA, now=bench.now))


def test_a_step_that_was_turned_away_once_is_not_sent_days_later(bench):
    bench.call()
    bench.books.script.append("away")
    bench.approve(ADA)
    bench.send()
    bench.later(days=2)  # nobody served meanwhile
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert bench.books.refunds == []
    assert "not started within" in bench.lines()


def test_what_is_approved_anew_goes_out_under_a_key_of_its_own_and_its_own_time(bench):
    bench.call()
    bench.books.script.append("away")
    bench.approve(ADA)
    bench.send()
    bench.later(days=2)
    bench.work()
    assert bench.approve(BEN, amount="12.50").accepted
    bench.send()
    assert [one.amount_minor for one in bench.books.refunds] == [1250]
    first, second = bench.books.orders
    assert first.wire_key != second.wire_key


def test_an_approver_who_lost_the_right_takes_the_used_key_along(bench):
    bench.call()
    bench.books.script.append("away")
    bench.approve(ADA)
    bench.send()
    bench.slack.gone.add(ADA)
    bench.later(minutes=1)
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert bench.approve(BEN, amount="12.50").accepted
    bench.send()
    assert bench.state() == "succeeded"
    assert bench.books.orders[0].wire_key != bench.books.orders[1].wire_key


def test_waiting_for_a_stop_to_end_uses_up_no_tries(bench):
    bench.call()
    bench.approve(ADA)
    _halt(bench)
    for _ in range(20):
        bench.later(seconds=20)
        bench.work()
    assert bench.state() == "scheduled"
    _resume(bench)
    bench.books.script.append("away")
    bench.later(seconds=20)
    bench.work()
    assert bench.effect().outcome is StepOutcome.PENDING, "one try was turned away, not the last"
    bench.later(minutes=6)
    bench.work()
    assert bench.state() == "succeeded"


def test_after_a_long_stop_people_are_asked_again(bench):
    bench.call()
    bench.approve(ADA)
    _halt(bench)
    bench.later(hours=5)
    bench.work()
    _resume(bench)
    bench.later(minutes=1)
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert bench.books.orders == []


@pytest.mark.parametrize("stated_s", [3e9, float("inf")])
def test_a_wait_that_makes_no_sense_is_not_believed(bench, stated_s):
    bench.call()
    bench.books.reads.append(Unavailable("Later.", retry_after_s=stated_s))
    bench.approve(ADA)
    bench.send()
    assert bench.effect().outcome is StepOutcome.PENDING
    bench.later(minutes=59)
    bench.work()
    bench.later(minutes=2)
    bench.work()
    assert bench.state() in {"succeeded", "awaiting_approval"}


def test_a_no_after_an_attempt_that_was_turned_away_does_not_claim_that_none_was_made(bench):
    bench.call()
    bench.books.script.append("away")
    bench.approve(ADA)
    bench.send()
    bench.later(days=2)
    bench.work()
    assert bench.decide(Choice.REJECT, BEN, reason=redact("Too late now.")).accepted
    assert outcome_sentence(bench.case()).endswith("Nothing more is sent.")


# --- what never gets its turn -----------------------------------------------------------------


def _look_round(bench):
    return bench.run(return_late(bench.office))


def _behind_an_unknown(bench):
    """Two calls about one payment: the first one's outcome is unknown, so the second waits."""
    bench.books.charged = 100_00
    bench.call("call_1", amount_minor=1000)
    bench.call("call_2", amount_minor=1000)
    bench.books.script.append("under_way")
    assert bench.approve(ADA, "call_1").accepted
    bench.send()
    assert bench.effect("call_1").is_unknown
    bench.approve(BEN, "call_2", reason=redact("Two different mistakes."))


def test_money_behind_an_unknown_outcome_goes_back_to_people_in_its_time(bench):
    _behind_an_unknown(bench)
    assert bench.state("call_2") == "scheduled"
    bench.books.reads.extend(Unavailable("Away.") for _ in range(1000))
    for _ in range(59):
        bench.later(minutes=1)
        bench.work()
    assert _look_round(bench) == 0
    bench.later(minutes=3)
    assert _look_round(bench) == 1
    assert bench.state("call_2") == "awaiting_approval"
    assert "not started within" in bench.lines("call_2")
    assert bench.state("call_1") == "unknown", "what may have been sent is never given back"
    assert _look_round(bench) == 0


def test_what_is_in_time_or_decided_otherwise_is_left_alone(bench):
    bench.call()
    bench.approve(ADA)
    bench.later(minutes=30)
    assert _look_round(bench) == 0
    bench.work()
    assert bench.state() == "succeeded"
    bench.later(hours=5)
    assert _look_round(bench) == 0
    assert bench.state() == "succeeded"


def test_what_waits_behind_money_that_moved_is_never_given_back(bench):
    bench.call()
    bench.approve(ADA)
    handoff = bench.case().handoff
    begun = {"state": State.PARTLY_DONE, "revision": handoff.revision + 1}
    bench.write(
        lambda tx: tx.handoffs.save(
            handoff.model_copy(update=begun), expected_revision=handoff.revision
        )
    )
    bench.later(hours=2)
    assert _look_round(bench) == 0


def test_a_step_in_hand_is_left_to_the_worker_that_has_it(bench):
    bench.call()
    bench.approve(ADA)
    bench.later(hours=2)
    (taken,) = [one for one in bench.claim() if one.moves_money]
    assert _look_round(bench) == 0
    bench.step(taken)
    assert bench.state() == "awaiting_approval"
