"""Who and what is in the local workspace: people, user groups, channels. Everybody is invented."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

APP_ID = "A0HANDOFF"
BOT_USER_ID = "U0HANDOFF"
BOT_ID = "B0HANDOFF"
BOT_NAME = "Handoff"
TEAM_NAME = "Northwind Finance"
TEAM_DOMAIN = "northwind-local"
OTHER_TEAM_ID = "T0OTHER0001"
CREATED_AT = 1_767_225_600
"""Unix time given to everything seeded: 2026-01-01."""


@dataclass(slots=True)
class User:
    """A member as `users.info` knows one; mutable, so that a test can deactivate somebody."""

    id: str
    name: str
    real_name: str
    title: str
    tz: str
    team_id: str
    email: str | None = None
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deleted: bool = False

    @property
    def display_name(self) -> str:
        return self.real_name.split(maxsplit=1)[0]

    def to_json(self, at: datetime) -> dict[str, Any]:
        """The user object of the Web API; a deactivated member has lost most of it."""
        answer: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": CREATED_AT,
            "profile": self._profile(),
        }
        if self.is_stranger:
            answer["is_stranger"] = True
        return answer if self.deleted else answer | self._zone(at) | self._rank()

    def _profile(self) -> dict[str, Any]:
        profile: dict[str, Any] = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "team": self.team_id,
        }
        if self.email is not None:
            profile["email"] = self.email
        return profile | ({"bot_id": BOT_ID, "api_app_id": APP_ID} if self.is_bot else {})

    def _zone(self, at: datetime) -> dict[str, Any]:
        local = at.astimezone(ZoneInfo(self.tz))
        offset = local.utcoffset()
        return {
            "tz": self.tz,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }

    def _rank(self) -> dict[str, Any]:
        return {
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
        }


@dataclass(slots=True)
class UserGroup:
    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)

    def to_json(self, team_id: str, *, with_users: bool = False) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "id": self.id,
            "team_id": team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": self.name,
            "description": "",
            "handle": self.handle,
            "is_external": False,
            "date_create": CREATED_AT,
            "date_update": CREATED_AT,
            "date_delete": 0,
            "auto_type": None,
            "created_by": "U0CFO",
            "updated_by": "U0CFO",
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "user_count": len(self.users),
        }
        return answer | ({"users": list(self.users)} if with_users else {})


@dataclass(slots=True)
class Channel:
    """A conversation; a direct message with the bot has `dm_user` and no name of its own."""

    id: str
    name: str
    members: list[str]
    is_private: bool = True
    is_archived: bool = False
    dm_user: str | None = None
    purpose: str = ""

    @property
    def is_im(self) -> bool:
        return self.dm_user is not None

    @property
    def kind(self) -> str:
        """The word `conversations.list` uses in `types`."""
        if self.is_im:
            return "im"
        return "private_channel" if self.is_private else "public_channel"

    def to_json(self, team_id: str) -> dict[str, Any]:
        """The channel object of the Web API."""
        if self.is_im:
            return {
                "id": self.id,
                "created": CREATED_AT,
                "is_archived": False,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": team_id,
                "user": self.dm_user,
                "is_user_deleted": False,
                "is_open": True,
                "priority": 0,
            }
        return self._named_json(team_id)

    def _named_json(self, team_id: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "is_member": BOT_USER_ID in self.members,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "created": CREATED_AT,
            "creator": "U0CFO",
            "context_team_id": team_id,
            "shared_team_ids": [team_id],
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "U0CFO", "last_set": CREATED_AT},
        }


class Directory:
    """Members, groups and channels by id."""

    def __init__(self, users: list[User], groups: list[UserGroup], channels: list[Channel]) -> None:
        self.users = {user.id: user for user in users}
        self.groups = {group.id: group for group in groups}
        self.channels = {channel.id: channel for channel in channels}

    def direct_message(self, user_id: str) -> Channel:
        """The one conversation of the bot with this member, made at the first call."""
        channel_id = "D" + user_id[1:]
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id, "", [BOT_USER_ID, user_id], dm_user=user_id
            )
        return self.channels[channel_id]

    def by_email(self, email: str) -> User | None:
        found = (u for u in self.users.values() if u.email and u.email.lower() == email.lower())
        return next((user for user in found if not user.deleted), None)
