"""The content of a call as it may be read: redacted as a whole before any field is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.intake.events import BadBody
from bot.intake.fields import ON_CALL
from bot.intake.strict_json import Limits, read_json
from bot.intake.transcript import turns_of
from bot.redaction import (
    Redacted,
    RedactedTurn,
    Turn,
    redact_turns_counted,
    redact_value_counted,
)

ANALYSIS_KEYS = (
    "post_call_analysis",
    "postcall_analysis",
    "postcallanalysis",
    "extracted_data",
    "analysis",
)

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\s_.:/?!()-]+")

Values = dict[str, Any]
"""Analysis keys, normalised, with their values."""


@dataclass(frozen=True, slots=True)
class Content:
    """What may be read of a call.

    With `unsafe` redaction failed: every text is gone, `values` are raw, and only enums, amounts
    and dates may be taken from them.
    """

    values: Values
    names: dict[str, Redacted] = field(default_factory=dict)  # normalised key -> key as it came
    summary: Redacted | None = None
    phone: Redacted | None = None
    turns: tuple[RedactedTurn, ...] = ()
    suppressed: dict[str, int] = field(default_factory=dict)
    has_recording: bool = False
    unsafe: bool = False

    @property
    def is_unanalysed(self) -> bool:
        """True when the analysis has not been made yet, or never is."""
        return all(value is None for value in self.values.values())

    @property
    def is_awaited(self) -> bool:
        """True when besides no summary stands in for it."""
        return self.is_unanalysed and self.summary is None and not self.unsafe


def read_content(call: dict[str, Any], limits: Limits) -> Content:
    """Redact a call's content as one document; when that fails, keep no text at all."""
    analysis = _analysis(call, limits)
    recordings = [url for key in ON_CALL["recording_ref"] if (url := _address(call.get(key)))]
    document = _tidy(
        {"summary": call.get("summary"), "phone": _phone(call), "analysis": analysis}, recordings
    )
    turns = [
        Turn(turn.speaker, _tidy(turn.text, recordings))
        for turn in turns_of(call.get("transcript"), limits)
    ]
    try:
        return _redacted(document, turns, has_recording=bool(recordings))
    except Exception:  # noqa: BLE001 - whatever redaction stumbled over, nothing of it may go on
        values = {normal_key(key): value for key, value in analysis.items()}
        return Content(values=values, has_recording=bool(recordings), unsafe=True)


def _redacted(document: Any, turns: list[Turn], *, has_recording: bool) -> Content:
    clean_turns, in_turns = redact_turns_counted(turns)
    clean, in_values = redact_value_counted(document)
    if not isinstance(clean, dict) or not isinstance(analysis := clean["analysis"], dict):
        raise TypeError("redaction changed the shape of the document")
    summary, phone = clean["summary"], clean["phone"]
    return Content(
        values={normal_key(key): value for key, value in analysis.items()},
        names={normal_key(key): key for key in analysis if isinstance(key, Redacted)},
        summary=summary if isinstance(summary, Redacted) and summary.strip() else None,
        phone=phone if isinstance(phone, Redacted) and phone == document["phone"] else None,
        turns=clean_turns,
        suppressed=dict(in_turns + in_values),
        has_recording=has_recording,
    )


def normal_key(key: str) -> str:
    """Write an analysis key the one way: `VIP Customer?` and `vipCustomer` are `vip_customer`."""
    return _BETWEEN.sub("_", _HUMPS.sub("_", key).casefold()).strip("_")


def without_text(content: Content) -> Content:
    """What is left of a content that cannot be trusted to be clean."""
    return Content(values=content.values, has_recording=content.has_recording, unsafe=True)


# --- the raw analysis -------------------------------------------------------------------------


def _analysis(call: dict[str, Any], limits: Limits) -> Values:
    """Find the analysis under any of its names and in any of its shapes, as one object."""
    found = next((call[key] for key in ANALYSIS_KEYS if call.get(key) is not None), None)
    if isinstance(found, str):
        found = _json_or_none(found, limits)
    pairs = _pairs(found)
    return {key: value for key, value in pairs if "recording" not in normal_key(key)}


def _json_or_none(text: str, limits: Limits) -> Any:
    try:
        return read_json(text, limits)
    except BadBody:
        return None


def _pairs(found: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(found, dict):
        return found.items()
    items = found if isinstance(found, list) else []
    return [
        (item["field_name"], item.get("value"))
        for item in items
        if isinstance(item, dict) and isinstance(item.get("field_name"), str)
    ]


def _address(value: Any) -> str | None:
    return value if isinstance(value, str) and value.lower().startswith("http") else None


def _tidy(value: Any, recordings: list[str]) -> Any:
    """Take out what no text may hold: control characters and the recording's own address.

    Before redaction, so that nothing can hide between the halves of a number.
    """
    if isinstance(value, str):
        for url in recordings:
            value = value.replace(url, "[recording]")
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, list):
        return [_tidy(item, recordings) for item in value]
    if isinstance(value, dict):
        return {_tidy(key, recordings): _tidy(item, recordings) for key, item in value.items()}
    return value


# --- the customer's number ----------------------------------------------------------------------

_NOT_DIALLED = re.compile(r"[\s().-]")
_DIALLED = re.compile(r"(?:\+|00)?([1-9]\d{6,14})")
_CARD_LIKE = {15: ("34", "37"), 14: ("30", "36", "38")}
"""Lengths of card numbers that could pass for a telephone number, with their beginnings."""


def _phone(call: dict[str, Any]) -> str | None:
    """The customer's number with a plus: who called, or who was called."""
    direction = call.get("direction", call.get("call_direction"))
    side = "to" if direction == "outbound" else "from"
    keys = (f"{side}_number", f"{side}_phone_number", "phone_number")
    said = next((one for key in keys if isinstance(one := call.get(key), str)), "")
    found = _DIALLED.fullmatch(_NOT_DIALLED.sub("", said))
    if found is None or _could_be_a_card(found[1]):
        return None
    return f"+{found[1]}"


def _could_be_a_card(digits: str) -> bool:
    return digits.startswith(_CARD_LIKE.get(len(digits), ())) and _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    doubled = (
        sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits[::-1])
    )
    return sum(doubled) % 10 == 0
