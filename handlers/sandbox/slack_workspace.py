"""The local workspace: one object with everything Slack would remember.

It is plain and single-threaded: it belongs to the event loop that serves it.
"""

import itertools
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.slack_directory import BOT_USER_ID, Channel, User
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_grants import Grants
from handlers.sandbox.slack_messages import (
    Clock,
    Ephemeral,
    Message,
    MessageStore,
    Timestamps,
)
from handlers.sandbox.slack_seed import seeded
from handlers.sandbox.slack_socket import Sockets
from handlers.sandbox.slack_views import ViewStore


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """Everything the bot ever sent, so that a test can search it for what must not leave.

    `body` is the arguments (query, form or JSON) as JSON without escapes; raw text when unparsable.
    """

    method: str
    body: str


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One line of the page's log of Web API calls; `error` None means `ok: true`."""

    method: str
    channel: str | None
    status: int
    error: str | None
    ts: str


class Workspace:
    """`now` gives aware UTC datetimes and decides timestamps, triggers and response URLs."""

    def __init__(self, config: SandboxConfig, now: Clock = utc_now) -> None:
        self.config = config
        self.now = now
        self.timestamps = Timestamps(now)
        self.requests: list[RecordedRequest] = []
        self.sockets = Sockets()
        self.reset()

    def reset(self) -> None:
        """Back to the seeded workspace; requests are kept for the searchers, sockets open."""
        self._ids: Iterator[int] = itertools.count(1)
        self.directory = seeded(self.config.team_id)
        self.messages = MessageStore()
        self.views = ViewStore(self.config.team_id, self.new_id)
        self.grants = Grants(self.now)
        self.api_log: list[ApiCall] = []
        self.last_post_at: dict[str, datetime] = {}
        for user in self.directory.users.values():
            if not (user.is_bot or user.deleted or user.is_stranger):
                self.directory.direct_message(user.id)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}0LOCAL{next(self._ids):05d}"

    def log(self, method: str, channel: str | None, status: int, error: str | None) -> None:
        self.api_log.append(ApiCall(method, channel, status, error, self.timestamps.next()))

    def user(self, user_id: str) -> User:
        """Raises `user_not_found`."""
        if user_id not in self.directory.users:
            raise SlackError("user_not_found")
        return self.directory.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """A conversation the bot may know of; a private one it is not in does not exist for it."""
        channel = self.directory.channels.get(channel_id)
        if channel is None or (channel.is_private and BOT_USER_ID not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def joined(self, channel_id: str) -> Channel:
        """A conversation the bot is a member of, else `not_in_channel`."""
        channel = self.channel(channel_id)
        if BOT_USER_ID not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def message(self, channel_id: str, ts: str) -> Message:
        """Raises `message_not_found`."""
        found = self.messages.find(channel_id, ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def post(self, channel: Channel, text: str, *, user: str = BOT_USER_ID, **more: Any) -> Message:
        """Store a message; a reply to a reply joins the thread, as at Slack."""
        parent_ts = more.pop("thread_ts", None)
        parent = self.messages.find(channel.id, parent_ts) if parent_ts else None
        if parent is not None and parent.is_reply:
            parent_ts = parent.thread_ts
        ts = self.timestamps.next()
        return self.messages.add(Message(ts, channel.id, user, text, thread_ts=parent_ts, **more))

    def whisper(self, channel_id: str, user: str, text: str, **more: Any) -> Ephemeral:
        """Show a notice to one person."""
        notice = Ephemeral(self.timestamps.next(), channel_id, user, text, **more)
        self.messages.ephemerals.append(notice)
        return notice

    def set_group_members(self, group_id: str, users: list[str]) -> dict[str, Any]:
        """Change a user group; returns the `subteam_members_changed` event Slack would send."""
        if group_id not in self.directory.groups:
            raise SlackError("no_such_subteam")
        group = self.directory.groups[group_id]
        before, group.users = group.users, list(users)
        return {
            "type": "subteam_members_changed",
            "subteam_id": group_id,
            "team_id": self.config.team_id,
            "date_previous_update": 0,
            "date_update": int(self.now().timestamp()),
            "added_users": [user for user in users if user not in before],
            "added_users_count": len(set(users) - set(before)),
            "removed_users": [user for user in before if user not in users],
            "removed_users_count": len(set(before) - set(users)),
        }

    def log_json(self, last: int) -> list[dict[str, Any]]:
        return [asdict(call) for call in self.api_log[-last:]]
