"""One delivery in, one event out. Pure; meant to run off the event loop."""

from __future__ import annotations

from datetime import datetime

from bot.intake.billing import build_call
from bot.intake.classify import Classified, classify, classify_spoken
from bot.intake.content import Content, read_content, without_text
from bot.intake.envelope import Envelope, is_verification, read_envelope
from bot.intake.events import AwaitingAnalysis, Billing, Event, Ignored, Verification
from bot.intake.strict_json import DEFAULT_LIMITS, Limits, read_object

NOT_BILLING = "The call was not about money."
NOT_COMPLETED = "Only a completed call has content."
NO_CALL = "The event is about no call."


def read_event(raw: bytes, *, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Event:
    """Read a body as it came over the wire; `now` is aware and bounds believable dates.

    All text in the result has been redacted as one document. Raises BadBody, whose message says
    what is wrong in one sentence and repeats nothing of the body.
    """
    body = read_object(raw, limits)
    if is_verification(body):
        return Verification()
    envelope = read_envelope(body)
    if envelope.call_id is None:
        return _ignored(envelope, NO_CALL)
    if not envelope.is_completed:
        return _ignored(envelope, NOT_COMPLETED)
    return _read_completed(envelope, envelope.call_id, now, limits)


def _ignored(envelope: Envelope, why: str, *, settled: bool = False) -> Ignored:
    return Ignored(envelope.call_id, envelope.event_type, envelope.status, why, settled)


def _read_completed(envelope: Envelope, call_id: str, now: datetime, limits: Limits) -> Event:
    content = read_content(envelope.call, limits)
    if content.is_awaited:
        return _awaiting(envelope, call_id, content, now, limits)
    classified = classify(content)
    if classified is None:
        return _ignored(envelope, NOT_BILLING, settled=True)
    return _billing(envelope, content, classified, now, limits)


def _awaiting(
    envelope: Envelope, call_id: str, content: Content, now: datetime, limits: Limits
) -> AwaitingAnalysis:
    spoken = classify_spoken(content)
    draft = _billing(envelope, content, spoken, now, limits).call if spoken else None
    return AwaitingAnalysis(call_id, envelope.event_type, envelope.status, content.turns, draft)


def _billing(
    envelope: Envelope, content: Content, classified: Classified, now: datetime, limits: Limits
) -> Billing:
    """Build the call; when a text turns out to break it, without any text."""
    try:
        call = build_call(envelope, content, classified, now, max_learned=limits.max_learned)
    except Exception:
        # Nothing is lost: the call is made from what cannot break it.
        if content.unsafe:
            raise
        return _billing(envelope, without_text(content), classified, now, limits)
    return Billing(call, content.turns, envelope.event_type, envelope.status)


def is_verification_body(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Tell cheaply whether a body may be answered unsigned: it names no call and asks nothing.

    Raises BadBody like `read_event`.
    """
    return is_verification(read_object(raw, limits))
