"""Which listed company a call is about: a ticker that the analysis names, and nothing guessed."""

from __future__ import annotations

import re
from typing import Final

from bot.vendors import Question

NAMES: Final = frozenset({"ticker", "ticker_symbol", "stock_ticker", "stock_symbol"})
_TICKER = re.compile(r"[A-Z]{1,6}(?:[.-][A-Z]{1,3})?", re.ASCII)


def ticker_of(question: Question) -> str | None:
    """The symbol as Polygon.io writes it, in capitals; None: no company is named."""
    for label, value in question.call.learned:
        said = value.strip().upper()
        if _key(label) in NAMES and _TICKER.fullmatch(said):
            return said
    return None


def _key(label: str) -> str:
    return re.sub(r"[\s_-]+", "_", label.strip().casefold())
