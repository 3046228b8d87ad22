"""Which scopes each method needs, for doctor: any one of a row's scopes is enough.

https://docs.slack.dev/reference/methods
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

HISTORY = ("groups:history", "im:history", "channels:history", "mpim:history")
READ = ("groups:read", "channels:read", "im:read", "mpim:read")

SCOPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "auth.test": (),
        "chat.postMessage": ("chat:write",),
        "chat.update": ("chat:write",),
        "chat.postEphemeral": ("chat:write",),
        "chat.getPermalink": (),
        "conversations.history": HISTORY,
        "conversations.replies": HISTORY,
        "conversations.info": READ,
        "conversations.list": READ,
        "conversations.open": ("im:write",),
        "users.info": ("users:read",),
        "users.list": ("users:read",),
        "usergroups.list": ("usergroups:read",),
        "usergroups.users.list": ("usergroups:read",),
    }
)
"""The methods the messenger calls."""

NEEDED: tuple[str, ...] = (
    "chat:write",  # cards, threads, notices
    "im:write",  # direct messages
    "im:history",  # finding a direct message again after a lost answer
    "users:read",  # guests, bots, deactivated people
    "users:read.email",  # an approver who is the customer
    "usergroups:read",  # roles
    "channels:read",  # to know that a channel is public, and stay out
    "channels:history",  # finding again the one sentence that a public channel gets
    "groups:read",  # private channels
    "groups:history",  # finding a card again after a lost answer
)
"""What the bot needs; least privilege."""


def missing(granted: Collection[str]) -> tuple[str, ...]:
    """The needed scopes that were not granted."""
    return tuple(scope for scope in NEEDED if scope not in granted)
