"""Zendesk's REST conventions: bearer tokens that run out, wrapped JSON, cursors to a list's end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Final, TypeAlias, TypeVar

import httpx
from pydantic import SecretStr

from bot.errors import Unavailable
from bot.ports import Clock
from providers.answers import parsed
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    idempotency_header,
    new_client,
)
from providers.zendesk.errors import failure_of, malformed
from providers.zendesk.models import Page, Wire
from providers.zendesk.tokens import Tokens

PAGE_SIZE: Final = 100
MOST_PAGES: Final = 50

Params: TypeAlias = Mapping[str, str]
Body: TypeAlias = Mapping[str, object]

W = TypeVar("W", bound=Wire)
P = TypeVar("P", bound=Page)


class ZendeskClient:
    """Typed calls. Reads raise Refused or Unavailable, writes OutcomeUnknown as well."""

    def __init__(self, http: VendorHttp, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens

    async def get(
        self,
        template: str,
        model: type[W],
        *,
        ids: Params | None = None,
        query: Params | None = None,
    ) -> W:
        """Read one answer."""
        call = Call(
            method="GET", template=template, ids=ids or {}, query=list((query or {}).items())
        )
        return await self._sent(call, model, writes=False)

    async def pages(
        self, template: str, model: type[P], *, ids: Params | None = None, query: Params
    ) -> AsyncIterator[P]:
        """Read a list page by page; whoever has seen enough stops.

        Raises Unavailable when there are too many to be sure, or it goes on without saying where.
        """
        after: str | None = None
        for _ in range(MOST_PAGES):
            asked = {
                "page[size]": str(PAGE_SIZE),
                **query,
                **({"page[after]": after} if after else {}),
            }
            page = await self.get(template, model, ids=ids, query=asked)
            yield page
            if page.is_last:
                return
            after = page.after
            if after is None:
                break
        raise Unavailable("Zendesk's list cannot be read to its end.", code="list_too_long")

    async def post(self, template: str, model: type[W], body: Body, *, wire_key: str) -> W:
        """Create once under a key that Zendesk keeps for two hours."""
        call = Call(
            method="POST", template=template, json=body, headers=idempotency_header(wire_key)
        )
        return await self._sent(call, model, writes=True)

    async def put(self, template: str, model: type[W], body: Body, *, ids: Params) -> W:
        """Update once: there is no key for updates."""
        return await self._sent(
            Call(method="PUT", template=template, ids=ids, json=body), model, writes=True
        )

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _sent(self, call: Call, model: type[W], *, writes: bool) -> W:
        """Send under the current token, and once more under a new one after a 401."""
        token = await self._tokens.current()
        answer = await self._send(call, token, writes=writes)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget(token)
            answer = await self._send(call, await self._tokens.current(), writes=writes)
        return _parsed(answer, model, writes=writes)

    async def _send(self, call: Call, token: str, *, writes: bool) -> httpx.Response:
        signed = replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})
        return await (self._http.write(signed) if writes else self._http.read(signed))


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    return parsed(response, model, writes=writes, failure_of=failure_of, malformed=malformed)


def connect(
    client_id: str,
    client_secret: SecretStr,
    *,
    base_url: str,
    clock: Clock,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> ZendeskClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    client = new_client(
        base_url,
        headers={"Accept": "application/json"},
        read_timeout_s=timeout_s,
        request_id_header="X-Request-Id",
    )
    http = VendorHttp(
        "Zendesk", client, deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s), sleep=sleep
    )
    return ZendeskClient(http, Tokens(http, client_id, client_secret, clock))
