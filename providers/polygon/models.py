"""What is read of Polygon.io's answers: needed fields required, unknown ones ignored.

https://massive.com/docs/rest/stocks. Ticker events are marked experimental there: their published
schema calls the kind `event_type`, what comes says `type`; neither is needed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt


class Wire(BaseModel):
    """The base of everything Polygon.io answers."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


def _any_day(value: object) -> object:
    """One family writes `20260902`, the other `2026-09-02`."""
    compact = isinstance(value, str) and len(value) == len("20260902") and value.isdigit()
    return datetime.strptime(value, "%Y%m%d").date() if compact else value  # type: ignore[arg-type]  # noqa: DTZ007 - compact: it is text; a day has no zone


Day = Annotated[date, BeforeValidator(_any_day)]


class Change(Wire):
    """What a company's symbol became."""

    ticker: str


class Event(Wire):
    """One thing that happened to a listing; only renames are known."""

    date: Day
    ticker_change: Change | None = None


class Events(Wire):
    """The history of whoever has a symbol today."""

    name: str | None = None
    events: tuple[Event, ...] = ()


class Company(Wire):
    """Who a filing is about; the symbol is often left out."""

    name: str | None = None
    cik: str | None = None
    ticker: str | None = None


class Party(Wire):
    """Somebody's part in a filing."""

    company_data: Company | None = None


class Filed(Wire):
    """A filing as the index of all forms shows it."""

    accession_number: str
    ticker: str | None = None
    issuer_name: str | None = None
    form_type: str
    filing_date: Day
    filing_url: str | None = None


class Filing(Wire):
    """A filing as the older family shows it, which lists files as well."""

    accession_number: str
    type: str
    filing_date: Day
    source_url: str | None = None
    entities: tuple[Party, ...] = ()


class File(Wire):
    """One document of a filing."""

    filename: str
    description: str | None = None
    type: str | None = None
    sequence: StrictInt
    size_bytes: StrictInt | None = None
    source_url: str | None = None


I = TypeVar("I", bound=Wire)  # noqa: E741 - the items of a page
R = TypeVar("R", bound=Wire)


class Answer(Wire, Generic[R]):
    """One object; where there is none its results may be left out."""

    status: str = ""
    results: R | None = None


class Page(Wire, Generic[I]):
    """One page of a list; an empty one may leave its results out."""

    results: tuple[I, ...] = ()
    next_url: str | None = None
