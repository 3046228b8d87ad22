"""Lists: bounded by Slack's limits, honest about what they leave out, without a button."""

from __future__ import annotations

import pytest

from bot import cards
from bot.cards.queue import COUNTED_AT_MOST, PAGE


def said(view):
    return "\n".join(
        text["text"]
        for block in view["blocks"]
        for text in (block.get("text"), *block.get("elements", ()))
        if text
    )


def test_a_full_home_tab_stays_within_a_hundred_blocks(make):
    full = [cards.Part(f"Part {n}", [make.handoff()] * PAGE, more=7) for n in range(6)]
    view = cards.draw_home(full, stops=(), now=make.NOW)
    assert len(view["blocks"]) == 100
    assert "As of" in said(view)


def test_an_empty_part_is_not_drawn(make):
    parts = [cards.Part("Overdue", ()), cards.Part("Yours", [make.handoff()])]
    assert "Overdue" not in said(cards.draw_home(parts, stops=(), now=make.NOW))


@pytest.mark.parametrize(
    ("more", "words"),
    [(0, None), (1, "1 more are"), (COUNTED_AT_MOST, f"More than {COUNTED_AT_MOST - 1} more")],
)
def test_how_many_are_left_out_is_said(make, more, words):
    message = cards.draw_queue(cards.Part("Queue", [make.handoff()], more=more), now=make.NOW)
    assert (words in message.text) if words else ("not shown" not in message.text)


def test_no_list_has_anything_to_press(make):
    for name in ("home", "answer_queue", "answer_found"):
        assert all(block["type"] != "actions" for block in make.golden(name)["blocks"])


def test_a_call_that_could_not_be_made_safe_shows_no_words_in_a_list(make):
    unsafe = make.SITUATIONS["not_made_safe"]().handoff
    message = cards.draw_queue(cards.Part("Queue", [unsafe]), now=make.NOW)
    assert unsafe.call.customer not in message.text
