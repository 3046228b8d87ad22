"""What the policy does when nobody decides: at its time, once, said and written down."""

from __future__ import annotations

import pytest

from bot.handoff.words import Choice
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA
from tests.timing.conftest import moment

LADDER = """
nudge_offsets = []
on_silence = [
  { escalate = "lead" },
  { after = "4h", reassign = "U0LEA" },
  { after = "2d", expire = true },
]
"""


@pytest.fixture
def diary(open_diary):
    """A case that came in on a Monday and is due on Wednesday at five."""
    diary = open_diary(LADDER)
    diary.at("2026-11-23 09:00")
    diary.call()
    return diary


def acts(diary):
    return [
        action for actor, action in diary.history() if actor == "handoff" and "silence" in action
    ]


def test_nothing_happens_before_the_deadline(diary):
    diary.live("2026-11-25 16:59")
    assert acts(diary) == []
    assert diary.case().handoff.revision == diary.case().place.drawn_revision


def test_at_the_deadline_it_goes_to_the_next_and_everybody_is_told(diary):
    before = diary.case().handoff
    diary.live("2026-11-25 17:00")
    after = diary.case().handoff
    assert (after.owner, after.owner_role) == (None, "lead")
    assert after.revision == before.revision + 1
    assert "Nobody decided by" in after.owner_note
    assert acts(diary) == ["silence_escalated"]
    assert diary.thread("Nobody decided in time") == [moment("2026-11-25 17:00")]
    assert {one.to for one in diary.said("Nobody decided in time")} == {None, LEA}


def test_the_ladder_is_climbed_to_its_end_each_rung_once(diary):
    diary.live("2026-11-28 12:00")
    assert acts(diary) == ["silence_escalated", "silence_reassigned", "silence_expired"]
    assert diary.thread("Nobody decided in time") == [
        moment("2026-11-25 17:00"),
        moment("2026-11-25 21:00"),
        moment("2026-11-27 17:00"),
    ]
    assert diary.case().handoff.state == "expired"
    assert diary.said("late") == []


def test_restarts_climb_no_rung_twice(diary):
    for stamp in ("25 17:00", "25 17:01", "25 21:00", "25 21:05", "27 17:00", "27 17:01"):
        diary.at(f"2026-11-{stamp}")
        diary.restart()
        diary.tick()
        diary.tick()
    assert acts(diary) == ["silence_escalated", "silence_reassigned", "silence_expired"]


def test_after_an_outage_each_rung_is_climbed_once_in_order_and_said_to_be_late(diary):
    diary.at("2026-11-30 10:00")
    diary.tick()
    diary.tick()
    assert acts(diary) == ["silence_escalated", "silence_reassigned", "silence_expired"]
    thread = [one.text for one in diary.said("Nobody decided") if one.to is None]
    assert len(thread) == 3
    assert all("comes late" in text for text in thread)


def test_after_a_decision_nothing_happens(diary):
    assert diary.bench.decide(Choice.REJECT, ADA, reason=redact("No.")).accepted
    diary.live("2026-11-28 12:00")
    assert acts(diary) == []


def test_a_deadline_that_moved_takes_the_acts_with_it(diary):
    diary.live("2026-11-25 12:00")
    diary.bench.decide(Choice.SNOOZE, ADA, target="1d", reason=redact("They are away."))
    diary.live("2026-11-26 16:59")
    assert acts(diary) == []
    diary.live("2026-11-26 17:00")
    assert acts(diary) == ["silence_escalated"]


def test_a_new_owner_takes_back_no_approval_an_expiry_all_of_them(diary):
    assert diary.bench.approve(ADA).accepted
    assert diary.bench.state() == "awaiting_next"
    diary.live("2026-11-26 12:00")
    assert len(diary.case().approvals) == 1
    diary.live("2026-11-28 12:00")
    assert diary.case().approvals == ()
    assert {one.voided_by for one in diary.case().decisions} == {"expired"}
    assert diary.bench.state() == "expired"


def test_what_expired_can_be_opened_again_and_has_time_then(diary):
    diary.live("2026-11-27 17:00")  # a Friday
    assert diary.bench.decide(Choice.RETRY, LEA).accepted
    diary.bench.work()
    assert diary.bench.state() in {"awaiting_approval", "needs_review"}
    assert diary.case().handoff.due_at == moment("2026-11-30 17:00")
    diary.live("2026-11-30 16:59")
    assert diary.bench.state() in {"awaiting_approval", "needs_review"}
    diary.live("2026-12-02 17:00")
    assert acts(diary).count("silence_expired") == 2


def test_a_call_that_comes_in_after_its_own_deadline_has_a_day(open_diary):
    diary = open_diary(LADDER)
    diary.at("2026-11-25 09:00")
    diary.call(follow_up_deadline=moment("2026-11-24 12:00"))
    diary.live("2026-11-26 16:59")
    assert acts(diary) == []
    diary.live("2026-11-26 17:00")
    assert acts(diary) == ["silence_escalated"]


def test_it_happens_beside_a_reminder_and_is_said_once(open_diary):
    diary = open_diary('nudge_offsets = ["1h"]\non_silence = [{ escalate = "lead" }]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.at("2026-11-25 18:00")
    diary.tick()
    assert diary.thread("Nobody decided") == [moment("2026-11-25 18:00")]
    assert diary.thread("Overdue") == diary.thread("Reminder") == []


def test_whoever_is_not_there_any_more_gets_nothing(open_diary):
    diary = open_diary('nudge_offsets = []\non_silence = [{ reassign = "U0GONE" }]')
    diary.at("2026-11-23 09:00")
    diary.call()
    diary.live("2026-11-25 17:00")
    assert diary.case().handoff.owner_role == "clerk"
    assert acts(diary) == ["silence_skipped"]
    assert {one.to for one in diary.said("It stays with")} == {None, ADA, BEN}
