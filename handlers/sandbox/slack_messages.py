"""Messages, threads and private notices."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.sandbox.slack_directory import APP_ID, BOT_ID, BOT_NAME, BOT_USER_ID

Blocks = list[dict[str, Any]]
Clock = Callable[[], datetime]
TS = re.compile(r"\d{10}\.\d{6}")


class Timestamps:
    """Slack's `ts`: seconds and microseconds, unique and rising even within one microsecond."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._last_us = 0

    def next(self) -> str:
        self._last_us = max(self._last_us + 1, int(self._now().timestamp() * 1_000_000))
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"


@dataclass(slots=True)
class Message:
    """One stored message; `edits` counts every `chat.update`, `edited` is Slack's visible mark."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    broadcast: bool = False
    edits: int = 0
    edited: dict[str, str] | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def from_bot(self) -> bool:
        return self.user == BOT_USER_ID

    def to_json(self, team_id: str) -> dict[str, Any]:
        """The message object of the Web API, without what only its thread knows."""
        answer: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "team": team_id,
            "text": self.text,
        }
        if self.from_bot:
            answer |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": _bot_profile(team_id)}
        optional = {"blocks": self.blocks, "thread_ts": self.thread_ts, "edited": self.edited}
        answer |= {name: value for name, value in optional.items() if value}
        return answer | ({"subtype": "thread_broadcast"} if self.broadcast else {})


def _bot_profile(team_id: str) -> dict[str, Any]:
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": BOT_NAME,
        "deleted": False,
        "updated": 1_767_225_600,
        "team_id": team_id,
    }


@dataclass(slots=True)
class Ephemeral:
    """A notice one member sees; `sender` is the bot or Slack itself (`slackbot`)."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    sender: str = "bot"


class MessageStore:
    """All messages, oldest first by channel."""

    def __init__(self) -> None:
        self._by_channel: dict[str, list[Message]] = {}
        self.ephemerals: list[Ephemeral] = []

    def add(self, message: Message) -> Message:
        self._by_channel.setdefault(message.channel, []).append(message)
        return message

    def all(self, channel: str) -> list[Message]:
        return list(self._by_channel.get(channel, []))

    def everything(self) -> Iterator[Message]:
        for messages in self._by_channel.values():
            yield from messages

    def find(self, channel: str, ts: str) -> Message | None:
        return next((m for m in self._by_channel.get(channel, []) if m.ts == ts), None)

    def top_level(self, channel: str) -> list[Message]:
        return [m for m in self.all(channel) if not m.is_reply or m.broadcast]

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        return [m for m in self.all(channel) if m.is_reply and m.thread_ts == thread_ts]

    def remove(self, message: Message) -> None:
        self._by_channel[message.channel].remove(message)

    def ephemeral(self, channel: str, ts: str) -> Ephemeral | None:
        return next((e for e in self.ephemerals if (e.channel, e.ts) == (channel, ts)), None)

    def with_thread_facts(self, message: Message, team_id: str) -> dict[str, Any]:
        """The message as `conversations.history` shows it: a parent knows its replies."""
        replies = self.replies(message.channel, message.ts)
        answer = message.to_json(team_id)
        if not replies or message.is_reply:
            return answer
        users = list(dict.fromkeys(reply.user for reply in replies))
        return answer | {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
