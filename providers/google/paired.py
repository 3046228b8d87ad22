"""What the three have in common as `bot.vendors.Vendor`: told of things, asked for no records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.errors import Refused
from bot.handoff.record import Record, RecordClaim, RecordKind
from bot.vendors import Look, Operation
from providers.google.client import GoogleClient


class PairedService:
    """One service of the account, with one operation. It holds no record a call could be about."""

    looks: Mapping[str, Look] = MappingProxyType({})

    def __init__(self, name: str, client: GoogleClient, operation: Operation) -> None:
        self.name = name
        self._client = client
        self.operations: Mapping[str, Operation] = MappingProxyType(
            {operation.facts.name: operation}
        )

    async def find_records(self, claim: RecordClaim, kind: RecordKind) -> Sequence[Record]:  # noqa: ARG002 - the port names them
        return ()

    async def observe(self, kind: RecordKind, record_id: str) -> Record:  # noqa: ARG002 - the port names them
        raise Refused(f"{self.name} holds no record of that kind.", code="no_records")

    async def aclose(self) -> None:
        await self._client.aclose()
