"""A system beside a destination as `bot.vendors.Vendor`: told of things, asked for no records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from bot.errors import Refused
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.vendors import Look, Operation


class Line(Protocol):
    """A vendor's client, as far as closing it goes."""

    async def aclose(self) -> None: ...


class PairedVendor:
    """One account that holds no record a call could be about; `title` is how a card names it."""

    def __init__(
        self,
        name: str,
        title: str,
        line: Line,
        *,
        operations: Sequence[Operation],
        looks: Sequence[Look] = (),
    ) -> None:
        self.name = name
        self._title = title
        self._line = line
        self._operations = MappingProxyType({one.facts.name: one for one in operations})
        self._looks = MappingProxyType({one.facts.name: one for one in looks})

    @property
    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    @property
    def looks(self) -> Mapping[str, Look]:
        return self._looks

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:  # noqa: ARG002 - the port names them
        """None: what a call is about is held elsewhere."""
        return ()

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - the port names them
        """Raises Refused: there are no such records here."""
        raise Refused(f"{self._title} holds no record that a call is about.", code="no_records")

    async def aclose(self) -> None:
        await self._line.aclose()
