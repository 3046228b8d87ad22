"""Lists of handoffs: answers to `/handoff`, and the App Home. Buttons stay on the one card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.asking import owner_of
from bot.cards.card import headline
from bot.cards.doubts import stop_line
from bot.cards.kit import (
    MAX_VIEW_BLOCKS,
    Mrkdwn,
    channel,
    compose,
    context,
    divider,
    escape,
    header,
    home,
    join,
    moment,
    say,
    section,
)
from bot.cards.speech import money, spoken
from bot.handoff.handoff import Case, Handoff
from bot.handoff.states import UNDECIDED
from bot.ports import Block, Message, Stop

PAGE = 20
"""So many handoffs are listed at once: the nearest deadlines, or the newest hits."""

COUNTED_AT_MOST = 1000
"""From here on a number is a lower bound."""


@dataclass(frozen=True, slots=True)
class Part:
    """One list: what it is called, what is shown of it, and how many are not shown."""

    title: str
    handoffs: Sequence[Handoff]
    more: int = 0


def draw_found(handoffs: Sequence[Handoff], *, now: datetime) -> Message:
    """Several handoffs that one reference names, as they came: the newest first."""
    shown = handoffs[:PAGE]
    count = say("{count} handoffs are about this, the newest first.", count=len(handoffs))
    end = say("`/handoff <call id>` shows one of them.")
    return compose([section(count), *(_row(one, now) for one in shown), context(end)])


def draw_queue(part: Part, *, now: datetime) -> Message:
    """One queue, the nearest deadline first."""
    if not part.handoffs:
        return compose([header(part.title), section(say("Nothing waits here."))])
    rows = [_row(one, now) for one in part.handoffs]
    return compose([header(part.title), *rows, *_rest(part)])


def draw_home(parts: Sequence[Part], *, stops: Sequence[Stop], now: datetime) -> dict[str, Any]:
    """The Home tab: standing stops, then each list that holds anything."""
    told = [one for one in parts if one.handoffs]
    blocks = [section(join("\n", map(stop_line, stops[:3])))] if stops else []
    for part in told:
        rows = [_row(one, now) for one in part.handoffs]
        blocks += [header(part.title), *rows, *_rest(part), divider()]
    if not told:
        blocks.append(section(say("*Nothing waits for you.*")))
    end = context(say("As of {when}. Open this tab again for a fresh look.", when=moment(now)))
    return home([*blocks[: MAX_VIEW_BLOCKS - 1], end])


def home_notice(sentence: str) -> dict[str, Any]:
    """The Home tab of somebody who may not see any list."""
    return home([section(escape(sentence))])


def _row(handoff: Handoff, now: datetime) -> Block:
    return section(join("\n", (_what(handoff, now), _until(handoff, now), _where(handoff))))


def _what(handoff: Handoff, now: datetime) -> Mrkdwn:
    amount = (
        money(handoff.amount_minor, handoff.currency)
        if handoff.amount_minor is not None and handoff.currency is not None
        else None
    )
    customer = spoken(handoff, handoff.call.customer, 60)
    state = headline(Case(handoff=handoff), now)
    return join("  ·  ", (say("*{state}*", state=state), amount, customer))


def _until(handoff: Handoff, now: datetime) -> Mrkdwn:
    owner = say("Owner: {owner}", owner=owner_of(handoff))
    if handoff.due_at is None or handoff.state not in UNDECIDED:
        return owner
    late = handoff.due_at < now
    label = say("Overdue since") if late else say("Decide by")
    return say("{label} {when}  ·  {owner}", label=label, when=moment(handoff.due_at), owner=owner)


def _where(handoff: Handoff) -> Mrkdwn:
    return say(
        "Call {call}  ·  card in {where}",
        call=escape(handoff.call_id, 80),
        where=channel(handoff.ruling.channel_id),
    )


def _rest(part: Part) -> list[Block]:
    if part.more <= 0:
        return []
    count = f"{part.more}" if part.more < COUNTED_AT_MOST else f"More than {COUNTED_AT_MOST - 1}"
    return [context(say("{count} more are not shown.", count=count))]
