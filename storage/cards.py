"""Where cards stand."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.handoff.handoff import CardPlace
from storage.tables import CARDS
from storage.work import Work

_PLACE = select(CARDS).where(CARDS.c.handoff_id == bindparam("handoff_id"))


class CardRepository:
    """Implements `bot.ports.Cards`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def place(self, handoff_id: str) -> CardPlace | None:
        """Where the card of a handoff stands; None before it was posted."""
        row = self._work.row(_PLACE, {"handoff_id": handoff_id})
        return None if row is None else CardPlace.model_validate(row._asdict())

    def put(self, place: CardPlace) -> None:
        """Remember it, replacing what was known."""
        self._work.put(CARDS, place.model_dump(), key="handoff_id")
