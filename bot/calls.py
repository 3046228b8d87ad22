"""Ports about DialNexa's calls: its own books, and the calls of which not everything is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.handoff.billing_call import BillingCall


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A completed call in DialNexa's list; `ended_at` is None where the list does not say."""

    call_id: str
    ended_at: datetime | None = None


class Calls(Protocol):
    """DialNexa's own books. Everything raises Refused or Unavailable."""

    async def read_call(self, call_id: str) -> bytes:
        """One call as DialNexa's own JSON object, unread and unredacted: for intake alone."""

    async def list_completed(self, since: datetime, until: datetime) -> Sequence[ListedCall]:
        """All completed calls begun in this span, each once."""

    async def recording_link(self, call_id: str) -> str | None:
        """A fresh link: whoever holds it can listen, so it is shown to one person and not kept."""


@dataclass(frozen=True, slots=True)
class AwaitedCall:
    """A completed call of which DialNexa has not told everything: it is read again by REST.

    `tries` counts readings that brought nothing. `draft` is what is known so far, when even that
    is about money.
    """

    call_id: str
    since: datetime
    tries: int = 0
    draft: BillingCall | None = None


class Awaited(Protocol):
    """Calls to be read again, and the sweep that finds those whose webhook never came."""

    def add(self, call: AwaitedCall, *, run_at: datetime) -> None:
        """Wait for a call; one that is waited for already gains the draft it lacked."""

    def get(self, call_id: str) -> AwaitedCall | None: ...

    def claim_due(self, *, now: datetime, limit: int, hold: timedelta) -> Sequence[AwaitedCall]:
        """Take due ones; nobody else gets them before the hold ends."""

    def put_off(self, call_id: str, *, run_at: datetime, tries: int) -> None: ...

    def drop(self, call_id: str) -> None:
        """Nothing more is waited for."""

    def count(self) -> int: ...

    def unknown(self, call_ids: Collection[str]) -> Sequence[str]:
        """Those of which neither a completed webhook nor anything else ever came, in order."""

    def begin_sweep(self, *, now: datetime, until: datetime) -> bool:
        """Take this turn of the sweep for all replicas; False when another has it."""

    def swept_through(self) -> datetime | None:
        """Up to when the list was read to its end; None before the first time."""

    def end_sweep(self, *, through: datetime) -> None: ...
