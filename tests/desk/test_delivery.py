"""What is said in Slack: in order, once, in one place; nothing is lost while Slack is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.gates import shut, slack_gate
from bot.desk.messages import announce, draw_card, say_in_thread
from bot.errors import OutcomeUnknown, Unavailable
from bot.handoff.words import Choice, StepOutcome
from bot.policy import parse_policy
from bot.redaction import redact
from tests.desk.bench import ADA, POLICY, Crash
from tests.desk.rooms import HOME, SPARE, room, settle

# --- one card, newest words -------------------------------------------------------------------


def test_many_changes_waiting_for_slack_are_shown_by_one_call(bench, slack):
    bench.call()
    slack.down = Unavailable("Slack is away.")
    for minute in range(6):
        bench.decide(Choice.ESCALATE if minute % 2 else Choice.CLAIM, ADA)
        bench.later(seconds=1)
    bench.work()
    slack.down, slack.calls = None, []
    settle(bench)
    assert [one for one in slack.calls if one[0] == "chat.update"] == [("chat.update", HOME)]
    assert bench.case().place.drawn_revision == bench.case().handoff.revision


def test_a_redraw_of_what_was_just_drawn_calls_nobody(bench, slack):
    bench.call()
    before = len(slack.calls)
    bench.decide(Choice.CLAIM, ADA)
    for cause in ("one", "two", "three"):
        bench.write(lambda tx, c=cause: _again(bench, tx, c))
    bench.work()
    assert [one for one in slack.calls[before:] if one[0] == "chat.update"] == [
        ("chat.update", HOME)
    ]


def _again(bench, tx, cause):

    draw_card(tx, tx.handoffs.by_call("call_1"), bench.now, again_for=cause)


def test_a_deleted_card_is_posted_again_with_the_next_change(bench, slack):
    bench.call()
    slack.said.clear()
    bench.decide(Choice.CLAIM, ADA)
    bench.work()
    (card,) = slack.cards(HOME)
    assert bench.case().place.ts == card.ts
    assert [one.thread for one in slack.of(HOME) if one.thread] == [card.ts]


def test_a_deleted_card_whose_new_post_lost_its_answer_is_not_posted_twice(bench, slack):
    bench.call()
    slack.said.clear()
    slack.script.extend([None, OutcomeUnknown("No answer.")])
    bench.decide(Choice.CLAIM, ADA)
    bench.work()
    settle(bench, minutes=2)
    assert len(slack.cards(HOME)) == 1
    assert bench.case().place.ts == slack.cards(HOME)[0].ts


# --- an hour without Slack --------------------------------------------------------------------


def test_nothing_is_dropped_or_said_twice_while_slack_is_away_for_an_hour(bench, slack):
    bench.call("call_before")
    slack.down = Unavailable("Slack is away.")
    bench.decide(Choice.CLAIM, ADA, "call_before")
    bench.decide(Choice.REJECT, ADA, "call_before", reason=redact("Known already."))
    bench.receive("call_meanwhile")
    settle(bench, minutes=60)
    assert len(slack.of(HOME)) == 1, "the card from before, and nothing since"
    slack.down = None
    settle(bench, minutes=10)
    assert len(slack.cards(HOME)) == 2
    lines = [one.text for one in slack.of(HOME) if one.thread]
    assert sum("takes care" in one for one in lines) == 1
    assert sum("rejected" in one for one in lines) == 1
    assert len({one.step_id for one in slack.of(HOME)}) == len(slack.of(HOME))
    for call_id in ("call_before", "call_meanwhile"):
        assert bench.case(call_id).place.drawn_revision == bench.case(call_id).handoff.revision
        assert not [one for one in bench.messages(call_id) if one.outcome is StepOutcome.PENDING]


def test_what_was_never_sent_is_not_looked_for(bench, slack):
    bench.call()
    slack.down = Unavailable("Slack is away.")
    bench.write(
        lambda tx: say_in_thread(
            tx, tx.handoffs.by_call("call_1"), "Remember.", bench.now, cause="x"
        )
    )
    settle(bench, minutes=10)
    slack.down, slack.calls = None, []
    settle(bench, minutes=10)
    assert slack.calls == [("chat.postMessage", HOME)]


@pytest.mark.parametrize("first", ["lost", "cut off"])
def test_a_message_that_may_be_there_is_looked_for_however_often_slack_fails_then(
    bench, slack, first
):
    bench.call()
    if first == "lost":
        slack.script.append(OutcomeUnknown("No answer."))
    bench.write(
        lambda tx: say_in_thread(
            tx, tx.handoffs.by_call("call_1"), "Remember.", bench.now, cause="x"
        )
    )
    if first == "lost":
        bench.work()
    else:
        _die_after_posting(bench, slack)
    for _ in range(3):
        slack.script.append(Unavailable("Slack is away."))
    settle(bench, minutes=5)
    assert sum("Remember." in one.text for one in slack.said) == 1
    (step,) = [one for one in bench.messages() if one.args.get("text") == "Remember."]
    assert step.outcome is StepOutcome.DONE


def _die_after_posting(bench, slack):
    """The process ends between the post and its record."""
    (step,) = [one for one in bench.claim() if one.args.get("text") == "Remember."]
    finish = bench.ledger.write

    async def dies(_work):
        raise Crash

    bench.ledger.write = dies
    with pytest.raises(Crash):
        bench.step(step)
    bench.ledger.write = finish
    bench.restart()


# --- crowded ----------------------------------------------------------------------------------


def _crowded(seconds):
    return Unavailable("Slack asked to wait.", retry_after_s=seconds)


def test_an_edit_that_was_turned_away_keeps_all_edits_back_and_no_posts(bench, slack):
    bench.call("call_1")
    slack.rooms["#elsewhere"] = room("C2")
    slack.script.append(_crowded(30))
    bench.decide(Choice.CLAIM, ADA, "call_1")
    bench.work()
    gates = bench.database.read_now(lambda tx: tx.gates.all())
    assert [(one.name, one.shut_until > bench.now) for one in gates] == [
        ("slack chat.update", True)
    ]
    bench.later(seconds=32)
    bench.work()
    assert bench.case("call_1").place.drawn_revision == bench.case("call_1").handoff.revision


def test_a_line_does_not_overtake_the_card_that_was_held_back(bench, slack):
    bench.call()
    until = bench.now + timedelta(seconds=30)
    bench.write(lambda tx: shut(tx, slack_gate("chat.update"), until=until, now=bench.now))
    bench.decide(Choice.CLAIM, ADA)
    before = len(slack.calls)
    for _ in range(3):
        bench.work()
    assert slack.calls[before:] == []
    bench.later(seconds=35)
    bench.work()
    assert slack.calls[before:] == [("chat.update", HOME), ("chat.postMessage", HOME)]


def test_posts_turned_away_in_several_channels_keep_all_posts_back(bench, slack):

    names = [f"#room-{number}" for number in range(4)]
    for number, name in enumerate(names):
        slack.rooms[name] = room(f"C{number + 20}")
    bench.refresh()
    slack.script.extend(_crowded(30) for _ in range(3))
    for name in names[:3]:
        bench.write(lambda tx, n=name: announce(tx, "chain", n, "Hello.", bench.now, cause=n))
    bench.work()
    bench.write(lambda tx: announce(tx, "chain", names[3], "Hello.", bench.now, cause="x"))
    before = len(slack.calls)
    bench.later(seconds=5)
    bench.work()
    assert slack.calls[before:] == []
    bench.later(seconds=40)
    bench.work()
    bench.later(seconds=5)
    bench.work()
    assert len(slack.said) == 4


def test_one_crowded_channel_keeps_no_other_waiting(bench, slack):

    slack.rooms["#one"], slack.rooms["#two"] = room("C20"), room("C21")
    bench.refresh()
    slack.script.append(_crowded(30))
    bench.write(lambda tx: announce(tx, "chain", "#one", "Hello.", bench.now, cause="1"))
    bench.work()
    bench.write(lambda tx: announce(tx, "chain", "#two", "Hello.", bench.now, cause="2"))
    bench.work()
    assert [one.channel for one in slack.said] == ["C21"]


# --- channels that cannot be used -------------------------------------------------------------

UNUSABLE = {
    "archived": {"is_archived": True},
    "public": {"is_private": False},
    "bot removed": {"has_bot": False},
}


@pytest.mark.parametrize("how", UNUSABLE)
def test_a_card_is_moved_to_the_fallback_once_and_said_to_be_there(bench, slack, how):
    bench.call()
    slack.change("#billing-approvals", **UNUSABLE[how])
    bench.refresh()
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=2)
    bench.decide(Choice.ESCALATE, ADA)
    settle(bench, minutes=2)
    (card,) = slack.cards(SPARE)
    assert (bench.case().place.channel_id, bench.case().place.ts) == (SPARE, card.ts)
    told = [one for one in slack.of(SPARE) if "shown here for now" in one.text]
    assert len(told) == 1
    lines = [one for one in slack.of(SPARE) if one.thread]
    assert lines
    assert {one.thread for one in lines} == {card.ts}


def test_what_stood_in_a_channel_that_was_opened_is_taken_back(bench, slack):
    bench.call()
    assert slack.cards(HOME)
    slack.change("#billing-approvals", is_private=False)
    bench.refresh()
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=1)
    assert not slack.cards(HOME)
    assert "this channel is public" in slack.of(HOME)[0].text


def test_a_card_moved_while_the_answer_was_lost_is_not_there_twice(bench, slack):
    bench.call()
    slack.change("#billing-approvals", has_bot=False)
    bench.refresh()
    slack.script.extend([None, OutcomeUnknown("No answer.")])
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=2)
    assert len(slack.cards(SPARE)) == 1


def test_a_channel_that_is_private_again_gets_the_new_cards_and_moved_ones_stay(bench, slack):
    bench.call("call_1")
    slack.change("#billing-approvals", has_bot=False)
    bench.refresh()
    bench.decide(Choice.CLAIM, ADA, "call_1")
    settle(bench, minutes=1)
    slack.change("#billing-approvals", has_bot=True)
    bench.refresh()
    bench.call("call_2")
    bench.decide(Choice.ESCALATE, ADA, "call_1")
    settle(bench, minutes=1)
    assert bench.case("call_2").place.channel_id == HOME
    assert bench.case("call_1").place.channel_id == SPARE
    assert len(slack.cards(SPARE)) == 1


def test_a_line_for_a_card_that_has_to_leave_moves_it_first(bench, slack):

    bench.call()
    slack.change("#billing-approvals", is_archived=True)
    bench.refresh()
    bench.write(
        lambda tx: say_in_thread(
            tx, tx.handoffs.by_call("call_1"), "Remember this.", bench.now, cause="nudge"
        )
    )
    bench.work()
    (card,) = slack.cards(SPARE)
    (line,) = [one for one in slack.of(SPARE) if one.thread]
    assert (line.thread, "Remember this." in line.text) == (card.ts, True)


def test_without_a_fallback_nothing_is_said_in_a_public_channel_and_cards_wait_elsewhere(
    bench, slack
):
    policy = parse_policy(POLICY.read_text(encoding="utf-8"), name="policy.toml")
    bench.office = replace(bench.office, rules=replace(bench.office.rules, policy=policy))
    bench.call("call_1")
    slack.change("#billing-approvals", is_private=False)
    bench.refresh()
    bench.decide(Choice.CLAIM, ADA, "call_1")
    bench.call("call_2")
    settle(bench, minutes=1)
    assert {one.thread for one in slack.of(HOME)} == {None}
    assert all("this channel is public" in one.text for one in slack.of(HOME))
    assert slack.of(SPARE) == []
