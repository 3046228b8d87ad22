"""What the messenger reads of Slack's answers; unknown fields are ignored."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class SlackValue(BaseModel):
    """The base of everything read from Slack."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Paging(SlackValue):
    """Where the next page starts; empty on the last one."""

    next_cursor: str | None = None


class SlackAnswer(SlackValue):
    """Any positive answer."""

    response_metadata: Paging | None = None

    @property
    def next_cursor(self) -> str | None:
        return (self.response_metadata and self.response_metadata.next_cursor) or None


class Said(SlackAnswer):
    """An answer of which only `ok` matters."""


class PostedAnswer(SlackAnswer):
    """Of chat.postMessage."""

    channel: str = Field(min_length=1)
    ts: str = Field(min_length=1)


class WhoAmI(SlackAnswer):
    """Of auth.test."""

    team_id: str
    user_id: str
    is_enterprise_install: bool = False


class Opened(SlackValue):
    """A conversation that was opened."""

    id: str = Field(min_length=1)


class OpenAnswer(SlackAnswer):
    """Of conversations.open."""

    channel: Opened


def _only_dict(value: object) -> object:
    """Metadata of other apps may look like anything; ours is an object."""
    return value if isinstance(value, dict) else {}


class Metadata(SlackValue):
    """Of one message."""

    event_type: str | None = None
    event_payload: Annotated[dict[str, Any], BeforeValidator(_only_dict)] = {}


class SlackMessage(SlackValue):
    """One message of a history, without its words."""

    ts: str
    user: str | None = None
    metadata: Metadata = Metadata()


class History(SlackAnswer):
    """Of conversations.history and conversations.replies."""

    messages: list[SlackMessage]


class Profile(SlackValue):
    """What a person wrote about themselves."""

    display_name: str | None = None
    real_name: str | None = None
    email: str | None = None
    phone: str | None = None


class SlackUser(SlackValue):
    """One person or bot. A missing guest flag counts as guest: Slack leaves it out of strangers."""

    id: str
    team_id: str = ""
    name: str = ""
    tz: str | None = None
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = True
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    profile: Profile = Profile()


class Permalink(SlackAnswer):
    """Of chat.getPermalink."""

    permalink: str


class UserAnswer(SlackAnswer):
    """Of users.info."""

    user: SlackUser


class UserPage(SlackAnswer):
    """Of users.list."""

    members: list[SlackUser]


class SlackGroup(SlackValue):
    """One user group; `users` only when asked for."""

    id: str
    handle: str = ""
    name: str = ""
    date_delete: int = 0
    users: list[str] | None = None


class GroupPage(SlackAnswer):
    """Of usergroups.list."""

    usergroups: list[SlackGroup]


class GroupMembers(SlackAnswer):
    """Of usergroups.users.list."""

    users: list[str]


class SlackChannel(SlackValue):
    """One conversation."""

    id: str
    name: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_member: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False


class ChannelAnswer(SlackAnswer):
    """Of conversations.info."""

    channel: SlackChannel


class ChannelPage(SlackAnswer):
    """Of conversations.list."""

    channels: list[SlackChannel]
