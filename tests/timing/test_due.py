"""Frozen time over real storage: each reminder once, none early, none late without saying so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.change import change
from bot.desk.remind import remind
from bot.handoff.alert import Delegation
from bot.handoff.words import Choice
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA
from tests.timing.conftest import moment

LATE = "comes late"


def times(*stamps):
    return [moment(one) for one in stamps]


def test_each_reminder_comes_once_and_at_its_time(open_diary):
    diary = open_diary('nudge_offsets = ["24h", "4h", "1h"]')
    diary.at("2026-11-23 09:00")  # a Monday
    assert diary.call().handoff.due_at == moment("2026-11-25 17:00")
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times(
        "2026-11-24 17:00", "2026-11-25 13:00", "2026-11-25 16:00"
    )
    assert diary.said(LATE) == []
    assert {one.to for one in diary.said("Reminder")} == {None, ADA, BEN}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kolkata", ["2026-11-25 11:30"]),  # both would be after 17:00 there
        ("America/New_York", ["2026-11-24 22:00", "2026-11-25 16:00"]),
        ("Pacific/Auckland", ["2026-11-25 04:00"]),
    ],
)
def test_the_owner_is_reminded_in_their_own_hours(open_diary, zone, expected):
    diary = open_diary('nudge_offsets = ["4h", "1h"]')
    diary.zones[ADA] = zone
    diary.at("2026-11-23 09:00")
    diary.call(finance_owner=redact(f"{ADA.lower()}@finance.example"))
    assert diary.case().handoff.owner == ADA
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times(*expected)
    for at in times(*expected):
        assert 9 <= at.astimezone(ZoneInfo(zone)).hour <= 17
    assert {one.to for one in diary.said("Reminder")} == {None, ADA}


@pytest.mark.parametrize(
    ("start", "deadline", "nudged"),
    [
        # London goes back on Sunday, 25 October: 17:00 is 16:00 UTC before and 17:00 UTC after.
        ("2026-10-22 09:00", "2026-10-26 17:00", "2026-10-23 16:00"),
        # And forward on Sunday, 29 March: 17:00 is 17:00 UTC before, 16:00 UTC after.
        ("2026-03-26 09:00", "2026-03-30 16:00", "2026-03-27 17:00"),
    ],
)
def test_a_change_of_the_clocks_moves_nothing(open_diary, start, deadline, nudged):
    """25 hours before Monday's close of work is Sunday afternoon: it moves to Friday's close."""
    diary = open_diary('nudge_offsets = ["25h"]')
    diary.at(start)
    assert diary.call().handoff.due_at == moment(deadline)
    diary.live((moment(deadline) - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"))
    assert diary.thread("Reminder") == times(nudged)
    assert diary.said(LATE) == []


def test_a_restart_before_every_tick_neither_loses_nor_repeats_a_reminder(open_diary):
    diary = open_diary('nudge_offsets = ["4h", "1h"]')
    diary.at("2026-11-25 09:00")
    diary.call(follow_up_deadline=datetime(2026, 11, 25, 17, tzinfo=UTC))
    for stamp in ("12:59", "13:00", "13:01", "15:59", "16:00", "16:01", "16:59"):
        diary.at(f"2026-11-25 {stamp}")
        diary.restart()
        diary.tick()
    assert diary.thread("Reminder") == times("2026-11-25 13:00", "2026-11-25 16:00")


def test_after_an_outage_several_are_one_and_say_that_they_are_late(open_diary):
    diary = open_diary('nudge_offsets = ["4h", "2h", "1h"]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.at("2026-11-25 16:30")  # all three are due
    diary.tick()
    diary.live("2026-11-25 16:59")
    (text,) = [one.text for one in diary.said("Reminder") if one.to is None]
    assert LATE in text
    assert diary.thread("Reminder") == times("2026-11-25 16:30")


def test_what_an_outage_held_back_in_the_night_waits_for_the_morning(open_diary):
    diary = open_diary('nudge_offsets = ["24h"]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.at("2026-11-24 23:00")
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times("2026-11-25 09:00")
    assert LATE in diary.said("Reminder")[0].text


def test_an_outage_over_the_deadline_ends_with_one_message_that_it_is_overdue(open_diary):
    diary = open_diary()
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.at("2026-11-26 10:00")
    diary.live("2026-11-27 16:00")
    assert diary.thread("Overdue") == times("2026-11-26 10:10")
    assert diary.thread("Reminder") == []


def test_a_new_owner_is_reminded_in_their_hours_and_nobody_twice(open_diary):
    diary = open_diary('nudge_offsets = ["24h", "4h", "1h"]')
    diary.zones |= {ADA: "Europe/London", BEN: "America/New_York"}
    diary.at("2026-11-23 09:00")
    diary.call(finance_owner=redact(f"{ADA.lower()}@finance.example"))
    diary.live("2026-11-25 10:00")
    assert diary.bench.decide(Choice.REASSIGN, ADA, target=BEN).accepted
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times(
        "2026-11-24 17:00",
        "2026-11-25 14:00",  # 13:00 is eight in the morning there and its last evening is over
        "2026-11-25 16:00",
    )
    assert [one.to for one in diary.said("Reminder") if one.to] == [ADA, BEN, BEN]


def test_reminders_are_planned_for_the_new_owners_evening(open_diary):
    """London's 13:00 is eight in the morning there: the evening before, not when they wake."""
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.zones |= {ADA: "Europe/London", BEN: "America/New_York"}
    diary.at("2026-11-23 09:00")
    diary.call(finance_owner=redact(f"{ADA.lower()}@finance.example"))
    diary.live("2026-11-24 11:00")
    assert diary.bench.decide(Choice.REASSIGN, ADA, target=BEN).accepted
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times("2026-11-24 22:00")


def test_reminders_are_planned_anew_for_whoever_lives_where_the_owner_has_moved_to(open_diary):
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.zones |= {ADA: "Europe/London", BEN: "America/New_York"}
    diary.at("2026-11-23 09:00")
    diary.call(finance_owner=redact(f"{ADA.lower()}@finance.example"))
    diary.zones |= {ADA: "America/New_York"}
    diary.live("2026-11-24 11:00")
    assert diary.bench.decide(Choice.REASSIGN, ADA, target=BEN).accepted
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times("2026-11-24 22:00")


def test_reminders_follow_the_ruling_that_the_record_brings(open_diary):
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.at("2026-11-23 09:00")
    before = diary.call().handoff
    ruling = before.ruling.model_copy(update={"nudge_offsets": (timedelta(hours=2),)})
    settled = {"actor": "handoff", "action": "settled", "update": {"ruling": ruling}}
    diary.bench.write(lambda tx: change(tx, before, now=diary.now, **settled))
    diary.live("2026-11-25 16:59")
    assert diary.thread("Reminder") == times("2026-11-25 15:00")


def test_a_new_owner_leaves_what_follows_from_silence(open_diary):
    diary = open_diary('nudge_offsets = ["4h"]\non_silence = [{ expire = true }]')
    diary.zones |= {ADA: "Europe/London", BEN: "America/New_York"}
    diary.at("2026-11-23 09:00")
    diary.call(finance_owner=redact(f"{ADA.lower()}@finance.example"))
    diary.live("2026-11-24 11:00")
    assert diary.bench.decide(Choice.REASSIGN, ADA, target=BEN).accepted
    diary.live("2026-11-25 17:30")
    assert diary.case().handoff.expired


def test_putting_it_off_moves_the_reminders_with_it(open_diary):
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.live("2026-11-25 12:00")
    diary.bench.decide(Choice.SNOOZE, ADA, target="1d", reason=redact("They are away."))
    diary.live("2026-11-26 16:59")
    assert diary.thread("Reminder") == times("2026-11-26 13:00")


def test_nobody_is_reminded_after_a_decision_even_when_the_message_waits_to_be_sent(open_diary):
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.at("2026-11-25 13:00")
    diary.tick()
    assert diary.bench.decide(Choice.REJECT, ADA, reason=redact("No.")).accepted
    diary.bench.work()
    outcomes = {
        one.outcome.value for one in diary.bench.messages() if one.args.get("purpose") == "nudge"
    }
    assert outcomes == {"skipped"}


def test_the_providers_own_deadline_is_kept_at_any_hour_and_cannot_be_put_off(
    open_diary, monkeypatch
):
    diary = open_diary('nudge_offsets = ["24h", "1h"]')
    books = diary.bench.books
    real = books.record
    due_at = moment("2026-11-28 04:00")  # a Saturday, four in the morning

    def disputed(*arguments):
        record = real(*arguments)
        return record.model_copy(
            update={
                "disputed": True,
                "dispute_id": "dp_1",
                "evidence_due_at": due_at,
                "evidence_wanted": True,
            }
        )

    monkeypatch.setattr(books, "record", disputed)
    diary.at("2026-11-23 09:00")
    assert diary.call(workflow="charge_dispute").handoff.due_at == due_at
    diary.live("2026-11-28 03:59")
    assert diary.thread("Reminder") == times("2026-11-26 17:00", "2026-11-28 03:00")
    answer = diary.bench.decide(Choice.SNOOZE, ADA, target="1d", reason=redact("Later."))
    assert "provider" in answer.sentence


def test_whoever_nobody_knows_leaves_the_policys_owner_and_is_said_on_the_card(open_diary):
    diary = open_diary()
    handoff = diary.call(finance_owner=redact("somebody@else.example")).handoff
    assert (handoff.owner, handoff.owner_role) == (None, "clerk")
    assert "could not be found" in handoff.owner_note


def test_turns_go_to_whoever_has_the_fewest_waiting(open_diary):
    diary = open_diary("in_turn = true")
    owners = [diary.call(f"call_{n}").handoff.owner for n in range(6)]
    assert sorted(owners) == [ADA] * 3 + [BEN] * 3


def test_a_person_of_the_policy_stands_whatever_the_call_says(open_diary):
    text = 'when = { workflows = ["refund_request"] }\n'
    rule = f'[[rule]]\nname = "Lea has refunds"\n{text}owner = "{LEA}"\n'
    diary = open_diary(more=rule)
    named = redact(f"{ADA.lower()}@finance.example")
    assert diary.call(finance_owner=named).handoff.owner == LEA


def test_a_day_named_in_the_call_ends_where_its_owner_works(open_diary):
    diary = open_diary()
    diary.zones[ADA] = "America/New_York"
    diary.at("2026-11-23 09:00")
    named = redact(f"{ADA.lower()}@finance.example")
    handoff = diary.call(
        finance_owner=named, follow_up_deadline=datetime(2026, 11, 25, tzinfo=UTC).date()
    ).handoff
    assert handoff.due_at == moment("2026-11-25 22:00")


def test_a_reminder_is_an_act_of_handoff(open_diary):
    diary = open_diary('nudge_offsets = ["1h"]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.live("2026-11-25 16:30")
    assert ("handoff", "nudged") in diary.history()


def test_reminders_are_folded_over_pages_and_every_case_is_reminded_once(open_diary):
    """More is due after an outage than one tick takes."""
    diary = open_diary('nudge_offsets = ["4h", "2h", "1h"]')
    diary.at("2026-11-23 09:00")
    calls = [f"call_{n}" for n in range(4)]
    for call_id in calls:
        diary.call(call_id)
    diary.at("2026-11-25 16:30")
    while diary.bench.write(lambda tx: remind(tx, diary.now, limit=1)):
        pass
    assert [len(diary.thread("Reminder", one)) for one in calls] == [1] * len(calls)


def test_an_update_leaves_the_deadline_in_its_owners_zone(open_diary):
    diary = open_diary()
    diary.zones[ADA] = "America/New_York"
    diary.at("2026-11-23 09:00")
    told = {
        "finance_owner": redact(f"{ADA.lower()}@finance.example"),
        "follow_up_deadline": datetime(2026, 11, 25, tzinfo=UTC).date(),
    }
    diary.call(**told)
    handoff = diary.call(**told, summary=redact("They rang again.")).handoff
    assert (handoff.owner, handoff.due_at) == (ADA, moment("2026-11-25 22:00"))


@pytest.fixture
def away(open_diary):
    """Ada's queue is in Ben's hands until Wednesday evening."""
    diary = open_diary('nudge_offsets = ["4h"]')
    diary.at("2026-11-23 09:00")
    made = Delegation(user_id=ADA, to_user=BEN, until=moment("2026-11-25 17:00"), made_at=diary.now)
    diary.bench.write(lambda tx: tx.delegations.put(made))
    return diary


def test_whoever_stands_in_owns_what_comes_in_and_is_reminded_alone(away):
    handoff = away.call(finance_owner=redact(f"{ADA.lower()}@finance.example")).handoff
    assert handoff.owner == BEN
    assert "stands in for" in handoff.owner_note
    away.call("call_2")  # owned by the role of both
    away.live("2026-11-25 16:59")
    for call_id in ("call_1", "call_2"):
        assert [one.to for one in away.said("Reminder", call_id) if one.to] == [BEN]


def test_once_it_is_over_the_queue_is_its_owners_again(away):
    away.at("2026-11-25 17:00")
    assert away.call(finance_owner=redact(f"{ADA.lower()}@finance.example")).handoff.owner == ADA


def test_whoever_lost_the_role_stands_in_for_nobody(away):
    away.directory_without(BEN)
    assert away.call(finance_owner=redact(f"{ADA.lower()}@finance.example")).handoff.owner == ADA
