"""What records at ProAbono are called here: its numbers repeat from kind to kind, so each says its.

`invoice:3001`, `subscription:2001@cust-42` (one is only read through its customer) and
`customer:cust-42`. A customer's reference is the business's own and may hold spaces: it is quoted.
Many a business takes the e-mail address for it; names are shown, so one that could tell of a person
is written in another alphabet: `customer:~YW5h`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, unquote

from bot.handoff.record import RecordClaim
from bot.redaction import redact

VENDOR: Final = "proabono"
LONGEST_REFERENCE: Final = 50

_FORBIDDEN: Final = frozenset('<>;"=?&')
_HIDDEN: Final = "~"
_MANY_DIGITS: Final = 7
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def invoice_name(number: int) -> str:
    return f"invoice:{number}"


def subscription_name(number: int, reference: str) -> str:
    return f"subscription:{number}@{_written(reference)}"


def customer_name(reference: str) -> str:
    return f"customer:{_written(reference)}"


def invoice_number_of(name: str) -> int | None:
    """The id of an invoice; None for any other name."""
    return number_in(_of_kind(name, "invoice"))


def subscription_of(name: str) -> tuple[int, str] | None:
    """The id of a subscription and its customer's reference; None for any other name."""
    number, _, quoted = _of_kind(name, "subscription").partition("@")
    found, reference = number_in(number), _read(quoted)
    return (found, reference) if found is not None and is_reference(reference) else None


def customer_of(name: str) -> str | None:
    """The reference of a customer; None for any other name."""
    reference = _read(_of_kind(name, "customer"))
    return reference if is_reference(reference) else None


def is_reference(text: str) -> bool:
    """Tell whether ProAbono takes it as a reference: https://docs.proabono.com/api/."""
    fits = 0 < len(text) <= LONGEST_REFERENCE and text.isprintable() and text == text.strip()
    return fits and not _FORBIDDEN & set(text)


def number_in(text: str | None) -> int | None:
    """An id as ProAbono counts them; None for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def references_in(claim: RecordClaim) -> Sequence[str]:
    """What the caller named that could be a customer's reference, each once."""
    return tuple(dict.fromkeys(one for one in claim.payment_ids if is_reference(one)))


def _written(reference: str) -> str:
    if not _tells_of_somebody(reference) and not reference.startswith(_HIDDEN):
        return quote(reference, safe="")
    return _HIDDEN + base64.urlsafe_b64encode(reference.encode()).decode().rstrip("=")


def _read(written: str) -> str:
    """The reference again; nothing for what was never written here."""
    if not written.startswith(_HIDDEN):
        return unquote(written)
    hidden = written.removeprefix(_HIDDEN)
    try:
        return base64.urlsafe_b64decode(hidden + "=" * (-len(hidden) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _tells_of_somebody(reference: str) -> bool:
    """An address, a phone number, or what redaction would take away."""
    digits = sum(sign.isdigit() for sign in reference)
    is_number = digits >= _MANY_DIGITS and not any(sign.isalpha() for sign in reference)
    return "@" in reference or is_number or redact(reference) != reference


def _of_kind(name: str, kind: str) -> str:
    found, _, rest = name.partition(":")
    return rest if found == kind else ""
