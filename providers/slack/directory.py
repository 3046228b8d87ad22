"""The workspace as it is now: people, group members, channels. What is missing has no rights."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bot.errors import Refused
from bot.handoff.people import Channel, Directory, Person
from bot.ports import Clock
from providers.slack.models import (
    ChannelAnswer,
    ChannelPage,
    GroupMembers,
    GroupPage,
    SlackChannel,
    SlackGroup,
    SlackUser,
    UserAnswer,
    UserPage,
)
from providers.slack.wire import PoliteReader

IndexHash: TypeAlias = Callable[[str, str], str]
"""(kind "email" or "phone", normalised value) -> keyed hash."""

ONE_BY_ONE: Final = 20
"""Up to so many people are read singly (users.info, tier 4), more by pages (users.list, tier 2)."""

NOBODY: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
NO_CHANNEL: Final = frozenset(
    {"channel_not_found", "channel_is_limited_access", "method_not_supported_for_channel_type"}
)
NO_PLAN: Final = frozenset({"plan_upgrade_required", "paid_teams_only"})
NO_GROUPS: Final = NO_PLAN | {"no_such_subteam", "invalid_team"}
SLACKBOT: Final = "USLACKBOT"  # says of itself that it is no bot

_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class DirectoryLoader:
    """Reads one directory. `teams`: the workspaces to list, or (None,) for the token's own."""

    reader: PoliteReader
    index_hash: IndexHash
    clock: Clock
    teams: Sequence[str | None] = (None,)

    async def load(
        self, *, users: Sequence[str], groups: Sequence[str], channels: Sequence[str]
    ) -> Directory:
        """Read all. Groups and channels are filed as they were asked for and under their ids."""
        loaded_at = self.clock()  # before the first read: what is read may be older, never newer
        known, has_groups = await self._known_groups() if groups else ([], True)
        members = await self._groups(groups, known)
        wanted = {*users, *(user for held in members.values() for user in held)}
        return Directory(
            loaded_at=loaded_at,
            people={user.id: self._person(user) for user in await self._people(wanted)},
            groups=members,
            channels=await self._channels(channels),
            has_groups=has_groups,
            unknown_groups=tuple(one for one in groups if _named(known, one) is None),
        )

    # --- people ---

    async def _people(self, wanted: set[str]) -> list[SlackUser]:
        ids = sorted(user for user in wanted if _USER_ID.fullmatch(user))
        if len(ids) > ONE_BY_ONE:
            return [user for user in await self._everybody() if user.id in wanted]
        found = await asyncio.gather(*(self._user(user_id) for user_id in ids))
        return [user for user in found if user is not None]

    async def _user(self, user_id: str) -> SlackUser | None:
        try:
            return (await self.reader.read("users.info", UserAnswer, user=user_id)).user
        except Refused as refusal:
            if refusal.code in NOBODY:
                return None
            raise

    async def _everybody(self) -> list[SlackUser]:
        return [
            user
            for team_id in self.teams
            async for page in self.reader.pages("users.list", UserPage, limit=200, team_id=team_id)
            for user in page.members
        ]

    def _person(self, user: SlackUser) -> Person:
        profile = user.profile
        return Person(
            user_id=user.id,
            team_id=user.team_id,
            name=profile.display_name or profile.real_name or user.name,
            is_bot=user.is_bot or user.id == SLACKBOT,
            is_guest=user.is_restricted or user.is_ultra_restricted,
            is_stranger=user.is_stranger,
            is_deleted=user.deleted,
            email_hash=self._hash("email", folded_email(profile.email)),
            phone_hash=self._hash("phone", digits_of_phone(profile.phone)),
            tz=user.tz,
        )

    def _hash(self, kind: str, value: str) -> str | None:
        return self.index_hash(kind, value) if value else None

    # --- groups ---

    async def _groups(
        self, wanted: Sequence[str], known: Sequence[SlackGroup]
    ) -> dict[str, tuple[str, ...]]:
        filed: dict[str, tuple[str, ...]] = {}
        for asked in wanted:
            group = _named(known, asked)
            members = await self._members(group) if group else ()
            filed |= {asked: members, **({group.id: members} if group else {})}
        return filed

    async def _known_groups(self) -> tuple[list[SlackGroup], bool]:
        """Every enabled group, and whether the plan has any at all."""
        try:
            return [group for team in self.teams for group in await self._groups_of(team)], True
        except Refused as refusal:
            if refusal.code in NO_GROUPS:
                return [], refusal.code not in NO_PLAN
            raise

    async def _groups_of(self, team_id: str | None) -> list[SlackGroup]:
        pages = self.reader.pages("usergroups.list", GroupPage, include_users=True, team_id=team_id)
        return [group async for page in pages for group in page.usergroups if not group.date_delete]

    async def _members(self, group: SlackGroup) -> tuple[str, ...]:
        if group.users is not None:
            return tuple(group.users)
        try:
            listed = await self.reader.read(
                "usergroups.users.list", GroupMembers, usergroup=group.id, team_id=self.teams[0]
            )
        except Refused as refusal:
            if refusal.code in NO_GROUPS:
                return ()
            raise
        return tuple(listed.users)

    # --- channels ---

    async def _channels(self, wanted: Sequence[str]) -> dict[str, Channel]:
        ids = [asked for asked in wanted if _CHANNEL_ID.fullmatch(asked)]
        names = [asked for asked in wanted if asked not in ids]
        by_id = {asked: await self._channel(asked) for asked in ids}
        by_name = await self._channels_named(names) if names else {}
        found = [
            (asked, channel) for asked, channel in (by_id | by_name).items() if channel is not None
        ]
        return {
            key: _channel_of(channel) for asked, channel in found for key in (asked, channel.id)
        }

    async def _channel(self, channel_id: str) -> SlackChannel | None:
        try:
            answer = await self.reader.read("conversations.info", ChannelAnswer, channel=channel_id)
        except Refused as refusal:
            if refusal.code in NO_CHANNEL:
                return None
            raise
        return answer.channel

    async def _channels_named(self, wanted: Sequence[str]) -> dict[str, SlackChannel | None]:
        plain = {asked.removeprefix("#").lower(): asked for asked in wanted}
        found: dict[str, SlackChannel | None] = {}
        for team_id in self.teams:
            async for page in self.reader.pages(
                "conversations.list", ChannelPage, **_ALL_CHANNELS, team_id=team_id
            ):
                found |= {plain[one.name]: one for one in page.channels if one.name in plain}
        return found


_ALL_CHANNELS: Mapping[str, Any] = {
    "types": "public_channel,private_channel",
    "exclude_archived": False,
    "limit": 500,
}


def _named(groups: Iterable[SlackGroup], asked: str) -> SlackGroup | None:
    """Find by id, by handle (with or without @) or by name, in this order; one match or none."""
    plain = asked.removeprefix("@").casefold()
    for key in (lambda group: group.id.casefold(), _handle_of, _name_of):
        found = [group for group in groups if plain and key(group) == plain]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _handle_of(group: SlackGroup) -> str:
    return group.handle.casefold()


def _name_of(group: SlackGroup) -> str:
    return group.name.casefold()


def _channel_of(channel: SlackChannel) -> Channel:
    shared = channel.is_ext_shared or channel.is_pending_ext_shared
    return Channel(
        channel_id=channel.id,
        name=channel.name,
        is_private=channel.is_private and not shared,  # another company reads along
        is_archived=channel.is_archived,
        has_bot=channel.is_member,
    )


def folded_email(email: str | None) -> str:
    """The spelling under which an address is hashed."""
    return (email or "").strip().casefold()


def digits_of_phone(phone: str | None) -> str:
    """The digits under which a phone number is hashed."""
    return "".join(sign for sign in phone or "" if sign.isdigit())
