"""Where in DialNexa's body each field of a billing call comes from; `docs/fields.md` shows it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.intake import fields
from bot.intake.classify import REQUEST_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

ANALYSIS: Mapping[str, fields.Keys] = MappingProxyType(
    {
        **fields.NAMES,
        **fields.REASONS,
        **fields.REFERENCES,
        **fields.TRUTHS,
        **fields.LINKS,
        "email": fields.EMAIL,
        "phone": fields.PHONE,
        "amount_minor": fields.AMOUNT,
        "currency": (*fields.CURRENCY, *fields.AMOUNT),
        "approval_threshold": fields.THRESHOLD,
        "due_date": fields.DUE_DATE,
        "callback_expected": (*fields.CALLBACK, *fields.CALLBACK_BY),
        "follow_up_deadline": fields.DEADLINE,
        "urgency": (*fields.URGENCY, *fields.THREATS),
        "workflow": REQUEST_KEYS,
    }
)
"""Keys of the analysis, in the order in which they are believed."""

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "call_id": "`payload.call.id`, `call_id`",
        "workflow": "else telling fields, else the summary, else the caller's words",
        "workflow_confident": "how the workflow was found",
        "suppressed": "counted while the body is redacted",
        "learned": "every analysis value without a field of its own",
        "transferred": "`payload.call_transfer`",
        "unsafe": "redaction failed: all words of the call were dropped",
        "unanalysed": "the body has no analysis",
    }
)
"""What no single key states."""


def source_of(name: str) -> str:
    """Say in one line where a field comes from; empty when nothing fills it."""
    on_call = fields.ON_CALL.get(name, ())
    told = (
        f"call: {_listed(on_call)}" if on_call else "",
        f"analysis: {_listed(ANALYSIS[name])}" if name in ANALYSIS else "",
        ELSEWHERE.get(name, ""),
    )
    return "; ".join(one for one in told if one)


def _listed(keys: fields.Keys) -> str:
    return ", ".join(f"`{key}`" for key in keys)
