"""What must hold before each operation, in words, read off the tables that enforce it.

A plan's needs are looked at before its button is offered and once more before its first write
(`preconditions.py`); a required tick is the approver's; an occasion is what a paired system waits
for (`companions.py`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.companions import COMPANIONS, Companion, Occasion
from bot.handoff.playbooks import PLAYBOOKS, Condition, Need, Plan, Playbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WHEN: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.ALWAYS: "",
        Condition.DISPUTED: "while a dispute is open",
        Condition.CREDIT_WANTED: "where a credit was asked for and there is an invoice",
        Condition.PAUSED: "where the subscription is paused",
        Condition.DRAFT_ON_RECORD: "where it is a draft yet",
        Condition.INVOICE_ON_RECORD: "where it is invoiced already",
        Condition.LAPSED_ON_RECORD: "where the invoice ran out unpaid",
        Condition.NOBODY_ON_RECORD: "where nobody was found",
    }
)
NEEDS: Mapping[Need, str] = MappingProxyType(
    {
        Need.PAID: "paid",
        Need.NOT_DISPUTED: "no open dispute",
        Need.SOMETHING_LEFT: "something left",
        Need.SAME_CURRENCY: "the caller's currency",
        Need.PROVEN_DUPLICATE: "an equal payment shortly before",
        Need.EVIDENCE_WANTED: "evidence still taken",
        Need.INVOICED: "an invoice",
        Need.OPEN: "open",
        Need.NOTHING_OPEN: "none that can still be paid",
        Need.ISSUED: "issued",
        Need.IN_GOOD_STANDING: "in use",
        Need.PAUSED: "paused",
        Need.EMAIL_ON_RECORD: "an address on record",
        Need.MAILABLE: "one that the vendor mails",
        Need.FUNDED: "money in the wallet",
        Need.SELLER_SET: "a seller in the settings",
    }
)
OCCASIONS: Mapping[Occasion, str] = MappingProxyType(
    {
        Occasion.CARRIED_OUT: "what was approved worked",
        Occasion.SENT_AGAIN: "a document was sent by Resend",
        Occasion.REVIEW: "a person must look before anything can be approved",
        Occasion.REJECTED: "a person rejected it",
        Occasion.CAME_BACK: "what was accepted or done failed later",
    }
)
ANY_RECORD = "a record was found"


def in_words(needs: tuple[Need, ...]) -> str:
    """All of these needs: "paid, no open dispute"; empty for none."""
    return ", ".join(NEEDS[need] for need in needs)


def conditions(operation: str) -> tuple[str, ...]:
    """Every way in which it comes to this operation, each with all that must hold then."""
    found = (
        *(one for playbook in PLAYBOOKS.values() for one in _of_playbook(playbook, operation)),
        *(_of_companion(one) for one in COMPANIONS if one.operation == operation),
    )
    return tuple(dict.fromkeys(found))


def _of_playbook(playbook: Playbook, operation: str) -> Iterator[str]:
    for plan in playbook.plans:
        if operation in plan.operations:
            yield _of_plan(plan)
    if operation in playbook.resend:
        yield in_words(playbook.resend_needs) or ANY_RECORD
    if playbook.mailed_needs and operation in playbook.mailed().resend:
        yield in_words(playbook.mailed_needs)


def _of_plan(plan: Plan) -> str:
    form = plan.form.fields if plan.form else ()
    ticked = ", ".join(
        f'"{field.label}"' for field in form if field.kind == "confirm" and field.required
    )
    parts = (WHEN[plan.when], in_words(plan.needs), f"ticked: {ticked}" if ticked else "")
    return "; ".join(part for part in parts if part) or ANY_RECORD


def besides(companion: Companion) -> str:
    """What must hold beside its occasion; empty for nothing."""
    reply = ", and the approver wrote a reply" if companion.reply else ""
    address = ", and an address is on record" if companion.mails else ""
    return f"{reply}{address}"


def _of_companion(companion: Companion) -> str:
    after = f" ({', '.join(companion.after)})" if companion.after else ""
    calls = ", ".join(kind.value.replace("_", " ") for kind in companion.workflows)
    kinds = f"; calls: {calls}" if calls else ""
    return f"{OCCASIONS[companion.occasion]}{after}{besides(companion)}{kinds}"
