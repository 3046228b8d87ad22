"""When looks that nobody answers leave a step of unknown outcome to people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handoff.states import left_to_people
from bot.handoff.step import Step
from bot.handoff.unanswered import REFUSED_FOR, UNANSWERED_FOR, Unanswered
from bot.handoff.words import StepKind
from bot.handoff.words import StepOutcome as O
from bot.redaction import redact
from tests.handoff.conftest import NOW

JUST_UNDER = timedelta(microseconds=-1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DOWN, REFUSED = False, True
SAID = redact("No connection.")


def looks(*seen):
    """Looks as (when after the first, whether it was refused)."""
    found = None
    for after, refused in seen:
        found = Unanswered.after(found, said=SAID, refused=refused, at=NOW + after)
    return found


@pytest.mark.parametrize(
    ("seen", "is_too_long"),
    [
        ([], False),
        ([(0, DOWN)], False),
        ([(0, REFUSED)], False),  # one odd answer is no reason
        ([(0, DOWN), (UNANSWERED_FOR + JUST_UNDER, DOWN)], False),
        ([(0, DOWN), (UNANSWERED_FOR, DOWN)], True),
        ([(0, REFUSED), (REFUSED_FOR + JUST_UNDER, REFUSED)], False),
        ([(0, REFUSED), (REFUSED_FOR, REFUSED)], True),
        ([(0, REFUSED), (REFUSED_FOR, REFUSED), (20 * MINUTE, DOWN)], False),
        ([(0, DOWN), (HOUR, REFUSED)], False),  # the refusals have only begun
        ([(0, DOWN), (HOUR, REFUSED), (HOUR + REFUSED_FOR, REFUSED)], True),
        ([(0, REFUSED), (MINUTE, DOWN), (REFUSED_FOR, REFUSED)], False),  # not in a row
        ([(0, DOWN), (UNANSWERED_FOR, REFUSED)], True),  # refused or down: no answer for a day
        ([(0, REFUSED), (23 * HOUR, DOWN), (UNANSWERED_FOR, DOWN)], True),
    ],
)
def test_a_quarter_of_an_hour_of_refusals_or_a_day_without_an_answer(made, seen, is_too_long):
    found = looks(*((after or timedelta(), refused) for after, refused in seen))
    assert bool(found and found.is_too_long) is is_too_long
    for outcome in O:
        case = made.case(made.effect(outcome, checks=2, unanswered=found))
        is_unknown = outcome in {O.UNKNOWN, O.LEASED}
        assert bool(left_to_people(case)) is (is_too_long and is_unknown), outcome


def test_the_last_look_is_told_of_and_the_first_counts():
    found = looks((timedelta(), REFUSED), (MINUTE, REFUSED))
    said = redact("The key is not accepted.")
    found = Unanswered.after(found, said=said, refused=True, at=NOW + HOUR)
    assert (found.since, found.at, found.refused_since, found.said) == (NOW, NOW + HOUR, NOW, said)


@pytest.fixture
def shut(made):
    """An unknown outcome whose vendor has not answered for a day."""
    found = looks((timedelta(), DOWN), (UNANSWERED_FOR, DOWN))
    sent = {"checks": 9, "first_sent_at": NOW, "args": {"record_id": "ch_1"}}
    return made.effect(O.UNKNOWN, unanswered=found, **sent)


def test_books_that_answered_take_back_what_was_left_to_people(shut):
    assert shut.left_to_people
    assert not shut.read_in_books().left_to_people


def test_a_note_that_no_card_shows_is_left_to_its_books(shut):
    assert not shut.model_copy(update={"kind": StepKind.NOTE}).left_to_people


def test_it_goes_on_being_looked_for_while_people_may_say(shut):
    assert shut.under_way


@pytest.mark.parametrize("outcome", [O.DONE, O.REFUSED])
def test_a_word_counts_for_the_next_attempt_only_as_long_as_no_books_were_read(shut, outcome):
    said = shut.attested(outcome, actor="U0BEN", reason=redact("Seen."), at=NOW)
    assert (said.left_to_people, said.rests_on) == (False, None)
    again: Step = said.freed(O.PENDING, NOW)
    assert again.attempt == shut.attempt + 1
    assert (again.attested_by, again.unanswered, again.said) == (None, None, None)
    assert again.rests_on == ("U0BEN" if outcome is O.REFUSED else None)
    assert again.freed(O.SKIPPED, NOW).rests_on == again.rests_on
    assert again.sent_for == ("ch_1" if again.rests_on else None)
    read = again.read_in_books()
    assert (read.rests_on, read.sent_for) == (None, None)


def test_where_there_are_no_books_nothing_waits_for_them(made):
    left = made.effect(O.UNKNOWN, checks=2, first_sent_at=NOW, finished_at=NOW)
    said = left.attested(O.REFUSED, actor="U0BEN", reason=None, at=NOW)
    assert said.freed(O.PENDING, NOW).rests_on is None


def test_a_step_written_by_older_code_has_no_looks(shut):
    old = shut.model_dump(exclude={"unanswered"})
    assert Step.model_validate(old).unanswered is None
