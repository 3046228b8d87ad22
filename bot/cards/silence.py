"""What is said when nobody decided in time, and what the policy made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards.asking import owner_of
from bot.cards.kit import Mrkdwn, join, mention, moment, say
from bot.cards.notices import about, where
from bot.cards.outcome import nothing_sent
from bot.handoff.handoff import Case, Handoff

MAX_MENTIONS = 10
LATE_AFTER = timedelta(minutes=2)


def owner_note(handoff: Handoff, due_at: datetime) -> str:
    """Why the card names this owner."""
    return say(
        "Nobody decided by {when}, so it went to {owner}.",
        when=moment(due_at),
        owner=owner_of(handoff),
    )


def handed_on(case: Case, people: Sequence[str], wanted_at: datetime, now: datetime) -> str:
    """To whom it went by the policy, and that those have to decide."""
    named = join(" ", map(mention, people[:MAX_MENTIONS]))
    told = say(
        "*Nobody decided in time:* {what} went to *{owner}*{named} by the policy.",
        what=about(case),
        owner=owner_of(case.handoff),
        named=say(" ({named})", named=named) if people and not case.handoff.owner else Mrkdwn(),
    )
    return join(" ", (told, was_late(wanted_at, now), where(case)))


def expired(case: Case, wanted_at: datetime, now: datetime) -> str:
    """Closed by the policy; what can still be done."""
    told = say(
        "*Nobody decided in time:* {what} has expired by the policy. {sent} Approvals given so "
        "far do not count any more. It can be opened again on its card.",
        what=about(case),
        sent=nothing_sent(case),
    )
    return join(" ", (told, was_late(wanted_at, now)))


def nobody_there(case: Case) -> str:
    """The person whom the policy names cannot take it."""
    return say(
        "*Nobody decided in time:* {what} should go to another person by the policy, who cannot "
        "decide here any more. It stays with {owner}.",
        what=about(case),
        owner=owner_of(case.handoff),
    )


def was_late(wanted_at: datetime, now: datetime) -> Mrkdwn | None:
    """Say so when something comes later than it should have."""
    if now - wanted_at <= LATE_AFTER:
        return None
    return say("_This comes late: it was due {when}._", when=moment(wanted_at))
