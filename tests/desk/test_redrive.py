"""After an outage: what had no effect is done again, and nothing else is."""

from __future__ import annotations

import pytest

from bot.desk.messages import announce, say_in_thread, tell
from bot.desk.outcome import MAX_TRIES
from bot.desk.redrive import DECIDED, NO_CASE, TOO_OLD, list_given_up, take_up
from bot.errors import Refused, Unavailable
from bot.handoff.words import Choice, State, StepOutcome
from bot.redaction import redact
from tests.desk.bench import ADA, BEN


def _listed(bench, vendor=None):
    found, _ = bench.database.read_now(lambda tx: list_given_up(tx, vendor))
    return found


def _take_up(bench):
    return [
        one.step.id
        for one in _listed(bench)
        if bench.write(
            lambda tx, one=one: take_up(
                tx, one.step.id, actor="cli:ops", via="cli:x", now=bench.now
            )
        )
    ]


def _given_up(bench, call_id="call_1"):
    """Money approved, and a vendor that turned every try away."""
    bench.call(call_id)
    bench.approve(ADA, call_id)
    bench.books.script.extend("away" for _ in range(MAX_TRIES))
    for _ in range(3 * MAX_TRIES):
        bench.later(minutes=2)
        bench.work()
    assert bench.effect(call_id).outcome is StepOutcome.UNAVAILABLE


def test_what_was_given_up_without_effect_is_sent_once_after_all(bench):
    _given_up(bench)
    (one,) = _listed(bench)
    assert (one.step.operation, one.why_not) == ("stripe.create_refund", None)
    bench.later(hours=5)
    assert _take_up(bench) == [one.step.id]
    bench.work()
    assert bench.state() == "succeeded"
    assert len(bench.books.refunds) == 1
    assert _listed(bench) == ()
    assert _take_up(bench) == []


def test_it_is_audited_with_who_did_it_and_said_in_the_thread(bench):
    _given_up(bench)
    _take_up(bench)
    handoff = bench.case().handoff
    history = bench.database.read_now(lambda tx: tx.audit.history(handoff.id))
    (entry,) = [one for one in history if one.action == "redriven"]
    assert (entry.actor, entry.details["via"]) == ("cli:ops", "cli:x")
    assert "tried again" in bench.lines()


def test_only_the_steps_of_the_named_provider_are_listed(bench):
    _given_up(bench)
    assert len(_listed(bench, "stripe")) == 1
    assert _listed(bench, "paystack") == _listed(bench, "slack") == ()


def test_an_approver_who_lost_the_right_meanwhile_is_noticed(bench):
    _given_up(bench)
    bench.slack.gone.add(ADA)
    _take_up(bench)
    bench.work()
    assert bench.state() == "awaiting_approval"
    assert bench.books.refunds == []


@pytest.mark.parametrize("word", ["lost_after", "under_way", "fault_after"])
def test_an_unknown_outcome_is_never_on_the_list(bench, word):
    bench.call()
    bench.approve(ADA)
    bench.books.script.append(word)
    bench.send()
    bench.books.reads.extend(Unavailable("Away.") for _ in range(400))
    for _ in range(40):
        bench.later(minutes=10)
        bench.work()
    assert bench.effect().is_unknown
    assert _listed(bench) == ()


def test_a_definite_no_is_left_to_people(bench):
    bench.call()
    bench.approve(ADA)
    bench.books.script.append("refuse")
    bench.send()
    assert bench.state() == "failed"
    assert _listed(bench) == ()


def test_what_was_decided_otherwise_since_is_left_alone(bench):
    _given_up(bench)
    assert bench.decide(Choice.RETRY, BEN).accepted
    assert _listed(bench) == ()
    step = bench.effect()
    assert (
        bench.write(lambda tx: take_up(tx, step.id, actor="cli:ops", via="cli:x", now=bench.now))
        is False
    )


def _refuse_messages(bench, refusal):
    async def refused(*_what, **_more):
        raise refusal

    post, bench.slack.post = bench.slack.post, refused
    bench.work()
    bench.slack.post = post


def test_a_message_that_slack_refused_is_said_after_all(bench):
    bench.call()
    bench.write(
        lambda tx: say_in_thread(
            tx, tx.handoffs.by_call("call_1"), "Remember.", bench.now, cause="x"
        )
    )
    _refuse_messages(bench, Refused("Not that text."))
    (one,) = _listed(bench, "slack")
    posts = bench.slack.posts
    assert _take_up(bench) == [one.step.id]
    bench.work()
    assert bench.slack.posts == posts + 1
    assert _listed(bench) == ()


def test_an_answer_to_one_click_is_not_given_days_later(bench):
    bench.call()

    async def refused(*_what):
        raise Refused("Not that person.")

    bench.slack.tell = bench.slack.direct_channel = refused
    bench.write(
        lambda tx: tell(tx, tx.handoffs.by_call("call_1"), ADA, "Too late.", bench.now, cause="c")
    )
    bench.work()
    assert [one.why_not for one in _listed(bench)] == [TOO_OLD]
    assert _take_up(bench) == []


def test_what_belongs_to_no_handoff_is_named_and_left(bench):
    bench.write(
        lambda tx: announce(tx, "stops", "#billing-approvals", "Hello.", bench.now, cause="1")
    )
    _refuse_messages(bench, Refused("Not that text."))
    assert [one.why_not for one in _listed(bench)] == [NO_CASE]


def test_a_handoff_that_moved_on_keeps_its_step_where_it_is(bench):
    _given_up(bench)
    handoff = bench.case().handoff
    bench.write(
        lambda tx: tx.handoffs.save(
            handoff.model_copy(update={"state": State.CANCELLED, "revision": handoff.revision + 1}),
            expected_revision=handoff.revision,
        )
    )
    assert [one.why_not for one in _listed(bench)] == [DECIDED]
    assert _take_up(bench) == []


def test_pages_follow_one_another(bench):
    for number in range(5):
        bench.call(f"call_{number}")
    for number in range(5):
        bench.write(
            lambda tx, n=number: say_in_thread(
                tx, tx.handoffs.by_call(f"call_{n}"), redact("Hello."), bench.now, cause="x"
            )
        )
    _refuse_messages(bench, Refused("Not that text."))
    bench.work()
    seen, after = [], None
    while True:
        page, after = bench.database.read_now(
            lambda tx, after=after: list_given_up(tx, None, after=after, limit=2)
        )
        seen += [one.step.call_id for one in page]
        if after is None:
            break
    assert sorted(seen) == [f"call_{number}" for number in range(5)]
