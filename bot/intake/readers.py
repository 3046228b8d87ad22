"""From a claimed value to a typed one, or None: no claim can break the reading of a call."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.handoff.words import Urgency
from bot.intake.numbers import plain_number
from bot.money import currency_or_none, parse_amount
from bot.redaction import Redacted, redact

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "?",
        "n/a",
        "na",
        "n.a.",
        "nan",
        "nil",
        "none",
        "null",
        "not applicable",
        "not available",
        "not given",
        "not mentioned",
        "not provided",
        "not specified",
        "not stated",
        "tbd",
        "unclear",
        "undefined",
        "unknown",
        "unspecified",
    }
)
_TRUE = frozenset({"true", "yes", "y", "1", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "off"})
_URGENCY = {
    **dict.fromkeys(("low", "not urgent", "minor", "p4"), Urgency.LOW),
    **dict.fromkeys(("normal", "medium", "moderate", "standard", "routine", "p3"), Urgency.NORMAL),
    **dict.fromkeys(("high", "urgent", "important", "p2"), Urgency.HIGH),
    **dict.fromkeys(
        ("critical", "emergency", "immediate", "very urgent", "highest", "asap", "p1"),
        Urgency.CRITICAL,
    ),
}
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₦": "NGN", "US$": "USD"}
_NAMES = {
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("us dollar", "us dollars"), "USD"),
    "naira": "NGN",
}
"""Only what names one currency: a dollar sign, dollars, rupees and pounds name several."""

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_FIRST_YEAR = 2000
_YEARS_AHEAD = 10
_MAX_URL = 2_000
_MAX_EMAIL = 254
_EMAIL = re.compile(r"[^\s@<>\[\](),;:\"|\\]+@[^\s@<>\[\](),;:\"|\\]+\.[^\s@<>\[\](),;:\"|\\.]+")
_SIMPLE_AMOUNT = re.compile(r"\D{0,4}\d[\d.,' ]{0,12}\D{0,4}")


def is_nothing(value: Any) -> bool:
    """Tell the ways in which an extractor says that nothing was said."""
    if isinstance(value, str):
        return value.strip().casefold() in _NOTHING
    return value is None or value in ([], {})


def text_of(value: Any, length: int) -> Redacted | None:
    """One line of text; cut text is redacted again, because a join or a cut makes a new one."""
    if is_nothing(value) or not isinstance(value, Redacted):
        return None
    line = " ".join(value.split())
    if len(line) > length:
        line = line[: length - 1].rstrip() + "…"
    return value if line == value else redact(line)


def reference_of(value: Any, length: int = 200) -> Redacted | None:
    """A reference as said. One that redaction had to change is no reference any more."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = redact(str(value))
    found = text_of(value, length)
    return None if found is None or is_changed(found) else found


def is_changed(value: str) -> bool:
    """Tell whether a value holds a placeholder: `[card ····4242]` is no amount and no id."""
    return "[" in value or "····" in value


def email_of(value: Any) -> Redacted | None:
    """An address that looks like one."""
    found = text_of(value, _MAX_EMAIL)
    return found if found is not None and _EMAIL.fullmatch(found) else None


def truth_of(value: Any) -> bool | None:
    """Yes, no, or not known."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold() if isinstance(value, str | int) else ""
    return True if word in _TRUE else False if word in _FALSE else None


def urgency_of(value: Any) -> Urgency | None:
    """The four steps, from the words that people use for them."""
    word = value.strip().casefold() if isinstance(value, str) else ""
    return _URGENCY.get(re.sub(r"[\s_-]+", " ", word))


def currency_of(value: Any) -> str | None:
    """An ISO code; a sign or name when it means one currency only."""
    if not isinstance(value, str) or is_nothing(value):
        return None
    text = value.strip()
    return currency_or_none(text) or _SIGNS.get(text.upper()) or _NAMES.get(text.casefold())


def currency_in(value: Any) -> str | None:
    """The one currency named beside an amount: `USD 2,490.00`, `₹12,50,000`."""
    if not isinstance(value, str):
        return None
    codes = {code for word in _CODE.findall(value) if (code := currency_or_none(word))}
    signs = {code for sign, code in _SIGNS.items() if sign in value}
    found = codes | signs
    return found.pop() if len(found) == 1 else None


def amount_of(value: Any, currency: str | None) -> int | None:
    """Minor units; None for nothing, zero, more than one number, or more than anybody has."""
    if currency is None or is_nothing(value) or (isinstance(value, str) and is_changed(value)):
        return None
    number = plain_number(value) if isinstance(value, str) else value
    return (None if number is None else parse_amount(number, currency)) or None


def plain_amount_of(value: Any, currency: str | None) -> int | None:
    """Like `amount_of`, from values that are nothing but an amount: for unredacted ones."""
    text = str(value) if isinstance(value, str | int | float) else ""
    return amount_of(value, currency) if _SIMPLE_AMOUNT.fullmatch(text) else None


def moment_of(value: Any, now: datetime) -> date | datetime | None:
    """An ISO day, or an instant with its zone, in this century; anything vaguer is not read."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        found = _moment(text)
    except (ValueError, OverflowError):
        return None
    if found is None or not _FIRST_YEAR <= found.year <= now.year + _YEARS_AHEAD:
        return None
    return found


def _moment(text: str) -> date | datetime | None:
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if not _INSTANT.fullmatch(text):
        return None
    instant = datetime.fromisoformat(text)
    return instant.astimezone(UTC) if instant.tzinfo else None


def instant_of(value: Any, now: datetime) -> datetime | None:
    """An instant with its zone, in UTC."""
    found = moment_of(value, now)
    return found if isinstance(found, datetime) else None


def deadline_of(value: Any, called_at: datetime, now: datetime) -> date | datetime | None:
    """A deadline that can be meant: not before the call, not more than a year ahead."""
    found = moment_of(value, now)
    if found is None:
        return None
    instant = isinstance(found, datetime)
    day = found.date() if isinstance(found, datetime) else found
    # A day is compared loosely: the caller's day may have begun before or end after UTC's.
    earliest = called_at if instant else called_at - timedelta(days=1)
    too_early = found < earliest if isinstance(found, datetime) else day < earliest.date()
    return None if too_early or day > (now + timedelta(days=366)).date() else found


def seconds_of(value: Any) -> int | None:
    """A duration in whole seconds, up to a day; a number or a number as text."""
    try:
        seconds = float(value) if isinstance(value, str | int | float) else -1.0
    except (ValueError, OverflowError):
        return None
    return int(seconds) if 0 <= seconds <= 86_400 else None  # noqa: PLR2004 - a day in seconds


def link_of(value: Any) -> str | None:
    """An https address of a public-looking host, without credentials; kept as a reference."""
    if not isinstance(value, str) or len(value) > _MAX_URL or is_changed(value):
        return None
    text = value.strip()
    try:
        parts = urlsplit(text)
        host, has_login = parts.hostname, parts.username or parts.password
    except ValueError:
        return None
    is_plain = text.isprintable() and not re.search(r"[\s<>|\"\\]", text)
    is_ours = parts.scheme == "https" and host and "." in host and not has_login
    return str(text) if is_plain and is_ours else None
