"""`sheets.append_row`: one line in the queue of exceptions, once.

Sheets has no key for writes and a repeated append makes a second row, so the step key is the first
column and is looked for there before anything is sent:
https://developers.google.com/sheets/api/reference/rest/v4/spreadsheets.values/append.
"""

from __future__ import annotations

import asyncio
from typing import Final

from pydantic import Field

from bot.errors import OutcomeUnknown
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.google.client import GoogleClient, Wire
from providers.google.keys import matter_of
from providers.google.queue_row import HEADER, cell, row_of
from providers.http import Call

FACTS: Final = OperationFacts(
    name="sheets.append_row",
    writes=True,
    moves_money=False,
    repeat_safety=RepeatSafety.LOOK_UP,
    can_look_up=True,
    title="Row in the review queue at Google Sheets",
    card_may_say="It is listed in the review queue.",
    summary_in="the summary of the row",
)

TAB: Final = "Queue"
"""The one tab with the one table; its columns are `queue_row.HEADER`, from A on."""
KEYS: Final = f"{TAB}!A:A"
ANCHOR: Final = f"{TAB}!A1"

_VALUES: Final = "/v4/spreadsheets/{id}/values/{range}"
_RAW: Final = (("valueInputOption", "RAW"), ("insertDataOption", "INSERT_ROWS"))
"""Text stays text: what looks like a formula is not one."""


class Column(Wire):
    """A range read by columns; Sheets leaves `values` out of an empty one."""

    values: tuple[tuple[object, ...], ...] = ()


class Updates(Wire):
    rows: int = Field(alias="updatedRows")


class Appended(Wire):
    updates: Updates


class AppendRow:
    """Implements `bot.vendors.Operation`. A row is found by its key, never by where it stood."""

    facts = FACTS

    def __init__(self, client: GoogleClient, spreadsheet_id: str, clock: Clock) -> None:
        self._client = client
        self._ids = {"id": spreadsheet_id}
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def send(self, order: Order) -> Effect:
        """Append the row, unless it is listed; an empty tab gets its header with it."""
        row = row_of(order, matter_of(order), self._clock())
        async with self._one_at_a_time:  # else two would bring the header
            keys = await self._keys()
            if cell(order.step_key) not in keys:
                await self._append([row] if keys else [list(HEADER), row])
        return effect_of(order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for the step key in the first column."""
        return effect_of(order) if cell(order.step_key) in await self._keys() else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """A row is there at once; when somebody took it out since, that is no news of ours."""
        return effect_of(order)

    async def _keys(self) -> tuple[object, ...]:
        column = await self._client.get(
            _VALUES,
            Column,
            ids={**self._ids, "range": KEYS},
            query=(("majorDimension", "COLUMNS"),),
        )
        return column.values[0] if column.values else ()

    async def _append(self, rows: list[list[str]]) -> None:
        call = Call(
            method="POST",
            template=f"{_VALUES}:append",
            ids={**self._ids, "range": ANCHOR},
            query=_RAW,
            json={"majorDimension": "ROWS", "values": rows},
        )
        appended = await self._client.write(call, Appended)
        if appended.updates.rows != len(rows):
            raise OutcomeUnknown(
                "Google Sheets answered with other rows than the one asked for.", code="other_rows"
            )


def effect_of(order: Order) -> Effect:
    """What one listed key shows."""
    return Effect(
        status="done",
        reference=order.step_key,
        said=redact("Google Sheets lists it in the review queue."),
    )
