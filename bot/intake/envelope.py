"""Which call a body is about, and what happened to it, before anything else is read.

Formats: the dashboard's webhook `{"event_type", "payload": {"call"}}`, and the flat body of the
REST-registered one and of `GET /v1/calls/{id}`. Older `{"event", "session_id"}` bodies name no
call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.intake.events import BadBody
from bot.redaction import redact

MAX_ID = 200
UNKNOWN = "unknown"
"""Stands for an event type or status that is missing or not a plain word."""

ENDED = frozenset({"call_ended", "call.completed", "call.ended"})
COMPLETED = "completed"
CARRIES_CONTENT = ENDED - {"call.ended"}
"""Without a call these are broken; the older `call.ended` never named one."""

_TAME = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")
_MANY_DIGITS = re.compile(r"\d{6}")
_CARD_LENGTH = re.compile(r"(?:\d[_.:-]?){12}")
_SPACE_OR_CONTROL = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_VERIFICATION_KEYS = frozenset({"message", "timestamp", "event", "event_type", "type"})


@dataclass(frozen=True, slots=True)
class Envelope:
    """A body's outside. `call` is the call's own JSON, unread and unredacted."""

    event_type: str
    status: str
    call_id: str | None
    call: dict[str, Any]
    transferred: bool = False

    @property
    def is_completed(self) -> bool:
        """True for the one event that carries a call's content."""
        return self.event_type in ENDED and self.status == COMPLETED


def is_verification(body: dict[str, Any]) -> bool:
    """Tell a verification request, nested or flat; one that names a call is none."""
    payload = body.get("payload", {})
    if "call_id" in body or not isinstance(payload, dict) or "call" in payload:
        return False
    if "verification" in (body.get("event_type"), body.get("event"), body.get("type")):
        return True
    return isinstance(body.get("message"), str) and body.keys() <= _VERIFICATION_KEYS - {
        "event",
        "event_type",
        "type",
    }


def read_envelope(body: dict[str, Any]) -> Envelope:
    """Find the call in a body; raises BadBody when there should be one and is none."""
    return _nested(body) if "payload" in body else _flat(body)


def _nested(body: dict[str, Any]) -> Envelope:
    event_type = _event_word(body.get("event_type", body.get("event")))
    payload = body["payload"]
    if not isinstance(payload, dict):
        raise BadBody("payload is not an object.")
    call = payload.get("call")
    if call is None and event_type not in ENDED:
        return Envelope(event_type, UNKNOWN, None, {})
    if not isinstance(call, dict):
        raise BadBody("payload.call is missing or not an object.")
    return Envelope(
        event_type=event_type,
        status=_status_word(call),
        call_id=_call_id(call.get("id", call.get("call_id")), "payload.call.id"),
        call=call,
        transferred=isinstance(payload.get("call_transfer"), dict),
    )


def _flat(body: dict[str, Any]) -> Envelope:
    named = body.get("event", body.get("event_type"))
    event_type = UNKNOWN if named is None else _event_word(named)
    is_about_a_call = named is None or event_type in ENDED
    identity = body.get("call_id", body.get("id") if is_about_a_call else None)
    if identity is None:
        return _without_call(event_type, is_named=named is not None)
    call_id = _call_id(identity, "call_id")
    status = _status_word(body)
    if event_type == "call.completed" and status == UNKNOWN:
        status = COMPLETED
    return Envelope(event_type if named else f"call.{status}", status, call_id, body)


def _without_call(event_type: str, *, is_named: bool) -> Envelope:
    if not is_named:
        raise BadBody("The body has neither a payload nor a call id.")
    if event_type in CARRIES_CONTENT:
        raise BadBody("payload is missing.")
    return Envelope(event_type, UNKNOWN, None, {})


def _event_word(value: object) -> str:
    if value is None:
        raise BadBody("event_type is missing.")
    if not isinstance(value, str):
        raise BadBody("event_type is not text.")
    return _tame(value)


def _status_word(call: dict[str, Any]) -> str:
    value = call.get("status")
    if value is not None and not isinstance(value, str):
        raise BadBody("The call's status is not text.")
    return _tame(value or "")


def _tame(word: str) -> str:
    """Keep a word that can only be a word: it is stored, logged and counted by."""
    text = word.strip().lower()
    is_word = _TAME.fullmatch(text) and not _MANY_DIGITS.search(text) and may_be_kept(text)
    return text if is_word else UNKNOWN


def may_be_kept(identifier: str) -> bool:
    """Tell whether an id or word holds nothing private; judged by its digits if redaction fails."""
    try:
        return redact(identifier) == identifier
    except Exception:  # noqa: BLE001 - a call must not be lost because of its id
        return _CARD_LENGTH.search(identifier) is None


def is_call_id(value: str) -> bool:
    """Tell whether this could name a call in a body: sound to look at and safe to keep."""
    try:
        return _call_id(value, "id") == value
    except BadBody:
        return False


def _call_id(value: object, name: str) -> str:
    if value is None:
        raise BadBody(f"{name} is missing.")
    if not isinstance(value, str):
        raise BadBody(f"{name} is not text.")
    if not 1 <= len(value) <= MAX_ID:
        raise BadBody(f"{name} must have 1 to {MAX_ID} characters.")
    if _SPACE_OR_CONTROL.search(value) or not value.isprintable():
        raise BadBody(f"{name} holds spaces or invisible characters.")
    if not may_be_kept(value):
        raise BadBody(f"{name} holds something that must not be kept.")
    return value
