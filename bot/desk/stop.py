"""The emergency stop: halts every money step not yet sent; only another person can lift it."""

from __future__ import annotations

from datetime import datetime

from bot.ports import Stop, Tx
from bot.redaction import Redacted


def stop(tx: Tx, *, vendor: str | None, actor: str, reason: Redacted, now: datetime) -> Stop:
    """Halt money for one vendor or all; standing at once for every worker on this database."""
    standing = Stop(vendor=vendor, actor=actor, reason=reason, at=now)
    tx.stops.put(standing)
    return standing


def resume(tx: Tx, *, vendor: str | None, actor: str, now: datetime) -> str | None:
    """Lift a stop; a sentence when that is not allowed."""
    standing = next((one for one in tx.stops.standing() if one.vendor == vendor), None)
    if standing is None:
        return "Nothing is stopped there."
    if standing.actor == actor:
        return "Whoever stopped it cannot resume it: another person has to."
    tx.stops.lift(vendor, actor=actor, at=now)
    return None
