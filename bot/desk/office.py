"""What every use case needs, handed over once by the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.policy import Policy
from bot.ports import Clock, Database, Messenger, Vendor


class Hashing(Protocol):
    """Keyed hashes, so that nothing private has to be kept to be compared."""

    def body_hash(self, raw: bytes) -> str: ...

    def index_hash(self, kind: str, value: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What a decision is judged by; no port among it, so tests need none."""

    policy: Policy
    team_ids: frozenset[str]
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
