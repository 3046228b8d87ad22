"""Which channel something is said in: its own while that is fit for it, else the fallback.

A channel is fit while it is there, private, not archived, and the bot is in it. What finds neither
waits; nothing of a call is ever said in a public channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards import places
from bot.desk.messages import announce
from bot.errors import Unavailable
from bot.handoff.people import Channel, Directory
from bot.policy import Policy
from bot.ports import Tx

CHAIN = "channels"
NO_CHANNEL = "no_channel"
"""What a message waits for that no channel can show, in the log."""

NOT_USABLE = (
    "the channel {} cannot be used: it has to exist, be private, not be archived, and the bot has "
    "to be invited"
)


def usable(directory: Directory | None, name: str | None) -> Channel | None:
    """A channel, by name or id, that can be written to, public or not; None: none is known."""
    listed = directory.channels if directory else {}
    found = (one for key, one in listed.items() if name in {key, one.channel_id})
    return next((one for one in found if one.has_bot and not one.is_archived), None)


def fit(directory: Directory | None, *names: str | None) -> Channel | None:
    """The first of these that can be written to and in which only those read who were meant to."""
    found = (usable(directory, name) for name in names)
    return next((one for one in found if one is not None and one.is_private), None)


def fit_or_wait(directory: Directory | None, wanted: str, *others: str | None) -> Channel:
    """The first of these that is fit. Raises Unavailable: a person can mend it."""
    channel = fit(directory, wanted, *others)
    if channel is None:
        raise Unavailable(NOT_USABLE.format(wanted), code=NO_CHANNEL)
    return channel


def tell_operations(
    tx: Tx, directory: Directory | None, policy: Policy, own: str, at: str, now: datetime
) -> None:
    """Say why what belongs in `own` appears `at` (an id), if that is the fallback; once a day."""
    fallback, spare = policy.fallback_channel, fit(directory, policy.fallback_channel)
    if fallback is None or spare is None or spare.channel_id != at:
        return
    if usable(directory, own) != spare:
        cause = f"{own}:{now.date().isoformat()}"
        announce(tx, CHAIN, fallback, places.moved(own), now, cause=cause)


def troubles(directory: Directory | None, policy: Policy) -> Mapping[str, str]:
    """The policy's channels that are not fit, each with what becomes of what belongs there."""
    if directory is None:
        return {}
    fallback = policy.fallback_channel
    spare = fit(directory, fallback)
    unfit = [one for one in policy.references().channels if fit(directory, one) is None]
    return {one: f"{NOT_USABLE.format(one)}; {_meanwhile(one, fallback, spare)}" for one in unfit}


def _meanwhile(name: str, fallback: str | None, spare: Channel | None) -> str:
    if spare is not None:
        return f"what belongs there is shown in {fallback}"
    if name == fallback:
        return "what other channels cannot show has nowhere to go"
    return "what belongs there waits"
