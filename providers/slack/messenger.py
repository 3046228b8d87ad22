"""Slack as `bot.ports.Messenger`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from bot.errors import ConfigurationError
from bot.handoff.people import Directory
from bot.ports import Clock, Mark, Message, Posted
from bot.settings import Settings
from providers.http import Sleep
from providers.slack.directory import DirectoryLoader, IndexHash
from providers.slack.errors import Nature
from providers.slack.models import (
    History,
    OpenAnswer,
    Permalink,
    PostedAnswer,
    Said,
    SlackMessage,
    WhoAmI,
)
from providers.slack.wire import PoliteReader, SlackWire

EVENT_TYPE: Final = "handoff_card"
CLOCKS_DIFFER_BY: Final = timedelta(minutes=5)
DIRECTORY_PATIENCE_S: Final = 60.0
PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class SlackIdentity:
    """Who the token is. `scopes` are those granted to it."""

    team_id: str
    bot_user_id: str
    scopes: frozenset[str]
    is_org_wide: bool = False
    answered_at: datetime | None = None  # by Slack's own clock, in whole seconds


class SlackMessenger:
    """One bot token. Posts are made once per call; finding them again is `find_posted`.

    `tell`, `update` and `direct_channel` may be repeated after a lost answer: at worst a person
    sees a private notice twice. So they raise Unavailable where `post` raises OutcomeUnknown.
    """

    def __init__(
        self,
        wire: SlackWire,
        *,
        index_hash: IndexHash,
        clock: Clock,
        team_ids: Sequence[str] = (),
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`team_ids`: the workspaces to list when the token is of a whole organisation."""
        self._wire = wire
        self._index_hash = index_hash
        self._clock = clock
        self._team_ids = tuple(team_ids)
        self._sleep = sleep
        self._identity: SlackIdentity | None = None

    async def identify(self) -> SlackIdentity:
        """Ask Slack who the token is and what it may."""
        who, headers = await self._wire.call_with_headers(
            "auth.test", WhoAmI, Nature.REPEATABLE, {}
        )
        scopes = headers.get("x-oauth-scopes", "")
        self._identity = SlackIdentity(
            team_id=who.team_id,
            bot_user_id=who.user_id,
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
            is_org_wide=who.is_enterprise_install,
            answered_at=_date_of(headers),
        )
        return self._identity

    async def post(
        self, channel_id: str, message: Message, mark: Mark, *, thread_ts: str | None = None
    ) -> Posted:
        answer = await self._wire.call(
            "chat.postMessage",
            PostedAnswer,
            Nature.POST,
            {
                "channel": channel_id,
                "thread_ts": thread_ts,
                "unfurl_links": False,
                "unfurl_media": False,
                **_content(message),
                "metadata": _metadata(mark),
            },
        )
        return Posted(channel_id=answer.channel, ts=answer.ts)

    async def update(self, place: Posted, message: Message, mark: Mark) -> None:
        where = {"channel": place.channel_id, "ts": place.ts}
        arguments = {**where, **_content(message), "metadata": _metadata(mark)}
        await self._wire.call("chat.update", Said, Nature.REPEATABLE, arguments)

    async def find_posted(
        self, channel_id: str, mark: Mark, *, since: datetime, thread_ts: str | None = None
    ) -> Posted | None:
        """Look through everything since then. A message just posted may not be visible yet.

        Raises Unavailable when there is too much to read to the end, as None would be a guess.
        """
        identity = self._identity or await self.identify()
        method = "conversations.replies" if thread_ts else "conversations.history"
        arguments = {
            "channel": channel_id,
            "ts": thread_ts,
            "oldest": f"{(since - CLOCKS_DIFFER_BY).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
        }
        reader = PoliteReader(self._wire, budget_s=0, sleep=self._sleep)
        async for page in reader.pages(method, History, **arguments):
            for message in page.messages:
                if _is_marked(message, mark, identity.bot_user_id):
                    return Posted(channel_id=channel_id, ts=message.ts)
        return None

    async def tell(self, channel_id: str, user_id: str, message: Message) -> None:
        arguments = {"channel": channel_id, "user": user_id, **_content(message)}
        await self._wire.call("chat.postEphemeral", Said, Nature.REPEATABLE, arguments)

    async def direct_channel(self, user_id: str) -> str:
        answer = await self._wire.call(
            "conversations.open", OpenAnswer, Nature.REPEATABLE, {"users": user_id}
        )
        return answer.channel.id

    async def permalink(self, place: Posted) -> str:
        arguments = {"channel": place.channel_id, "message_ts": place.ts}
        answer = await self._wire.call("chat.getPermalink", Permalink, Nature.READ, arguments)
        return answer.permalink

    async def load_directory(
        self, *, users: Sequence[str], groups: Sequence[str], channels: Sequence[str]
    ) -> Directory:
        """Read people, groups and channels as they are now, waiting at most a minute in all."""
        identity = self._identity or await self.identify()
        loader = DirectoryLoader(
            reader=PoliteReader(self._wire, budget_s=DIRECTORY_PATIENCE_S, sleep=self._sleep),
            index_hash=self._index_hash,
            clock=self._clock,
            teams=(self._team_ids or (None,)) if identity.is_org_wide else (None,),
        )
        return await loader.load(users=users, groups=groups, channels=channels)

    async def aclose(self) -> None:
        await self._wire.aclose()


def _content(message: Message) -> dict[str, Any]:
    blocks = {"blocks": list(message.blocks)} if message.blocks else {}
    return {"text": message.text, **blocks}


def _metadata(mark: Mark) -> dict[str, Any]:
    payload = {"handoff_id": mark.handoff_id, "step_id": mark.step_id}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _is_marked(message: SlackMessage, mark: Mark, bot_user_id: str) -> bool:
    """Only our own messages count: any app of the workspace may write the same metadata."""
    return (
        message.user == bot_user_id
        and message.metadata.event_type == EVENT_TYPE
        and message.metadata.event_payload.get("handoff_id") == mark.handoff_id
        and message.metadata.event_payload.get("step_id") == mark.step_id
    )


def _date_of(headers: Mapping[str, str]) -> datetime | None:
    """Read the server's own date: https://www.rfc-editor.org/rfc/rfc9110#field.date ."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (TypeError, ValueError):
        return None


def _utc_now() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings, *, index_hash: IndexHash, clock: Clock = _utc_now) -> SlackMessenger:
    """Open Slack as configured. Raises ConfigurationError without a token or with a bad address."""
    if settings.slack_bot_token is None or not settings.slack_bot_token.get_secret_value():
        raise ConfigurationError("SLACK_BOT_TOKEN is missing: copy it from the app's page.")
    wire = SlackWire(
        settings.slack_bot_token,
        api_url=settings.slack_api_url,
        read_timeout_s=settings.vendor_timeout_s,
    )
    return SlackMessenger(
        wire, index_hash=index_hash, clock=clock, team_ids=settings.slack_team_ids
    )
