"""Whether those whom a policy calls on silence, or for an alert, are there to be called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from bot.policy.lines import Path
from bot.policy.schema import AlertTable, PolicyFile, SilenceTable

Fault = tuple[Path, str]
"""Where, and a sentence about what is wrong there."""

_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")


def is_user_id(text: str) -> bool:
    """Tell a Slack user id from the name of a role."""
    return _USER_ID.fullmatch(text) is not None


def unknown(path: Path, used: Iterable[str], defined: Sequence[str], what: str) -> Iterator[Fault]:
    """Yield the names that nothing defines."""
    for name in used:
        if name not in defined:
            yield path, f'"{name}" is no {what} of this policy ({", ".join(defined) or "none"})'


def silence_faults(
    path: Path, steps: Sequence[SilenceTable], roles: Sequence[str]
) -> Iterator[Fault]:
    """One act each, in the order of time, known people, and nothing after the end."""
    for index, step in enumerate(steps):
        where: Path = (*path, index)
        acts = [key for key in ("escalate", "reassign", "expire") if getattr(step, key)]
        if len(acts) != 1:
            yield where, "name exactly one of escalate, reassign, expire"
        if step.escalate:
            yield from unknown((*where, "escalate"), [step.escalate], roles, "role")
        if step.reassign and not is_user_id(step.reassign):
            yield from unknown(
                (*where, "reassign"), [step.reassign], roles, "role or Slack user id"
            )
        if step.expire and index + 1 < len(steps):
            yield where, "nothing can follow once it has expired"
    yield from _in_order(path, [one.after for one in steps])


def alert_faults(file: PolicyFile, path: Path, alert: AlertTable) -> Iterator[Fault]:
    """A channel and roles that are defined, called one after the other."""
    channels = [channel.name for channel in file.channel]
    yield from unknown((*path, "channel"), [alert.channel], channels, "[[channel]]")
    roles = [role.name for role in file.role]
    for index, rung in enumerate(alert.chain):
        yield from unknown((*path, "chain", index, "role"), [rung.role], roles, "role")
    yield from _in_order((*path, "chain"), [rung.after for rung in alert.chain])


def _in_order(path: Path, spans: Sequence[timedelta | None]) -> Iterator[Fault]:
    """Every `after` counts from the same moment, so each has to be longer than the one before."""
    before = timedelta(-1)
    for index, span in enumerate(spans):
        after = span or timedelta()
        if after <= before:
            yield (*path, index), "has to come later than the one before it: state a longer `after`"
        before = after
