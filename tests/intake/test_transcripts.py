"""Every form a transcript comes in becomes turns in order."""

import json

import pytest

from bot.intake.strict_json import DEFAULT_LIMITS, Limits
from bot.intake.transcript import turns_of

TURNS = [
    {"role": "assistant", "content": "Hello.", "start": 0.1, "end": 1.0},
    {"role": "user", "content": "A refund, please.", "start": 1.2, "end": 2.0},
]
EXPECTED = [("agent", "Hello."), ("caller", "A refund, please.")]


def read(value, limits=DEFAULT_LIMITS):
    return [(turn.speaker, turn.text) for turn in turns_of(value, limits)]


@pytest.mark.parametrize(
    "value",
    [
        json.dumps(TURNS),
        "  " + json.dumps(TURNS),
        TURNS,
        [
            {"speaker": "Agent", "text": "Hello."},
            {"speaker": "Caller", "text": "A refund, please."},
        ],
        [{"from": "bot", "message": "Hello."}, {"from": "human", "message": "A refund, please."}],
        "Agent: Hello.\nUser: A refund, please.",
        "Agent: Hello.\r\n\r\n  User:  A refund, please.  \n",
        ["Agent: Hello.", "User: A refund, please."],
        {"Agent": "Hello.", "User": "A refund, please."},
        {"Agent": ["Hello."], "User": ["A refund, please."]},
        json.dumps({"Agent": "Hello.", "User": "A refund, please."}),
    ],
    ids=[
        "json text",
        "padded",
        "array",
        "speaker",
        "from",
        "lines",
        "ragged lines",
        "line list",
        "by role",
        "by role, lists",
        "by role, json text",
    ],
)
def test_all_forms_give_the_same_turns(value):
    assert read(value) == EXPECTED


@pytest.mark.parametrize(
    "value", ["", "   ", None, [], {}, 5, True, [None, 5], [{}], [{"role": "user"}]]
)
def test_a_transcript_without_words_has_no_turns(value):
    assert read(value) == []


def test_a_line_without_a_speaker_continues_the_turn():
    assert read("User: It is\ninvoice: TB-1\nAgent: Fine.") == [
        ("caller", "It is\ninvoice: TB-1"),
        ("agent", "Fine."),
    ]


def test_text_without_any_speaker_is_one_turn():
    assert read("just words") == [("other", "just words")]


@pytest.mark.parametrize("text", ["[unclear] hello", '{"role": "user"', "[" * 90 + "]" * 90])
def test_text_that_only_looks_like_json_is_words(text):
    assert read(text) == [("other", text)]


def test_a_speaker_is_one_of_three_words_whatever_the_body_says():
    assert read([{"role": "4242 4242 4242 4242", "text": "Hi."}]) == [("other", "Hi.")]


def test_numbers_as_content_are_words():
    assert read([{"role": "user", "text": 42}, {"role": "user", "text": ["a", 7]}]) == [
        ("caller", "42"),
        ("caller", "a 7"),
    ]


def test_turns_are_bounded():
    turns = [{"role": "user", "text": "again"}] * 50
    assert len(read(turns, Limits(max_turns=20))) == 20
