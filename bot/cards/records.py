"""What a card calls the record behind a handoff, and the figures it shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.cards.kit import Mrkdwn, join, say
from bot.cards.speech import money
from bot.cards.words import vendor_of, vendor_title
from bot.handoff.handoff import Handoff
from bot.handoff.plans import playbook_of
from bot.handoff.record import Record, RecordKind

NOUNS: Mapping[RecordKind, str] = MappingProxyType(
    {
        RecordKind.PAYMENT: "payment",
        RecordKind.INVOICE: "invoice",
        RecordKind.SUBSCRIPTION: "subscription",
        RecordKind.CUSTOMER: "customer",
        RecordKind.WALLET: "wallet",
    }
)


def noun_of(handoff: Handoff) -> str:
    """What the handoff is about: by its record, else by what its playbook looks for."""
    if handoff.record is not None:
        return NOUNS[handoff.record.kind]
    sought = playbook_of(handoff).records
    clear = len(sought) == 1 and handoff.ruling.vendor is not None
    return NOUNS[sought[0]] if clear else "record"


def figures(record: Record) -> Mrkdwn | None:
    """The record's amount, and what of it can still be refunded or is still to be paid.

    A wallet's sums are finer than any minor unit, so they are shown as the provider writes them.
    """
    if record.kind is RecordKind.WALLET and record.description:
        return say("{sums}", sums=record.description)
    if record.amount_minor is None or record.currency is None:
        return None
    total = say("*{amount}*", amount=money(record.amount_minor, record.currency))
    return join("\n", (total, _left(record, record.amount_minor, record.currency)))


def _left(record: Record, amount_minor: int, currency: str) -> Mrkdwn | None:
    if record.kind is RecordKind.PAYMENT:
        left, what = record.refundable_minor, "can still be refunded"
    else:
        left, what = record.remaining_minor, "is still to be paid"
    if left == amount_minor:
        return None
    return say("{left} of it {what}", left=money(left, currency), what=what)


def whose_record(handoff: Handoff, operation: str) -> str:
    """Say whose record an address is on: the system that mails may not be the one that holds it."""
    holder = vendor_title(handoff.ruling.vendor)
    return "its" if vendor_of(operation) == holder else f"{holder}'s"
