"""Whether a policy file agrees with itself: every name it uses is one that it defines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.policy.check_people import Fault, alert_faults, is_user_id, silence_faults, unknown
from bot.policy.lines import Path
from bot.policy.schema import PolicyFile, RoleTable, When, Yields

STANDARD_TIER = "standard"
"""Customers in no `[[tier]]`."""


def faults(file: PolicyFile) -> Iterator[Fault]:
    """Yield everything that does not fit together, in the order of the file."""
    yield from _hours(file)
    yield from _stop_role(file)
    yield from _twice(file)
    yield from _roles(file)
    yield from _paired_with_itself(file)
    yield from _yields(file, ("baseline",), file.baseline)
    for index, rule in enumerate(file.rule):
        yield from _yields(file, ("rule", index), rule)
        yield from _when(file, ("rule", index, "when"), rule.when)
    for index, alert in enumerate(file.alert):
        yield from _when(file, ("alert", index, "when"), alert.when)
        yield from alert_faults(file, ("alert", index), alert)


def _hours(file: PolicyFile) -> Iterator[Fault]:
    if len(set(file.policy.working_days)) < len(file.policy.working_days):
        yield ("policy", "working_days"), "a day is named twice"


def _stop_role(file: PolicyFile) -> Iterator[Fault]:
    named = file.policy.stop_role
    roles = [role.name for role in file.role]
    yield from unknown(("policy", "stop_role"), [named] if named else [], roles, "role")


def _twice(file: PolicyFile) -> Iterator[Fault]:
    for table in ("tier", "role", "channel", "destination", "rule", "alert"):
        names = [one.name for one in getattr(file, table)]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield (table, index, "name"), f'"{name}" is defined twice'


def _paired_with_itself(file: PolicyFile) -> Iterator[Fault]:
    for index, one in enumerate(file.destination):
        if one.vendor in one.pairings.systems:
            path: Path = ("destination", index, "pairings", one.vendor)
            yield path, f"{one.vendor} holds the record itself: take the pairing out"


def _roles(file: PolicyFile) -> Iterator[Fault]:
    for index, role in enumerate(file.role):
        path: Path = ("role", index)
        if not role.users and not role.groups:
            yield path, f'nobody is in the role "{role.name}": name users or groups'
        yield from _limits(file, path, role)


def _limits(file: PolicyFile, path: Path, role: RoleTable) -> Iterator[Fault]:
    if role.unlimited and role.limits:
        yield (*path, "limits"), "a role has limits or is unlimited, not both"
    if role.limits:
        yield from _names_base(file, (*path, "limits"), role.limits)


def _names_base(file: PolicyFile, path: Path, amounts: dict[str, Decimal]) -> Iterator[Fault]:
    if file.rates and file.rates.base not in amounts:
        yield path, f"must name {file.rates.base}, the base of [rates], for the other currencies"


def _yields(file: PolicyFile, path: Path, given: Yields) -> Iterator[Fault]:
    roles = [role.name for role in file.role]
    if given.owner and not is_user_id(given.owner):
        yield from unknown((*path, "owner"), [given.owner], roles, "role or Slack user id")
    if given.channel:
        channels = [channel.name for channel in file.channel]
        yield from unknown((*path, "channel"), [given.channel], channels, "[[channel]]")
    yield from unknown((*path, "escalate_to"), given.escalate_to or (), roles, "role")
    yield from _approvals(file, (*path, "approvals"), given, roles)
    yield from silence_faults((*path, "on_silence"), given.on_silence or (), roles)


def _approvals(file: PolicyFile, path: Path, given: Yields, roles: list[str]) -> Iterator[Fault]:
    approvals = given.approvals or ()
    for index, approval in enumerate(approvals):
        yield from unknown((*path, index, "role"), [approval.role], roles, "role")
        if approval.above:
            yield from _names_base(file, (*path, index, "above"), approval.above)
    if approvals and all(approval.above for approval in approvals):
        yield path, "at least one approval must be required for every amount: leave out its `above`"


def _when(file: PolicyFile, path: Path, when: When) -> Iterator[Fault]:
    if not when.model_fields_set:
        yield path, "a rule needs a condition; what always holds belongs in [baseline]"
    for key in ("above", "below"):
        if amounts := getattr(when, key):
            yield from _names_base(file, (*path, key), amounts)
    tiers = [STANDARD_TIER, *(tier.name for tier in file.tier)]
    yield from unknown((*path, "tiers"), when.tiers, tiers, "[[tier]]")
    destinations = [destination.name for destination in file.destination]
    yield from unknown((*path, "destinations"), when.destinations, destinations, "[[destination]]")
