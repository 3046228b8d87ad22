"""Look through DialNexa's own list for completed calls whose webhook never came.

Each turn reads the list from a while before where the last one ended, because a call is listed by
its beginning and is completed later. What nobody has heard of is read like any call that is
waited for, so whatever comes late after all finds its handoff there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.calls import AwaitedCall, Calls, ListedCall
from bot.desk.office import Office
from bot.errors import VendorFailure
from bot.intake import is_call_id
from bot.ports import Tx

OVERLAP = timedelta(hours=3)
"""The longest call (90 minutes), the time its webhook may take, and a margin."""
SPAN = timedelta(hours=3)
"""Of new time in one turn, so that the list after an outage comes in pieces."""
LOOK_BACK = timedelta(days=7)
"""After an outage of the bot itself, no further than this."""
SETTLE = timedelta(minutes=10)
"""A webhook that was just sent may still be repeated."""
AT_ONCE = 500
"""Ids in one transaction."""

log = structlog.get_logger(__name__)


async def sweep(office: Office, *, every: timedelta) -> int:
    """Take this turn unless another replica has it; how many calls nobody had heard of."""
    if office.calls is None:
        return 0
    now = office.clock()
    # A little less than a turn, so that the next tick here is not the one that comes too early.
    through = await office.write(lambda tx: _begin(tx, now, every * 0.9))
    if through is None:
        return 0
    try:
        return await _look_through(office, office.calls, through, now)
    except VendorFailure as away:
        log.info("sweep_put_off", code=away.code, why=away.reason)
        return 0


def _begin(tx: Tx, now: datetime, hold: timedelta) -> datetime | None:
    """Where the last turn ended; None when this one is another's. The first begins now."""
    if not tx.awaited.begin_sweep(now=now, until=now + hold):
        return None
    return max(tx.awaited.swept_through() or now, now - LOOK_BACK)


async def _look_through(office: Office, calls: Calls, through: datetime, now: datetime) -> int:
    until = min(now, through + SPAN)
    listed = await calls.list_completed(through - OVERLAP, until)
    ended = [one.call_id for one in listed if _has_settled(one, now) and is_call_id(one.call_id)]
    lost = 0
    for start in range(0, len(ended), AT_ONCE):
        some = ended[start : start + AT_ONCE]
        lost += await office.write(partial(_expect_unknown, call_ids=some, now=now))
    await office.write(lambda tx: tx.awaited.end_sweep(through=until))
    if lost:
        log.warning("webhooks_never_came", count=lost)
    return lost


def _has_settled(call: ListedCall, now: datetime) -> bool:
    """Not yet, and a later turn sees it again: turns overlap by more than this."""
    return call.ended_at is None or call.ended_at <= now - SETTLE


def _expect_unknown(tx: Tx, *, call_ids: Sequence[str], now: datetime) -> int:
    unknown = tx.awaited.unknown(call_ids)
    for call_id in unknown:
        tx.awaited.add(AwaitedCall(call_id=call_id, since=now), run_at=now)
    return len(unknown)
