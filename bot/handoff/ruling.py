"""What the policy decided for one handoff, frozen on it when it was made."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from bot.handoff.value import Moment, Value
from bot.handoff.words import ReviewReason, SilenceAct
from bot.timing import WorkingHours

CRM = "hubspot"
"""The paired system that knows who owns an account."""


class Role(Value):
    """A named set of people with limits in minor units per currency; no entry means no right."""

    name: str
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    limits_minor: dict[str, int] = Field(default_factory=dict)
    unlimited: bool = False


class ApprovalStep(Value):
    """One required approval; `above_minor` says from which amount (exclusive) it is needed."""

    role: str
    above_minor: dict[str, int] | None = None


class EscalationTarget(Value):
    """Somebody a handoff can be handed up to: a role of the policy, shown with its title."""

    role: str
    title: str


class SilenceStep(Value):
    """What happens so long after the deadline when nobody has decided.

    `target` is a role, or for a reassignment also a Slack user id; an expiry has none.
    """

    after: timedelta = timedelta()
    act: SilenceAct
    target: str | None = None


class AlertRung(Value):
    """The people of a role, called so long after the alert unless somebody acknowledged it."""

    role: str
    after: timedelta = timedelta()


class AlertRule(Value):
    """An alert that the policy asks for: its name, its own channel, and who is called in turn."""

    name: str
    channel_id: str
    chain: tuple[AlertRung, ...] = ()


class Ruling(Value):
    """The policy's answer for one handoff; nothing in it changes unless the policy is reapplied."""

    policy_id: str
    policy_hash: str
    path: tuple[str, ...] = ()  # the rules that matched, as sentences
    channel_id: str
    destination: str | None = None
    vendor: str | None = None
    pairings: tuple[str, ...] = ()  # the systems beside it that are told
    owner: str | None = None  # Slack user id
    owner_role: str | None = None  # when a group owns it
    in_turn: bool = False  # one person of that group is made the owner
    account_owner: bool = False  # whoever of the roles owns the account at HubSpot goes before
    roles: tuple[Role, ...] = ()
    approvals: tuple[ApprovalStep, ...] = ()
    escalation: tuple[EscalationTarget, ...] = ()
    reason_required: bool = False
    cancel_window: timedelta = timedelta(seconds=30)
    start_within: timedelta = timedelta(minutes=60)
    nudge_offsets: tuple[timedelta, ...] = ()
    default_due: Moment | None = None  # when the call names no deadline of its own
    deadline_zone: str = "UTC"
    hours: WorkingHours = WorkingHours()
    on_silence: tuple[SilenceStep, ...] = ()
    alert: AlertRule | None = None
    review_reasons: tuple[ReviewReason, ...] = ()
    show_contacts: bool = False
    refused: str | None = None  # a sentence: why no action is possible at all (fail closed)
    possible: tuple[Ruling, ...] = ()  # what would hold for each destination, while several fit

    @property
    def can_be_looked_up(self) -> bool:
        """True when there is a vendor to ask, or several of which one may know the record."""
        return self.vendor is not None or bool(self.possible)

    @property
    def paired(self) -> tuple[str, ...]:
        """The systems beside the destination; while several fit, those of all of them."""
        several = (system for one in self.possible for system in one.pairings)
        return self.pairings or tuple(dict.fromkeys(several))

    @property
    def asks_account_owner(self) -> bool:
        """Tell whether the CRM beside the destination is asked whose account it is."""
        return self.account_owner and CRM in self.paired

    def settled_at(self, vendor: str) -> Ruling:
        """What holds once the record was found at a vendor; the channel stays, a card never moves.

        The same ruling when its destination was clear, or two destinations share that vendor.
        """
        found = [one for one in self.possible if one.vendor == vendor]
        if self.vendor is not None or len(found) != 1:
            return self
        return found[0].model_copy(update={"channel_id": self.channel_id})

    def role(self, name: str) -> Role | None:
        """The frozen role of that name."""
        return next((role for role in self.roles if role.name == name), None)
