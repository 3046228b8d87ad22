"""ProAbono's REST conventions: JSON, Basic keys, 204 for nothing, numbered pages to their end."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeAlias, TypeVar

import httpx
from pydantic import SecretStr, ValidationError

from bot.errors import Refused, Unavailable, VendorFailure
from bot.vendor_settings import Mode
from providers.answers import NO_SUCH_OBJECT
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    new_client,
    succeeded,
)
from providers.proabono.errors import failure_of, malformed
from providers.proabono.models import Page, Wire

PAGE_SIZE: Final = 1000  # the most that is allowed
MOST_PAGES: Final = 20

Params: TypeAlias = Mapping[str, str | int]
Body: TypeAlias = Mapping[str, object]

W = TypeVar("W", bound=Wire)


class ProAbonoClient:
    """Typed calls. Reads raise Refused or Unavailable, writes OutcomeUnknown as well.

    Sandbox and production are two businesses at ProAbono, each with its own address and keys:
    nothing in a key or an answer says which it is, so `mode` is what was configured.
    """

    def __init__(self, http: VendorHttp, *, mode: Mode, page_size: int = PAGE_SIZE) -> None:
        self._http = http
        self._page_size = page_size
        self.mode = mode

    async def get(
        self, template: str, model: type[W], query: Params, *, ids: Params | None = None
    ) -> W:
        """One object. Raises Refused where there is none."""
        found = await self.find(template, model, query, ids=ids)
        if found is None:
            raise Refused("ProAbono has no such record.", code=NO_SUCH_OBJECT)
        return found

    async def find(
        self, template: str, model: type[W], query: Params, *, ids: Params | None = None
    ) -> W | None:
        """One object; None where ProAbono says that there is none that these keys can reach."""
        try:
            return await self._read(template, model, query, ids=ids)
        except Refused as refusal:
            if refusal.code == NO_SUCH_OBJECT:
                return None
            raise

    async def all(self, template: str, model: type[W], query: Params) -> list[W]:
        """Every object of a list. Raises Refused when it is too long to be read to its end.

        Pages are cut from live data: where their totals differ, Unavailable, for what went away
        meanwhile can hide what is there.
        """
        found, totals = list[W](), set[int]()
        for number in range(1, MOST_PAGES + 1):
            asked = {**query, "Page": number, "SizePage": self._page_size}
            page = await self._read(template, Page[model], asked)  # type: ignore[valid-type]  # pydantic builds it at run time
            if page:
                found += page.items
                totals.add(page.total_items)
            if page is None or not page.items or len(found) >= page.total_items:
                return _whole(found, totals)
        raise Refused(
            "ProAbono's list is too long to be searched: name an invoice or a customer reference.",
            code="list_too_long",
        )

    async def post(self, template: str, model: type[W], body: Body, query: Params) -> W:
        """Set values, once."""
        call = Call(method="POST", template=template, query=list(_texts(query).items()), json=body)
        parsed = _parsed(await self._http.write(call), model, writes=True)
        if parsed is None:
            raise malformed(httpx.Response(HTTPStatus.NO_CONTENT), writes=True)
        return parsed

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _read(
        self, template: str, model: type[W], query: Params, *, ids: Params | None = None
    ) -> W | None:
        call = Call(
            method="GET",
            template=template,
            ids=_texts(ids),
            query=list(_texts(query).items()),
        )
        return _parsed(await self._http.read(call), model, writes=False)


def _whole(found: list[W], totals: set[int]) -> list[W]:
    if totals - {len(found)}:
        raise Unavailable("ProAbono's list could not be read whole.", code="list_changed")
    return found


def _texts(params: Params | None) -> dict[str, str]:
    return {name: str(value) for name, value in (params or {}).items()}


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W | None:
    """Parse, or raise what the answer means; the parser's exception is not carried along."""
    parsed = _read_as(response, model, writes=writes)
    if isinstance(parsed, VendorFailure):
        raise parsed
    return parsed


def _read_as(response: httpx.Response, model: type[W], *, writes: bool) -> W | VendorFailure | None:
    if not succeeded(response):
        return failure_of(response, writes=writes)
    if response.status_code == HTTPStatus.NO_CONTENT:
        return None
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        return malformed(response, writes=writes)


def connect(
    agent_key: str,
    api_key: SecretStr,
    *,
    base_url: str,
    mode: Mode,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
    page_size: int = PAGE_SIZE,
) -> ProAbonoClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    pair = f"{agent_key}:{api_key.get_secret_value()}".encode()
    headers = {"Authorization": f"Basic {b64encode(pair).decode()}"}
    client = new_client(base_url, headers=headers, read_timeout_s=timeout_s)
    http = VendorHttp(
        "ProAbono", client, deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s), sleep=sleep
    )
    return ProAbonoClient(http, mode=mode, page_size=page_size)
