"""Claim and record side by side: who, how much, what for, until when, in what state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import LiteralString

from bot.cards.kit import (
    Mrkdwn,
    context,
    escape,
    fields,
    join,
    link,
    may_link,
    moment,
    on_day,
    say,
)
from bot.cards.outcome import acts_itself
from bot.cards.records import figures, noun_of
from bot.cards.speech import email, money, phone, reference, spoken
from bot.cards.words import RECORD_STATUSES, vendor_title
from bot.handoff.handoff import Handoff
from bot.handoff.record import Record
from bot.handoff.states import UNDECIDED
from bot.ports import Block


def fact_fields(handoff: Handoff) -> Block | None:
    """The two amounts beside each other, then who, what for, until when, in what state."""
    call, record = handoff.call, handoff.record
    named = (
        ("Caller says", _claimed(handoff)),
        ("On record", _on_record(handoff)),
        ("Customer", _customer(handoff)),
        ("Invoice or reference", _references(handoff)),
        (noun_of(handoff).capitalize(), _status(handoff, record)),
        ("Due", _due(record, call.due_date)),
    )
    known = [(label, value) for label, value in named if value]
    return fields(known) if known else None


def _claimed(handoff: Handoff) -> Mrkdwn | None:
    call = handoff.call
    if call.amount_minor is None:
        return say("no amount") if acts_itself(handoff) else None
    if call.currency is None:
        return say("an amount without a currency")
    return say("*{amount}*", amount=money(call.amount_minor, call.currency))


def _on_record(handoff: Handoff) -> Mrkdwn | None:
    record = handoff.record
    if record is None:
        return _no_record(handoff) if acts_itself(handoff) else None
    return figures(record)


def _no_record(handoff: Handoff) -> Mrkdwn:
    """Once it was decided nothing is waited for any more."""
    template: LiteralString = (
        "no {what} matched yet" if handoff.state in UNDECIDED else "no {what} was matched"
    )
    return say(template, what=noun_of(handoff))


def _customer(handoff: Handoff) -> Mrkdwn | None:
    """Who called; the name on record beside it where the two differ."""
    call, record = handoff.call, handoff.record
    claimed = spoken(handoff, call.customer)
    named = spoken(handoff, record.customer_name if record else None)
    differs = claimed and named and claimed.casefold() != named.casefold()
    shown = (
        join(", ", (claimed or named, spoken(handoff, call.account))),
        say("on record: {named}", named=named) if named and differs else None,
        email(handoff, call.email),
        phone(handoff, call.phone),
    )
    return join("\n", shown) or reference(handoff, record.customer_id if record else None)


def _references(handoff: Handoff) -> Mrkdwn | None:
    call, record = handoff.call, handoff.record
    named = [call.invoice_number, call.payment_id, call.subscription_id, call.order_ref]
    observed = [record.invoice_number, record.record_id] if record else []
    shown = [reference(handoff, one) for one in dict.fromkeys((*named, *observed))]
    return join("\n", shown) or None


def _status(handoff: Handoff, record: Record | None) -> Mrkdwn | None:
    if record is None:
        told = spoken(handoff, handoff.call.payment_status)
        return say("{told} (the caller says)", told=told) if told else None
    status = RECORD_STATUSES[record.status]
    paid = (
        say("{status} {on}", status=status, on=on_day(record.paid_at)) if record.paid_at else None
    )
    mode = None if record.livemode else say("test mode")
    shown = (paid or escape(status), _dispute(record), _duplicate(record), _mailed(record), mode)
    return join(" · ", shown)


def _dispute(record: Record) -> Mrkdwn | None:
    if not record.disputed:
        return None
    if record.evidence_due_at is None:
        return say("*dispute open*")
    return say("*dispute open*, answer by {when}", when=moment(record.evidence_due_at))


def _duplicate(record: Record) -> Mrkdwn | None:
    other = record.duplicate_of
    return say("equal to {other} shortly before", other=other) if other else None


def _mailed(record: Record) -> Mrkdwn | None:
    sent_at = record.last_sent_at
    return say("mailed {when}", when=moment(sent_at)) if sent_at else None


def _due(record: Record | None, claimed: date | datetime | None) -> Mrkdwn | None:
    """When it is due: as the provider shows it, else as the caller said."""
    if record is not None and record.due_at is not None:
        return moment(record.due_at)
    return moment(claimed) if claimed else None


def links(handoff: Handoff) -> Mrkdwn | None:
    """The pages for those with a login, each once."""
    call, record = handoff.call, handoff.record
    named = (
        (
            record.record_url if record else None,
            f"{noun_of(handoff).capitalize()} at {vendor_title(record.vendor if record else None)}",
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
