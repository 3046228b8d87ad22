"""What must hold before something is done: read before the offer and again before the write."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.playbooks import Amount, Need, Plan
from bot.handoff.record import RecordKind, RecordStatus
from bot.money import format_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.handoff.record import Record

_NOUNS: Mapping[RecordKind, str] = MappingProxyType(
    {
        RecordKind.PAYMENT: "payment",
        RecordKind.INVOICE: "invoice",
        RecordKind.SUBSCRIPTION: "subscription",
        RecordKind.CUSTOMER: "customer's record",
        RecordKind.WALLET: "wallet",
    }
)


def obstacles(needs: Iterable[Need], record: Record, currency: str | None) -> tuple[str, ...]:
    """List, as sentences, which needs the record does not meet; `currency` is the caller's."""
    found = (_NEEDS[need](record, currency) for need in needs)
    return tuple(sentence for sentence in found if sentence)


def changed_since_approval(
    plan: Plan, approved: Record, fresh: Record, amount_minor: int | None
) -> tuple[str, ...]:
    """List what a fresh look at the record shows against doing exactly what was approved."""
    found = (
        *obstacles(plan.needs, fresh, approved.currency),
        _other_amount(plan, fresh, amount_minor),
        _other_customer(approved, fresh),
        _other_address(plan, approved, fresh),
    )
    return tuple(dict.fromkeys(sentence for sentence in found if sentence))


def document_obstacles(needs: Iterable[Need], shown: Record, fresh: Record) -> tuple[str, ...]:
    """List what a fresh look shows against mailing the document of the record that was shown."""
    other = (
        (f"The {_noun(fresh)} now belongs to another customer than when this was asked for.",)
        if shown.customer_id != fresh.customer_id
        else ()
    )
    return (*other, *obstacles(needs, fresh, None))


def _noun(record: Record) -> str:
    return _NOUNS[record.kind]


def _not_paid(record: Record, _currency: str | None) -> str | None:
    if record.status is RecordStatus.PAID:
        return None
    return f"The {_noun(record)} is {_in_words(record.status)}, not paid."


def _in_words(status: RecordStatus) -> str:
    return status.value.replace("_", " ")


def _disputed(record: Record, _currency: str | None) -> str | None:
    return (
        "A dispute is open on this payment: a refund could pay twice." if record.disputed else None
    )


def _nothing_left(record: Record, _currency: str | None) -> str | None:
    if record.amount_minor is None:
        return "The record shows no amount, so none can be approved."
    if record.kind is RecordKind.PAYMENT:
        return _nothing_to_refund(record)
    return None if record.remaining_minor > 0 else "Nothing is left to pay on it."


def _nothing_to_refund(record: Record) -> str | None:
    if record.refundable_minor > 0:
        return None
    given_back = _money(record, (record.amount_minor or 0) - record.refundable_minor)
    return f"Nothing is left to refund: {given_back} was already given back."


def _money(record: Record, amount_minor: int) -> str:
    return format_money(amount_minor, record.currency or "")


def _other_currency(record: Record, currency: str | None) -> str | None:
    if currency is None or record.currency is None or currency == record.currency:
        return None
    return f"The request is in {currency}, the {_noun(record)} in {record.currency}."


def _no_duplicate(record: Record, _currency: str | None) -> str | None:
    if record.duplicate_of is not None:
        return None
    return "No equal payment was found shortly before it, so it is not proven to be a duplicate."


def _no_evidence_wanted(record: Record, _currency: str | None) -> str | None:
    due_at = record.evidence_due_at
    if record.evidence_wanted and (due_at is None or record.observed_at < due_at):
        return None
    return "The bank does not take an answer to this dispute any more."


def _not_invoiced(record: Record, _currency: str | None) -> str | None:
    return None if record.invoice_id else "No invoice belongs to this payment."


def _not_open(record: Record, _currency: str | None) -> str | None:
    unpaid = RecordStatus.PAST_DUE if record.kind is RecordKind.SUBSCRIPTION else RecordStatus.OPEN
    if record.status is unpaid:
        return None
    return f"The {_noun(record)} is {_in_words(record.status)}: there is nothing open on it."


def _still_open(record: Record, _currency: str | None) -> str | None:
    if record.status not in {RecordStatus.OPEN, RecordStatus.PENDING}:
        return None
    return f"The {_noun(record)} is {_in_words(record.status)}: a second one could be paid as well."


def _not_funded(record: Record, _currency: str | None) -> str | None:
    if record.status is not RecordStatus.EMPTY:
        return None
    return f"The {_noun(record)} is empty: it has to be topped up first."


def _not_issued(record: Record, _currency: str | None) -> str | None:
    if record.status in {RecordStatus.OPEN, RecordStatus.PAID}:
        return None
    return f"The {_noun(record)} is {_in_words(record.status)}: there is nothing to send."


def _gone(record: Record, _currency: str | None) -> str | None:
    if record.status not in {RecordStatus.ENDED, RecordStatus.VOID}:
        return None
    return f"The {_noun(record)} is not in use any more."


def _not_paused(record: Record, _currency: str | None) -> str | None:
    if RecordStatus.PAUSED in {record.status, record.subscription_status}:
        return None
    return "The subscription is not paused."


def _no_email(record: Record, _currency: str | None) -> str | None:
    return None if record.customer_email else "The record has no e-mail address to send to."


def _not_mailable(record: Record, _currency: str | None) -> str | None:
    if record.mailable:
        return None
    return "The provider charges it by itself and does not mail it when asked."


def _no_seller(record: Record, _currency: str | None) -> str | None:
    if record.mailable:
        return None
    return "No seller is set up here that a token could go to."


_NEEDS: Mapping[Need, Callable[[Record, str | None], str | None]] = MappingProxyType(
    {
        Need.PAID: _not_paid,
        Need.NOT_DISPUTED: _disputed,
        Need.SOMETHING_LEFT: _nothing_left,
        Need.SAME_CURRENCY: _other_currency,
        Need.PROVEN_DUPLICATE: _no_duplicate,
        Need.EVIDENCE_WANTED: _no_evidence_wanted,
        Need.INVOICED: _not_invoiced,
        Need.OPEN: _not_open,
        Need.NOTHING_OPEN: _still_open,
        Need.ISSUED: _not_issued,
        Need.IN_GOOD_STANDING: _gone,
        Need.PAUSED: _not_paused,
        Need.EMAIL_ON_RECORD: _no_email,
        Need.MAILABLE: _not_mailable,
        Need.FUNDED: _not_funded,
        Need.SELLER_SET: _no_seller,
    }
)


def _other_amount(plan: Plan, fresh: Record, amount_minor: int | None) -> str | None:
    if plan.amount is Amount.REFUNDABLE:
        return _too_much(fresh, amount_minor or 0)
    if plan.amount is Amount.REMAINING and amount_minor != fresh.remaining_minor:
        left = _money(fresh, fresh.remaining_minor)
        return f"{left} is still to be paid now, another amount than was approved."
    return None


def _too_much(record: Record, amount_minor: int) -> str | None:
    if amount_minor <= record.refundable_minor:
        return None
    left = _money(record, record.refundable_minor)
    return f"Only {left} can still be refunded, less than was approved."


def _other_customer(approved: Record, fresh: Record) -> str | None:
    if approved.customer_id == fresh.customer_id:
        return None
    return f"The {_noun(fresh)} now belongs to another customer than the one that was approved."


def _other_address(plan: Plan, approved: Record, fresh: Record) -> str | None:
    """What is mailed goes where it went to when people said yes."""
    if Need.EMAIL_ON_RECORD not in plan.needs:
        return None
    before, now = approved.customer_email or "", fresh.customer_email or ""
    if before.casefold() == now.casefold():
        return None
    return "The e-mail address on the record is another one than when it was approved."
