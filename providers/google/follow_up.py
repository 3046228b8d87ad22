"""The mail that follows an approved refund or credit: our words, the provider's figures.

Nothing that the caller said goes in, and the recipient is on the provider's record or nobody.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from bot.errors import Refused
from bot.handoff.record import Record
from bot.money import format_money
from bot.vendors import Done, Matter, Order
from providers.google.keys import matter_of, step_word

REFERENCE_LENGTH: Final = 10
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")

_DID: Final = {
    "create_refund": "We have submitted {amount} to be paid back the way you paid.",
    "create_credit_note": "We have issued a credit of {amount} to your account with us.",
    "create_credit_memo": "We have issued a credit of {amount} to your account with us.",
}
_TEXT: Final = """\
{hello}

You called us about a refund. {did}{when}

Reference: {reference}

If you did not ask for this, please reply to this message.
"""
_DAYS: Final = " It can take some days until your bank shows it."


def reference_of(order: Order) -> str:
    """The word in the subject by which the mail is found; the same for the same step."""
    return step_word(order)[:REFERENCE_LENGTH].upper()


def message_id_of(order: Order, sender: str) -> str:
    """The Message-ID without its brackets; Gmail may replace it, so it is not relied on alone."""
    return f"{step_word(order)}@{sender.rpartition('@')[2]}"


def compose(order: Order, sender: str, now: datetime) -> EmailMessage:
    """Write the mail. Raises Refused where there is nobody to write to, or nothing to tell."""
    message = addressed(order, sender, now, about="Your refund request")
    message.set_content(_text(matter_of(order)))
    return message


def addressed(order: Order, sender: str, now: datetime, *, about: str) -> EmailMessage:
    """Begin a mail to the customer. Raises Refused where there is nobody to write to."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(_recipient(matter_of(order)))
    message["Subject"] = f"{about} (ref. {reference_of(order)})"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id_of(order, sender)}>"
    return message


def _recipient(matter: Matter) -> str:
    found = matter.record.customer_email if matter.record else None
    if not found:
        raise Refused("The record has no address to write to; nothing was sent.", code="no_address")
    return found


def is_plain_address(text: str) -> bool:
    """One mailbox without a name: nothing that a header could be broken with, and no list."""
    return _ADDRESS.fullmatch(text) is not None


def _address(text: str) -> Address:
    try:
        if is_plain_address(text):
            return Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):  # IndexError: the parser's own slip on odd input
        pass
    raise Refused(
        "The address on the record is no plain one; nothing was sent.", code="bad_address"
    )


def _text(matter: Matter) -> str:
    if matter.done is None:
        raise Refused("Nothing was carried out to write about.", code="nothing_done")
    name = matter.done.operation.partition(".")[2]
    if name not in _DID:
        raise Refused("There is no mail for what was carried out.", code="no_such_mail")
    return _TEXT.format(
        hello=hello(matter.record),
        did=_DID[name].format(amount=_amount(matter.done)),
        when=_DAYS if "refund" in name else "",
        reference=reference_in(matter),
    )


def hello(record: Record | None) -> str:
    """With the name on record, unless redaction took a part of it out."""
    name = " ".join((record.customer_name or "").split()) if record else ""
    return f"Hello {name}," if name and "[" not in name else "Hello,"


def _amount(done: Done) -> str:
    if done.amount_minor is None or done.currency is None:
        return "the amount"
    return format_money(done.amount_minor, done.currency)


def reference_in(matter: Matter) -> str:
    """The number that the customer knows it by, unless redaction took a part of it out."""
    record = matter.record
    number = record.invoice_number if record else None
    return (number if number and "[" not in number else None) or (
        record.record_id if record else matter.handoff_id
    )
