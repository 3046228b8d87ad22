"""Whose account it is, as the CRM beside the destination knows: asked once, with the look-up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.desk.alerts import call_owner
from bot.desk.change import HANDOFF, change
from bot.desk.office import Office, Rules
from bot.desk.owner import owned_by_account
from bot.errors import Refused, VendorFailure
from bot.handoff.handoff import Case, Handoff
from bot.handoff.matching import match
from bot.handoff.record import Record
from bot.handoff.states import UNDECIDED
from bot.ports import Tx

ASK_WITHIN_S = 8.0
log = structlog.get_logger(__name__)


async def ask_account_owner(
    office: Office, handoff_id: str, answer: Refused | Sequence[Record]
) -> str | None:
    """The colleague's address, which is kept nowhere; None when nobody is known or it is silent.

    A CRM that is down costs a handoff the name of its owner, never its look-up.
    """
    if office.owners is None:
        return None
    handoff = await office.database.read(lambda tx: tx.handoffs.get(handoff_id))
    if handoff is None or not handoff.ruling.asks_account_owner:
        return None
    address = _customer(handoff, () if isinstance(answer, Refused) else answer)
    if not address:
        return None
    try:
        async with asyncio.timeout(ASK_WITHIN_S):
            return await office.owners.owner_email(address)
    except (VendorFailure, TimeoutError) as failure:
        code = failure.code if isinstance(failure, VendorFailure) else "too_slow"
        log.warning("account_owner_not_read", handoff=handoff_id, code=code)
        return None


def _customer(handoff: Handoff, found: Sequence[Record]) -> str:
    """The address on the record that matches, else the caller's: nothing is sent to it."""
    record = match(handoff.call, found).record
    return str((record and record.customer_email) or handoff.call.email or "")


def take_account_owner(
    tx: Tx, handoff_id: str, email: str | None, now: datetime, rules: Rules
) -> None:
    """Make the account's owner the handoff's, unless somebody has taken it in hand."""
    case = tx.handoffs.case(handoff_id)
    if email is None or case is None or not _is_untouched(case):
        return
    before = case.handoff
    update = owned_by_account(tx, before, email, now, rules)
    if all(getattr(before, name) == value for name, value in update.items()):
        return
    after = change(
        tx, before, now=now, actor=HANDOFF, action="account_owner_found", update=update
    ).handoff
    if after.owner != before.owner:
        call_owner(tx, after, now)


def _is_untouched(case: Case) -> bool:
    return not case.decisions and case.handoff.state in UNDECIDED
