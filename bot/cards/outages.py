"""What a card says while its provider does not answer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards.kit import Mrkdwn, join, moment, say, section
from bot.cards.words import vendor_title
from bot.handoff.gate import Gate
from bot.handoff.handoff import Case
from bot.handoff.states import UNDECIDED
from bot.handoff.words import State
from bot.ports import Block

_STILL_ASKS = UNDECIDED | {State.SCHEDULED, State.EXECUTING, State.UNKNOWN}
"""Where the provider is still to be asked or told something."""


def standing_outage(case: Case, gates: Iterable[Gate]) -> Block | None:
    """Every outage that keeps this handoff from going on."""
    if case.handoff.state not in _STILL_ASKS:
        return None
    vendors = {case.handoff.ruling.vendor, *(one.operation.partition(".")[0] for one in case.steps)}
    out = [one for one in gates if one.is_out and one.name in vendors]
    return section(join("\n", map(outage_line, out))) if out else None


def outage_line(gate: Gate) -> Mrkdwn:
    """Who does not answer, since when, and what follows."""
    return say(
        "*{vendor} is not answering* since {since}. Nothing is sent until it does; it is asked "
        "again at least every minute.",
        vendor=vendor_title(gate.name),
        since=moment(gate.since),
    )
