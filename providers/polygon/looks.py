"""What can be asked of Polygon.io from a card about a listed company: all of it is public."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, reading
from bot.redaction import redact
from bot.vendors import Finding, Question
from providers.polygon.client import PolygonClient
from providers.polygon.errors import NONE_OF_IT
from providers.polygon.filings import Filings
from providers.polygon.listed import ticker_of
from providers.polygon.models import Events, File

EVENTS: Final = "/vX/reference/tickers/{id}/events"
SHOWN: Final = 5
ARCHIVE: Final = "sec.gov"
_UNITS: Final = ((1_000_000, "MB"), (1_000, "kB"))

Ask: TypeAlias = Callable[[str], Awaitable[Sequence[Finding]]]


class TickerLook:
    """Implements `bot.vendors.Look` for a call whose analysis names a ticker."""

    def __init__(self, facts: OperationFacts, ask: Ask) -> None:
        self._facts = facts
        self._ask = ask

    @property
    def facts(self) -> OperationFacts:
        return self._facts

    def applies(self, question: Question) -> bool:
        return ticker_of(question) is not None

    async def ask(self, question: Question) -> Sequence[Finding]:
        ticker = ticker_of(question)
        if ticker is None:
            raise Refused("The call names no listed company.", code="no_ticker")
        return await self._ask(ticker)


class Looks:
    """The questions, by name."""

    def __init__(self, client: PolygonClient, filings: Filings) -> None:
        self._client = client
        self._filings = filings

    def all(self) -> tuple[TickerLook, ...]:
        return (
            TickerLook(_EVENTS, self._events),
            TickerLook(_FILINGS, self._list),
            TickerLook(_FILES, self._files),
        )

    async def _events(self, ticker: str) -> Sequence[Finding]:
        """An unknown symbol and one that never changed get the same answer: none of it."""
        try:
            history = await self._client.get(EVENTS, Events, {"id": ticker})
        except Refused as refusal:
            if refusal.code == NONE_OF_IT:
                return [Finding(ticker, redact("no change of its symbol is on record"))]
            raise
        changed = [one for one in history.events if one.ticker_change]
        newest = sorted(changed, key=lambda one: one.date, reverse=True)
        company = [Finding("Company", redact(history.name))] if history.name else []
        return [
            *company,
            *(
                Finding(f"Since {one.date:%d %b %Y}", redact(one.ticker_change.ticker))
                for one in newest[:SHOWN]
                if one.ticker_change
            ),
        ]

    async def _list(self, ticker: str) -> Sequence[Finding]:
        found = await self._filings.of(ticker)
        return [
            Finding(one.form, redact(f"filed {one.filed_on:%d %b %Y}"), _public(one.url))
            for one in found[:SHOWN]
        ]

    async def _files(self, ticker: str) -> Sequence[Finding]:
        """Those of the newest filing."""
        found = await self._filings.of(ticker)
        if not found:
            return []
        files = await self._filings.files_of(found[0])
        return [_document(one) for one in files[:SHOWN]]


def _document(file: File) -> Finding:
    told = file.description or file.filename
    size = f", {_size(file.size_bytes)}" if file.size_bytes else ""
    return Finding(file.type or "File", redact(f"{told}{size}"), _public(file.source_url))


def _size(size_bytes: int) -> str:
    for unit, name in _UNITS:
        if size_bytes >= unit:
            return f"{size_bytes // unit} {name}"
    return f"{size_bytes} bytes"


def _public(url: str | None) -> str | None:
    """The regulator's own pages alone: other addresses may want the key."""
    if url is None:
        return None
    parts = urlsplit(url)
    host = parts.hostname or ""
    known = host == ARCHIVE or host.endswith(f".{ARCHIVE}")
    return url if parts.scheme == "https" and known else None


_EVENTS: Final = reading(
    "polygon.ticker_events",
    "Symbol changes at Polygon.io",
    "Since when a listed company has had its symbols.",
    by=("ticker",),
)
_FILINGS: Final = reading(
    "polygon.list_filings",
    "Latest filings at Polygon.io",
    "What a listed company filed last, with a link to the regulator's page.",
    by=("ticker",),
)
_FILES: Final = reading(
    "polygon.filing_files",
    "Files of the latest filing at Polygon.io",
    "Which documents the newest filing holds, with a link to the regulator's page.",
    by=("ticker",),
)
