"""QuickBooks' REST conventions: one company in every path, JSON, a request id with every write."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final, TypeAlias, TypeVar

import httpx
from pydantic import ValidationError

from bot.errors import Refused, Unavailable
from bot.vendor_settings import Mode
from providers.http import Call, VendorHttp, succeeded
from providers.quickbooks.errors import failure_of, fault_of, malformed
from providers.quickbooks.models import Entity
from providers.quickbooks.statements import PAGE_SIZE, Equals, count_of, page_of
from providers.quickbooks.tokens import Tokens

MINOR_VERSION: Final = "75"
MOST_PAGES: Final = 20
IN_FLIGHT: Final = 4
"""QuickBooks takes ten at once from an app in a company; others want some of them too."""
LARGEST_PDF_BYTES: Final = 10_000_000

Body: TypeAlias = Mapping[str, object]
Query: TypeAlias = Sequence[tuple[str, str]]
E = TypeVar("E", bound=Entity)

_NAMESPACE = uuid.UUID("5b7f4f39-5a3c-4d0e-9a43-8f4f3d3f7c11")


def request_id(wire_key: str) -> str:
    """36 signs that stand for one attempt: https://blogs.intuit.com/2015/04/06/15346/."""
    return str(uuid.uuid5(_NAMESPACE, wire_key))


class QuickBooksClient:
    """Typed calls to one company. Reads raise Refused or Unavailable, writes OutcomeUnknown too.

    When the configured host is of the other mode, every call is Refused before it is sent.
    """

    def __init__(
        self, http: VendorHttp, tokens: Tokens, *, realm_id: str, mode: Mode, host_mode: Mode | None
    ) -> None:
        """`host_mode` is what the host is known to be; None where that cannot be told."""
        self._http = http
        self._tokens = tokens
        self._realm_id = realm_id
        self._host_mode = host_mode
        self._gate = asyncio.Semaphore(IN_FLIGHT)
        self.mode = mode

    async def read(self, model: type[E], number: str) -> E:
        """One object by its number."""
        call = self._call("GET", _path(model, "/{id}"), ids={"id": number})
        return _entity(await self._answer(call, writes=False), model, writes=False)

    async def query(self, model: type[E], *where: Equals) -> list[E]:
        """Every object that fits. Raises Unavailable when the list is not surely complete."""
        found: dict[str, E] = {}
        for page in range(MOST_PAGES):
            items = await self._page(model, page_of(model.entity, where, 1 + page * PAGE_SIZE))
            found |= {item.Id: item for item in items}
            if len(items) < PAGE_SIZE:
                break
        if len(found) >= PAGE_SIZE:
            await self._check_count(model, where, len(found))
        return list(found.values())

    async def write(self, model: type[E], body: Body, *, key: str) -> E:
        """Create or change, once; `key` stands for the attempt."""
        call = self._call("POST", _path(model), [("requestid", request_id(key))], body=body)
        return _entity(await self._answer(call, writes=True), model, writes=True)

    async def mail(self, model: type[E], number: str, *, key: str, to: str | None) -> E:
        """Have a document mailed; an address given here replaces the document's own."""
        query = [("requestid", request_id(key)), *([("sendTo", to)] if to else [])]
        call = self._call(
            "POST",
            _path(model, "/{id}/send"),
            query,
            ids={"id": number},
            headers={"Content-Type": "application/octet-stream"},
        )
        return _entity(await self._answer(call, writes=True), model, writes=True)

    async def pdf(self, model: type[Entity], number: str) -> bytes:
        """A document as QuickBooks prints it."""
        call = self._call(
            "GET",
            _path(model, "/{id}/pdf"),
            ids={"id": number},
            headers={"Accept": "application/pdf"},
        )
        response = await self._answer(call, writes=False)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        if kind != "application/pdf" or not response.content.startswith(b"%PDF"):
            raise malformed(response, writes=False)
        if len(response.content) > LARGEST_PDF_BYTES:
            raise Refused("QuickBooks' PDF is too large to be passed on.", code="pdf_too_large")
        return response.content

    async def aclose(self) -> None:
        await self._http.aclose()
        await self._tokens.aclose()

    def _call(
        self,
        method: str,
        template: str,
        query: Query = (),
        *,
        ids: Mapping[str, str] | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Call:
        return Call(
            method=method,
            template=f"/v3/company/{{realm}}{template}",
            ids={"realm": self._realm_id, **(ids or {})},
            query=[*query, ("minorversion", MINOR_VERSION)],
            json=body,
            headers={"Accept": "application/json", **(headers or {})},
        )

    async def _page(self, model: type[E], statement: str) -> list[E]:
        """An entity without a match is absent from the answer, not empty."""
        response = await self._asked(statement)
        items = _inner(response, "QueryResponse").get(model.entity, [])
        try:
            return [model.model_validate(item) for item in items]
        except (TypeError, ValidationError):
            pass
        raise malformed(response, writes=False)

    async def _check_count(self, model: type[Entity], where: Sequence[Equals], found: int) -> None:
        """Pages are cut from live data: what changes meanwhile can hide a row."""
        response = await self._asked(count_of(model.entity, where))
        if _inner(response, "QueryResponse").get("totalCount") != found:
            raise Unavailable("QuickBooks' list could not be read whole.", code="list_changed")

    async def _asked(self, statement: str) -> httpx.Response:
        return await self._answer(self._call("GET", "/query", [("query", statement)]), writes=False)

    async def _answer(self, call: Call, *, writes: bool) -> httpx.Response:
        """A success without a fault inside."""
        self._check_mode()
        async with self._gate:
            response = await self._let_in(call, writes=writes)
        if not succeeded(response) or fault_of(response) is not None:
            raise failure_of(response, writes=writes)
        return response

    async def _let_in(self, call: Call, *, writes: bool) -> httpx.Response:
        """Send; once more with another token, since what is turned away at the door did nothing."""
        token = await self._tokens.access()
        response = await self._sent(call, token, writes=writes)
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return response
        other = await self._tokens.instead_of(token)
        return response if other is None else await self._sent(call, other, writes=writes)

    async def _sent(self, call: Call, token: str, *, writes: bool) -> httpx.Response:
        headers = {**call.headers, "Authorization": f"Bearer {token}"}
        authorised = replace(call, headers=headers)
        return await (self._http.write(authorised) if writes else self._http.read(authorised))

    def _check_mode(self) -> None:
        if self._host_mode not in {None, self.mode}:
            raise Refused(
                f"QuickBooks is configured for {self.mode} mode but with the address of "
                f"{self._host_mode} companies; nothing was sent.",
                code="wrong_mode",
            )


def _path(model: type[Entity], rest: str = "") -> str:
    """Entities are lower case in a path, whatever they are elsewhere."""
    return f"/{model.entity.lower()}{rest}"


def _inner(response: httpx.Response, name: str) -> Mapping[str, Any]:
    """The object of this name in an answer; empty where there is none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def _entity(response: httpx.Response, model: type[E], *, writes: bool) -> E:
    """A success counts only when it shows the object with its id."""
    try:
        return model.model_validate(_inner(response, model.entity))
    except ValidationError:
        pass
    raise malformed(response, writes=writes)
