"""Asking the systems themselves for one reader: nothing is decided, nothing of it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from bot.cards.kit import Mrkdwn
from bot.cards.looks import Asked, finding_line, looks_modal, record_lines
from bot.cards.more import notice_modal
from bot.cards.words import vendor_title
from bot.desk.command import Command
from bot.desk.look import CANNOT, View, why_no_reading
from bot.desk.office import Office
from bot.errors import VendorFailure
from bot.handoff.handoff import Case, Handoff
from bot.ports import Tx
from bot.vendors import Look, Question

ASK_WITHIN_S = 8.0
TOO_SLOW = "It took too long to answer."


async def ask(office: Office, command: Command) -> View:
    """Ask everybody who could know something about this handoff, side by side."""
    found = await office.database.read(lambda tx: _readable(tx, office, command))
    if isinstance(found, str):
        return notice_modal(CANNOT, found)
    *answers, recording = await asyncio.gather(
        *_record_now(office, found.handoff),
        *_looks(office, found.handoff),
        _recording(office, found.handoff),
    )
    asked = [one for one in answers if isinstance(one, Asked)]
    return looks_modal(asked, recording if isinstance(recording, str) else None)


def _readable(tx: Tx, office: Office, command: Command) -> Case | str:
    case = tx.handoffs.case(command.handoff_id)
    if case is None:
        return "This handoff does not exist any more."
    return why_no_reading(tx, case, command.actor, office.clock(), office.rules) or case


def _record_now(office: Office, handoff: Handoff) -> list[Awaitable[Asked]]:
    """The record of the handoff, as its provider shows it by now."""
    record = handoff.record
    vendor = office.vendors.get(record.vendor) if record else None
    if record is None or vendor is None:
        return []

    async def read() -> Sequence[Mrkdwn]:
        return record_lines(await vendor.observe(record.kind, record.record_id))

    return [_answer(f"{vendor_title(record.vendor)}: {record.record_id}", read())]


def _looks(office: Office, handoff: Handoff) -> list[Awaitable[Asked]]:
    question = Question(handoff.call, handoff.record)
    return [
        _answer(look.facts.title, _lines(look, question))
        for vendor in office.vendors.values()
        for look in vendor.looks.values()
        if look.applies(question)
    ]


async def _lines(look: Look, question: Question) -> Sequence[Mrkdwn]:
    return [finding_line(one) for one in await look.ask(question)]


async def _answer(title: str, lines: Awaitable[Sequence[Mrkdwn]]) -> Asked:
    try:
        async with asyncio.timeout(ASK_WITHIN_S):
            return Asked(title, await lines)
    except VendorFailure as failure:
        return Asked(title, why_not=failure.reason)
    except TimeoutError:
        return Asked(title, why_not=TOO_SLOW)


async def _recording(office: Office, handoff: Handoff) -> str | None:
    """A fresh link to the call; without one the view says nothing of it."""
    if office.calls is None or handoff.call.unsafe:
        return None
    try:
        async with asyncio.timeout(ASK_WITHIN_S):
            return await office.calls.recording_link(handoff.call_id)
    except (VendorFailure, TimeoutError):
        return None
