"""Ids that cards and handlers share."""

from __future__ import annotations

import pytest

from bot.cards import names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ho_1",
        "ho_1.",
        "ho_1.0",
        "ho_1.-1",
        "ho_1.1.2",
        ".1",
        "ho 1.1",
        "ho_1.1\n",
        "ho_1.٣",
        "a.1" * 99,
    ],
)
def test_what_we_did_not_write_is_not_read(text):
    assert names.parse_button_value(text) is None


def test_a_payment_id_may_hold_dots():
    value = names.pick_value("ho_1", 2, "pay.1.x")
    assert names.parse_pick_value(value) == ("ho_1", 2, "pay.1.x")
    assert names.parse_button_value(value) is None


@pytest.mark.parametrize("text", ["", "reject:", "approve it", "snooze:4 h", "delete", "claim\n"])
def test_what_is_no_choice_of_ours_is_not_read(text):
    assert names.parse_act_value(text) is None


def test_a_choice_is_read_back_with_its_target():
    for choice in names.ACTS:
        for target in ("", "U0BEN", "4h"):
            value = names.act_value(choice, target)
            assert names.parse_act_value(value) == (choice, target or None)


@pytest.mark.parametrize("said", [names.HAPPENED, names.DID_NOT])
def test_what_is_said_of_a_step_is_read_back(said):
    value = names.attest_value(said, "st_01abc")
    assert names.parse_attest_value(value) == (said == names.HAPPENED, "st_01abc")


@pytest.mark.parametrize("text", ["", "happened", "happened:", "maybe:st_1", "happened:st 1"])
def test_nothing_else_says_what_came_of_a_step(text):
    assert names.parse_attest_value(text) is None


def test_ids_are_distinct_and_short_enough():
    ids = [*names.ACTION_IDS, *names.CALLBACK_IDS, *names.INPUT_IDS]
    assert len(set(ids)) == len(ids) == 10 + 6 + 5
    assert all(len(one) <= 255 for one in ids)
