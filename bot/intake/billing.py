"""From redacted content to the fields of a billing call: every one a claim, none can break it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Urgency
from bot.intake import fields, readers
from bot.intake.claims import Claims
from bot.intake.classify import NAMED, REQUEST_KEYS, Classified
from bot.intake.content import Content, normal_key
from bot.intake.envelope import Envelope, may_be_kept
from bot.redaction import Redacted

MAX_NAME = 200
MAX_REASON = 600
MAX_SUMMARY = 3_000
_AGENT_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


def build_call(
    envelope: Envelope, content: Content, classified: Classified, now: datetime, *, max_learned: int
) -> BillingCall:
    """Read every field that the content fills; what cannot be read is unknown or learned."""
    claims = Claims(content)
    call = envelope.call
    call_id = envelope.call_id or ""
    started_at = _started_at(call, now)
    _take_request_type(claims)
    found = {
        **_texts(claims),
        **_money(claims, content),
        **_times(claims, started_at or now, now),
        **_judgements(claims),
        **_links(claims, content),
    }
    return BillingCall(
        call_id=call_id,
        workflow=classified.workflow,
        workflow_confident=classified.confident,
        phone=content.phone
        or claims.take_text(fields.PHONE, lambda value: readers.text_of(value, 40)),
        summary=readers.text_of(content.summary, MAX_SUMMARY),
        suppressed=content.suppressed,
        transcript_ref=call_id if content.turns else None,
        recording_ref=call_id if content.has_recording else None,
        agent_id=_agent_id(call),
        direction=_direction(call),
        started_at=started_at,
        duration_s=_duration(call),
        transferred=envelope.transferred,
        unsafe=content.unsafe,
        unanalysed=content.is_unanalysed,
        **found,
        learned=claims.learned(max_learned),
    )


def _take_request_type(claims: Claims) -> None:
    """A request type that became the workflow needs no second mention."""
    claims.take(
        REQUEST_KEYS,
        lambda value: NAMED.get(normal_key(value)) if isinstance(value, str) else None,
    )


def _texts(claims: Claims) -> dict[str, Any]:
    def name(value: Any) -> Redacted | None:
        return readers.text_of(value, MAX_NAME)

    def reason(value: Any) -> Redacted | None:
        return readers.text_of(value, MAX_REASON)

    return {
        **{field: claims.take_text(keys, name) for field, keys in fields.NAMES.items()},
        **{field: claims.take_text(keys, reason) for field, keys in fields.REASONS.items()},
        **{
            field: claims.take_text(keys, readers.reference_of)
            for field, keys in fields.REFERENCES.items()
        },
        "email": claims.take_text(fields.EMAIL, readers.email_of),
    }


def _money(claims: Claims, content: Content) -> dict[str, Any]:
    read = readers.plain_amount_of if content.unsafe else readers.amount_of
    currency = claims.take(fields.CURRENCY, readers.currency_of) or claims.peek(
        fields.AMOUNT, readers.currency_in
    )
    return {
        "currency": currency,
        "amount_minor": claims.take(fields.AMOUNT, lambda value: read(value, currency)),
        "approval_threshold": claims.take(fields.THRESHOLD, lambda value: read(value, currency)),
    }


def _times(claims: Claims, called_at: datetime, now: datetime) -> dict[str, Any]:
    def deadline(value: Any) -> Any:
        return readers.deadline_of(value, called_at, now)

    expects_callback = claims.take(fields.CALLBACK, readers.truth_of)
    if expects_callback is None and claims.peek(fields.CALLBACK_BY, deadline):
        expects_callback = True
    return {
        "due_date": claims.take(fields.DUE_DATE, lambda value: readers.moment_of(value, now)),
        "callback_expected": expects_callback,
        "follow_up_deadline": claims.take(fields.DEADLINE, deadline),
    }


def _judgements(claims: Claims) -> dict[str, Any]:
    urgency = claims.take(fields.URGENCY, readers.urgency_of) or Urgency.NORMAL
    if claims.peek(fields.THREATS, readers.truth_of) and urgency in (Urgency.LOW, Urgency.NORMAL):
        urgency = Urgency.HIGH
    truths = {field: claims.take(keys, readers.truth_of) for field, keys in fields.TRUTHS.items()}
    return {"urgency": urgency, **truths}


def _links(claims: Claims, content: Content) -> dict[str, str | None]:
    if content.unsafe:
        return {}
    return {field: claims.take(keys, readers.link_of) for field, keys in fields.LINKS.items()}


# --- what stands on the call itself, outside the analysis ---------------------------------------


def _started_at(call: dict[str, Any], now: datetime) -> datetime | None:
    keys = fields.ON_CALL["started_at"]
    return next((at for key in keys if (at := readers.instant_of(call.get(key), now))), None)


def _duration(call: dict[str, Any]) -> int | None:
    keys = fields.ON_CALL["duration_s"]
    found = (readers.seconds_of(call[key]) for key in keys if call.get(key) is not None)
    return next((seconds for seconds in found if seconds is not None), None)


def _direction(call: dict[str, Any]) -> str | None:
    said = call.get("direction", call.get("call_direction"))
    return said if said in ("inbound", "outbound") else None


def _agent_id(call: dict[str, Any]) -> str | None:
    """The agent's id as it is: policies name it. Anything that is no id is left out."""
    said = call.get("agent_id")
    if not isinstance(said, str) or not _AGENT_ID.fullmatch(said):
        return None
    return said if may_be_kept(said) else None
