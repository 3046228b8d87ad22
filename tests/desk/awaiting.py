"""A bench beside local DialNexa's books, where its REST interface can fail at the port."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.calls import ListedCall
from bot.desk import Office, receive, reread, sweep
from bot.intake import Event, read_event
from handlers.sandbox.calls import SampleCall, fresh, sample_call, unanalysed
from handlers.sandbox.dialnexa_books import DialNexaBooks
from tests.desk.bench import Bench

TURN = timedelta(minutes=5)


@dataclass
class ScriptedCalls:
    """`bot.calls.Calls` over the books; `failures` are raised first, one a request."""

    books: DialNexaBooks
    failures: deque[Exception] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)

    async def read_call(self, call_id: str) -> bytes:
        self.asked.append(call_id)
        self._fail()
        return json.dumps(self.books.one(call_id)).encode()

    async def list_completed(self, since: datetime, until: datetime) -> list[ListedCall]:
        self.spans.append((since, until))
        self._fail()
        found = [one for one in self.books.between(since, until) if one["status"] == "completed"]
        return [ListedCall(one["id"], _ended_at(one)) for one in found]

    async def recording_link(self, _call_id: str) -> str | None:
        return None

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.popleft()


def _ended_at(record: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(record["createdAt"]) + timedelta(seconds=record["duration"])


class Waiting:
    """What DialNexa does, and what the ticks do about it."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.books = DialNexaBooks(api_key="local", now=bench.clock)
        self.calls = ScriptedCalls(self.books)
        self.office: Office = replace(bench.office, calls=self.calls)

    def off(self) -> None:
        """No DIALNEXA_API_KEY."""
        self.office = self.bench.office

    async def _read(self, raw: bytes) -> Event:
        return read_event(raw, now=self.bench.now)

    # --- DialNexa ---

    def make(self, name: str = "refund_small", n: int = 1, *, analysed: bool = True) -> SampleCall:
        """A call that happened and is in the books; no webhook yet."""
        call = fresh(sample_call(name, self.bench.now), n)
        self.books.keep(call.body, analysed=analysed)
        began = self.bench.now - timedelta(hours=1)
        self.books.calls[call.call_id]["createdAt"] = began.isoformat()
        return call

    def deliver(self, call: SampleCall, *, early: bool = False) -> receive.Receipt:
        return self.take((unanalysed(call) if early else call).encoded())

    def take(self, raw: bytes) -> receive.Receipt:
        return self.bench.run(receive.receive(self.office, raw, self._read))

    # --- ticks ---

    def reread(self, **later: float) -> int:
        self.bench.later(**later)
        return self.bench.run(reread.reread(self.office, self._read))

    def sweep(self, **later: float) -> int:
        self.bench.later(**later)
        return self.bench.run(sweep.sweep(self.office, every=TURN))

    # --- what is to be seen ---

    def awaited(self, call_id: str) -> Any:
        return self.bench.database.read_now(lambda tx: tx.awaited.get(call_id))

    def handoff(self, call_id: str) -> Any:
        return self.bench.database.read_now(lambda tx: tx.handoffs.by_call(call_id))

    def transcript(self, call_id: str) -> Any:
        return self.bench.database.read_now(lambda tx: tx.events.transcript(call_id))
