"""Finding a handoff by what a person types: exact words, kept as keyed hashes only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select

from bot.handoff.handoff import Handoff
from bot.redaction import redact
from storage.keys import KeyRing
from storage.tables import HANDOFFS, LOOKUPS
from storage.work import Work

FOUND_AT_MOST = 20
_LAST_FOUR = 4

_FIND = (
    select(HANDOFFS.c.doc)
    .where(
        or_(
            HANDOFFS.c.call_id == bindparam("typed"),
            HANDOFFS.c.id.in_(
                select(LOOKUPS.c.handoff_id).where(
                    LOOKUPS.c.hash.in_(bindparam("hashes", expanding=True))
                )
            ),
        )
    )
    .order_by(HANDOFFS.c.created_at.desc(), HANDOFFS.c.id.desc())
    .limit(FOUND_AT_MOST)
)


class Lookups:
    """The look-up index of one transaction."""

    def __init__(self, work: Work, keys: KeyRing) -> None:
        self._work = work
        self._keys = keys

    def index(self, handoff: Handoff) -> None:
        """Add what is not yet there; a hash once written stays, as what people remember does."""
        wanted = {self._keys.index_hash(kind, value) for kind, value in words_of(handoff)}
        for one in sorted(wanted):
            row = {"hash": one, "handoff_id": handoff.id}
            self._work.add_missing(LOOKUPS, row, unless=("hash", "handoff_id"))

    def find(self, reference: str) -> Sequence[dict[str, Any]]:
        """Documents of the handoffs that this reference names, newest first.

        What is typed may be private and is not: it is hashed here, in memory, and only what
        redaction leaves of it is handed to the database as a possible call id.
        """
        typed = reference.strip()
        hashes = [
            found
            for kind, value in _readings(typed)
            for found in self._keys.index_hashes(kind, value)
        ]
        return [
            row.doc for row in self._work.rows(_FIND, {"typed": redact(typed), "hashes": hashes})
        ]


def words_of(handoff: Handoff) -> Iterator[tuple[str, str]]:
    call, record = handoff.call, handoff.record
    for email in (call.email, record.customer_email if record else None):
        if email:
            yield "email", _folded(email)
    if call.phone and len(_digits(call.phone)) >= _LAST_FOUR:
        yield "phone", _digits(call.phone)[-_LAST_FOUR:]
    for reference in (
        call.invoice_number,
        call.payment_id,
        call.order_ref,
        call.subscription_id,
        *((record.record_id, record.invoice_id, record.invoice_number) if record else ()),
    ):
        if reference and "[" not in reference:  # what redaction took out names nothing
            yield "reference", _folded(reference)


def _readings(typed: str) -> Iterator[tuple[str, str]]:
    yield ("email" if "@" in typed else "reference"), _folded(typed)
    if re.fullmatch(r"\d{4}", typed):
        yield "phone", typed


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())
