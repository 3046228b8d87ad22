"""What records at ProAbono are called here: its numbers repeat from kind to kind, so each says its.

`invoice:3001`, `subscription:2001@cust-42` (one is only read through its customer) and
`customer:cust-42`. A customer's reference is the business's own and may hold spaces: it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, unquote

from bot.handoff.record import RecordClaim

VENDOR: Final = "proabono"
LONGEST_REFERENCE: Final = 50

_FORBIDDEN: Final = frozenset('<>;"=?&')
_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def invoice_name(number: int) -> str:
    return f"invoice:{number}"


def subscription_name(number: int, reference: str) -> str:
    return f"subscription:{number}@{quote(reference, safe='')}"


def customer_name(reference: str) -> str:
    return f"customer:{quote(reference, safe='')}"


def invoice_number_of(name: str) -> int | None:
    """The id of an invoice; None for any other name."""
    return number_in(_of_kind(name, "invoice"))


def subscription_of(name: str) -> tuple[int, str] | None:
    """The id of a subscription and its customer's reference; None for any other name."""
    number, _, quoted = _of_kind(name, "subscription").partition("@")
    found, reference = number_in(number), unquote(quoted)
    return (found, reference) if found is not None and is_reference(reference) else None


def customer_of(name: str) -> str | None:
    """The reference of a customer; None for any other name."""
    reference = unquote(_of_kind(name, "customer"))
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


def _of_kind(name: str, kind: str) -> str:
    found, _, rest = name.partition(":")
    return rest if found == kind else ""
