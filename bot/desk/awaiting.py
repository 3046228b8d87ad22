"""When a call is read again of which DialNexa has not told everything."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.calls import AwaitedCall
from bot.handoff.billing_call import BillingCall
from bot.ports import Tx

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
"""Before each reading. An analysis is usually there half a minute after the call's end."""

LONGEST = timedelta(days=1)
"""However often DialNexa could not be reached: then people get what there is."""


def expect(tx: Tx, call_id: str, now: datetime, *, draft: BillingCall | None = None) -> None:
    """Read this call again a little later, unless that is planned already."""
    tx.awaited.add(AwaitedCall(call_id=call_id, since=now, draft=draft), run_at=now + WAITS[0])


def next_reading(call: AwaitedCall, now: datetime) -> datetime | None:
    """When to read a call again that was just read in vain; None: it was the last time."""
    tried = call.tries + 1
    if tried >= len(WAITS) or is_given_up(call, now):
        return None
    return now + WAITS[tried]


def is_given_up(call: AwaitedCall, now: datetime) -> bool:
    """Whether it has been waited for as long as anything is."""
    return now - call.since >= LONGEST
