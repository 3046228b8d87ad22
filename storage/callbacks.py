"""Reports of providers that were taken: their keys alone, for as long as one could come again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam

from storage.tables import CALLBACKS
from storage.work import Work

_COLUMNS = CALLBACKS.c
_BEFORE = bindparam("before", type_=_COLUMNS.taken_at.type)
_FORGET = CALLBACKS.delete().where(_COLUMNS.taken_at < _BEFORE)


class CallbackRepository:
    """Implements `bot.callbacks.Callbacks`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def take(self, vendor: str, key: str, at: datetime) -> bool:
        """Remember one; False when it was taken before (nothing is changed then)."""
        row = {"vendor": vendor, "key": key, "taken_at": at}
        return self._work.add_new(CALLBACKS, row, unless=("vendor", "key"))

    def forget(self, before: datetime) -> int:
        """Forget those taken earlier; how many they were."""
        return self._work.change(_FORGET, {"before": before})
