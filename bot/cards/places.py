"""What is said when cards have to be shown somewhere else."""

from __future__ import annotations

from bot.cards.kit import escape, say


def moved(channel: str) -> str:
    """To the readers of the fallback channel: why cards of another channel appear here."""
    return say(
        "*Cards of {channel} are shown here for now.* That channel was archived, made public or "
        "deleted, or the bot is not in it any more. Cards that came here stay; new ones go back "
        "as soon as the channel is private and the bot is in it.",
        channel=escape(channel),
    )


def sealed(day: str, seal: str) -> str:
    """To the channel: the seal of a day, to be compared with the histories later."""
    return say(
        "Seal of all histories, {day}: `{seal}` "
        "(`python app.py audit verify --against` tells whether anything is missing since).",
        day=day,
        seal=escape(seal, 200),
    )
