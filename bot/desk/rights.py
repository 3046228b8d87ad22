"""The live directory: who is in which role, which channels are fit for cards."""

from __future__ import annotations

from bot.desk.office import Office
from bot.handoff.people import Directory


async def read_directory(office: Office) -> Directory:
    """Read people, groups and channels as Slack has them now. Raises Unavailable or Refused."""
    wanted = office.rules.policy.references()
    return await office.messenger.load_directory(
        users=wanted.users, groups=wanted.groups, channels=wanted.channels
    )


async def refresh_directory(office: Office) -> Directory:
    """Read the directory and keep it for the decisions of the next minutes."""
    directory = await read_directory(office)
    await office.write(lambda tx: tx.directories.put(directory))
    return directory
