"""A completed billing call as DialNexa would send it, and ways to change it."""

import json
from datetime import UTC, datetime

import pytest

from bot.intake import read_event

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def completed(**changes):
    """The call object of a completed call; `analysis=...` stands for `post_call_analysis`."""
    analysis = changes.pop("analysis", {"request_type": "refund_request"})
    call = {
        "id": "call_test0001",
        "direction": "inbound",
        "type": "phone_call",
        "from_number": "13125550147",
        "to_number": "13125550100",
        "status": "completed",
        "agent_id": "agent_Test01",
        "initiated_at": "2026-11-20T14:00:00.000Z",
        "duration_in_seconds": 61,
        "transcript": "Agent: Tern Books billing.\nUser: I would like my money back.",
        "summary": "The caller asked for a refund of invoice TB-501.",
        "post_call_analysis": analysis,
        "hangup_reason": "user_disconnected",
    }
    return {key: value for key, value in (call | changes).items() if value is not ...}


def envelope(call, event_type="call_ended", **beside):
    return {"event_type": event_type, "payload": {"call": call, **beside}}


@pytest.fixture
def make_call():
    return completed


@pytest.fixture
def wrap():
    return envelope


@pytest.fixture
def read():
    """Read a body (an object, or bytes as they are)."""

    def _read(body, **options):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return read_event(raw, now=NOW, **options)

    return _read


@pytest.fixture
def read_call(read):
    """Read a completed call with changes; the billing call that comes of it."""
    return lambda **changes: read(envelope(completed(**changes))).call


@pytest.fixture
def read_analysis(read):
    """Read a completed call with this analysis; the billing call that comes of it."""

    def _read(**analysis):
        values = {"request_type": "refund_request", **analysis}
        return read(envelope(completed(analysis=values))).call

    return _read


@pytest.fixture(scope="session")
def now():
    return NOW
