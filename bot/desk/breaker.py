"""A breaker per vendor: it opens after failures in a row, lets one step ask, and clears itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import structlog

from bot.desk.gates import gate_of, shut
from bot.desk.office import Office
from bot.desk.pace import Pace
from bot.desk.redraw import plan_redraw
from bot.errors import Refused, Unavailable, VendorFailure
from bot.handoff.gate import Gate
from bot.handoff.step import Step
from bot.ports import Tx
from bot.vendors import Operation, Vendor

OPENS_AFTER = 3
"""Steps that failed at their first try, one after another, over all replicas, without an answer to
any step between them. One that goes on failing counts once: the fault may be its own.
"""
FIRST_SHUT = 4
"""How often the first wait of a step is doubled for it: 16 seconds."""
LONGEST_SHUT = timedelta(minutes=1)

CHAIN = "outages"

log = structlog.get_logger(__name__)


# --- what a step sees of its vendor -----------------------------------------------------------


@dataclass
class Witness:
    """How the last call of a step ended; no calls, nothing said."""

    failure: VendorFailure | None = None
    answered: bool = False

    def over(self, office: Office) -> Office:
        """Give the same office, with vendors that are watched."""
        watched = {name: cast(Vendor, _Vendor(one, self)) for name, one in office.vendors.items()}
        return replace(office, vendors=watched)

    def saw(self, failure: VendorFailure | None) -> None:
        """Remember the last call. A refusal is an answer."""
        refused = isinstance(failure, Refused)
        self.failure = None if refused else failure
        self.answered = self.failure is None


class _Watched:
    """Passes everything on, and sees how each call ends."""

    def __init__(self, real: object, witness: Witness) -> None:
        self._real = real
        self._witness = witness

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._seen(found) if asyncio.iscoroutinefunction(found) else found

    def _seen(self, call: Callable[..., Any]) -> Callable[..., Any]:
        async def calling(*args: object, **more: object) -> object:
            try:
                answer = await call(*args, **more)
            except VendorFailure as failure:
                self._witness.saw(failure)
                raise
            except asyncio.CancelledError:
                self._witness.saw(Unavailable("It took too long to answer.", code="too_slow"))
                raise
            self._witness.saw(None)
            return answer

        return calling


class _Vendor(_Watched):
    @property
    def operations(self) -> Mapping[str, Operation]:
        real: Mapping[str, Operation] = self._real.operations  # type: ignore[attr-defined]  # a Vendor
        return {name: cast(Operation, _Watched(one, self._witness)) for name, one in real.items()}


# --- what follows from it ---------------------------------------------------------------------


async def note(office: Office, step: Step, witness: Witness) -> None:
    """Write down how a step fared with its vendor; nothing, where nothing is wrong."""
    failure, vendor, is_first = witness.failure, gate_of(step), step.tries <= 1
    if failure is not None:
        await office.record(
            lambda tx: note_failure(
                tx, vendor, failure, office.clock(), office.pace, is_first=is_first
            )
        )
    elif witness.answered and await office.database.read(
        lambda tx: tx.gates.get(vendor) is not None
    ):
        await office.record(lambda tx: note_answer(tx, vendor, office.clock()))


def note_failure(
    tx: Tx, vendor: str, failure: VendorFailure, now: datetime, pace: Pace, *, is_first: bool
) -> None:
    """Count one more failure. A vendor that names its own wait has answered: it gets that wait."""
    if isinstance(failure, Unavailable) and failure.retry_after_s is not None:
        shut(tx, vendor, until=now + pace.after(failure, 0), now=now)
        return
    known = tx.gates.get(vendor)
    if not is_first and (known is None or not known.is_out):
        return
    gate = known or Gate(name=vendor, failures=0, since=now, shut_until=now)
    gate = replace(gate, failures=gate.failures + 1, since=gate.since if gate.failures else now)
    if gate.failures < OPENS_AFTER:
        tx.gates.put(gate)
        return
    tx.gates.put(replace(gate, is_out=True, shut_until=now + _shut_for(gate, now, pace)))
    if not gate.is_out:
        log.warning("vendor_out", vendor=vendor, since=gate.since.isoformat(), code=failure.code)
        _redraw(tx, gate, now, is_out=True)


def _shut_for(gate: Gate, now: datetime, pace: Pace) -> timedelta:
    """Longer while it lasts: by its age, so that late failures of many steps count once."""
    return min(LONGEST_SHUT, max(pace.back_off(FIRST_SHUT), (now - gate.since) / 2))


def note_answer(tx: Tx, vendor: str, now: datetime) -> None:
    """It answers. A wait that it asked for itself still holds."""
    gate = tx.gates.get(vendor)
    if gate is None:
        return
    if not gate.is_out and now < gate.shut_until:
        tx.gates.put(replace(gate, failures=0))
        return
    tx.gates.drop(vendor)
    if gate.is_out:
        log.info("vendor_back", vendor=vendor, since=gate.since.isoformat())
        _redraw(tx, gate, now, is_out=False)


def _redraw(tx: Tx, gate: Gate, now: datetime, *, is_out: bool) -> None:
    cause = f"{'out' if is_out else 'back'}:{gate.name}:{gate.since.isoformat()}"
    plan_redraw(tx, CHAIN, gate.name, now, cause=cause, while_out=is_out)
