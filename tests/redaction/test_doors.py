"""Turns, JSON, the Redacted type and the logs."""

# ruff: noqa: E501, RUF001 - a row of a table reads best on its line; odd characters are the subject

import asyncio
import copy
import json
import logging
import sys
import threading

import pytest
from pydantic import BaseModel, ValidationError

from bot.redaction import (
    STORED,
    Redacted,
    RedactionFilter,
    Turn,
    Unclean,
    assert_clean,
    install_exception_hook,
    join,
    literal,
    log_processor,
    redact,
    redact_turns,
    redact_turns_counted,
    redact_value,
    redact_value_counted,
    restore,
)

CARD = "4242 4242 4242 4242"


# -- the type ---------------------------------------------------------------------------------


def test_nobody_makes_redacted_text_by_hand():
    with pytest.raises(TypeError):
        Redacted("anything")


def test_what_is_put_together_is_plain_text_again():
    clean = redact("hello")
    assert type(clean + clean) is str
    assert type(f"{clean}") is str
    assert type(clean[1:]) is str


def test_copies_are_the_same_object():
    clean = redact("hello")
    assert copy.copy(clean) is clean
    assert copy.deepcopy(clean) is clean


def test_join_takes_redacted_parts_only():
    joined = join(", ", [redact("a"), literal("b")])
    assert joined == "a, b"
    assert isinstance(joined, Redacted)
    with pytest.raises(TypeError):
        join(", ", ["plain"])


class Note(BaseModel):
    text: Redacted


def test_a_model_takes_redacted_text_and_gives_a_string():
    note = Note(text=redact("hello"))
    assert json.loads(note.model_dump_json()) == {"text": "hello"}


@pytest.mark.parametrize(
    "make", [lambda: Note(text=CARD), lambda: Note.model_validate_json(json.dumps({"text": CARD}))]
)
def test_a_model_refuses_plain_text_without_quoting_it(make):
    with pytest.raises(TypeError) as refused:
        make()
    assert CARD not in str(refused.value)


def test_a_model_takes_stored_text_back():
    note = Note.model_validate_json('{"text": "hello"}', context={"stored": STORED})
    assert isinstance(note.text, Redacted)
    with pytest.raises((TypeError, ValidationError)):
        Note.model_validate({"text": 5}, context={"stored": STORED})
    assert isinstance(restore("hello"), Redacted)


# -- turns and values -------------------------------------------------------------------------


def test_turns_are_read_as_one_call():
    turns, counts = redact_turns_counted([
        Turn("Agent", "Card number please"), Turn("User", "four two four two"), Turn("Agent", "mm-hmm"),
        Turn("User", "four two four two four two four two four two four two"), Turn("Agent", "that is for INV-2026-1, $5.00"),
    ])  # fmt: skip
    assert [turn.text for turn in turns] == [
        "Card number please", "[card …]", "mm-hmm", "[card ····4242]", "that is for INV-2026-1, $5.00",
    ]  # fmt: skip
    assert counts == {"card": 1}
    assert all(isinstance(part, Redacted) for turn in turns for part in (turn.speaker, turn.text))


def test_no_turns():
    assert redact_turns([]) == ()


def test_json_keys_name_their_values():
    value = {
        "cvv": 123,
        "tax_id": "29ABCDE1234F1ZW",
        "password": "Maple7712!",
        "acct": {"number": 12345678},
        "amount": 1250000,
    }
    clean, counts = redact_value_counted(value)
    assert clean == {
        "cvv": "[code]",
        "tax_id": "[tax id]",
        "password": "[password]",
        "acct": {"number": "[account]"},
        "amount": 1250000,
    }
    assert counts == {"code": 1, "tax id": 1, "password": 1, "bank": 1}


def test_json_digit_lists_and_numbers_and_keys():
    clean = redact_value(
        {
            "dtmf_card": list("4242424242424242"),
            "pan": [4, 2] * 8,
            "n": 4242424242424242,
            "4242424242424242": True,
        }
    )
    text = json.dumps(clean, ensure_ascii=False)
    assert "4242424242424242" not in text
    assert [word for word in clean["dtmf_card"] if word == "4"] == []
    assert clean["n"] == "[card ····4242]"


def test_json_keeps_its_shape():
    value = {
        "a": [1, 2.5, None, True, "x"],
        "b": {},
        "c": [],
        "start": 12.5,
        "call_id": "call_r4k9x2m7qz1tbw",
    }
    assert redact_value(value) == value


def test_json_fields_of_other_matters_end_a_number():
    value = {
        "tax_id": "29ABCDE1234F1ZW",
        "new_billing_address": "Unit 12, Lakeview, Bengaluru 560103",
    }
    assert redact_value(value)["new_billing_address"] == value["new_billing_address"]


def test_a_transcript_inside_a_string_is_read_past_its_times():
    turns = [
        {"role": "user", "content": "card is four two four two", "start": 29.41, "end": 31.5},
        {"role": "assistant", "content": "go on", "start": 32.0, "end": 33.25},
        {
            "role": "user",
            "content": "four two four two four two four two four two four two",
            "start": 34.1,
            "end": 36.0,
        },
    ]
    clean = json.loads(redact(json.dumps(turns)))
    assert [turn["content"] for turn in clean] == ["card is [card …]", "go on", "[card ····4242]"]
    assert [turn["start"] for turn in clean] == [29.41, 32.0, 34.1]


def test_json_too_deep_is_dropped():
    value = "4242 4242 4242 4242"
    for _ in range(200):
        value = [value]
    assert "4242" not in json.dumps(redact_value(value))


# -- the last check ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        "x DE89370400440532013000",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "４２４２ ４２４２ ４２４２ ４２４２",
    ],
)
def test_the_last_check_refuses_and_never_quotes(text):
    with pytest.raises(Unclean) as refused:
        assert_clean(f"note {text}")
    assert text not in str(refused.value)
    assert refused.value.start >= len("note ")


# -- logs -------------------------------------------------------------------------------------


def test_log_values_keys_and_exceptions_are_redacted():
    try:
        raise ValueError(f"bad card {CARD}")  # noqa: TRY301 - the text of an exception is the subject
    except ValueError:
        event = log_processor(
            None,
            "error",
            {
                "event": f"card {CARD}",
                "n": 4242424242424242,
                "items": [CARD],
                "ok": 3,
                "exc_info": True,
            },
        )
    text = repr(event)
    assert "4242 4242" not in text
    assert "4242424242424242" not in text
    assert event["ok"] == 3
    assert "ValueError: bad card [card ····4242]" in event["exception"]


def test_foreign_log_records_are_redacted(caplog):
    logger = logging.getLogger("redaction.test")
    watch = RedactionFilter()
    logger.addFilter(watch)
    try:
        logger.warning("card %s", CARD)
        logger.warning("broken %d", "x")
    finally:
        logger.removeFilter(watch)
    assert "card [card ····4242]" in caplog.text
    assert CARD not in caplog.text


@pytest.fixture
def _hooks(monkeypatch):
    kept = sys.excepthook, threading.excepthook
    # A tool that sets up logging of its own may have silenced the loggers it found.
    monkeypatch.setattr(logging.getLogger("asyncio"), "disabled", False)
    yield
    sys.excepthook, threading.excepthook = kept


@pytest.mark.usefixtures("_hooks")
async def test_what_dies_unhandled_is_redacted(capsys, caplog):
    loop = asyncio.get_running_loop()
    install_exception_hook(loop)
    error = ValueError(f"card {CARD}")
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    loop.call_exception_handler({"message": f"lost {CARD}", "exception": error})
    assert capsys.readouterr().err.count("[card ····4242]") == 2
    assert "[card ····4242]" in caplog.text
    assert CARD not in caplog.text
