"""What a policy file may say: docs/policy.md explains each key, check.py ties names together."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)

from bot.handoff.words import ReviewReason, Urgency, Workflow
from bot.policy.money_table import Amounts, Currency, Rates
from bot.policy.strict import Strict
from bot.timing import WorkingHours, find_zone

VENDORS = (
    "stripe",
    "paystack",
    "plisio",
    "proabono",
    "skyfire",
    "polygon",
    "quickbooks",
    "hubspot",
    "zendesk",
    "google",
)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,5})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _zone(name: str) -> str:
    if find_zone(name) is None:
        raise ValueError('is not a time zone; write an IANA name such as "Europe/London"')
    return name


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    return text


def _span(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None or not int(found[1]):
        raise ValueError('must be a time such as "90m", "4h" or "2d"')
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def _hours(text: str) -> str:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        WorkingHours(start=start, end=end)
    except ValueError:
        raise ValueError('must be hours such as "09:00-17:00"') from None
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
Sentence = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")
]
Handle = Annotated[str, StringConstraints(pattern=r"^(S[A-Z0-9]{2,}|@[a-z0-9][a-z0-9._-]*)$")]
UserId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,}$")]
ChannelRef = Annotated[str, StringConstraints(pattern=r"^([CG][A-Z0-9]{2,}|#[^\s#@.,A-Z]{1,79})$")]
Zone = Annotated[str, AfterValidator(_zone)]
Pattern = Annotated[str, StringConstraints(max_length=200), AfterValidator(_pattern)]
Span = Annotated[timedelta, BeforeValidator(_span)]
Hours = Annotated[str, AfterValidator(_hours)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Header(Strict):
    """`[policy]`: the name of the policy, when people work, and who may stop money."""

    id: Name
    stop_role: Name | None = None
    fallback_channel: ChannelRef | None = None
    zone: Zone = "UTC"
    working_days: tuple[Weekday, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri"), min_length=1
    )
    working_hours: Hours = "09:00-17:00"
    holidays: tuple[date, ...] = ()

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def hours(self) -> WorkingHours:
        """The working week in the policy's zone."""
        start, end = (time.fromisoformat(part.strip()) for part in self.working_hours.split("-"))
        days = frozenset(_WEEK.index(day) for day in self.working_days)
        return WorkingHours(days=days, start=start, end=end, holidays=frozenset(self.holidays))


class Tier(Strict):
    """`[[tier]]`: customers that are treated apart, by account name or e-mail domain."""

    name: Name
    accounts: tuple[Name, ...] = ()
    email_domains: tuple[Name, ...] = ()


class RoleTable(Strict):
    """`[[role]]`: people with a limit; without `limits` and `unlimited` they approve nothing."""

    name: Name
    title: Name | None = None
    users: tuple[UserId, ...] = ()
    groups: tuple[Handle, ...] = ()
    limits: Amounts | None = None
    unlimited: StrictBool = False


class ChannelTable(Strict):
    """`[[channel]]`: a private channel and what its readers may see."""

    name: ChannelRef
    show_contacts: StrictBool = False


class DestinationWhen(Strict):
    """When a destination holds the record. Conditions narrow; `fields` and `references` prefer.

    `only_if_named` makes those two a condition as well: without either it is no destination.
    """

    agents: tuple[str, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    currencies: tuple[Currency, ...] = ()
    regions: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    references: tuple[Pattern, ...] = ()
    only_if_named: StrictBool = False


class DestinationMapping(Strict):
    """Where the destination keeps what a handoff states; `doctor` insists on all of it."""

    object: str | None = None
    owner: str | None = None
    status: str | None = None
    urgency: str | None = None
    next_step: str | None = None
    record_url: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that are not stated yet."""
        return tuple(key for key, value in self if not value)


class Pairings(Strict):
    """`[destination.pairings]`: the systems beside the destination, each by its account."""

    quickbooks: Name | None = None
    hubspot: Name | None = None
    zendesk: Name | None = None
    drive: Name | None = None
    sheets: Name | None = None
    gmail: Name | None = None

    @property
    def systems(self) -> tuple[str, ...]:
        """Those that are named."""
        return tuple(system for system, account in self if account)


class Destination(Strict):
    """`[[destination]]`: one account at one vendor."""

    name: Name
    vendor: Literal[VENDORS]  # type: ignore[valid-type]  # the tuple is the one list of vendors
    account: Name | None = None
    when: DestinationWhen = DestinationWhen()
    pairings: Pairings = Pairings()
    mapping: DestinationMapping = DestinationMapping()


class ApprovalTable(Strict):
    """One required approval; with `above` only for amounts over it."""

    role: Name
    above: Amounts | None = None


class SilenceTable(Strict):
    """What happens when nobody has decided: one act, at the deadline or so long `after` it."""

    after: Span | None = None
    escalate: Name | None = None
    reassign: Name | None = None
    expire: Literal[True] | None = None


class Yields(Strict):
    """What a rule or the baseline decides; a rule leaves out what it does not change."""

    owner: Name | None = None
    in_turn: StrictBool | None = None
    account_owner: StrictBool | None = None
    channel: ChannelRef | None = None
    approvals: tuple[ApprovalTable, ...] | None = Field(default=None, min_length=1)
    escalate_to: tuple[Name, ...] | None = None
    reason_required: StrictBool | None = None
    cancel_window_s: StrictInt | None = Field(default=None, ge=0, le=86_400)
    start_within_min: StrictInt | None = Field(default=None, ge=1, le=10_080)
    deadline_working_days: StrictInt | None = Field(default=None, ge=0, le=365)
    nudge_offsets: tuple[Span, ...] | None = None
    on_silence: tuple[SilenceTable, ...] | None = None
    refuse: Sentence | None = None


class Baseline(Yields):
    """`[baseline]`: what holds when no rule says otherwise; the strictest answer belongs here."""

    owner: Name
    in_turn: StrictBool = False
    account_owner: StrictBool = False
    channel: ChannelRef
    approvals: tuple[ApprovalTable, ...] = Field(min_length=1)
    escalate_to: tuple[Name, ...] = ()
    reason_required: StrictBool = False
    cancel_window_s: StrictInt = Field(default=30, ge=0, le=86_400)
    start_within_min: StrictInt = Field(default=60, ge=1, le=10_080)
    deadline_working_days: StrictInt = Field(default=2, ge=0, le=365)
    nudge_offsets: tuple[Span, ...] = (timedelta(hours=24), timedelta(hours=4), timedelta(hours=1))
    on_silence: tuple[SilenceTable, ...] = ()


class When(Strict):
    """The conditions of a rule; all that are stated must hold."""

    workflows: tuple[Workflow, ...] = ()
    above: Amounts | None = None
    below: Amounts | None = None
    currencies: tuple[Currency, ...] = ()
    tiers: tuple[Name, ...] = ()
    regions: tuple[str, ...] = ()
    destinations: tuple[Name, ...] = ()
    review_reasons: tuple[ReviewReason, ...] = ()
    confidence: Literal["low", "high"] | None = None
    urgency: tuple[Urgency, ...] = ()


class Rule(Yields):
    """`[[rule]]`: changes keys of the baseline for the calls it matches."""

    name: Name
    when: When


class RungTable(Strict):
    """People of an alert's chain: called at once, or so long `after` the alert."""

    role: Name
    after: Span | None = None


class AlertTable(Strict):
    """`[[alert]]`: a message in a channel of its own, at any hour, until somebody acknowledges."""

    name: Name
    when: When
    channel: ChannelRef
    chain: tuple[RungTable, ...] = Field(min_length=1)


class PolicyFile(Strict):
    """The whole file."""

    policy: Header
    rates: Rates | None = None
    tier: tuple[Tier, ...] = ()
    role: tuple[RoleTable, ...] = Field(min_length=1)
    channel: tuple[ChannelTable, ...] = Field(min_length=1)
    destination: tuple[Destination, ...] = ()
    baseline: Baseline
    rule: tuple[Rule, ...] = ()
    alert: tuple[AlertTable, ...] = ()
