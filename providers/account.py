"""One account at a provider as `bot.vendors.Vendor`: what every adapter does alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from bot.errors import Refused
from bot.handoff.operations import OperationFacts
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.vendors import Look, Operation


class Line(Protocol):
    """A vendor's client, as far as closing it goes."""

    async def aclose(self) -> None: ...


class Read(Protocol):
    """Something that is read while a call is handled, with what it declares."""

    facts: OperationFacts


class Shelf(Read, Protocol):
    """The records of one kind."""

    async def find(self, claim: RecordClaim) -> Sequence[Record]: ...

    async def observe(self, record_id: str, /) -> Record: ...


NO_SHELVES: Final[Mapping[RecordKind, Shelf]] = MappingProxyType({})


class Account:
    """What it can do, what it can be asked and what it holds; `title` is how a card names it.

    One without shelves is told of things and holds no record that a call could be about. What is
    read of it besides, for no question of anybody, is among `reads`.
    """

    def __init__(
        self,
        name: str,
        title: str,
        line: Line,
        *,
        operations: Iterable[Operation] = (),
        looks: Iterable[Look] = (),
        shelves: Mapping[RecordKind, Shelf] = NO_SHELVES,
        reads: Iterable[Read] = (),
    ) -> None:
        self.name = name
        self._title = title
        self._line = line
        self._operations = MappingProxyType({one.facts.name: one for one in operations})
        self._looks = MappingProxyType({one.facts.name: one for one in looks})
        self._shelves = MappingProxyType(dict(shelves))
        self._reads = (*self._shelves.values(), *reads)

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    @property
    def looks(self) -> Mapping[str, Look]:
        return self._looks

    @property
    def shelves(self) -> Mapping[RecordKind, Shelf]:
        return self._shelves

    @property
    def reads(self) -> tuple[OperationFacts, ...]:
        """What is declared of records and all else that is read while a call is handled."""
        return tuple(one.facts for one in self._reads)

    @property
    def facts(self) -> tuple[OperationFacts, ...]:
        """What is declared of everything that is ever asked of this account."""
        writes = (one.facts for one in self._operations.values())
        return (*writes, *(one.facts for one in self._looks.values()), *self.reads)

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:
        """Best evidence first; none of a kind that is not held here."""
        shelf = self._shelves.get(kind)
        return await shelf.find(claim) if shelf else []

    async def observe(self, kind: RecordKind, record_id: str) -> Record:
        """One record as it is now. Raises Refused, also for a kind that is not held here."""
        shelf = self._shelves.get(kind)
        if shelf is None:
            raise Refused(f"{self._title} holds no such record.", code="no_such_kind")
        return await shelf.observe(record_id)

    async def aclose(self) -> None:
        await self._line.aclose()
