"""Whatever the bytes are: an event, or BadBody with a sentence that repeats nothing of them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import BadBody, Limits, Verification, is_verification_body, read_event

HOSTILE = "4242424242424242"


def nested(depth):
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "not JSON"),
        (b"hello " + HOSTILE.encode(), "not JSON"),
        (b'{"event_type": "call_ended"', "not JSON"),
        (b'["call_ended"]', "not a JSON object"),
        (b'"call_ended"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"a": "\xff\xfe"}', "not UTF-8"),
        (b'{"a": NaN}', "not finite"),
        (b'{"a": -Infinity}', "not finite"),
        (b'{"a": 1e999}', "not finite"),
        (b'{"a": ' + b"9" * 5000 + b"}", "40 digits"),
        (b'{"a": "\\ud800"}', "lone surrogate"),
        (b'{"a": ' + nested(100_000) + b"}", "deeper than 24"),
        (b'{"a":' * 50_000, "deeper than 24"),
        (b'{"a": "' + b"x" * 4_194_304 + b'"}', "larger than 4194304 bytes"),
        (b"{}", "neither a payload nor a call id"),
        (b'{"event_type": "call_ended"}', "payload"),
        (b'{"event_type": 7, "payload": {}}', "event_type is not text"),
        (b'{"payload": {"call": {"id": "c"}}}', "event_type is missing"),
        (b'{"event_type": "call_ended", "payload": []}', "payload is not an object"),
        (b'{"event_type": "call_ended", "payload": null}', "payload is not an object"),
        (b'{"event_type": "call_ended", "payload": {}}', "payload.call is missing"),
        (b'{"event_type": "call_ended", "payload": {"call": "c"}}', "payload.call is missing or"),
    ],
)
def test_an_unreadable_body_is_named_and_not_repeated(raw, sentence, read):
    with pytest.raises(BadBody, match=sentence) as caught:
        read(raw)
    assert HOSTILE not in str(caught.value)


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        (..., "missing"),
        (None, "missing"),
        (17, "not text"),
        ("", "1 to 200"),
        ("c" * 201, "1 to 200"),
        ("call 1", "spaces or invisible"),
        ("call\n1", "spaces or invisible"),
        ("call\u00001", "spaces or invisible"),
        ("call\u200b1", "spaces or invisible"),
        ("call\u202e1", "spaces or invisible"),
        (HOSTILE, "must not be kept"),
    ],
)
def test_a_call_needs_an_id_that_can_be_kept(identity, sentence, read, wrap, make_call):
    with pytest.raises(BadBody, match=sentence) as caught:
        read(wrap(make_call(id=identity)))
    assert HOSTILE not in str(caught.value)


def test_a_status_that_is_no_text_is_refused(read, wrap, make_call):
    with pytest.raises(BadBody, match="status"):
        read(wrap(make_call(status=3)))


def test_of_duplicate_keys_the_last_wins(read):
    event = read(b'{"event_type": "x", "event_type": "call_initiated", "payload": {}}')
    assert event.event_type == "call_initiated"


def test_a_byte_order_mark_is_no_fault(read):
    assert read(b'\xef\xbb\xbf{"event_type": "verification"}') == Verification()


def test_depth_counts_brackets_outside_strings_only(read):
    body = {"event_type": "other", "payload": {"a": "[" * 1000, "b": '"\\' + "{" * 1000}}
    assert read(body).event_type == "other"


def test_limits_are_the_callers(read):
    with pytest.raises(BadBody, match="10 bytes"):
        read({"event_type": "verification"}, limits=Limits(max_bytes=10))


@pytest.mark.parametrize("wrong", [5, True, [], {}, "words", ["x"], {"a": []}, 1.5])
@pytest.mark.parametrize(
    "key",
    [
        "summary",
        "transcript",
        "post_call_analysis",
        "from_number",
        "initiated_at",
        "recording_url",
        "direction",
        "agent_id",
        "duration_in_seconds",
    ],
)
def test_content_of_a_wrong_type_never_loses_the_call(key, wrong, read, wrap, make_call):
    assert read(wrap(make_call(**{key: wrong}))).event_type == "call_ended"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
known_keys = st.sampled_from(
    [
        "id",
        "status",
        "direction",
        "from_number",
        "transcript",
        "summary",
        "agent_id",
        "recording_url",
        "post_call_analysis",
        "initiated_at",
        "duration",
        "call_id",
        "extracted_data",
        "event",
    ]
)


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=80))
def test_any_bytes_give_an_event_or_bad_body(raw, now):
    expect_event_or_bad_body(raw, now)


@settings(max_examples=150, deadline=None)
@given(call=st.dictionaries(known_keys, json_values, max_size=8), nest=st.booleans())
def test_any_call_gives_an_event_or_bad_body(call, nest, now):
    call = {"id": "call_1", "call_id": "call_1", "status": "completed"} | call
    body = {"event_type": "call_ended", "payload": {"call": call}} if nest else call
    expect_event_or_bad_body(json.dumps(body).encode(), now)


analysis_keys = st.sampled_from(
    [
        "request_type",
        "amount",
        "currency",
        "follow_up_by",
        "urgency",
        "customer_email",
        "crm_url",
        "invoice_number",
        "email_verified",
        "customer_name",
        "approval_threshold",
        "Callback By",
    ]
)


@settings(max_examples=150, deadline=None)
@given(analysis=st.dictionaries(analysis_keys, json_values, max_size=8))
def test_any_analysis_gives_an_event(analysis, now):
    call = {"id": "call_1", "status": "completed", "post_call_analysis": analysis}
    body = {"event_type": "call_ended", "payload": {"call": call}}
    read_event(json.dumps(body).encode(), now=now)


def expect_event_or_bad_body(raw, now):
    try:
        read_event(raw, now=now)
    except BadBody:
        return
    is_verification_body(raw)
