"""The three things in a card that Slack turns into something: links, dates and mentions."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from bot.cards.markup import Mrkdwn, escape

LINK_HOSTS = frozenset(
    {
        "dashboard.stripe.com",
        "dashboard.paystack.com",
        "qbo.intuit.com",
        "hubspot.com",
        "zendesk.com",
        "drive.google.com",
        "docs.google.com",
        "dialnexa.com",
        "plisio.net",
        "proabono.com",
        "skyfire.xyz",
        "sec.gov",
    }
)
"""Hosts a card may link to, with all that stands before their name (`acme.zendesk.com`)."""

_MAX_URL = 1000
_URL = re.compile(r"https://[!-~]+", re.IGNORECASE)
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")
_OTHERS = {"handoff": "Handoff", "dialnexa": "DialNexa"}


def may_link(url: str | None, hosts: Collection[str] = LINK_HOSTS) -> bool:
    """Tell whether a card may link there: https, a known host, no user, no odd port."""
    if not url or len(url) > _MAX_URL or not _URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = any(host == one or host.endswith(f".{one}") for one in hosts)
    return known and "@" not in parts.netloc and port in {None, 443} and "\\" not in url


def link(url: str | None, label: str, hosts: Collection[str] = LINK_HOSTS) -> Mrkdwn:
    """Link to an allow-listed https page; anything else is the label alone."""
    if url is None or not may_link(url, hosts):
        return escape(label)
    target = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return Mrkdwn(f"<{target}|{escape(label).replace('|', '/')}>")


def moment(when: date | datetime, *, to_the_second: bool = False) -> Mrkdwn:
    """Show an instant in each reader's own zone; a day alone is the same day for everybody."""
    if not isinstance(when, datetime):
        return Mrkdwn(day(when))
    shape, clock = ("{time_secs}", "%H:%M:%S") if to_the_second else ("{time}", "%H:%M")
    at = when.astimezone(UTC)
    return _date(at, f"{{date_short_pretty}} at {shape}", f"{day(at)} at {at:{clock}} UTC")


def on_day(when: datetime) -> Mrkdwn:
    """Show the day of an instant, in each reader's own zone."""
    return _date(when, "{date_short_pretty}", day(when))


def _date(when: datetime, shape: str, fallback: str) -> Mrkdwn:
    seconds = max(0, int(when.timestamp()))
    return Mrkdwn(f"<!date^{seconds}^{shape}|{fallback}>")


def day(when: date) -> str:
    """Write a day so that nobody mistakes the month: `24 Nov 2026`; for instants the UTC day."""
    utc = when.astimezone(UTC) if isinstance(when, datetime) else when
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mention(user_id: str) -> Mrkdwn:
    """Name a Slack user; what is no user id (a rule, Handoff itself) is plain text."""
    if _USER.fullmatch(user_id):
        return Mrkdwn(f"<@{user_id}>")
    return escape(_OTHERS.get(user_id, user_id))


def channel(channel_id: str) -> Mrkdwn:
    """Name a Slack channel, as a link to it."""
    if _CHANNEL.fullmatch(channel_id):
        return Mrkdwn(f"<#{channel_id}>")
    return escape(channel_id)
