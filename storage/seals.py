"""One signature over the ends of all chains, as of a moment that no open transaction can reach.

A chain that verifies may still have lost its tail together with its head, or be gone as a whole.
A seal that is kept elsewhere too (the log, a channel) shows that: rows are only ever added, so what
was there at its cut has to be there for ever.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select

from storage.columns import UtcDateTime
from storage.keys import KeyRing, same
from storage.prepared import Found
from storage.tables import AUDIT, SEALS
from storage.work import Work

VERSION = "s1"

_UNTIL = (
    select(AUDIT.c.handoff_id, func.max(AUDIT.c.seq).label("seq"))
    .where(AUDIT.c.at <= bindparam("cut", type_=UtcDateTime()))
    .group_by(AUDIT.c.handoff_id)
    .subquery()
)
_ENDS = (
    select(AUDIT.c.handoff_id, AUDIT.c.seq, AUDIT.c.mac)
    .join(_UNTIL, (AUDIT.c.handoff_id == _UNTIL.c.handoff_id) & (AUDIT.c.seq == _UNTIL.c.seq))
    .order_by(AUDIT.c.handoff_id)
)
_NEWEST = select(SEALS.c.code).order_by(SEALS.c.day.desc()).limit(1)
_OF_DAY = select(SEALS.c.code).where(SEALS.c.day == bindparam("day"))


@dataclass(frozen=True, slots=True)
class Seal:
    """What one seal says: `chains` and `rows` are counts as of `cut`, `mac` signs the ends."""

    cut: datetime
    chains: int
    rows: int
    key_name: str
    mac: str

    def __str__(self) -> str:
        cut_s = int(self.cut.timestamp())
        return ".".join(map(str, (VERSION, cut_s, self.chains, self.rows, self.key_name, self.mac)))


def read_seal(code: str) -> Seal | None:
    """Read a seal as it was posted; None when it is none."""
    parts = code.strip().split(".")
    if len(parts) != 6 or parts[0] != VERSION or not all(map(str.isdigit, parts[1:4])):  # noqa: PLR2004 - the parts of a Seal and its version
        return None
    cut = datetime.fromtimestamp(int(parts[1]), UTC)
    return Seal(cut, int(parts[2]), int(parts[3]), parts[4], parts[5])


class Sealing:
    """Makes, keeps and checks seals."""

    def __init__(self, work: Work, keys: KeyRing) -> None:
        self._work = work
        self._keys = keys

    def seal(self, cut: datetime, *, key: str | None = None) -> Seal:
        """Sign the ends of all chains as of `cut` (whole seconds), under the newest or this key."""
        cut, name = cut.replace(microsecond=0), key or self._keys.newest
        digest, chains, rows = hashlib.sha256(), 0, 0
        for end in self._work.stream(_ENDS, {"cut": cut}):
            digest.update(_line(end))
            chains, rows = chains + 1, rows + end.seq
        told = json.dumps(["seal", int(cut.timestamp()), chains, rows, digest.hexdigest()])
        return Seal(cut, chains, rows, name, self._keys.audit_mac(told.encode(), key=name) or "")

    def against(self, code: str) -> tuple[str, ...]:
        """Say what is missing or different now; empty when the seal holds."""
        sealed = read_seal(code)
        if sealed is None:
            return ("That is no seal of this product: copy it whole, from s1 to its end.",)
        now = self.seal(sealed.cut, key=sealed.key_name)
        if not now.mac:
            key = sealed.key_name
            return (f"It was sealed with the key {key}, which HANDOFF_KEYS does not hold.",)
        if same(str(now), str(sealed)):
            return ()
        return _differences(sealed, now)

    def keep(self, day: str, code: str, at: datetime) -> bool:
        """Keep the seal of a day; False when there is one."""
        return self._work.add_new(SEALS, {"day": day, "at": at, "code": code}, unless=("day",))

    def newest(self) -> str | None:
        """The seal kept last."""
        code: str | None = self._work.value(_NEWEST)
        return code

    def is_sealed(self, day: str) -> bool:
        """Tell whether a day has its seal."""
        return self._work.value(_OF_DAY, {"day": day}) is not None


def _line(end: Found) -> bytes:
    return json.dumps([end.handoff_id, end.seq, end.mac]).encode() + b"\n"


def _differences(sealed: Seal, now: Seal) -> tuple[str, ...]:
    told = []
    if now.chains < sealed.chains:
        told.append(f"{sealed.chains - now.chains} of {sealed.chains} sealed histories are gone.")
    if now.rows < sealed.rows:
        told.append(f"{sealed.rows - now.rows} of {sealed.rows} sealed rows are missing.")
    if now.chains > sealed.chains or now.rows > sealed.rows:
        told.append("There are rows from before the seal that it did not cover.")
    return tuple(told) or ("The sealed histories are not the ones that are here now.",)
