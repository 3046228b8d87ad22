"""Views: everything is filled in, so that one press is enough wherever policy lets it be.

Opening one decides nothing. `private_metadata` holds what the view is bound to, like a button.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.cards import names
from bot.cards.asking import missing, title_of
from bot.cards.doubts import linked
from bot.cards.facts import fact_fields
from bot.cards.forms import form_blocks
from bot.cards.kit import (
    MAX_TITLE,
    Mrkdwn,
    amount_input,
    bullets,
    context,
    join,
    mask_email,
    modal,
    moment,
    option,
    plain,
    reason_input,
    say,
    section,
    select,
    select_input,
)
from bot.cards.more import bound_to, more_modal, notice_modal
from bot.cards.records import noun_of, whose_record
from bot.cards.speech import money, spoken
from bot.cards.words import beside, duration, role_title, roughly, thing_of, vendor_of, vendor_title
from bot.handoff.approvals import Verdict
from bot.handoff.companions import Occasion, companions_of, takers_of_reply
from bot.handoff.handoff import Case, Handoff
from bot.handoff.plans import form_of, playbook_of, resend_obstacles
from bot.handoff.playbooks import Amount, Plan
from bot.handoff.record import Record
from bot.handoff.ruling import ApprovalStep
from bot.handoff.states import linked_money
from bot.money import format_money, to_major
from bot.ports import Block

__all__ = [
    "approve_modal",
    "escalate_modal",
    "more_modal",
    "notice_modal",
    "resend_modal",
]


# --- approve ----------------------------------------------------------------------------------


def approve_modal(
    case: Case,
    *,
    plan: Plan,
    verdict: Verdict,
    amount_minor: int | None,
    ceiling_minor: int | None,
    now: datetime,
) -> dict[str, Any]:
    """The form behind Approve: both amounts, what is to be sent, what will happen, a reason.

    `amount_minor` and `ceiling_minor` are minor units of the record's currency; nothing may be
    approved above the ceiling. Without a right or anything left it is a view that says so.
    """
    if verdict.sentence is not None:
        return notice_modal("You cannot approve this", say("{why}", why=verdict.sentence))
    if ceiling_minor is not None and ceiling_minor <= 0:
        return notice_modal("Nothing to approve", say("Nothing is left that could be sent."))
    if amount_minor is not None:
        amount_minor = max(1, min(amount_minor, ceiling_minor or amount_minor))
    record = case.handoff.record
    blocks = (
        fact_fields(case.handoff),
        _amount(case, plan, amount_minor, ceiling_minor),
        *form_blocks(form_of(case.handoff, plan), case.handoff),
        _what_will_happen(case, plan, verdict, amount_minor, ceiling_minor),
        linked(case),
        _reason(case),
        _as_read(record, now) if record else None,
    )
    return modal(
        _title("Approve", thing_of(plan.operations[0])),
        [block for block in blocks if block],
        callback_id=names.APPROVE_SUBMIT,
        private_metadata=bound_to(case),
        submit="Approve",
        close="Not now",
    )


def _amount_text(amount_minor: int, currency: str) -> str:
    """As the input takes it: major units, all decimals, no grouping; `read_typed` reads it back."""
    return f"{to_major(amount_minor, currency):f}"


MOST_MINOR = 10**12
"""Where nothing on record bounds a sum, the input still needs an end."""


def _amount(
    case: Case, plan: Plan, amount_minor: int | None, ceiling_minor: int | None
) -> Block | None:
    """The sum to send; one that cannot be other than it is, is only said."""
    currency = _currency(case)
    if plan.amount is None:
        return None
    if plan.amount is Amount.REMAINING:
        return section(say("*Amount:* {amount}", amount=money(amount_minor or 0, currency)))
    hint = (
        f"At most {format_money(ceiling_minor, currency)}; less is fine."
        if ceiling_minor is not None
        else "The caller named it; write what is right."
    )
    return amount_input(
        names.AMOUNT_BLOCK,
        names.AMOUNT_INPUT,
        f"Amount in {currency}",
        initial=_amount_text(amount_minor, currency) if amount_minor is not None else None,
        least=_amount_text(1, currency),
        most=_amount_text(ceiling_minor or MOST_MINOR, currency),
        hint=hint,
    )


def _what_will_happen(
    case: Case,
    plan: Plan,
    verdict: Verdict,
    amount_minor: int | None,
    ceiling_minor: int | None,
) -> Block:
    """In order, for what is filled in; then what a larger amount would need."""
    currency = _currency(case) if plan.amount else None
    left = missing(case, amount_minor, currency, and_role=verdict.role)
    told = (_needs(case, left), *_steps(case, plan))
    numbered = (
        say("{number}. {what}", number=number, what=what)
        for number, what in enumerate((one for one in told if one), 1)
    )
    above = _above(case, amount_minor, ceiling_minor, left) if plan.amount else None
    voids = _voids(case.handoff, plan) if case.approvals else None
    return section(join("\n", (say("*What will happen*"), *numbered, above, voids)))


def _voids(handoff: Handoff, plan: Plan) -> str | None:
    """What a second approver may change, at what price."""
    if form_of(handoff, plan) is not None:
        return "What is filled in differently takes back the approvals given so far."
    settable = plan.amount in {Amount.REFUNDABLE, Amount.CLAIMED}
    return "Another amount takes back the approvals given so far." if settable else None


def _title(verb: str, thing: str) -> str:
    """`Approve the refund`; where that is too long for a title, the verb alone."""
    title = f"{verb} the {thing}"
    return title if len(title) <= MAX_TITLE else verb


def _needs(case: Case, left: Sequence[ApprovalStep]) -> Mrkdwn | None:
    if not left:
        return None
    roles = join(" and ", (title_of(case.handoff, one.role) for one in left))
    return say("*A second approver is needed:* {roles}. Nothing is sent before that.", roles=roles)


def _steps(case: Case, plan: Plan) -> list[Mrkdwn | None]:
    """The cancel window, the last check, each call, and what is shown of it."""
    handoff = case.handoff
    calls = [
        say("{vendor} is asked for the {thing}.", vendor=vendor_of(one), thing=thing_of(one))
        for one in plan.operations
    ]
    check = say(
        "The {noun} is read once more; if it changed, nothing is sent.", noun=noun_of(handoff)
    )
    return [
        _window(handoff),
        check if handoff.record else None,
        *calls,
        *_beside(handoff, plan),
        say("The card shows what came of it."),
    ]


def _beside(handoff: Handoff, plan: Plan) -> list[Mrkdwn]:
    """What the paired systems get once the above worked."""
    asked = companions_of(
        handoff.ruling.paired,
        handoff.workflow,
        Occasion.CARRIED_OUT,
        plan.operations,
        addressed=bool(handoff.record and handoff.record.customer_email),
    )
    told = [say(beside(one), vendor=vendor_of(one), thing=thing_of(one)) for one in asked]
    takers = takers_of_reply(handoff.ruling.paired, handoff.workflow, plan.operations)
    replies = [
        say("A reply, if one is written, goes to the customer by {vendor}.", vendor=vendor_of(one))
        for one in takers
    ]
    return [*told, *replies]


def _window(handoff: Handoff) -> Mrkdwn:
    if not handoff.ruling.cancel_window:
        return say("It is sent at once and cannot be cancelled.")
    window = duration(handoff.ruling.cancel_window)
    return say("For {window} it can be cancelled on the card.", window=window)


def _above(
    case: Case,
    amount_minor: int | None,
    ceiling_minor: int | None,
    left: Sequence[ApprovalStep],
) -> Mrkdwn | None:
    """Say which further approvals a larger amount, up to the ceiling, would ask for."""
    currency = _currency(case)
    most_minor = MOST_MINOR if ceiling_minor is None else ceiling_minor
    told = [
        say(
            "Above {amount} {role} has to approve too.",
            amount=money(threshold, currency),
            role=title_of(case.handoff, step.role),
        )
        for step in case.handoff.ruling.approvals
        if step not in left
        and (threshold := (step.above_minor or {}).get(currency)) is not None
        and (amount_minor or 0) <= threshold < most_minor
    ]
    return join("\n", told) or None


def _currency(case: Case) -> str:
    record = case.handoff.record
    return (record.currency if record else None) or case.handoff.currency or ""


def _reason(case: Case) -> Block:
    linked_before = linked_money(case)
    required = case.handoff.ruling.reason_required or linked_before
    hint = (
        "Needed: money was approved on this payment in another handoff."
        if linked_before
        else "Needed by policy."
        if required
        else None
    )
    return reason_input(
        names.REASON_BLOCK, names.REASON_INPUT, "Reason", required=required, hint=hint
    )


def _as_read(record: Record, now: datetime) -> Block:
    """How old the figures on the form are."""
    vendor, age = vendor_title(record.vendor), roughly(now - record.observed_at)
    return context(say("As {vendor} showed it {age} ago.", vendor=vendor, age=age))


# --- escalate ---------------------------------------------------------------------------------


def escalate_modal(case: Case) -> dict[str, Any]:
    """The form behind Escalate: who takes over, and why."""
    handoff = case.handoff
    options = [
        made
        for one in handoff.ruling.escalation
        if (made := option(plain(one.title) or role_title(one.role), one.role))
    ]
    if not options:
        return notice_modal("Escalate", say("The policy names nobody to escalate this to."))
    chosen = next((one for one in options if one["value"] != handoff.owner_role), options[0])
    target = select(names.TARGET_INPUT, "Who takes over", options, chosen=chosen)
    why = spoken(handoff, handoff.call.escalation_reason, 500)
    return modal(
        "Escalate",
        [
            select_input(names.TARGET_BLOCK, "Who takes over", target),
            reason_input(
                names.REASON_BLOCK,
                names.REASON_INPUT,
                "Why",
                required=True,
                initial=_unescaped(why) if why else None,
            ),
            context(say("They become the owner and are told. Approvals given so far stay.")),
        ],
        callback_id=names.ESCALATE_SUBMIT,
        private_metadata=bound_to(case),
        submit="Escalate",
        close="Not now",
    )


def _unescaped(text: Mrkdwn) -> str:
    """Inputs show text as it is: entities would be seen as typed."""
    return text.replace("&lt;", "‹").replace("&gt;", "›").replace("&amp;", "&")  # noqa: RUF001 - look-alikes on purpose


# --- resend -----------------------------------------------------------------------------------


def resend_modal(
    case: Case,
    *,
    recipient: str | None,
    sent_before: Sequence[datetime],
    unsure_before: Sequence[datetime] = (),
) -> dict[str, Any]:
    """The question behind Resend; `recipient` is the address on the provider's record.

    `unsure_before` are the times when nobody knows whether it went out.
    """
    handoff = case.handoff
    resend = playbook_of(handoff).resend
    if not resend or handoff.record is None:
        return notice_modal("Resend", say("There is no document to send for this handoff."))
    if not recipient:
        return notice_modal(
            "Resend",
            say("The record has no e-mail address, so nothing can be sent."),
        )
    against = resend_obstacles(handoff)
    if against:
        return notice_modal("Resend", say("{why}", why=against[0]))
    address = recipient if handoff.ruling.show_contacts else mask_email(recipient)
    told = say(
        "{vendor} sends the {thing} to *{address}*, the address on {whose} record. "
        "It is read once more when it is sent.",
        vendor=vendor_of(resend[0]),
        thing=thing_of(resend[0]),
        whose=whose_record(handoff, resend[0]),
        address=address,
    )
    return modal(
        _title("Resend", thing_of(resend[0])),
        [section(told), *_before(sent_before, unsure_before)],
        callback_id=names.RESEND_SUBMIT,
        private_metadata=bound_to(case),
        submit="Send again" if sent_before or unsure_before else "Send",
        close="Not now",
    )


def _before(sent: Sequence[datetime], unsure: Sequence[datetime]) -> Sequence[Block]:
    """What a second mail would come on top of."""
    told = (
        say("*It was sent before:*\n{when}", when=_listed(sent)) if sent else None,
        say("*It may have been sent before:*\n{when}", when=_listed(unsure)) if unsure else None,
    )
    if not any(told):
        return ()
    return (section(join("\n", (*told, say("Send it once more?")))),)


def _listed(times: Sequence[datetime]) -> Mrkdwn:
    return bullets(moment(one) for one in times[-5:])
