"""Which plan of a playbook applies to a handoff as it is, and what stands against it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.companions import takers_of_reply
from bot.handoff.forms import Form, with_reply
from bot.handoff.operations import MONEY_OPERATIONS
from bot.handoff.playbooks import MAILER, Amount, Condition, Plan, Playbook, playbook_for
from bot.handoff.preconditions import obstacles
from bot.handoff.record import RecordKind, RecordStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.handoff.billing_call import BillingCall
    from bot.handoff.handoff import Handoff
    from bot.handoff.record import Record


def playbook_of(handoff: Handoff) -> Playbook:
    """The playbook of the handoff's workflow at the vendor of its destination.

    What that does not mail of itself, a mailbox that it is paired with does.
    """
    playbook, record = playbook_for(handoff.workflow, handoff.ruling.vendor), handoff.record
    mails = bool(playbook.resend) and (record is None or record.mailable)
    paired = bool(playbook.mailed_needs) and MAILER in handoff.ruling.pairings
    return playbook.mailed() if paired and not mails else playbook


def plan_of(handoff: Handoff) -> Plan | None:
    """What an approval would cause now; None: nothing can be approved."""
    plans = playbook_of(handoff).plans
    return next((plan for plan in plans if _APPLIES[plan.when](handoff)), None)


def form_of(handoff: Handoff, plan: Plan) -> Form | None:
    """What an approver is asked beside amount and reason."""
    takers = takers_of_reply(handoff.ruling.paired, handoff.workflow, plan.operations)
    return with_reply(plan.form) if takers else plan.form


def plan_obstacles(handoff: Handoff) -> tuple[str, ...]:
    """Say what stands against the plan, from the record the handoff has."""
    plan, record = plan_of(handoff), handoff.record
    if plan is None:
        return ()
    unclaimed = _unclaimed(handoff.call, record) if plan.amount is Amount.CLAIMED else ()
    if record is None:
        return (*_untold(handoff.call, plan), *unclaimed)
    return (*obstacles(plan.needs, record, handoff.call.currency), *unclaimed)


def _untold(call: BillingCall, plan: Plan) -> tuple[str, ...]:
    """What is missing of somebody of whom nothing but the call can tell."""
    fields = plan.form.fields if plan.form else ()
    asked = (one for one in fields if one.required and one.from_call)
    return tuple(
        f"The caller gave no {one.label.lower()}, so too little is known for a new record."
        for one in asked
        if not getattr(call, one.from_call or "")
    )


def _unclaimed(call: BillingCall, record: Record | None) -> tuple[str, ...]:
    """What is missing of a sum that nothing but the call can tell: whoever sets it is a maker."""
    told = (
        None if call.amount_minor else "The caller named no amount, so there is none to approve.",
        None if (record and record.currency) or call.currency else "The caller named no currency.",
    )
    return tuple(sentence for sentence in told if sentence)


def resend_obstacles(handoff: Handoff) -> tuple[str, ...]:
    """Say what stands against sending the document; nothing when there is none to send."""
    playbook, record = playbook_of(handoff), handoff.record
    if not playbook.resend or record is None:
        return ()
    return obstacles(playbook.resend_needs, record, None)


def offers_resend(handoff: Handoff) -> bool:
    """True when there is a document, a record with an address, and nothing against it."""
    offered = bool(playbook_of(handoff).resend) and handoff.record is not None
    return offered and not resend_obstacles(handoff) and handoff.ruling.refused is None


def amount_of(plan: Plan, record: Record | None, claimed_minor: int | None) -> int | None:
    """The sum an approval starts from, in minor units; None: the plan has none."""
    if plan.amount is Amount.CLAIMED:
        return claimed_minor
    if record is None or plan.amount is None:
        return None
    refunds = plan.amount is Amount.REFUNDABLE
    return record.refundable_minor if refunds else record.remaining_minor


def moves_money(handoff: Handoff) -> bool:
    """Tell whether an approval of this handoff moves money."""
    plan = plan_of(handoff)
    return plan is not None and bool(set(plan.operations) & MONEY_OPERATIONS)


def may_move_money(handoff: Handoff) -> bool:
    """Tell whether an approval could move money; before a plan is clear, whether any plan does.

    Where no vendor is chosen yet nobody can say that it does not.
    """
    if handoff.ruling.vendor is None:
        return True
    if plan_of(handoff) is not None:
        return moves_money(handoff)
    plans = playbook_of(handoff).plans
    return any(set(plan.operations) & MONEY_OPERATIONS for plan in plans)


def _is_disputed(handoff: Handoff) -> bool:
    return handoff.record is not None and handoff.record.disputed


def _wants_credit(handoff: Handoff) -> bool:
    record = handoff.record
    asked = (handoff.call.credit_request or "no").strip().casefold() not in _NO
    return record is not None and bool(record.invoice_id) and asked


_NO = frozenset({"no", "none", "false", "n/a", "0"})


def _is_paused(handoff: Handoff) -> bool:
    record = handoff.record
    return record is not None and RecordStatus.PAUSED in {record.status, record.subscription_status}


def _is_drafted(handoff: Handoff) -> bool:
    return _is_invoiced(handoff) and _record_is(handoff, RecordStatus.DRAFT)


def _is_lapsed(handoff: Handoff) -> bool:
    return _is_invoiced(handoff) and _record_is(handoff, RecordStatus.VOID)


def _record_is(handoff: Handoff, status: RecordStatus) -> bool:
    return handoff.record is not None and handoff.record.status is status


def _is_invoiced(handoff: Handoff) -> bool:
    return handoff.record is not None and handoff.record.kind is RecordKind.INVOICE


def _knows_nobody(handoff: Handoff) -> bool:
    return handoff.looked_up and handoff.record is None and not handoff.candidates


_APPLIES: Mapping[Condition, Callable[[Handoff], bool]] = MappingProxyType(
    {
        Condition.ALWAYS: lambda handoff: handoff.record is not None,
        Condition.DISPUTED: _is_disputed,
        Condition.CREDIT_WANTED: _wants_credit,
        Condition.PAUSED: _is_paused,
        Condition.DRAFT_ON_RECORD: _is_drafted,
        Condition.INVOICE_ON_RECORD: _is_invoiced,
        Condition.LAPSED_ON_RECORD: _is_lapsed,
        Condition.NOBODY_ON_RECORD: _knows_nobody,
    }
)
