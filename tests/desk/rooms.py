"""Slack with channels that keep what was said, for what has to be said once and in order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.people import Channel
from bot.policy import parse_policy
from bot.ports import Posted
from tests.desk.bench import POLICY, Bench, Workspace

HOME, ALERTS, SPARE = "C1", "C7", "C9"
SPARE_NAME = "#billing-spare"
FALLBACK = f'[policy]\nfallback_channel = "{SPARE_NAME}"'


@dataclass
class Said:
    """One message as it stands in Slack."""

    channel: str
    ts: str
    thread: str | None
    step_id: str
    text: str


@dataclass
class Rooms(Workspace):
    """Slack with channels that keep what was said; `script` fails the next calls, None lets one by.

    A failure that is an OutcomeUnknown comes after the message was put there.
    """

    said: list[Said] = field(default_factory=list)
    script: deque[Exception | None] = field(default_factory=deque)
    down: Exception | None = None
    calls: list[tuple[str, str]] = field(default_factory=list)
    rooms: dict[str, Channel] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)  # people nobody can write to any more

    def __post_init__(self) -> None:
        self.rooms = {
            "#billing-approvals": room(HOME),
            "#billing-alerts": room(ALERTS),
            SPARE_NAME: room(SPARE),
        }

    def directory(self):
        return super().directory().model_copy(update={"channels": dict(self.rooms)})

    def change(self, name: str, **how: bool) -> None:
        self.rooms[name] = self.rooms[name].model_copy(update=how)

    def of(self, channel: str) -> list[Said]:
        return [one for one in self.said if one.channel == channel]

    def cards(self, channel: str) -> list[Said]:
        return [
            one for one in self.of(channel) if one.thread is None and "Refund request" in one.text
        ]

    def _meet(self, method: str, where: str) -> Exception | None:
        self.calls.append((method, where))
        if self.down:
            raise self.down
        trouble = self.script.popleft() if self.script else None
        if trouble is not None and not isinstance(trouble, OutcomeUnknown):
            trouble.method = method  # as the adapter says it
            raise trouble
        if any(one.channel_id == where and one.is_archived for one in self.rooms.values()):
            raise Refused("It is archived.", code="is_archived", mendable=True)
        return trouble

    async def post(self, channel_id: str, message: Any, mark: Any, *, thread_ts=None) -> Posted:
        lost = self._meet("chat.postMessage", channel_id)
        self.posts += 1
        ts = f"1.{self.posts}"
        self.said.append(Said(channel_id, ts, thread_ts, mark.step_id, _text(message)))
        if lost:
            raise lost
        return Posted(channel_id, ts)

    async def update(self, place: Posted, message: Any, _mark: Any) -> None:
        self._meet("chat.update", place.channel_id)
        for one in self.said:
            if (one.channel, one.ts) == (place.channel_id, place.ts):
                one.text = _text(message)
                return
        raise Refused("The message is gone.", code="message_not_found")

    async def find_posted(self, channel_id, mark, *, since, thread_ts=None) -> Posted | None:
        self._meet("conversations.history", channel_id)
        for one in self.of(channel_id):
            in_thread = thread_ts is None or thread_ts in {one.ts, one.thread}
            if one.step_id == mark.step_id and in_thread:
                return Posted(channel_id, one.ts)
        return None

    async def tell(self, channel_id: str, user_id: str, _message: Any) -> None:
        self._meet("chat.postEphemeral", channel_id)
        if user_id in self.left:
            raise Refused("They are not here.", code="user_not_in_channel")

    async def direct_channel(self, user_id: str) -> str:
        if user_id in self.left:
            raise Refused("They are deactivated.", code="user_disabled")
        return f"D{user_id}"


def room(channel_id: str) -> Channel:
    return Channel(channel_id=channel_id, is_private=True, has_bot=True)


def _text(message: Any) -> str:
    return f"{message.text} {message.blocks}"


def furnish(bench: Bench) -> Rooms:
    """Give the bench such a Slack, and a policy with a fallback channel."""
    bench.slack = Rooms(bench.clock)
    text = POLICY.read_text(encoding="utf-8").replace("[policy]", FALLBACK, 1)
    policy = parse_policy(text, name="policy.toml")
    rules = replace(bench.office.rules, policy=policy)
    bench.office = replace(bench.office, messenger=bench.slack, rules=rules)
    bench.refresh()
    return bench.slack


def settle(bench: Bench, minutes: int = 20) -> None:
    """Let the time pass, with the ticks that belong to it."""
    for _ in range(minutes * 3):
        bench.later(seconds=20)
        bench.refresh()
        bench.work()
