"""HubSpot's REST conventions: JSON, one dated version in the path, cursors to the end of a list."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

import httpx
from pydantic import SecretStr

from bot.errors import Unavailable
from providers.answers import parsed
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    new_client,
)
from providers.hubspot.errors import failure_of, is_worth_repeating, malformed
from providers.hubspot.models import Associated, CrmObject, Owner, Page, Wire

VERSION: Final = "2026-03"
"""https://developers.hubspot.com/docs/api-reference/latest/overview; v3 ends in September 2027."""
OBJECTS: Final = f"/crm/objects/{VERSION}"
OWNERS: Final = f"/crm/owners/{VERSION}"
PAGE_SIZE: Final = 500
MOST_PAGES: Final = 20
FOUND_PAGE: Final = 200
"""Results of one page of a search, which has smaller pages than lists."""

Filters: TypeAlias = Sequence[Mapping[str, object]]

W = TypeVar("W", bound=Wire)


class HubSpotClient:
    """Typed calls. Reads raise Refused or Unavailable, writes OutcomeUnknown as well."""

    def __init__(self, http: VendorHttp) -> None:
        self._http = http

    async def one(
        self,
        kind: str,
        record_id: str,
        properties: Sequence[str],
        *,
        by: str | None = None,
        associations: Sequence[str] = (),
    ) -> CrmObject:
        """One object by id, or by a property that is unique, such as `email`."""
        query = [("properties", ",".join(properties))]
        query += [("idProperty", by)] if by else []
        query += [("associations", ",".join(associations))] if associations else []
        template = f"{OBJECTS}/{kind}/{{id}}"
        return await self._read(
            Call(method="GET", template=template, ids={"id": record_id}, query=query), CrmObject
        )

    async def search(
        self, kind: str, groups: Sequence[Filters], properties: Sequence[str], *, newest_by: str
    ) -> list[CrmObject]:
        """All that the index knows: any group, and in a group every filter, holds.

        New and changed objects are in it after a few moments only. It changes nothing, so it is a
        read although it is a POST.
        """
        template = f"{OBJECTS}/{kind}/search"
        body: dict[str, object] = {
            "filterGroups": [{"filters": list(filters)} for filters in groups],
            "properties": list(properties),
            "sorts": [{"propertyName": newest_by, "direction": "DESCENDING"}],
            "limit": FOUND_PAGE,
        }
        found: list[CrmObject] = []
        for _ in range(MOST_PAGES):
            call = Call(method="POST", template=template, json=body)
            page = await self._read(call, Page[CrmObject])
            found += page.results
            if page.after is None:
                return found
            body = {**body, "after": page.after}
        raise _endless()

    async def associated(self, kind: str, record_id: str, to_kind: str) -> list[str]:
        """The ids of all that hangs on a record, each once; no index stands between."""
        template = f"{OBJECTS}/{kind}/{{id}}/associations/{to_kind}"
        found: dict[str, None] = {}
        after: str | None = None
        for _ in range(MOST_PAGES):
            query = [("limit", str(PAGE_SIZE)), *([("after", after)] if after else [])]
            call = Call(method="GET", template=template, ids={"id": record_id}, query=query)
            page = await self._read(call, Page[Associated])
            found |= dict.fromkeys(one.id for one in page.results)
            after = page.after
            if after is None:
                return list(found)
        raise _endless()

    async def owner(self, owner_id: str) -> Owner:
        """An owner who is still one. Refused when there is none."""
        call = Call(method="GET", template=f"{OWNERS}/{{id}}", ids={"id": owner_id})
        return await self._read(call, Owner)

    async def owners_called(self, email: str) -> list[Owner]:
        """Owners with this address."""
        call = Call(method="GET", template=OWNERS, query=[("email", email)])
        return (await self._read(call, Page[Owner])).results

    async def create(
        self, kind: str, properties: Mapping[str, str], associations: Sequence[Mapping[str, object]]
    ) -> CrmObject:
        """Send once: there is no idempotency key."""
        body = {"properties": dict(properties), "associations": list(associations)}
        call = Call(method="POST", template=f"{OBJECTS}/{kind}", json=body)
        return _parsed(await self._http.write(call), CrmObject, writes=True)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _read(self, call: Call, model: type[W]) -> W:
        return _parsed(await self._http.read(call), model, writes=False)


def _endless() -> Unavailable:
    return Unavailable("HubSpot's list is too long to be read to its end.", code="list_too_long")


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    return parsed(response, model, writes=writes, failure_of=failure_of, malformed=malformed)


def connect(
    token: SecretStr,
    *,
    base_url: str,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> HubSpotClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    headers = {"Authorization": f"Bearer {token.get_secret_value()}", "Accept": "application/json"}
    http = VendorHttp(
        "HubSpot",
        new_client(base_url, headers=headers, read_timeout_s=timeout_s),
        deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s),
        sleep=sleep,
        wants_retry=is_worth_repeating,
    )
    return HubSpotClient(http)
