"""Calls without analysis: read again a few times, taken in once, handed over when nothing comes."""

import json

import pytest

from bot.desk.reread import HOLD
from bot.errors import Refused, Unavailable
from bot.handoff.words import ReviewReason, Workflow
from tests.desk.awaiting import Waiting


@pytest.fixture
def waiting(bench):
    return Waiting(bench)


@pytest.fixture
def early(waiting):
    """A call whose webhook came before its analysis."""
    call = waiting.make(analysed=False)
    assert waiting.deliver(call, early=True).received == "awaiting_analysis"
    return call


def test_nothing_is_read_before_a_minute_has_passed(waiting, early):
    assert waiting.reread(seconds=59) == 0
    assert waiting.calls.asked == []


def test_the_analysis_is_taken_in_like_a_webhook_with_the_transcript_that_was_kept(waiting, early):
    spoken = waiting.transcript(early.call_id)
    waiting.books.analyse(early.call_id)
    assert waiting.reread(minutes=1) == 1
    made = waiting.handoff(early.call_id)
    assert (made.workflow, made.amount_minor) == (Workflow.REFUND_REQUEST, 4900)
    assert (made.call.transcript_ref, made.call.unanalysed) == (early.call_id, False)
    assert ReviewReason.NO_ANALYSIS not in made.review_reasons
    assert waiting.transcript(early.call_id) == spoken != ()
    assert waiting.awaited(early.call_id) is None
    assert waiting.reread(hours=2) == 0, "once is enough"


def test_readings_are_further_and_further_apart(waiting, early):
    for minutes in (1, 5, 15):
        assert waiting.reread(minutes=minutes, seconds=-1) == 0
        assert waiting.reread(seconds=1) == 1
        assert waiting.handoff(early.call_id) is None
    assert waiting.calls.asked == [early.call_id] * 3


def test_when_nothing_comes_people_get_what_the_words_make_of_it(waiting, early):
    for minutes in (1, 5, 15, 60):
        waiting.reread(minutes=minutes)
    made = waiting.handoff(early.call_id)
    assert made.workflow is Workflow.OTHER_BILLING, "no word of it says what is wanted"
    assert {ReviewReason.NO_ANALYSIS, ReviewReason.LOW_CONFIDENCE_MATCH} <= set(made.review_reasons)
    assert waiting.transcript(early.call_id) != ()
    assert waiting.awaited(early.call_id) is None


def test_an_analysis_that_comes_after_all_changes_what_was_handed_over(waiting, early):
    for minutes in (1, 5, 15, 60):
        waiting.reread(minutes=minutes)
    first = waiting.handoff(early.call_id)
    assert waiting.deliver(early).received == "updated"
    now = waiting.handoff(early.call_id)
    assert (now.id, now.amount_minor) == (first.id, 4900)
    assert ReviewReason.NO_ANALYSIS not in now.review_reasons


def test_a_call_that_is_not_about_money_is_only_logged(waiting):
    call = waiting.make("not_billing", analysed=False)
    waiting.deliver(call, early=True)
    for minutes in (1, 5, 15, 60):
        waiting.reread(minutes=minutes)
    assert waiting.handoff(call.call_id) is None
    assert waiting.awaited(call.call_id) is None


def test_an_analysis_that_says_it_is_none_of_ours_ends_it(waiting):
    call = waiting.make("not_billing", analysed=False)
    waiting.deliver(call, early=True)
    waiting.books.analyse(call.call_id)
    waiting.reread(minutes=1)
    assert waiting.awaited(call.call_id) is None
    assert waiting.handoff(call.call_id) is None


def test_a_webhook_with_the_analysis_ends_it_too(waiting, early):
    assert waiting.deliver(early).received == "created"
    assert waiting.awaited(early.call_id) is None
    assert waiting.reread(hours=2) == 0
    assert waiting.deliver(early, early=True).received == "awaiting_analysis"
    assert waiting.awaited(early.call_id) is None, "what is known is not waited for"


def test_a_call_known_by_its_summary_alone_is_read_again_and_gains_the_analysis(waiting):
    call = waiting.make()
    body = json.loads(call.encoded())
    del body["payload"]["call"]["post_call_analysis"]
    raw = json.dumps(body).encode()
    waiting.take(raw)
    by_summary = waiting.handoff(call.call_id)
    assert ReviewReason.NO_ANALYSIS in by_summary.review_reasons
    waiting.reread(minutes=1)
    now = waiting.handoff(call.call_id)
    assert (now.id, now.amount_minor, now.call.email) == (
        by_summary.id,
        4900,
        body_email(call),
    )
    assert ReviewReason.NO_ANALYSIS not in now.review_reasons


def body_email(call):
    return call.body["payload"]["call"]["post_call_analysis"]["customer_email"]


# --- DialNexa away, or saying no ---


def test_while_dialnexa_is_away_no_try_is_counted(waiting, early):
    for _ in range(10):
        waiting.calls.failures.append(Unavailable("Away.", code="http_503"))
        waiting.reread(minutes=2)
    assert waiting.awaited(early.call_id).tries == 0
    assert waiting.handoff(early.call_id) is None
    waiting.books.analyse(early.call_id)
    waiting.reread(minutes=2)
    assert waiting.handoff(early.call_id).amount_minor == 4900


def test_its_own_wish_for_a_pause_is_kept(waiting, early):
    waiting.calls.failures.append(Unavailable("Too many.", code="http_429", retry_after_s=600))
    waiting.reread(minutes=1)
    assert waiting.reread(minutes=9) == 0
    assert waiting.reread(minutes=1) == 1


def test_after_a_day_of_it_people_get_what_there_is(waiting, early):
    waiting.calls.failures.append(Unavailable("Away.", code="http_503"))
    waiting.reread(hours=24)
    assert ReviewReason.NO_ANALYSIS in waiting.handoff(early.call_id).review_reasons


def test_one_failure_puts_all_the_others_off(waiting):
    calls = [waiting.make(n=n, analysed=False) for n in range(2)]
    for call in calls:
        waiting.deliver(call, early=True)
    waiting.calls.failures.append(Unavailable("Away.", code="http_503"))
    waiting.reread(minutes=1)
    assert len(waiting.calls.asked) == 1
    assert waiting.reread(seconds=59) == 0
    assert waiting.reread(seconds=1) == 2


@pytest.mark.parametrize("answer", [Refused("DialNexa knows no such call."), ValueError("odd")])
def test_a_call_that_cannot_be_read_counts_as_read_in_vain(waiting, early, answer):
    for minutes in (1, 5, 15, 60):
        waiting.calls.failures.append(answer)
        waiting.reread(minutes=minutes)
    assert waiting.handoff(early.call_id) is not None
    assert waiting.awaited(early.call_id) is None


def test_one_broken_call_does_not_keep_the_others(waiting):
    calls = [waiting.make(n=n, analysed=False) for n in range(2)]
    for call in calls:
        waiting.deliver(call, early=True)
        waiting.books.analyse(call.call_id)
    waiting.calls.failures.append(ValueError("odd"))
    waiting.reread(minutes=1)
    assert sum(waiting.handoff(call.call_id) is not None for call in calls) == 1


def test_without_a_key_nothing_is_read_and_nothing_is_lost(waiting, early):
    waiting.off()
    for minutes in (1, 5, 15, 60):
        waiting.reread(minutes=minutes)
    assert waiting.calls.asked == []
    assert ReviewReason.NO_ANALYSIS in waiting.handoff(early.call_id).review_reasons


# --- replicas and restarts ---


def test_two_replicas_never_read_the_same_call(waiting, bench, early):
    now = bench.now
    bench.later(minutes=1)
    first = bench.write(lambda tx: tx.awaited.claim_due(now=bench.now, limit=5, hold=HOLD))
    second = bench.write(lambda tx: tx.awaited.claim_due(now=bench.now, limit=5, hold=HOLD))
    assert ([one.call_id for one in first], list(second)) == ([early.call_id], [])
    assert first[0].since == now


def test_what_a_dead_process_held_is_read_by_another(waiting, bench, early):
    bench.later(minutes=1)
    bench.write(lambda tx: tx.awaited.claim_due(now=bench.now, limit=5, hold=HOLD))
    waiting.books.analyse(early.call_id)
    assert waiting.reread(minutes=4) == 0
    assert waiting.reread(minutes=1) == 1
    assert waiting.handoff(early.call_id) is not None


def test_a_tick_takes_a_few_at_a_time(waiting):
    for n in range(3):
        waiting.deliver(waiting.make(n=n, analysed=False), early=True)
    assert [waiting.reread(minutes=1), waiting.reread(), waiting.reread()] == [2, 1, 0]
