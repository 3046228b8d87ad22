"""Everything one transaction can touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from storage.alerts import AlertRepository
from storage.audit import AuditRepository
from storage.awaited import AwaitedCalls
from storage.callbacks import CallbackRepository
from storage.cards import CardRepository
from storage.decisions import DecisionRepository
from storage.delegations import DelegationRepository
from storage.directory import DirectoryMemory, DirectoryRepository
from storage.events import EventRepository
from storage.figures import FigureRepository
from storage.gates import GateRepository
from storage.handoffs import HandoffRepository
from storage.ids import sortable_ids
from storage.keys import KeyRing
from storage.lookups import Lookups
from storage.nudges import NudgeRepository
from storage.secrets import SecretRepository
from storage.steps import StepRepository
from storage.stops import StopRepository
from storage.work import Work


@dataclass(frozen=True)
class Shared:
    """What outlives a transaction: the keys, the source of ids, the directory read last."""

    keys: KeyRing
    new_id: Callable[[str], str] = field(default_factory=sortable_ids)
    directory: DirectoryMemory = field(default_factory=DirectoryMemory)


class SqlTx:
    """Implements `bot.ports.Tx` over one open connection."""

    def __init__(self, work: Work, shared: Shared) -> None:
        self._work = work
        self._shared = shared

    @cached_property
    def events(self) -> EventRepository:
        return EventRepository(self._work)

    @cached_property
    def awaited(self) -> AwaitedCalls:
        return AwaitedCalls(self._work)

    @cached_property
    def callbacks(self) -> CallbackRepository:
        return CallbackRepository(self._work)

    @cached_property
    def handoffs(self) -> HandoffRepository:
        return HandoffRepository(self._work, Lookups(self._work, self._shared.keys))

    @cached_property
    def decisions(self) -> DecisionRepository:
        return DecisionRepository(self._work)

    @cached_property
    def steps(self) -> StepRepository:
        return StepRepository(self._work)

    @cached_property
    def gates(self) -> GateRepository:
        return GateRepository(self._work)

    @cached_property
    def cards(self) -> CardRepository:
        return CardRepository(self._work)

    @cached_property
    def nudges(self) -> NudgeRepository:
        return NudgeRepository(self._work)

    @cached_property
    def alerts(self) -> AlertRepository:
        return AlertRepository(self._work)

    @cached_property
    def delegations(self) -> DelegationRepository:
        return DelegationRepository(self._work)

    @cached_property
    def figures(self) -> FigureRepository:
        return FigureRepository(self._work)

    @cached_property
    def audit(self) -> AuditRepository:
        return AuditRepository(self._work, self._shared.keys)

    @cached_property
    def directories(self) -> DirectoryRepository:
        return DirectoryRepository(self._work, self._shared.directory, self._shared.new_id)

    @cached_property
    def stops(self) -> StopRepository:
        return StopRepository(self._work, self._shared.new_id)

    @cached_property
    def secrets(self) -> SecretRepository:
        return SecretRepository(self._work, self._shared.keys)

    def new_id(self, prefix: str) -> str:
        """A fresh sortable id such as `ho_...`."""
        return self._shared.new_id(prefix)
