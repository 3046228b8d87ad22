"""What is known: claim and record side by side, what was asked, learned, removed and doubted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.cards.kit import (
    Mrkdwn,
    bullets,
    context,
    day,
    escape,
    fields,
    join,
    link,
    mask_contacts,
    mask_email,
    mask_phone,
    may_link,
    mention,
    moment,
    say,
    section,
)
from bot.cards.outcome import acts_itself, closed, money
from bot.cards.words import (
    BECAME,
    PAYMENT_STATUSES,
    REVIEW_REASONS,
    WORKFLOWS,
    suppressed,
    vendor_title,
)
from bot.handoff.billing_call import BillingCall
from bot.handoff.handoff import Case, Handoff
from bot.handoff.record import PaymentRecord
from bot.handoff.states import UNDECIDED
from bot.handoff.words import ReviewReason, State
from bot.ports import Block, Stop

MAX_SUMMARY = 900
MAX_VALUE = 160
MAX_LEARNED = 6
MAX_LINKED = 3
MAX_WHY = 8
_ID = re.compile(r"[A-Za-z0-9][\w./#:-]{0,79}", re.ASCII)

MONEY_STATES = frozenset(
    {
        State.AWAITING_NEXT,
        State.SCHEDULED,
        State.EXECUTING,
        State.SUBMITTED,
        State.SUCCEEDED,
        State.PARTLY_DONE,
        State.UNKNOWN,
    }
)
"""States in which money was approved, is moving, moved, or may have."""


def linked_money(case: Case) -> bool:
    """Tell whether another handoff about this payment has money approved, moving or moved."""
    return any(one.state in MONEY_STATES for one in case.linked)


# --- foreign words ----------------------------------------------------------------------------


def spoken(handoff: Handoff, text: str | None, limit: int = MAX_VALUE) -> Mrkdwn | None:
    """Free text of the call: nothing of it when it could not be made safe, contacts masked."""
    if not text or handoff.call.unsafe:
        return None
    shown = text if handoff.ruling.show_contacts else mask_contacts(text[: 4 * limit])
    return escape(shown, limit) or None


def reference(handoff: Handoff, text: str | None) -> Mrkdwn | None:
    """An id as it was given; of a call that could not be made safe only what is shaped like one."""
    if handoff.call.unsafe:
        return escape(text) if text and _ID.fullmatch(text) else None
    return spoken(handoff, text, 80)


def email(handoff: Handoff, address: str | None) -> Mrkdwn | None:
    """An e-mail address, masked unless the policy lets this channel see it."""
    if not address or handoff.call.unsafe:
        return None
    return escape(address if handoff.ruling.show_contacts else mask_email(address), 120)


def phone(handoff: Handoff, number: str | None) -> Mrkdwn | None:
    """A phone number, likewise."""
    if not number or handoff.call.unsafe:
        return None
    return escape(number if handoff.ruling.show_contacts else mask_phone(number), 40)


# --- claim and record -------------------------------------------------------------------------


def fact_fields(handoff: Handoff) -> Block:
    """The two amounts beside each other, then who, what for, until when, in what state."""
    call, record = handoff.call, handoff.record
    named = (
        ("Caller says", _claimed(call)),
        ("On record", _on_record(handoff)),
        ("Customer", _customer(handoff)),
        ("Invoice or reference", _references(handoff)),
        ("Payment", _status(handoff, record)),
        ("Due", _due(call.due_date)),
    )
    return fields((label, value) for label, value in named if value)


def _claimed(call: BillingCall) -> Mrkdwn:
    if call.amount_minor is None:
        return say("no amount")
    if call.currency is None:
        return say("an amount without a currency")
    return say("*{amount}*", amount=money(call.amount_minor, call.currency))


def _on_record(handoff: Handoff) -> Mrkdwn | None:
    record = handoff.record
    if record is None:
        return say("no payment matched yet") if acts_itself(handoff) else None
    total = say("*{amount}*", amount=money(record.amount_minor, record.currency))
    return join("\n", (total, _given_back(record)))


def _given_back(record: PaymentRecord) -> Mrkdwn | None:
    if record.refundable_minor == record.amount_minor:
        return None
    left = money(record.refundable_minor, record.currency)
    return say("{left} of it can still be refunded", left=left)


def _customer(handoff: Handoff) -> Mrkdwn | None:
    call, record = handoff.call, handoff.record
    name = spoken(handoff, call.customer) or spoken(
        handoff, record.customer_name if record else None
    )
    shown = join(
        "\n",
        (
            join(", ", (name, spoken(handoff, call.account))),
            join(" · ", (email(handoff, call.email), phone(handoff, call.phone))),
        ),
    )
    return shown or reference(handoff, record.customer_id if record else None)


def _references(handoff: Handoff) -> Mrkdwn | None:
    call, record = handoff.call, handoff.record
    named = [call.invoice_number, call.payment_id, call.subscription_id, call.order_ref]
    observed = [record.invoice_number, record.payment_id] if record else []
    shown = [reference(handoff, one) for one in dict.fromkeys((*named, *observed))]
    return join("\n", shown) or None


def _status(handoff: Handoff, record: PaymentRecord | None) -> Mrkdwn | None:
    if record is None:
        told = spoken(handoff, handoff.call.payment_status)
        return say("{told} (the caller says)", told=told) if told else None
    status = PAYMENT_STATUSES[record.status]
    paid = say("{status} {day}", status=status, day=day(record.paid_at)) if record.paid_at else None
    mode = None if record.livemode else say("test mode")
    dispute = say("*dispute open*") if record.disputed else None
    return join(" · ", (paid or escape(status), dispute, mode))


def _due(due: date | datetime | None) -> Mrkdwn | None:
    return moment(due) if due else None


# --- the call ---------------------------------------------------------------------------------


def asked(handoff: Handoff) -> Block | None:
    """What the caller asked, as the call's summary tells it."""
    if handoff.call.unsafe:
        return section(
            say(
                "*The words of this call could not be made safe.* "
                "Only ids, amounts and dates are shown."
            )
        )
    summary = spoken(handoff, handoff.call.summary, MAX_SUMMARY)
    return section(say("*What the caller asked*\n{summary}", summary=summary)) if summary else None


def learned(handoff: Handoff) -> Block | None:
    """What DialNexa learned besides, most telling first; the rest is under More."""
    found = learned_pairs(handoff)
    if not found:
        return None
    shown = [say("{label}: {value}", label=label, value=value) for label, value in found]
    more = len(shown) - MAX_LEARNED
    rest = say("and {more} more under More", more=more) if more > 0 else None
    listed = bullets([*shown[:MAX_LEARNED], *([rest] if rest else [])])
    return section(say("*What DialNexa learned*\n{listed}", listed=listed))


def learned_pairs(handoff: Handoff) -> list[tuple[str, Mrkdwn]]:
    """All that the call says besides identity, amount and dates: our label, the caller's words."""
    call = handoff.call
    told = (
        ("Reason for the refund", spoken(handoff, call.refund_reason)),
        ("Reason for the dispute", spoken(handoff, call.dispute_reason)),
        ("Credit wanted", spoken(handoff, call.credit_request)),
        ("Why it was escalated", spoken(handoff, call.escalation_reason)),
        ("Promised next step", spoken(handoff, call.promised_next_step)),
        ("Expects a call back", _yes_no(call.callback_expected)),
        ("Says to be a VIP", say("yes, not confirmed") if call.vip_claimed else None),
        ("E-mail confirmed in the call", _yes_no(call.email_verified)),
        ("Handed to a person in the call", say("yes") if call.transferred else None),
        ("Tax region", spoken(handoff, call.tax_region)),
    )
    pairs = [(label, value) for label, value in told if value]
    return pairs + [
        (escape(label, 40), value)
        for label, text in call.learned
        if (value := spoken(handoff, text)) and not call.unsafe
    ]


def _yes_no(answer: bool | None) -> Mrkdwn | None:  # noqa: FBT001 - the answer is the subject
    return None if answer is None else say("yes") if answer else say("no")


def removed(handoff: Handoff) -> Mrkdwn | None:
    """What was taken out of the words of the call: kinds and counts, never values."""
    found = sorted((kind, count) for kind, count in handoff.call.suppressed.items() if count > 0)
    if not found:
        return None
    kinds = join(", ", (suppressed(kind, count) for kind, count in found[:10]))
    return say("Removed for safety: {kinds}", kinds=kinds)


# --- doubts -----------------------------------------------------------------------------------


def why_look(handoff: Handoff) -> Block | None:
    """Why a person must look; after the decision only what changed since."""
    if handoff.state in UNDECIDED:
        return _listed(
            "Why a person must look", (*handoff.unmet, *handoff.notes, *_reasons(handoff))
        )
    return _listed("To know", handoff.notes)


def _reasons(handoff: Handoff) -> list[str]:
    """Reasons as sentences, without what is said elsewhere on the card."""
    told = {ReviewReason.NOT_MADE_SAFE} if handoff.call.unsafe else set()
    if handoff.notes or (handoff.record is None and acts_itself(handoff)):
        told.add(ReviewReason.LOW_CONFIDENCE_MATCH)
    return [REVIEW_REASONS[one] for one in handoff.review_reasons if one not in told]


def _listed(title: str, sentences: Sequence[str]) -> Block | None:
    told = [closed(one) for one in dict.fromkeys(sentences)]
    if not told:
        return None
    return section(say("*{title}*\n{told}", title=title, told=bullets(told[:MAX_WHY])))


def linked(case: Case) -> Block | None:
    """Earlier calls about the same payment: what they asked for and what became of it."""
    if not case.linked:
        return None
    told = [_linked_one(one) for one in case.linked[-MAX_LINKED:]]
    warning = (
        say("*Money was approved there.* Approving here needs a different person and a reason.")
        if linked_money(case) and case.handoff.state in UNDECIDED
        else None
    )
    listed = join("\n", (bullets(told), warning))
    title = say("*Other calls about this payment: {count}*", count=len(case.linked))
    return section(join("\n", (title, listed)))


def _linked_one(other: Handoff) -> Mrkdwn:
    amount = (
        say(" over {amount}", amount=money(other.amount_minor, other.currency))
        if other.amount_minor is not None and other.currency is not None
        else Mrkdwn()
    )
    return say(
        "{workflow}{amount}, {day}: {became} ({call})",
        workflow=WORKFLOWS[other.workflow],
        amount=amount,
        day=day(other.created_at),
        became=BECAME[other.state],
        call=other.call_id,
    )


def standing_stops(case: Case, stops: Iterable[Stop]) -> Block | None:
    """Every stop that keeps money of this handoff from being sent."""
    vendor = case.handoff.ruling.vendor
    hit = [one for one in stops if one.vendor is None or one.vendor == vendor]
    if not hit or not acts_itself(case.handoff) or case.handoff.state in _NOTHING_TO_SEND:
        return None
    return section(join("\n", map(_stop, hit[:2])))


_NOTHING_TO_SEND = frozenset({State.SUCCEEDED, State.SUBMITTED, State.REJECTED, State.LOGGED})


def _stop(stop: Stop) -> Mrkdwn:
    where = vendor_title(stop.vendor) if stop.vendor else "every provider"
    return say(
        "*Money is stopped* at {where} by {who}, {when}: {reason} "
        "Nothing is sent before another person resumes it.",
        where=where,
        who=mention(stop.actor),
        when=moment(stop.at),
        reason=closed(stop.reason),
    )


# --- links ------------------------------------------------------------------------------------


def links(handoff: Handoff) -> Mrkdwn | None:
    """The pages for those with a login, each once."""
    call, record = handoff.call, handoff.record
    named = (
        (
            record.record_url if record else None,
            f"Payment at {vendor_title(record.vendor if record else None)}",
        ),
        (call.record_url, "Record"),
        (call.crm_url, "CRM"),
        (call.ticket_url, "Ticket"),
        (call.platform_url, "Payment platform"),
    )
    pages = {url: label for url, label in reversed(named) if may_link(url)}
    return join("  ·  ", [link(url, label) for url, label in reversed(pages.items())]) or None


def small_print(texts: Iterable[Mrkdwn | None]) -> Block | None:
    """Remarks in small letters; nothing when there are none."""
    there = [text for text in texts if text]
    return context(*there) if there else None
