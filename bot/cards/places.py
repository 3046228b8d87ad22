"""What is said when cards have to be shown somewhere else."""

from __future__ import annotations

from bot.cards.kit import Mrkdwn, escape, join, mention, say


def moved(channel: str) -> str:
    """To the readers of the fallback channel: why what belongs elsewhere appears here."""
    return say(
        "*What belongs in {channel} is shown here for now*: cards, alerts and notices. That "
        "channel was archived, made public or deleted, or the bot is not in it any more. What came "
        "here stays; what is new goes back as soon as the channel is private and the bot is in it.",
        channel=escape(channel),
    )


def unreachable(user_id: str, text: str = "") -> str:
    """To a thread or a channel: somebody is not told what was meant for them, and that was it."""
    told = say(
        "{who} cannot be written to directly: Slack has no such person to write to.",
        who=mention(user_id),
    )
    return join(" ", (told, Mrkdwn(text))) if text else told


def sealed(day: str, seal: str) -> str:
    """To the channel: the seal of a day, to be compared with the histories later."""
    return say(
        "Seal of all histories, {day}: `{seal}` "
        "(`python app.py audit verify --against` tells whether anything is missing since).",
        day=day,
        seal=escape(seal, 200),
    )
