"""The base of all values: frozen, compared by content, tolerant of fields a newer version wrote."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator


class Value(BaseModel):
    """An immutable value. Unknown fields are ignored so that old code reads newer rows."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="float")


def parse_moment(value: object) -> date | datetime:
    """Read an aware instant or a day alone; a naive instant is refused."""
    found = _from_text(value) if isinstance(value, str) else value
    if isinstance(found, datetime) and found.tzinfo is None:
        raise ValueError("an instant needs a zone: add Z or an offset")
    if isinstance(found, date):  # datetime is a date
        return found
    raise ValueError("neither a day nor an instant")


def _from_text(text: str) -> date | datetime:
    return (
        date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)
    )


Moment = Annotated[
    date | datetime,
    PlainValidator(parse_moment),
    PlainSerializer(lambda moment: moment.isoformat(), return_type=str),
]
"""A day (`2026-11-24`) or an aware instant; the two are never confused when stored."""
