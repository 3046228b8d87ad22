"""The view behind Look up: what the systems themselves say, for the one who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.cards import names
from bot.cards.kit import (
    Mrkdwn,
    bullets,
    context,
    divider,
    escape,
    link,
    modal,
    moment,
    say,
    section,
)
from bot.cards.masks import mask_contacts
from bot.cards.records import figures
from bot.cards.speech import MAX_VALUE, closed
from bot.handoff.record import Record
from bot.vendors import Finding

TITLE = "Look up"
MOST_LINES = 12
KEPT_NOWHERE = "Read just now, for you alone. Nothing of it is kept."


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: `lines` may be empty; `why_not` says why there is none at all."""

    title: str
    lines: Sequence[Mrkdwn] = ()
    why_not: str | None = None


def asking_modal() -> dict[str, Any]:
    """What stands there while the answers are on their way."""
    told = [section(say("Asking ..."))]
    return modal(TITLE, told, callback_id=names.NOTICE, close="Close")


def looks_modal(asked: Sequence[Asked], recording: str | None = None) -> dict[str, Any]:
    """Show every answer; `recording` is a bearer link, which is in this view and nowhere else."""
    told = [section(_answer(one)) for one in asked]
    heard = [section(_recording(recording))] if recording else []
    nothing = [] if told or heard else [section(say("There is nobody to ask about this."))]
    parts = [*told, *heard, *nothing, divider(), context(say(KEPT_NOWHERE))]
    return modal(TITLE, parts, callback_id=names.NOTICE, close="Close")


def _answer(asked: Asked) -> Mrkdwn:
    if asked.why_not is not None:
        return say("*{title}*\n{why}", title=asked.title, why=closed(asked.why_not))
    if not asked.lines:
        return say("*{title}*\nNothing found.", title=asked.title)
    return say("*{title}*\n{lines}", title=asked.title, lines=bullets(asked.lines[:MOST_LINES]))


def finding_line(finding: Finding) -> Mrkdwn:
    """One line of an answer; addresses and numbers of people stay masked."""
    value = mask_contacts(finding.value)
    told = link(finding.url, value) if finding.url else escape(value, MAX_VALUE)
    return say("{label}: {value}", label=finding.label, value=told)


def _recording(url: str) -> Mrkdwn:
    host = urlsplit(url).hostname or ""
    return say(
        "*Recording*\n{link}, a link that lets whoever holds it listen: do not pass it on.",
        link=link(url, "Listen to the call", {host}),
    )


def record_lines(record: Record) -> list[Mrkdwn]:
    """How a record stands, as its provider shows it at this moment."""
    status = say("Status: {status}", status=record.status.value.replace("_", " "))
    sums = figures(record)
    paid = say("Paid: {when}", when=moment(record.paid_at)) if record.paid_at else None
    due = say("Due: {when}", when=moment(record.due_at)) if record.due_at else None
    disputed = say("The bank disputes it.") if record.disputed else None
    return [one for one in (status, sums, disputed, paid, due) if one]
