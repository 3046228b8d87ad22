"""Where local Stripe keeps its objects: in memory, newest first, with an index that lags behind."""

import random
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any, Final, TypeAlias

from handlers.sandbox.stripe_errors import missing
from handlers.sandbox.stripe_search import compile_query
from handlers.sandbox.telling import Tell, silence

StripeObject: TypeAlias = dict[str, Any]
Clock: TypeAlias = Callable[[], datetime]

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
SEARCH_LAG_S: Final = 60


class ObjectStore:
    """Stripe objects by kind and id. Reads hand out the living object; `put` records a write."""

    def __init__(self, *, now: Clock, search_lag_s: float = SEARCH_LAG_S) -> None:
        self.now = now
        self.search_lag_s = search_lag_s
        self.live_mode_ids: set[str] = set()
        self.tell: Tell = silence
        """Reports to whoever listens what an object has become."""
        self._objects: dict[str, dict[str, StripeObject]] = {}
        self._index: dict[str, list[tuple[float, StripeObject]]] = {}
        self._random = random.Random()

    def clear(self) -> None:
        self._objects.clear()
        self._index.clear()
        self.live_mode_ids.clear()

    def unix(self) -> int:
        return int(self.now().timestamp())

    def new_id(self, prefix: str, length: int = 20) -> str:
        return f"{prefix}_{''.join(self._random.choices(ALPHABET, k=length))}"

    def put(self, item: StripeObject, *, at: float | None = None) -> StripeObject:
        """Record a write; search shows it `search_lag_s` later (`at`: Unix time, default now)."""
        self._objects.setdefault(item["object"], {})[item["id"]] = item
        written = self.now().timestamp() if at is None else at
        versions = [*self._index.get(item["id"], ()), (written, deepcopy(item))]
        horizon = self.now().timestamp() - self.search_lag_s
        indexed = [pair for pair in versions if pair[0] <= horizon]
        self._index[item["id"]] = indexed[-1:] + [pair for pair in versions if pair[0] > horizon]
        return item

    def find(self, kind: str, object_id: str) -> StripeObject | None:
        return self._objects.get(kind, {}).get(object_id)

    def get(self, kind: str, object_id: str, *, param: str = "id") -> StripeObject:
        """The object, or StripeError 404."""
        found = self.find(kind, object_id)
        if found is None:
            other = object_id in self.live_mode_ids
            raise missing(kind, object_id, other_mode=other, param=param)
        return found

    def every(self, kind: str) -> list[StripeObject]:
        """All of a kind, newest first, without deleted ones."""
        return newest_first(list(self._objects.get(kind, {}).values()))

    def search(self, kind: str, query: str) -> list[StripeObject]:
        """What the index holds: objects as they were `search_lag_s` ago."""
        test = compile_query(kind, query)
        horizon = self.now().timestamp() - self.search_lag_s
        seen = (self._as_of(object_id, horizon) for object_id in self._objects.get(kind, {}))
        return newest_first(item for item in seen if item is not None and test(item))

    def _as_of(self, object_id: str, horizon: float) -> StripeObject | None:
        versions = [item for written, item in self._index[object_id] if written <= horizon]
        return versions[-1] if versions else None


def newest_first(items: Iterable[StripeObject]) -> list[StripeObject]:
    """By `created`, then by arrival, latest in front."""
    kept = [(item["created"], seq, item) for seq, item in enumerate(items) if "deleted" not in item]
    return [item for _created, _seq, item in sorted(kept, key=lambda row: row[:2], reverse=True)]
