"""Queues: by deadline over several states, bounded, counted to a bound, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handoff.states import UNDECIDED
from bot.handoff.words import State


@pytest.fixture
def fill(write, make_handoff, now):
    def fill(*numbers, due_h=None, **change):
        def due(n):
            return now + timedelta(hours=n if due_h is None else due_h)

        write(
            lambda tx: [tx.handoffs.add(make_handoff(n, due_at=due(n), **change)) for n in numbers]
        )

    return fill


@pytest.fixture
def ask(read):
    def ask(states=UNDECIDED, **which):
        found = read(lambda tx: tx.handoffs.waiting(states, **{"limit": 10, **which}))
        return [one.id for one in found.handoffs], found.total

    return ask


def test_the_nearest_deadline_comes_first_over_all_states(fill, ask):
    fill(3, 1, state=State.AWAITING_APPROVAL)
    fill(2, state=State.NEEDS_REVIEW)
    fill(0, state=State.SUCCEEDED)
    assert ask() == (["ho_1", "ho_2", "ho_3"], 3)


def test_one_persons_and_what_is_overdue(fill, ask, now):
    fill(1, 4, owner="U1", state=State.AWAITING_APPROVAL)
    fill(2, 3, owner="U2", state=State.AWAITING_APPROVAL)
    assert ask(owner="U1") == (["ho_1", "ho_4"], 2)
    assert ask(due_before=now + timedelta(hours=3)) == (["ho_1", "ho_2"], 2)
    assert ask(owner="U1", due_before=now + timedelta(hours=3)) == (["ho_1"], 1)


def test_a_page_is_bounded_and_the_rest_is_counted(fill, ask):
    fill(*range(25), state=State.AWAITING_APPROVAL)
    found, total = ask(limit=7)
    assert found == [f"ho_{n}" for n in range(7)]
    assert total == 25


def test_page_after_page_leaves_none_out_where_deadlines_are_the_same(fill, read, now):
    fill(*range(11), due_h=5, state=State.AWAITING_APPROVAL)
    seen, after = [], None
    while True:
        page = read(
            lambda tx, after=after: tx.handoffs.waiting(
                [State.AWAITING_APPROVAL], limit=4, after=after
            )
        ).handoffs
        if not page:
            break
        seen += [one.id for one in page]
        after = (page[-1].due_at, page[-1].id)
    assert len(seen) == 11
    assert set(seen) == {f"ho_{n}" for n in range(11)}
