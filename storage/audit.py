"""The audit chain: every row is signed over the one before it and over a digest of its words.

Words sit in a table of their own, so that a purge leaves the chain whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.handoff.handoff import AuditEntry
from storage.documents import assert_still_clean, from_document
from storage.json_text import to_json
from storage.keys import KeyRing, same
from storage.prepared import Found
from storage.seals import Sealing
from storage.tables import AUDIT, AUDIT_DETAILS, AUDIT_HEADS
from storage.work import Work

_FIRST = ""
_HEAD_ALONE = select(AUDIT_HEADS).where(AUDIT_HEADS.c.handoff_id == bindparam("handoff_id"))
_HEAD = _HEAD_ALONE.with_for_update()
_JOINED = AUDIT.outerjoin(
    AUDIT_DETAILS,
    (AUDIT.c.handoff_id == AUDIT_DETAILS.c.handoff_id) & (AUDIT.c.seq == AUDIT_DETAILS.c.seq),
)
_ROWS = select(AUDIT, AUDIT_DETAILS.c.details).select_from(_JOINED)
_HISTORY = _ROWS.where(AUDIT.c.handoff_id == bindparam("handoff_id")).order_by(AUDIT.c.seq)
_CHAINS = select(AUDIT_HEADS.c.handoff_id).union(select(AUDIT.c.handoff_id)).order_by("handoff_id")

_SIGNED = (
    "handoff_id",
    "seq",
    "actor",
    "action",
    "revision",
    "policy_hash",
    "details_digest",
    "prev",
)


class AuditRepository:
    """Implements `bot.ports.Audit`."""

    def __init__(self, work: Work, keys: KeyRing) -> None:
        self._work = work
        self._keys = keys
        self._sealing = Sealing(work, keys)
        self._ends: dict[str, tuple[int, str]] = {}

    def append(self, entry: AuditEntry) -> None:
        """Chain one row: HMAC over the previous row and a digest of the details."""
        _assert_words_clean(entry.details)
        entry = entry.model_copy(update={"details": json.loads(to_json(entry.details))})
        last, prev = self._end(entry.handoff_id)
        seq = last + 1
        row = self._signed_row(entry, seq, prev)
        self._ends[entry.handoff_id] = (seq, row["mac"])
        self._work.add(AUDIT, row)
        details = {"handoff_id": entry.handoff_id, "seq": seq, "details": entry.details}
        self._work.add(AUDIT_DETAILS, details)
        self._work.put(
            AUDIT_HEADS, self._signed_head(entry.handoff_id, seq, row["mac"]), key="handoff_id"
        )

    def _end(self, handoff_id: str) -> tuple[int, str]:
        """Where the chain ends; from the first question on nobody else lengthens it."""
        if handoff_id in self._ends:
            return self._ends[handoff_id]
        if self._work.is_born(handoff_id):
            return 0, _FIRST
        self._work.hold(handoff_id)
        self._work.queue_up(f"audit {handoff_id}")
        head = self._work.row(_HEAD, {"handoff_id": handoff_id})
        return (0, _FIRST) if head is None else (head.seq, head.mac)

    def _signed_row(self, entry: AuditEntry, seq: int, prev: str) -> dict[str, Any]:
        key = self._keys.newest
        digest = self._mac(key, _canonical(["details", entry.handoff_id, seq, entry.details]))
        row = {
            **entry.model_dump(exclude={"details"}),
            "seq": seq,
            "details_digest": digest,
            "prev": prev,
            "key_name": key,
        }
        return {**row, "mac": self._mac(key, _canonical_row(row))}

    def _signed_head(self, handoff_id: str, seq: int, mac: str) -> dict[str, Any]:
        key = self._keys.newest
        seal = self._mac(key, _canonical(["head", handoff_id, seq, mac]))
        return {"handoff_id": handoff_id, "seq": seq, "mac": mac, "key_name": key, "seal": seal}

    def _mac(self, key: str, message: bytes) -> str | None:
        return self._keys.audit_mac(message, key=key)

    def history(self, handoff_id: str) -> Sequence[AuditEntry]:
        """All rows of a handoff, oldest first; details that were purged are empty."""
        rows = self._work.rows(_HISTORY, {"handoff_id": handoff_id})
        return tuple(
            from_document(AuditEntry, {**row._asdict(), "details": row.details or {}})
            for row in rows
        )

    def verify(self) -> Sequence[str]:
        """Sentences about every broken chain; empty when all hold."""
        return tuple(
            sentence
            for chain in self._work.rows(_CHAINS)
            for sentence in self._breaks(chain.handoff_id)
        )

    def seal(self, cut: datetime) -> str:
        """One signature over the ends of all chains as of then, to be kept elsewhere too."""
        return str(self._sealing.seal(cut))

    def against(self, seal: str) -> Sequence[str]:
        """Sentences about what is missing or different now; empty when the seal still holds."""
        return self._sealing.against(seal)

    def keep_seal(self, day: str, seal: str, *, at: datetime) -> bool:
        """Keep the seal of a day; False when there is one."""
        return self._sealing.keep(day, seal, at)

    def newest_seal(self) -> str | None:
        """The seal kept last."""
        return self._sealing.newest()

    def is_sealed(self, day: str) -> bool:
        """Tell whether a day has its seal."""
        return self._sealing.is_sealed(day)

    def _breaks(self, handoff_id: str) -> Iterator[str]:
        rows = self._work.rows(_HISTORY, {"handoff_id": handoff_id})
        prev, seq = _FIRST, 0
        for row in rows:
            where = f"{handoff_id}, row {row.seq}"
            if row.seq != seq + 1:
                yield f"{handoff_id}: {_missing(seq + 1, row.seq - 1)} missing."
            elif row.prev != prev:
                yield f"{where}: it does not continue the row before it."
            yield from self._row_breaks(row, where)
            prev, seq = row.mac, row.seq
        yield from self._head_breaks(handoff_id, seq, prev)

    def _row_breaks(self, row: Found, where: str) -> Iterator[str]:
        expected = self._mac(row.key_name, _canonical_row(row._asdict()))
        if expected is None:
            yield f"{where}: {_unknown(row.key_name)}"
            return
        if not same(expected, row.mac):
            yield f"{where}: it was changed after it was written."
        if row.details is not None:
            details = _canonical(["details", row.handoff_id, row.seq, row.details])
            if not same(self._mac(row.key_name, details) or "", row.details_digest):
                yield f"{where}: its details were changed after they were written."

    def _head_breaks(self, handoff_id: str, seq: int, mac: str) -> Iterator[str]:
        head = self._work.row(_HEAD_ALONE, {"handoff_id": handoff_id})
        if head is None:
            yield f"{handoff_id}: the chain has lost its head."
            return
        seal = self._mac(head.key_name, _canonical(["head", handoff_id, head.seq, head.mac]))
        if seal is None:
            yield f"{handoff_id}, head: {_unknown(head.key_name)}"
        elif not same(seal, head.seal):
            yield f"{handoff_id}: the head was changed after it was written."
        if head.seq > seq:
            yield f"{handoff_id}: {_missing(seq + 1, head.seq)} missing at the end."
        elif head.seq < seq or head.mac != mac:
            yield f"{handoff_id}: the head does not belong to the last row."


def _missing(first: int, last: int) -> str:
    return f"row {first} is" if first == last else f"rows {first} to {last} are"


def _unknown(key_name: str) -> str:
    return f"signed with the key {key_name}, which HANDOFF_KEYS does not hold."


def _canonical_row(row: Mapping[str, Any]) -> bytes:
    moment = row["at"].isoformat(timespec="microseconds")
    return _canonical(["row", moment, *(row[name] for name in _SIGNED)])


def _canonical(content: object) -> bytes:
    """The one way to write a row, whatever order an engine keeps its JSON in."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _assert_words_clean(details: Mapping[str, object]) -> None:
    """Sentences are looked at; a word without a space is an id, and ids are full of digits."""
    for value in details.values():
        if isinstance(value, str) and " " in value:
            assert_still_clean(value)
