"""Our step key on what we leave at HubSpot, and finding it again.

HubSpot has no idempotency keys, and its search index lags behind: what hangs on the contact is
read record by record first, which no index stands between, and the index is asked last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Unavailable
from bot.vendors import Order
from providers.answers import none_if_missing
from providers.hubspot.client import HubSpotClient
from providers.hubspot.models import CrmObject

SLACK: Final = timedelta(minutes=10)
"""The difference of two clocks, and more."""
OLDER_IN_A_ROW: Final = 5
"""Ids rise with time, but nobody promises that: so many older ones end the look."""
MOST_READ: Final = 100
_HEX: Final = 24

TO_CONTACT: Final[Mapping[str, int]] = {"notes": 202, "tasks": 204}
"""HubSpot's own types of association:
https://developers.hubspot.com/docs/api-reference/crm-associations-v3/guide."""


def mark_of(order: Order) -> str:
    """The step's own word: letters and digits only, since the index splits at anything else."""
    return "handoff" + hashlib.sha256(order.step_key.encode()).hexdigest()[:_HEX]


def since_of(order: Order) -> datetime:
    """When the step was made. Raises Unavailable where a look would have no beginning."""
    if order.since is None:
        raise Unavailable("Without the step's own time nothing can be looked for.", code="no_since")
    return order.since


def stamp_of(moment: datetime) -> str:
    """An instant as HubSpot takes it, `2026-11-20T10:15:00.000Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


class Marks:
    """Finds and makes notes and tasks on a contact. Raises as the client does."""

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    async def find(
        self, kind: str, body: str, contact: CrmObject, order: Order
    ) -> CrmObject | None:
        """Look for this step's object; `body` is the property that holds our word."""
        since, mark = since_of(order) - SLACK, mark_of(order)
        ids = await self._client.associated("contacts", contact.id, kind)
        older = 0
        for record_id in sorted(ids, key=_as_number, reverse=True)[:MOST_READ]:
            found = await none_if_missing(self._client.one(kind, record_id, (body,)))
            if found is None:  # it was thrown away meanwhile
                continue
            if mark in found.text(body):
                return found
            older = older + 1 if found.created_at < since else 0
            if older >= OLDER_IN_A_ROW:
                break
        return await self._indexed(kind, body, mark)

    async def _indexed(self, kind: str, body: str, mark: str) -> CrmObject | None:
        """On whatever contact: the address may be another one's by now, our word is this step's."""
        by_mark = {"propertyName": body, "operator": "CONTAINS_TOKEN", "value": mark}
        found = await self._client.search(kind, ([by_mark],), (body,), newest_by="hs_timestamp")
        return next((one for one in found if mark in one.text(body)), None)

    async def make(self, kind: str, properties: Mapping[str, str], contact: CrmObject) -> CrmObject:
        """Make one on the contact."""
        tie = {
            "to": {"id": contact.id},
            "types": [
                {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TO_CONTACT[kind]}
            ],
        }
        return await self._client.create(kind, properties, [tie])


def _as_number(record_id: str) -> tuple[int, str]:
    return (int(record_id) if record_id.isdigit() else 0, record_id)
