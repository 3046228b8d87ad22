"""The nightly seal: one signature over the ends of all histories, kept here, logged and posted.

Whoever can write the database can remove the seal kept in it; nobody can take it out of the log and
the channel as well.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.cards.places import sealed
from bot.desk.messages import announce
from bot.desk.office import Office
from bot.ports import Tx

CHAIN = "seals"
SETTLED = timedelta(minutes=10)
"""No transaction is open for so long, on any replica: what is older than this is complete."""

log = structlog.get_logger(__name__)


async def seal_day(office: Office) -> str | None:
    """Make today's seal (UTC) unless there is one; None: there was. One per database, not replica.

    The histories are read on the reading connection: however many there are, nobody waits.
    """
    now = office.clock()
    day = now.date().isoformat()

    def make(tx: Tx) -> str | None:
        return None if tx.audit.is_sealed(day) else tx.audit.seal(now - SETTLED)

    def keep(tx: Tx) -> bool:
        if seal is None or not tx.audit.keep_seal(day, seal, at=now):
            return False
        channel = office.rules.policy.file.baseline.channel
        announce(tx, CHAIN, channel, sealed(day, seal), now, cause=day)
        return True

    seal = await office.database.read(make)
    if seal is None or not await office.write(keep):
        return None
    log.info("audit_sealed", day=day, seal=seal)
    return seal
