"""A company's filings and their files. The symbol is compared in the answer, whatever was asked.

The older family takes a plain `ticker` and ignores it, so somebody else's filings come; the index
knows all forms and no files: https://massive.com/docs/rest/stocks/filings/index.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.errors import Refused, Unavailable
from bot.ports import Clock
from providers.polygon.client import MOST_PAGES, Params, PolygonClient
from providers.polygon.errors import NONE_OF_IT, NOT_OFFERED
from providers.polygon.models import File, Filed, Filing

INDEX: Final = "/stocks/filings/vX/index"
OLDER: Final = "/v1/reference/sec/filings"
FILES: Final = "/v1/reference/sec/filings/{filing_id}/files"
ASKED_FOR: Final = 50
"""Newest first, so the first page has what is shown; each further one is one of five calls."""
MOST_FILES: Final = 1000
"""The most that one page of files holds."""
KEPT: Final = timedelta(hours=1)
"""Polygon.io renews them once a day."""
MOST_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One filing of the company that was asked for."""

    number: str
    form: str
    filed_on: date
    url: str | None


class Filings:
    """Reads and keeps for an hour what is public anyway, so that few calls are spent."""

    def __init__(self, client: PolygonClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Sequence[Found]]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, ticker: str) -> Sequence[Found]:
        """The newest filings, newest first. Raises Refused or Unavailable.

        Questions that come side by side share one answer.
        """
        async with self._one_at_a_time:
            return await self._of(ticker)

    async def _of(self, ticker: str) -> Sequence[Found]:
        kept = self._kept.get(ticker)
        if kept and kept[0] > self._clock():
            return kept[1]
        found = sorted(await self._read(ticker), key=lambda one: one.filed_on, reverse=True)
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[ticker] = (self._clock() + KEPT, found)
        return found

    async def files_of(self, found: Found) -> Sequence[File]:
        """The documents of a filing in their order; Refused where files are not offered."""
        query: Params = {"limit": MOST_FILES, "sort": "sequence", "order": "asc"}
        ids = {"filing_id": found.number}
        files = await self._client.list(FILES, File, ids, query, most_pages=MOST_PAGES)
        return sorted(files, key=lambda one: one.sequence)

    async def _read(self, ticker: str) -> list[Found]:
        try:
            return await self._of_index(ticker)
        except Refused as refusal:
            if refusal.code == NONE_OF_IT:
                return []
            if refusal.code != NOT_OFFERED:
                raise
        return await self._of_older(ticker)

    async def _of_index(self, ticker: str) -> list[Found]:
        query: Params = {"ticker": ticker, "limit": ASKED_FOR, "sort": "filing_date.desc"}
        listed = await self._client.list(INDEX, Filed, {}, query)
        theirs = [one for one in listed if one.ticker == ticker]
        _check(listed, theirs)
        return [
            Found(one.accession_number, one.form_type, one.filing_date, one.filing_url)
            for one in theirs
        ]

    async def _of_older(self, ticker: str) -> list[Found]:
        """10-K and 10-Q alone; one whose company shows no symbol is left out."""
        query: Params = {
            "entities.company_data.ticker": ticker,
            "limit": ASKED_FOR,
            "sort": "filing_date",
            "order": "desc",
        }
        listed = await self._client.list(OLDER, Filing, {}, query)
        theirs = [one for one in listed if ticker in _tickers(one)]
        _check(listed, theirs)
        return [
            Found(one.accession_number, one.type, one.filing_date, one.source_url) for one in theirs
        ]


def _tickers(filing: Filing) -> set[str | None]:
    return {party.company_data.ticker for party in filing.entities if party.company_data}


def _check(listed: Sequence[object], theirs: Sequence[object]) -> None:
    """Filings of others alone are not "none": they say that the symbol was not heeded."""
    if listed and not theirs:
        raise Unavailable(
            "Polygon.io answered with filings that show other companies, or none.",
            code="other_companies",
        )
