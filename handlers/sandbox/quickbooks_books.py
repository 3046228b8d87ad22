"""The books of the local QuickBooks company: objects by kind, what was asked, what was mailed.

Kinds are counted by themselves, every change raises a sync token, and an answer is remembered under
its request id.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import count
from typing import Any, Final, TypeAlias

from handlers.sandbox.quickbooks_errors import invalid, missing
from handlers.sandbox.quickbooks_grants import Grants
from handlers.sandbox.telling import Tell, silence
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]
Thing: TypeAlias = dict[str, Any]
KINDS: Final = ("Customer", "Invoice", "CreditMemo", "RefundReceipt", "Item", "Account")
PACIFIC: Final = timezone(timedelta(hours=-8))
"""Intuit states its times with the offset of its own clocks."""


@dataclass(slots=True)
class Mail:
    """One mail that left."""

    at: datetime
    to: str
    invoice: str


class QuickBooksBooks:
    """One company. `numbers_itself` is the setting under which numbers of others are not taken."""

    def __init__(
        self,
        *,
        realm_id: str,
        grants: Grants,
        now: Clock,
        fill: Callable[["QuickBooksBooks"], None],
    ) -> None:
        self.realm_id = realm_id
        self.grants = grants
        self.now = now
        self.tell: Tell = silence
        self._fill = fill
        self.reset()

    def reset(self) -> None:
        """As at the start."""
        self.numbers_itself = False
        self.closed = False
        self.mails: list[Mail] = []
        self.requests: list[RecordedRequest] = []
        self.answers: dict[str, tuple[int, Thing]] = {}
        self._things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
        self._numbers = {kind: count(1) for kind in KINDS}
        self._documents = count(1001)
        self.grants.reset()
        tell, self.tell = self.tell, silence
        self._fill(self)
        self.tell = tell
        self.mails.clear()

    def time(self, at: datetime | None = None) -> str:
        """`2026-11-20T02:15:00.000-08:00`."""
        return (at or self.now()).astimezone(PACIFIC).isoformat(timespec="milliseconds")

    def add(self, kind: str, values: Mapping[str, Any], number: str | None = None) -> Thing:
        """Put in a new object; it gets the next number of its kind unless it has one."""
        taken = self._things[kind]
        chosen = number or next(str(n) for n in self._numbers[kind] if str(n) not in taken)
        at = self.time()
        head = {"Id": chosen, "SyncToken": "0", "domain": "QBO", "sparse": False}
        times = {"MetaData": {"CreateTime": at, "LastUpdatedTime": at}}
        taken[chosen] = {**head, **times, **copy.deepcopy(dict(values))}
        self._told(kind, chosen, "Create")
        return taken[chosen]

    def get(self, kind: str, number: str) -> Thing:
        """One object; QuickBooksError 610 for what is not there."""
        if number not in self._things[kind]:
            raise missing()
        return self._things[kind][number]

    def every(self, kind: str) -> list[Thing]:
        """All of a kind, oldest first."""
        return sorted(self._things[kind].values(), key=lambda one: int(one["Id"]))

    def change(
        self, kind: str, number: str, values: Mapping[str, Any], how: str = "Update"
    ) -> Thing:
        """Set values; the sync token rises and whoever holds the old one is stale."""
        item = self.get(kind, number)
        item.update(copy.deepcopy(dict(values)))
        item["SyncToken"] = str(int(item["SyncToken"]) + 1)
        item["MetaData"]["LastUpdatedTime"] = self.time()
        self._told(kind, number, how)
        return item

    def document_number(self, kind: str, wanted: str | None) -> str:
        """The wanted one unless the company numbers for itself; QuickBooksError 6140 when taken."""
        if wanted is None or self.numbers_itself:
            return str(next(self._documents))
        if any(one.get("DocNumber") == wanted for one in self._things[kind].values()):
            raise invalid("6140", "Duplicate Document Number Error")
        return wanted

    def _told(self, kind: str, number: str, how: str) -> None:
        self.tell(f"{kind}.{how}", {"kind": kind, "id": number})


def number_of(amount: Decimal) -> float:
    """A decimal as JSON's number."""
    return float(amount)


def decimal_of(value: object) -> Decimal:
    """What was sent as a number; QuickBooksError 2010 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid("2010", "Request has invalid or unsupported property")
    return Decimal(str(value))
