"""The emergency stop: halts every money step not yet sent; only another person can lift it."""

from __future__ import annotations

from datetime import datetime

from bot.errors import ConfigurationError
from bot.handoff.playbooks import PLAYBOOKS
from bot.ports import Stop, Tx
from bot.redaction import Redacted


def stop(tx: Tx, *, vendor: str | None, actor: str, reason: Redacted, now: datetime) -> Stop:
    """Halt money for one vendor or all; standing at once for every worker on this database.

    Raises ConfigurationError for a name that no money step has: it would halt nothing.
    """
    standing = Stop(vendor=_known(vendor), actor=actor, reason=reason, at=now)
    tx.stops.put(standing)
    return standing


def resume(tx: Tx, *, vendor: str | None, actor: str, now: datetime) -> str | None:
    """Lift a stop; a sentence when that is not allowed."""
    vendor = _known(vendor)
    tx.stops.hold()
    standing = [one for one in tx.stops.standing() if one.vendor == vendor]
    if not standing:
        return "Nothing is stopped there."
    if any(one.actor == actor for one in standing):
        return "Whoever stopped it cannot resume it: another person has to."
    tx.stops.lift(vendor, actor=actor, at=now)
    return None


def _known(vendor: str | None) -> str | None:
    """The vendor as steps name it; None is all of them."""
    if vendor is None:
        return None
    name, known = vendor.strip().casefold(), sorted({pair[1] for pair in PLAYBOOKS})
    if name not in known:
        raise ConfigurationError(
            f"No money moves through {vendor}, so nothing was changed: name one of "
            f"{', '.join(known)}, or none for all."
        )
    return name
