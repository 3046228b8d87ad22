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
