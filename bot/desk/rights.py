"""The live directory: who is in which role, which channels are fit for cards."""

from __future__ import annotations

from datetime import datetime

from bot.desk.office import Office
from bot.handoff.people import Directory
from bot.ports import Tx


async def read_directory(office: Office) -> Directory:
    """Read people, groups and channels as Slack has them now. Raises Unavailable or Refused."""
    wanted = office.rules.policy.references()
    return await office.messenger.load_directory(
        users=wanted.users, groups=wanted.groups, channels=wanted.channels
    )


async def refresh_directory(office: Office) -> Directory:
    """Read the directory and keep it for the decisions of the next minutes."""
    directory = await read_directory(office)
    await office.write(lambda tx: keep_directory(tx, directory, office.clock()))
    return directory


def keep_directory(tx: Tx, directory: Directory, now: datetime) -> None:
    """Keep it unless a newer one is known: of two that were read side by side, the later counts.

    One from the future is replaced: it was read while the clock was wrong.
    """
    known = tx.directories.current()
    if known is None or not directory.loaded_at < known.loaded_at <= now:
        tx.directories.put(directory)
