"""What cannot be said where it belongs is said in the fallback channel, once; else it waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.channels import troubles
from bot.desk.gates import slack_gate
from bot.desk.messages import announce, say_directly, tell, write_to
from bot.desk.remind import remind
from bot.errors import OutcomeUnknown, Unavailable
from bot.handoff.words import Choice, StepOutcome, Workflow
from bot.policy import parse_policy
from tests.desk.bench import ADA, LEA, POLICY
from tests.desk.rooms import ALERTS, HOME, SPARE, SPARE_NAME, room, settle

UNUSABLE = {
    "archived": {"is_archived": True},
    "public": {"is_private": False},
    "bot removed": {"has_bot": False},
}
everyhow = pytest.mark.parametrize("how", UNUSABLE)


def close(bench, slack, name, how):
    slack.change(name, **UNUSABLE[how])
    bench.refresh()


def say(bench, channel, text="Money is stopped.", cause="stop 1"):
    bench.write(lambda tx: announce(tx, "stops", channel, text, bench.now, cause=cause))


def heard(slack, channel, words):
    return [one for one in slack.of(channel) if words in one.text]


def without_fallback(bench):
    policy = parse_policy(POLICY.read_text(encoding="utf-8"), name="policy.toml")
    bench.office = replace(bench.office, rules=replace(bench.office.rules, policy=policy))


def dispute(bench, call_id="call_1"):
    """A call that raises an alert."""
    return bench.call(call_id, workflow=Workflow.CHARGE_DISPUTE)


def alerts(slack, channel):
    return [one for one in heard(slack, channel, "Disputed charge") if one.thread is None]


# --- announcements ----------------------------------------------------------------------------


@everyhow
def test_an_announcement_goes_to_the_fallback_once_and_operations_hear_why(bench, slack, how):
    close(bench, slack, "#billing-approvals", how)
    say(bench, "#billing-approvals")
    settle(bench, minutes=2)
    assert len(heard(slack, SPARE, "Money is stopped.")) == 1
    assert len(heard(slack, SPARE, "shown here for now")) == 1
    assert slack.of(HOME) == []


def test_what_two_closed_channels_would_say_alike_is_said_once(bench, slack):
    close(bench, slack, "#billing-approvals", "archived")
    close(bench, slack, "#billing-alerts", "bot removed")
    say(bench, "#billing-approvals")
    say(bench, "#billing-alerts")
    say(bench, SPARE_NAME)
    settle(bench, minutes=2)
    assert len(heard(slack, SPARE, "Money is stopped.")) == 1
    assert len(heard(slack, SPARE, "shown here for now")) == 2, "once for each channel"


def test_an_announcement_whose_answer_was_lost_before_its_channel_closed_is_not_repeated(
    bench, slack
):
    slack.script.append(OutcomeUnknown("No answer."))
    say(bench, "#billing-approvals")
    bench.work()
    close(bench, slack, "#billing-approvals", "public")
    settle(bench, minutes=2)
    assert len(heard(slack, HOME, "Money is stopped.")) == 1
    assert heard(slack, SPARE, "Money is stopped.") == []


@everyhow
def test_without_a_usable_fallback_it_waits_and_is_said_when_the_channel_is_back(bench, slack, how):
    close(bench, slack, "#billing-approvals", how)
    slack.change(SPARE_NAME, is_archived=True)
    bench.refresh()
    say(bench, "#billing-approvals")
    say(bench, "#billing-approvals", "Money moves again.", "resume 1")
    settle(bench, minutes=4)
    assert slack.said == []
    slack.rooms["#billing-approvals"] = room(HOME)
    settle(bench, minutes=6)
    told = [one.text for one in slack.of(HOME)]
    assert [("stopped" in one, "again" in one) for one in told] == [(True, False), (False, True)]


def test_an_announcement_that_waits_for_its_channel_keeps_no_card_from_saying_why(bench, slack):
    without_fallback(bench)
    close(bench, slack, "#billing-approvals", "public")
    say(bench, "#billing-approvals")
    bench.work()
    bench.call()
    settle(bench, minutes=1)
    assert [("this channel is public" in one.text) for one in slack.of(HOME)] == [True]


# --- alerts -----------------------------------------------------------------------------------


@everyhow
def test_a_new_alert_goes_to_the_fallback_once_and_operations_hear_why(bench, slack, how):
    close(bench, slack, "#billing-alerts", how)
    dispute(bench)
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=2)
    assert len(alerts(slack, SPARE)) == 1
    assert len(heard(slack, SPARE, "shown here for now")) == 1
    assert slack.of(ALERTS) == []
    assert len(heard(slack, HOME, "Disputed charge")) >= 1, "its card stays where it belongs"


@everyhow
def test_an_alert_that_has_to_leave_is_moved_once_and_calls_follow_below_it(bench, slack, how):
    dispute(bench)
    settle(bench, minutes=1)
    assert len(alerts(slack, ALERTS)) == 1
    close(bench, slack, "#billing-alerts", how)
    bench.later(hours=1)
    bench.refresh()
    bench.write(lambda tx: remind(tx, bench.now))
    settle(bench, minutes=2)
    (moved,) = alerts(slack, SPARE)
    (called,) = heard(slack, SPARE, "Nobody has acknowledged")
    assert called.thread == moved.ts
    assert "content" not in moved.text
    if how == "public":
        assert alerts(slack, ALERTS) == []


def test_an_alert_moved_while_the_answer_was_lost_is_not_there_twice(bench, slack):
    dispute(bench)
    settle(bench, minutes=1)
    close(bench, slack, "#billing-alerts", "bot removed")
    bench.decide(Choice.CLAIM, ADA)
    slack.script.extend([None, None, None, OutcomeUnknown("No answer.")])
    settle(bench, minutes=3)
    assert len(alerts(slack, SPARE)) == 1


def test_an_alert_that_a_call_moved_while_the_answer_was_lost_is_not_there_twice(bench, slack):
    dispute(bench)
    settle(bench, minutes=1)
    close(bench, slack, "#billing-alerts", "bot removed")
    bench.later(hours=1)
    bench.refresh()
    bench.write(lambda tx: remind(tx, bench.now))
    slack.calls = []
    slack.script.extend([None, OutcomeUnknown("No answer.")])
    settle(bench, minutes=3)
    assert slack.calls[1] == ("chat.postMessage", SPARE)
    assert len(alerts(slack, SPARE)) == 1
    assert len(heard(slack, SPARE, "Nobody has acknowledged")) == 1


def test_an_alert_that_somebody_deleted_is_posted_again_with_the_next_change(bench, slack):
    dispute(bench)
    settle(bench, minutes=1)
    slack.said[:] = [one for one in slack.said if one.channel != ALERTS]
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=1)
    assert len(alerts(slack, ALERTS)) == 1


def test_without_a_usable_fallback_an_alert_waits(bench, slack):
    close(bench, slack, "#billing-alerts", "archived")
    slack.change(SPARE_NAME, has_bot=False)
    bench.refresh()
    dispute(bench)
    settle(bench, minutes=3)
    assert alerts(slack, SPARE) == []
    slack.change(SPARE_NAME, has_bot=True)
    settle(bench, minutes=5)
    assert len(alerts(slack, SPARE)) == 1


# --- alerts keep the rules of cards -----------------------------------------------------------


def test_an_alert_and_its_calls_are_neither_dropped_nor_doubled_while_slack_is_away(bench, slack):
    slack.down = Unavailable("Slack is away.")
    dispute(bench)
    bench.later(hours=1)
    bench.refresh()
    bench.write(lambda tx: remind(tx, bench.now))
    say(bench, "#billing-alerts")
    settle(bench, minutes=60)
    assert slack.said == []
    slack.down = None
    settle(bench, minutes=10)
    (alert,) = alerts(slack, ALERTS)
    (call,) = heard(slack, ALERTS, "Nobody has acknowledged")
    assert (call.thread, float(alert.ts) < float(call.ts)) == (alert.ts, True)
    assert len(heard(slack, ALERTS, "Money is stopped.")) == 1
    assert len({one.step_id for one in slack.said}) == len(slack.said)


def test_many_changes_of_an_alert_that_wait_for_slack_are_shown_by_one_call(bench, slack):
    dispute(bench)
    settle(bench, minutes=1)
    slack.down = Unavailable("Slack is away.")
    for choice in (Choice.CLAIM, Choice.ESCALATE, Choice.CLAIM):
        bench.decide(choice, ADA)
        bench.later(seconds=1)
    settle(bench, minutes=1)
    slack.down, slack.calls = None, []
    settle(bench, minutes=10)
    assert [one for one in slack.calls if one == ("chat.update", ALERTS)] == [
        ("chat.update", ALERTS)
    ]
    handoff_id = bench.case().handoff.id
    alert = bench.database.read_now(lambda tx: tx.alerts.get(handoff_id))
    assert alert.drawn_version == alert.version


def test_an_alert_whose_answer_was_lost_is_found_by_its_mark(bench, slack):
    slack.down = Unavailable("Slack is away.")
    dispute(bench)
    bench.work()
    slack.down = None
    slack.script.extend([None, OutcomeUnknown("No answer."), None])
    settle(bench, minutes=3)
    assert len(alerts(slack, ALERTS)) == 1
    assert len(heard(slack, HOME, "Disputed charge")) >= 1


def test_an_alert_waits_while_the_workspace_asked_to(bench, slack):
    gate = slack_gate("chat.postMessage")
    slack.rooms |= {f"#room-{one}": room(f"C{one + 20}") for one in range(3)}
    bench.refresh()
    slack.script.extend(Unavailable("Wait.", retry_after_s=60) for _ in range(3))
    for one in range(3):
        say(bench, f"#room-{one}", cause=str(one))
    bench.work()
    dispute(bench)
    bench.work()
    gates = bench.database.read_now(lambda tx: tx.gates.all())
    assert [one.name for one in gates if one.shut_until > bench.now] == [gate]
    assert alerts(slack, ALERTS) == []
    settle(bench, minutes=5)
    assert len(alerts(slack, ALERTS)) == 1


# --- nobody to write to -----------------------------------------------------------------------


def test_what_was_for_somebody_who_left_is_no_dead_letter_and_the_thread_says_so_once(bench, slack):
    slack.left.add(LEA)
    bench.call()
    bench.decide(Choice.ESCALATE, ADA, target="finance_lead", reason=None)
    for cause in ("one", "two"):
        bench.write(lambda tx, c=cause: _remind_lea(bench, tx, c))
    settle(bench, minutes=2)
    assert len(heard(slack, HOME, "cannot be written to directly")) == 1
    assert bench.database.read_now(lambda tx: tx.steps.given_up(limit=9)) == ()


def _remind_lea(bench, tx, cause):
    say_directly(tx, tx.handoffs.by_call("call_1"), LEA, "Look.", bench.now, cause=cause)


def test_a_private_answer_to_somebody_who_left_goes(bench, slack):
    slack.left.add(LEA)
    bench.call()
    bench.write(
        lambda tx: tell(tx, tx.handoffs.by_call("call_1"), LEA, "No.", bench.now, cause="x")
    )
    settle(bench, minutes=2)
    (step,) = [one for one in bench.messages() if one.args.get("text") == "No."]
    assert step.outcome is StepOutcome.SKIPPED
    assert heard(slack, HOME, "cannot be written to") == []


def test_what_belongs_to_no_handoff_and_has_no_reader_is_said_in_the_finance_channel(bench, slack):
    slack.left.add(LEA)
    bench.write(lambda tx: write_to(tx, "delegations", LEA, "Yours now.", bench.now, cause="x"))
    settle(bench, minutes=2)
    assert len(heard(slack, HOME, "Yours now.")) == 1


# --- what operations see ----------------------------------------------------------------------


def test_each_channel_that_is_not_fit_is_named_with_what_becomes_of_it(bench, slack):
    policy = bench.office.rules.policy
    assert troubles(slack.directory(), policy) == {}
    close(bench, slack, "#billing-alerts", "archived")
    (said,) = troubles(slack.directory(), policy).values()
    assert "#billing-alerts" in said
    assert f"is shown in {SPARE_NAME}" in said
    close(bench, slack, SPARE_NAME, "public")
    assert [one.rpartition("; ")[2] for one in troubles(slack.directory(), policy).values()] == [
        "what belongs there waits",
        "what other channels cannot show has nowhere to go",
    ]


def test_nothing_is_named_before_slack_has_said_which_channels_there_are(bench):
    assert troubles(None, bench.office.rules.policy) == {}


def test_a_channel_is_back_for_what_is_new_and_what_moved_stays(bench, slack):
    close(bench, slack, "#billing-alerts", "bot removed")
    dispute(bench)
    settle(bench, minutes=1)
    slack.rooms["#billing-alerts"] = room(ALERTS)
    bench.refresh()
    dispute(bench, "call_2")
    bench.decide(Choice.CLAIM, ADA)
    settle(bench, minutes=1)
    assert (len(alerts(slack, SPARE)), len(alerts(slack, ALERTS))) == (1, 1)
