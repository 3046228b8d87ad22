"""Who people are in Slack, what they may decide, and why not."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from bot.handoff.value import Value

DIRECTORY_MAX_AGE = timedelta(minutes=5)


class Person(Value):
    """A Slack user as the workspace states it. Contact data is kept as keyed hashes only."""

    user_id: str
    team_id: str
    name: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    email_hash: str | None = None
    phone_hash: str | None = None
    tz: str | None = None


class Channel(Value):
    """A channel the policy names. `private` false means: no cards, no actions there."""

    channel_id: str
    name: str = ""
    is_private: bool = False
    is_archived: bool = False
    has_bot: bool = False


class Directory(Value):
    """The workspace at `loaded_at`: people, user groups and the policy's channels."""

    loaded_at: datetime
    people: dict[str, Person] = Field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    channels: dict[str, Channel] = Field(default_factory=dict)
    has_groups: bool = True  # false: the workspace's plan knows no user groups
    unknown_groups: tuple[str, ...] = ()  # asked for, and not there or not to be told apart

    def is_fresh(self, now: datetime) -> bool:
        """Rights are only read from a directory at most five minutes old.

        One from the future was read while the clock was wrong: nobody knows its age.
        """
        return abs(now - self.loaded_at) <= DIRECTORY_MAX_AGE


class Actor(Value):
    """Whoever pressed the button, as the signed request says; nothing else is believed."""

    user_id: str
    team_id: str
