"""Ports of the ledger: steps of outgoing work, what holds them back, the history of all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.handoff.gate import Gate
from bot.handoff.handoff import AuditEntry
from bot.handoff.step import Step


class Steps(Protocol):
    def add(self, step: Step) -> None:
        """Insert unless its key exists."""

    def get(self, step_id: str) -> Step | None: ...

    def by_key(self, key: str) -> Step | None: ...

    def claim(
        self,
        *,
        now: datetime,
        worker: str,
        lease: timedelta,
        limit: int,
        messages: int | None = None,
        others: int | None = None,
    ) -> Sequence[Step]:
        """Lease due steps, oldest first: pending ones, unknown ones, and leases that ran out.

        Not claimed: a step whose `waits_for` has not worked, whose lane is paused or busy, or
        whose resource another step holds (leased or unknown). Raises `fence` and `tries`.
        `messages` and `others` bound these two sorts further.
        """

    def put_off(self, step: Step, *, until: datetime) -> None:
        """Give a step just claimed back, as if it had not been: no try is counted.

        One that may have been sent stays leased until then. Raises LostLease.
        """

    def save(self, step: Step, *, fence: int) -> None:
        """Write under the fence; raises LostLease when another worker holds it."""

    def renew(self, step_id: str, *, fence: int, until: datetime) -> None:
        """Push the lease out; raises LostLease."""

    def update(self, step: Step, *, expected: str) -> bool:
        """Compare-and-set on outcome for steps nobody holds; False when it moved."""

    def waiting_messages(self, handoff_id: str, operation: str) -> Sequence[Step]:
        """Messages of a handoff that nobody has begun to send, oldest first."""

    def messages_of(self, handoff_id: str) -> Sequence[Step]:
        """Every message of a handoff, oldest first; `Case.steps` is without them."""

    def unstarted(self, *, limit: int, after: str = "") -> Sequence[Step]:
        """Pending steps with a resource, by id: money that was decided on and did not go yet."""

    def given_up(self, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Step]:
        """Steps that had no effect and are not tried again, oldest first; `after` a page's end."""

    def pause_lane(self, lane: str, *, until: datetime) -> None:
        """Nothing of this lane is claimed before `until` (a vendor's Retry-After)."""

    def release(self, *, worker: str | None = None) -> int:
        """Give back leases: of one worker, or of all (only the holder of the lock may)."""

    def next_due(self, *, now: datetime) -> datetime | None:
        """When the next step could run, for the sleeper."""


class Gates(Protocol):
    def all(self) -> Sequence[Gate]: ...

    def get(self, name: str) -> Gate | None: ...

    def put(self, gate: Gate) -> None: ...

    def drop(self, name: str) -> None: ...


class Audit(Protocol):
    def append(self, entry: AuditEntry) -> None:
        """Chain one row: HMAC over the previous row and a digest of the details."""

    def history(self, handoff_id: str) -> Sequence[AuditEntry]: ...

    def verify(self) -> Sequence[str]:
        """Sentences about every broken chain; empty when all hold."""

    def seal(self, cut: datetime) -> str:
        """One signature over the ends of all chains as of then, to be kept elsewhere too.

        No transaction that is still open may write a row from before `cut`.
        """

    def against(self, seal: str) -> Sequence[str]:
        """Sentences about what is missing or different now; empty when the seal still holds."""

    def keep_seal(self, day: str, seal: str, *, at: datetime) -> bool:
        """Keep the seal of a day; False when there is one."""

    def newest_seal(self) -> str | None: ...

    def is_sealed(self, day: str) -> bool: ...
