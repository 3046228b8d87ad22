"""`HubSpotBooks`: the whole local account, its lagging index, and what was asked of it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from handlers.sandbox.hubspot_errors import invalid, missing
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]
CrmObject: TypeAlias = dict[str, Any]

KINDS: Final = ("contacts", "companies", "deals", "notes", "tasks")
SINGULAR: Final = {
    "contacts": "contact",
    "companies": "company",
    "deals": "deal",
    "notes": "note",
    "tasks": "task",
}
SCOPES: Final = frozenset(
    {
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.companies.read",
        "crm.objects.deals.read",
        "crm.objects.owners.read",
    }
)
FIRST_NUMBER: Final = 33_001


@dataclass
class HubSpotBooks:
    """One test account. `fill` puts the seed data in, at the start and after `reset`.

    `now` gives aware UTC datetimes. What is made or changed reaches the search index after
    `index_lag_s` only. There are no idempotency keys: what is sent twice happens twice.
    `limit_policy` and `retry_after_s` are what a 429 states. Refuses any token but a local one.
    """

    access_token: str
    now: Clock
    fill: Callable[["HubSpotBooks"], None] | None = None
    index_lag_s: float = 5.0
    limit_policy: str = "TEN_SECONDLY_ROLLING"
    retry_after_s: int | None = None
    scopes: frozenset[str] = SCOPES
    objects: dict[str, dict[str, CrmObject]] = field(default_factory=dict)
    owners: dict[str, CrmObject] = field(default_factory=dict)
    ties: list[tuple[str, str, str, str]] = field(default_factory=list)
    requests: list[RecordedRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.access_token.startswith("pat-local-"):
            raise ValueError("Local HubSpot takes an invented token only (pat-local-...).")
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.objects = {kind: {} for kind in KINDS}
        self.owners.clear()
        self.ties.clear()
        self.requests.clear()
        self.scopes = SCOPES
        self._numbers = itertools.count(FIRST_NUMBER)
        if self.fill is not None:
            self.fill(self)

    # --- reading ---

    def get(self, kind: str, record_id: str, by: str | None = None) -> CrmObject:
        """One object by id or by a property that is unique; HubSpotError 404 when there is none."""
        if by not in {None, "email", "hs_object_id"} or (by == "email" and kind != "contacts"):
            raise invalid(f"{by} is not a unique property of {kind}", "idProperty")
        found = self._by_email(record_id) if by == "email" else self.objects[kind].get(record_id)
        if found is None or found["archived"]:
            raise missing(f"{SINGULAR[kind]} {record_id if by is None else 'with that value'}")
        return found

    def _by_email(self, email: str) -> CrmObject | None:
        """The first address only: an additional one does not name a contact here."""
        wanted = email.casefold()
        found = (
            one
            for one in self.objects["contacts"].values()
            if (one["properties"].get("email") or "").casefold() == wanted
        )
        return next(found, None)

    def every(self, kind: str) -> list[CrmObject]:
        """All of a kind that are not archived, newest first."""
        return [one for one in self.objects[kind].values() if not one["archived"]][::-1]

    def indexed(self, kind: str) -> list[CrmObject]:
        """What the search knows by now."""
        known = self.now() - timedelta(seconds=self.index_lag_s)
        return [
            one for one in self.every(kind) if datetime.fromisoformat(one["updatedAt"]) <= known
        ]

    def tied(self, kind: str, record_id: str, to_kind: str) -> list[str]:
        """The ids of one kind that hang on a record."""
        there = [to for a, one, b, to in self.ties if (a, one, b) == (kind, record_id, to_kind)]
        back = [one for a, one, b, to in self.ties if (b, to, a) == (kind, record_id, to_kind)]
        return list(dict.fromkeys((*there, *back)))

    def owner(self, number: str, by: str = "id") -> CrmObject:
        """An owner by id, or by the user's own number, which is another one."""
        for one in self.owners.values():
            if str(one["id" if by == "id" else "userId"]) == number and not one["archived"]:
                return one
        raise missing("owner")

    # --- writing ---

    def new_number(self) -> str:
        return str(next(self._numbers))

    def add(
        self, kind: str, properties: Mapping[str, str | None], *, at: datetime | None = None
    ) -> CrmObject:
        """Put an object in, as made at `at` (now)."""
        number, made = self.new_number(), instant(at or self.now())
        item: CrmObject = {
            "id": number,
            "properties": {**properties, "hs_object_id": number, "createdate": made},
            "createdAt": made,
            "updatedAt": made,
            "archived": False,
        }
        self.objects[kind][number] = item
        return item

    def tie(self, kind: str, record_id: str, to_kind: str, to_id: str) -> None:
        self.ties.append((kind, record_id, to_kind, to_id))


def instant(moment: datetime) -> str:
    """`2026-11-01T09:00:00.000Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
