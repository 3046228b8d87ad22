"""What is said about an emergency stop: in the channels, and to whoever stopped or resumed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.cards.doubts import stop_line
from bot.cards.kit import Mrkdwn, bullets, compose, join, mention, moment, say, section
from bot.cards.words import vendor_title
from bot.ports import Message, Stop

USAGE = "`/handoff stop [provider] <reason>`"


def where_of(vendor: str | None) -> str:
    """One provider, or all of them."""
    return vendor_title(vendor) if vendor else "every provider"


def stopped_notice(stop: Stop) -> str:
    """To everybody in the channel: since when, by whom and why nothing is sent."""
    return stop_line(stop)


def resumed_notice(vendor: str | None, actor: str, now: datetime, left: Sequence[Stop]) -> str:
    """To everybody in the channel: who let money move again, and what is stopped still."""
    told = say(
        "*Money moves again* at {where}: {who} resumed it, {when}.",
        where=where_of(vendor),
        who=mention(actor),
        when=moment(now),
    )
    still = say("Still stopped: {where}.", where=", ".join(where_of(one.vendor) for one in left))
    return join(" ", (told, still if left else None))


def stopped_answer(stop: Stop) -> Message:
    """To whoever stopped it."""
    told = say(
        "*Money is stopped* at {where}. Nothing that has not been sent goes out. "
        "The channel is told, and the cards follow. Another person can lift it with `{command}`.",
        where=where_of(stop.vendor),
        command=Mrkdwn(f"/handoff resume {stop.vendor or ''}".strip()),
    )
    return compose([section(told)])


def already_stopped(standing: Stop) -> Message:
    """It was stopped before; the second wish is in the history."""
    return compose([section(join("\n", (say("It is stopped already."), stop_line(standing))))])


def resumed_answer(vendor: str | None, left: Sequence[Stop]) -> Message:
    """To whoever resumed it."""
    told = say("Money moves again at {where}.", where=where_of(vendor))
    still = [stop_line(one) for one in left]
    return compose([section(join("\n", (told, *still)))])


def stop_help(standing: Sequence[Stop], vendors: Collection[str]) -> Message:
    """How to stop, and what is stopped now."""
    how = say(
        "Say why: {usage}. Providers: {vendors}; none named means all.",
        usage=Mrkdwn(USAGE),
        vendors=", ".join(sorted(vendors)),
    )
    now = (
        join("\n", (say("*Stopped now*"), bullets(map(stop_line, standing))))
        if standing
        else say("Nothing is stopped now.")
    )
    return compose([section(how), section(now)])


def unknown_vendor(vendors: Collection[str]) -> Message:
    """A name that no money goes through; what was typed is not repeated."""
    told = say(
        "No money goes through a provider of that name, so nothing was changed. Providers: "
        "{vendors}; none named means all.",
        vendors=", ".join(sorted(vendors)),
    )
    return compose([section(told)])
