"""Calls whose webhook never came: found in DialNexa's list, taken in once, whatever comes late."""

from datetime import timedelta

import pytest

from bot.desk import sweep as sweeping
from bot.errors import Refused, Unavailable
from tests.desk.awaiting import Waiting


@pytest.fixture
def waiting(bench):
    return Waiting(bench)


def swept(waiting):
    return waiting.bench.database.read_now(lambda tx: tx.awaited.swept_through())


def test_a_lost_webhook_is_found_and_its_call_taken_in(waiting):
    lost = waiting.make()
    assert waiting.sweep() == 1
    assert waiting.reread() == 1
    assert waiting.handoff(lost.call_id).amount_minor == 4900


def test_what_came_as_a_webhook_is_left_alone(waiting):
    waiting.deliver(waiting.make())
    waiting.deliver(waiting.make("not_billing"))
    waiting.deliver(waiting.make(n=2, analysed=False), early=True)
    assert waiting.sweep() == 0


def test_a_call_is_found_once(waiting):
    waiting.make()
    waiting.make("not_billing")
    assert waiting.sweep() == 2
    assert waiting.sweep(minutes=5) == 0, "still waited for"
    waiting.reread()
    assert waiting.sweep(minutes=5) == 0, "taken in, or none of ours"


def test_a_webhook_that_comes_late_finds_its_handoff(waiting):
    lost = waiting.make()
    waiting.sweep()
    waiting.reread()
    first = waiting.handoff(lost.call_id)
    answer = waiting.deliver(lost)
    assert (answer.received, answer.handoff_id) == ("updated", first.id), "it has the transcript"
    assert waiting.deliver(lost).received == "duplicate"
    assert waiting.transcript(lost.call_id) != ()


def test_a_webhook_that_comes_before_the_reading_ends_it(waiting):
    lost = waiting.make()
    waiting.sweep()
    assert waiting.deliver(lost).received == "created"
    assert waiting.reread() == 0


def test_a_call_found_before_its_analysis_waits_for_it(waiting):
    lost = waiting.make(analysed=False)
    waiting.sweep()
    waiting.reread()
    assert waiting.handoff(lost.call_id) is None
    waiting.books.analyse(lost.call_id)
    waiting.reread(minutes=5)
    assert waiting.handoff(lost.call_id) is not None


def test_a_call_that_has_just_ended_is_left_to_its_webhook(waiting, bench):
    call = waiting.make()
    record = waiting.books.calls[call.call_id]
    record |= {"createdAt": bench.now.isoformat(), "duration": 60}
    bench.later(minutes=2)
    assert waiting.sweep() == 0
    assert waiting.sweep(minutes=10) == 1


def test_only_completed_calls_count(waiting):
    waiting.make("hangup")
    assert waiting.sweep() == 0


def test_an_id_that_could_not_be_kept_is_passed_over(waiting):
    call = waiting.make()
    waiting.books.calls["call 4242424242424242"] = waiting.books.calls[call.call_id] | {
        "id": "call 4242424242424242"
    }
    assert waiting.sweep() == 1


# --- how far the list was read ---


def test_each_turn_begins_before_the_last_one_ended(waiting, bench):
    waiting.sweep()
    first_end = bench.now
    waiting.sweep(minutes=5)
    (since, until) = waiting.calls.spans[-1]
    assert (since, until) == (first_end - sweeping.OVERLAP, bench.now)
    assert swept(waiting) == bench.now


def test_a_long_call_is_found_though_it_began_before_the_last_turn(waiting, bench):
    waiting.sweep()
    call = waiting.make()
    began = bench.now - timedelta(minutes=1)
    waiting.books.calls[call.call_id] |= {
        "createdAt": began.isoformat(),
        "duration": 90 * 60,
        "status": "received",
    }
    for _ in range(18):
        assert waiting.sweep(minutes=5) == 0
    waiting.books.calls[call.call_id]["status"] = "completed"
    assert waiting.sweep(minutes=12) == 1


@pytest.mark.parametrize(
    "failure", [Unavailable("Away.", code="http_503"), Refused("No.", code="http_401")]
)
def test_a_turn_that_fails_is_made_good_by_the_next(waiting, failure):
    waiting.sweep()
    before = swept(waiting)
    waiting.make()
    waiting.calls.failures.append(failure)
    assert waiting.sweep(minutes=5) == 0
    assert swept(waiting) == before
    assert waiting.sweep(minutes=5) == 1


def test_after_an_outage_the_list_comes_in_pieces(waiting, bench):
    waiting.sweep()
    began = bench.now
    waiting.sweep(hours=8)
    assert swept(waiting) == began + sweeping.SPAN
    waiting.sweep(minutes=5)
    waiting.sweep(minutes=5)
    assert swept(waiting) == bench.now


def test_nothing_older_than_a_week_is_looked_for(waiting, bench):
    waiting.sweep()
    waiting.sweep(days=30)
    since, _ = waiting.calls.spans[-1]
    assert since == bench.now - sweeping.LOOK_BACK - sweeping.OVERLAP


# --- replicas ---


def test_one_replica_has_the_turn(waiting):
    waiting.sweep()
    assert len(waiting.calls.spans) == 1
    waiting.sweep(minutes=1)
    assert len(waiting.calls.spans) == 1, "another replica's tick in the same turn"
    waiting.sweep(minutes=4)
    assert len(waiting.calls.spans) == 2


def test_without_a_key_there_is_no_sweep(waiting):
    waiting.make()
    waiting.off()
    assert waiting.sweep() == 0
    assert swept(waiting) is None
