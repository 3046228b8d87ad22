"""Every value comes back from its document as it went in, redacted text as redacted text."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.handoff.billing_call import BillingCall
from bot.handoff.decision import Decision
from bot.handoff.handoff import Handoff
from bot.handoff.people import Channel, Directory, Person
from bot.handoff.record import Record
from bot.handoff.ruling import ApprovalStep, EscalationTarget, Role, Ruling
from bot.handoff.step import Step
from bot.redaction import Redacted, Unclean, redact, restore
from storage.documents import from_document, proven, to_document
from storage.json_text import to_json

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
REDACTED = TEXT.map(redact)
WHOLE = st.integers(-(2**53), 2**53)
INSTANT = st.integers(0, 10**16).map(
    lambda since_us: datetime(1980, 1, 1, tzinfo=UTC) + timedelta(microseconds=since_us)
)
SPAN = st.integers(0, 10**9).map(lambda seconds: timedelta(seconds=seconds))
MOMENT = INSTANT | st.dates()
JSON = st.recursive(st.none() | st.booleans() | WHOLE | TEXT, st.lists, max_leaves=5)
FACTS = st.dictionaries(TEXT, JSON, max_size=3)


def maybe(strategy):
    return st.none() | strategy


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


TEXTS = {
    str: TEXT,
    str | None: maybe(TEXT),
    Redacted | None: maybe(REDACTED),
    tuple[str, ...]: few(TEXT),
}


def values(kind, **fields):
    """Build a value of texts that every engine keeps; optional ones are sometimes there."""
    texts = {
        name: TEXTS[field.annotation]
        for name, field in kind.model_fields.items()
        if field.annotation in TEXTS
    }
    return st.builds(kind, **{**texts, **fields})


CALLS = values(
    BillingCall,
    amount_minor=maybe(WHOLE),
    due_date=maybe(MOMENT),
    follow_up_deadline=maybe(MOMENT),
    started_at=maybe(INSTANT),
    suppressed=st.dictionaries(TEXT, WHOLE, max_size=2),
    learned=few(st.tuples(REDACTED, REDACTED)),
    transcript_ref=maybe(TEXT),
)
RECORDS = values(Record, paid_at=maybe(INSTANT), observed_at=INSTANT)
RULINGS = values(
    Ruling,
    roles=few(values(Role, limits_minor=st.dictionaries(TEXT, WHOLE, max_size=2))),
    approvals=few(values(ApprovalStep, above_minor=maybe(st.dictionaries(TEXT, WHOLE)))),
    escalation=few(values(EscalationTarget)),
    nudge_offsets=few(SPAN),
    cancel_window=SPAN,
    start_within=SPAN,
    default_due=maybe(MOMENT),
)
HANDOFFS = values(
    Handoff,
    call=CALLS,
    ruling=RULINGS,
    record=maybe(RECORDS),
    candidates=few(RECORDS),
    due=maybe(MOMENT),
    due_at=maybe(INSTANT),
    created_at=INSTANT,
    updated_at=INSTANT,
)
STEPS = values(
    Step,
    args=FACTS,
    facts=FACTS,
    run_at=INSTANT,
    created_at=INSTANT,
    **dict.fromkeys(("lease_until", "first_sent_at", "sent_at", "finished_at"), maybe(INSTANT)),
)
DECISIONS = values(Decision, at=INSTANT)
DIRECTORIES = values(
    Directory,
    loaded_at=INSTANT,
    people=st.dictionaries(TEXT, values(Person), max_size=2),
    groups=st.dictionaries(TEXT, few(TEXT), max_size=2),
    channels=st.dictionaries(TEXT, values(Channel), max_size=2),
)


def texts_of(value):
    """All text in a value that is declared as redacted, wherever it stands."""
    if isinstance(value, BaseModel):
        return [text for item in dict(value).values() for text in texts_of(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, Redacted) else []


@settings(max_examples=60)
@given(st.one_of(HANDOFFS, STEPS, DECISIONS, DIRECTORIES))
def test_what_goes_in_comes_back(value):
    read = from_document(type(value), json.loads(to_json(to_document(value))))
    assert read == value
    assert texts_of(read) == texts_of(value)


@given(JSON | FACTS)
def test_json_stays_what_it_was(value):
    assert json.loads(to_json(value)) == value


SIGNS = {
    "NUL": ("a\0b", "a\ufffdb"),
    "a backslash before NUL": ("a\\\0b", "a\\\ufffdb"),
    "what only looks like an escape": ("a\\u0000b", "a\\u0000b"),
    "a lone surrogate": ("a\ud800b", "a?b"),
    "an emoji": ("a😀b", "a😀b"),
}


@pytest.mark.parametrize(("text", "kept"), SIGNS.values(), ids=SIGNS.keys())
def test_signs_that_postgresql_refuses_are_replaced(text, kept):
    assert json.loads(to_json({text: [text]})) == {kept: [kept]}


def test_columns_are_laid_over_the_document(make_decision):
    document = to_document(make_decision(), without={"voided_by"})
    assert "voided_by" not in document
    assert from_document(Decision, document, voided_by="x").voided_by == "x"


def test_a_document_is_only_read_by_storage(make_handoff):
    """Without the proof that it comes from our own rows, text is not taken for redacted."""
    with pytest.raises(TypeError):
        Handoff.model_validate(to_document(make_handoff()))


def test_a_value_that_would_not_validate_is_not_written(make_step):
    with pytest.raises(ValueError, match="kind"):
        to_document(make_step().model_copy(update={"kind": "invented"}))


def test_text_for_a_column_must_be_redacted_and_clean():
    assert proven(redact("Fine.")) == "Fine."
    with pytest.raises(TypeError):
        proven("plain")
    with pytest.raises(Unclean):
        proven(restore("my card is 4242 4242 4242 4242"))
