"""Read a call again that came without its analysis, or of which only the list knows.

What is read goes in through the same door as a webhook. When nothing comes, people get what the
call's own words make of it, for review; a call that is not about money by them is only logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.calls import AwaitedCall, Calls
from bot.desk.awaiting import is_given_up, next_reading
from bot.desk.office import Office, Rules
from bot.desk.receive import Reader, open_case, receive
from bot.errors import Refused, Unavailable
from bot.intake import BadBody, Billing
from bot.ports import Tx

AT_ONCE = 2
"""A tick's share: with a tick each two seconds one call a second, which DialNexa asks for."""
HOLD = timedelta(minutes=5)
"""Nobody else reads a call while this lasts; whoever dies meanwhile has only delayed it."""
DOWN_WAIT = timedelta(minutes=1)

log = structlog.get_logger(__name__)


async def reread(office: Office, read: Reader) -> int:
    """Read what is due; how many calls that were. While DialNexa is away everything waits."""
    if not await office.database.read(lambda tx: tx.awaited.count()):
        return 0
    claimed = await office.write(
        lambda tx: tx.awaited.claim_due(now=office.clock(), limit=AT_ONCE, hold=HOLD)
    )
    for number, call in enumerate(claimed):
        try:
            await _reread_one(office, office.calls, call, read)
        except Unavailable as away:
            await _wait_for_dialnexa(office, claimed[number:], away)
            break
    return len(claimed)


async def _reread_one(office: Office, calls: Calls | None, call: AwaitedCall, read: Reader) -> None:
    if calls is not None:
        try:
            await receive(office, await calls.read_call(call.call_id), read)
        except (Refused, BadBody) as no:
            log.info("call_not_read", call_id=call.call_id, why=str(no))
        except Unavailable:
            raise
        except Exception:
            # One call that nobody can take in must not keep those behind it from being read.
            log.exception("call_not_taken_in", call_id=call.call_id)
    await office.record(lambda tx: _judge(tx, call.call_id, office.clock(), office.rules))


def _judge(tx: Tx, call_id: str, now: datetime, rules: Rules) -> None:
    """Plan the next reading, or give up; what was told everything about is gone by now."""
    call = tx.awaited.get(call_id)
    if call is None:
        return
    run_at = next_reading(call, now)
    if run_at is None:
        give_up(tx, call, now, rules)
    else:
        tx.awaited.put_off(call_id, run_at=run_at, tries=call.tries + 1)


def give_up(tx: Tx, call: AwaitedCall, now: datetime, rules: Rules) -> None:
    """Hand over what is known, when that is about money and nobody has it yet."""
    tx.awaited.drop(call.call_id)
    is_new = call.draft is not None and tx.handoffs.by_call(call.call_id) is None
    log.info("analysis_never_came", call_id=call.call_id, handed_over=is_new)
    if call.draft is not None and is_new:
        event = Billing(call.draft, (), event_type="", status="")
        open_case(tx, event, now, rules)


async def _wait_for_dialnexa(
    office: Office, calls: Sequence[AwaitedCall], away: Unavailable
) -> None:
    """Put all of them off without counting the try, but none for ever."""
    log.info("dialnexa_away", code=away.code, waiting=len(calls))
    wait = max(DOWN_WAIT, timedelta(seconds=away.retry_after_s or 0))

    def put_off(tx: Tx) -> None:
        now = office.clock()
        for call in calls:
            if is_given_up(call, now):
                give_up(tx, call, now, office.rules)
            else:
                tx.awaited.put_off(call.call_id, run_at=now + wait, tries=call.tries)

    await office.record(put_off)
