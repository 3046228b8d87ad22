"""Write `docs/fields.md`: each field of a billing call from DialNexa's body to the card.

`make docs` runs this. Where a field is drawn, what it decides and who sees it is found out by
drawing and deciding with it and without it, so the page says what the product does.
"""

# ruff: noqa: INP001 - a program beside the page it writes, in no package

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cards.card import draw_card
from bot.cards.more import more_modal
from bot.handoff.billing_call import BillingCall
from bot.handoff.handoff import Case, Handoff
from bot.handoff.matching import claim_of
from bot.handoff.ruling import Ruling
from bot.handoff.states import compute_state
from bot.handoff.summary import summary_of
from bot.handoff.words import Urgency, Workflow
from bot.intake import Billing, without_words
from bot.intake.sources import source_of
from bot.policy import evaluate, parse_policy
from bot.redaction import redact
from storage.documents import to_document
from storage.lookups import words_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fields.md"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)

DESIGNED = (
    "customer",
    "account",
    "email",
    "phone",
    "invoice_number",
    "payment_id",
    "subscription_id",
    "order_ref",
    "tax_region",
    "amount_minor",
    "currency",
    "due_date",
    "payment_status",
    "refund_reason",
    "dispute_reason",
    "credit_request",
    "approval_threshold",
    "finance_owner",
    "escalation_reason",
    "promised_next_step",
    "follow_up_deadline",
    "callback_expected",
    "urgency",
    "transcript_ref",
    "recording_ref",
    "call_id",
    "crm_url",
    "ticket_url",
    "platform_url",
    "record_url",
    "suppressed",
)
"""What every billing call is asked for, in the order of the cards."""

VALUES: Mapping[str, Any] = {
    "email": redact("dana@ternbooks.example"),
    "phone": redact("+13125550147"),
    "amount_minor": 24_900,
    "currency": "USD",
    "due_date": DAY,
    "approval_threshold": 100_000,
    "follow_up_deadline": DAY,
    "callback_expected": True,
    "urgency": Urgency.CRITICAL,
    "workflow": Workflow.CHARGE_DISPUTE,
    "workflow_confident": False,
    "suppressed": {"card": 2},
    "learned": ((redact("colour"), redact("green")),),
    "email_verified": True,
    "vip_claimed": True,
    "approval_required": True,
    "started_at": DAY,
    "duration_s": 61,
    "transferred": True,
    "unsafe": True,
    "unanalysed": True,
    "finance_owner": redact("omar@finance.example"),
    "direction": "inbound",
    "payment_id": redact("ch_tern_1"),
    "subscription_id": redact("sub_tern_1"),
    "invoice_number": redact("INV-501"),
    "order_ref": redact("ORD-77"),
    **{
        name: f"https://records.zendesk.com/{name}"
        for name in ("crm_url", "ticket_url", "platform_url", "record_url")
    },
    **{name: f"call_{name}" for name in ("call_id", "transcript_ref", "recording_ref")},
    "agent_id": "agent_tern",
}
"""Something telling for each field; any other gets a word of its own."""

NEEDS = {
    "approval_threshold": ("currency",),
    "amount_minor": ("currency",),
    "currency": ("amount_minor",),
}
"""What else must be known for a field to mean anything."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the page."""

    name: str
    source: str
    drawn: tuple[str, ...]
    written: tuple[str, ...]
    decides: bool
    seen: str
    is_kept: bool


def rows() -> tuple[Field, ...]:
    """Every field of a billing call, those that are asked for first."""
    others = [name for name in BillingCall.model_fields if name not in DESIGNED]
    return tuple(_row(name) for name in (*DESIGNED, *others))


def _row(name: str) -> Field:
    without = BillingCall(**_base(name))
    with_it = without.model_copy(update={name: value_of(name)})

    def differs(look: Callable[[BillingCall], object]) -> bool:
        return look(without) != look(with_it)

    return Field(
        name=name,
        source=source_of(name),
        drawn=tuple(place for place, look in DRAWN.items() if differs(look)),
        written=tuple(place for place, look in WRITTEN.items() if differs(look)),
        decides=differs(_ruled),
        seen=_seen(without, with_it, name),
        is_kept=_is_kept(with_it, name),
    )


def value_of(name: str) -> Any:
    """A value by which a field is recognised."""
    return VALUES[name] if name in VALUES else redact(f"the {name} as said")


def _base(name: str) -> dict[str, Any]:
    needed = {other: value_of(other) for other in NEEDS.get(name, ())}
    return {"call_id": "call_1", "workflow": Workflow.REFUND_REQUEST, **needed}


def _case(call: BillingCall, *, show_contacts: bool = False) -> Case:
    ruling = Ruling(
        policy_id="p",
        policy_hash="h",
        channel_id="C1",
        vendor="stripe",
        show_contacts=show_contacts,
    )
    handoff = Handoff(
        id="ho_1",
        call_id=call.call_id,
        workflow=call.workflow,
        call=call,
        ruling=ruling,
        looked_up=True,
        created_at=NOW,
        updated_at=NOW,
    )
    state = compute_state(Case(handoff=handoff))
    return Case(handoff=handoff.model_copy(update={"state": state}))


def _card(call: BillingCall, *, show_contacts: bool = False) -> str:
    message = draw_card(_case(call, show_contacts=show_contacts), now=NOW)
    return json.dumps(list(message.blocks), ensure_ascii=False)


def _more(call: BillingCall, *, show_contacts: bool = False) -> str:
    view = more_modal(_case(call, show_contacts=show_contacts), history=(), now=NOW)
    return json.dumps(view, ensure_ascii=False)


def _ruled(call: BillingCall) -> object:
    """What the default policy makes of it: rules, owner, approvers, reasons, deadline."""
    policy = parse_policy((ROOT / "policy.toml").read_text(encoding="utf-8"), name="policy.toml")
    found = evaluate(policy, call, NOW)
    return found.ruling, found.due_at, found.tier


DRAWN: Mapping[str, Callable[[BillingCall], object]] = {"the card": _card, "More": _more}
WRITTEN: Mapping[str, Callable[[BillingCall], object]] = {
    "the handoff": to_document,
    "the look-up index, hashed": lambda call: list(words_of(_case(call).handoff)),
    "the question to the provider": claim_of,
    "the provider's note": lambda call: summary_of(_case(call).handoff, (), NOW),
}


def _seen(without: BillingCall, call: BillingCall, name: str) -> str:
    """How much of a value the channel sees, found by looking for it."""
    if all(look(without) == look(call) for look in DRAWN.values()):
        return "nobody"
    word = str(value_of(name))
    open_to = _card(call, show_contacts=True) + _more(call, show_contacts=True)
    shut = _card(call) + _more(call)
    if word in shut:
        return "as it is"
    if word in open_to:
        return "masked, unless the policy shows contacts"
    return "in words"


def _is_kept(call: BillingCall, name: str) -> bool:
    """Whether it stays when the words of a call could not be made safe."""
    event = without_words(Billing(call, (), "", ""))
    return isinstance(event, Billing) and getattr(event.call, name) == getattr(call, name)


def page() -> str:
    """The whole page."""
    head = (
        "# Fields of a billing call\n\n"
        "Written by `make docs` from what the code does; a test fails when it is out of date.\n"
        "Everything here is the caller's claim, redacted before it is looked at. Of several keys\n"
        "the first that is filled counts, however it is spelt (`VIP Customer`, `vip-customer`).\n\n"
        "- *decides*: the default policy rules otherwise when the field is there.\n"
        "- *seen*: by whoever is in the card's channel. Links are drawn to known hosts only.\n"
        "- *kept*: stays when the words of a call could not be made safe and are dropped.\n\n"
        "The audit history holds what was decided, never a field of the call.\n\n"
        "| field | from DialNexa's body | drawn on | written to | decides | seen | kept |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
    )
    return head + "".join(_line(one) for one in rows())


def _line(row: Field) -> str:
    cells = (
        f"`{row.name}`",
        row.source,
        ", ".join(row.drawn) or "-",
        ", ".join(row.written),
        "yes" if row.decides else "-",
        row.seen,
        "yes" if row.is_kept else "-",
    )
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
