"""What every use case needs, handed over once by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.callbacks import CallbackReader
from bot.calls import Calls
from bot.desk.pace import Pace
from bot.errors import DatabaseBusy, Overtaken
from bot.owners import AccountOwners
from bot.policy import Policy
from bot.ports import Clock, Database, Messenger, Tx
from bot.vendors import Vendor

T = TypeVar("T")
OVERTAKEN_TRIES = 4
BUSY_TRIES = 4


class Hashing(Protocol):
    """Keyed hashes, so that nothing private has to be kept to be compared."""

    def body_hashes(self, raw: bytes) -> Sequence[str]:
        """Hash a body under every key, newest first."""

    def index_hash(self, kind: str, value: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What a decision is judged by; no port among it, so tests need none."""

    policy: Policy
    team_ids: Collection[str]  # filled when Slack says who we are, unless configured
    hashing: Hashing


@dataclass(frozen=True, slots=True)
class Office:
    """The ports and the rules."""

    database: Database
    messenger: Messenger
    vendors: Mapping[str, Vendor]
    rules: Rules
    clock: Clock
    worker: str
    pace: Pace = field(default_factory=Pace)
    calls: Calls | None = None
    """DialNexa's own books; without a key nothing is read from them."""
    owners: AccountOwners | None = None
    """The CRM, where one is set up."""
    readers: Mapping[str, CallbackReader] = field(default_factory=dict)
    """Of what providers report of their own accord, by vendor; only those with a secret."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Commit what `work` did; when a handoff changed under it, judge again on what is there."""
        return await _again_when_overtaken(self.database.write, work)

    async def record(self, work: Callable[[Tx], T]) -> T:
        """`write` what was seen outside: nobody waits for an answer, and it is not seen twice."""
        for _ in range(BUSY_TRIES):
            try:
                return await self.write(work)
            except DatabaseBusy:
                continue
        return await self.write(work)

    async def write_grouped(self, work: Callable[[Tx], T]) -> T:
        """`write` for ingest: may share its commit with what else arrives."""
        return await _again_when_overtaken(self.database.write_grouped, work)


async def _again_when_overtaken(
    write: Callable[[Callable[[Tx], T]], Awaitable[T]], work: Callable[[Tx], T]
) -> T:
    for _ in range(OVERTAKEN_TRIES):
        try:
            return await write(work)
        except Overtaken:
            continue
    return await write(work)
