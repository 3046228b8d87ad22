"""Plisio's conventions: every call is a GET, the key is in the query, one envelope, pages.

A GET creates an invoice, so nothing here repeats one by itself unless it is known to only read.
There is neither a test host nor a test key: what is asked at Plisio's own address is live.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, TypeAlias, TypeVar

import httpx
from pydantic import SecretStr, ValidationError

from bot.errors import Refused, Unavailable, VendorFailure
from bot.vendor_settings import Mode
from providers.answers import object_of
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    checked_base,
    new_client,
    succeeded,
)
from providers.plisio.errors import failure_of, malformed
from providers.plisio.models import Envelope, Made, Operation, Operations

VENDOR: Final = "plisio"
PREFIX: Final = "/api/v1"
PAGE_SIZE: Final = 50  # the maximum is not published
MOST_PAGES: Final = 10
OWN_HOSTS: Final = frozenset({"api.plisio.net", "plisio.net"})

Query: TypeAlias = Mapping[str, str | int]

W = TypeVar("W")
"""A wire model, or a list of one."""


class PlisioClient:
    """Typed calls. Reads raise Refused or Unavailable, the create OutcomeUnknown as well.

    With a mode that the configured address does not have, every call is Refused unsent.
    """

    def __init__(self, http: VendorHttp, key: SecretStr, *, mode: Mode, answers_in: Mode) -> None:
        self._http = http
        self._key = key
        self._answers_in = answers_in
        self.mode = mode

    async def get(
        self,
        template: str,
        model: type[W],
        *,
        ids: Mapping[str, str] | None = None,
        query: Query | None = None,
    ) -> W:
        """Read one thing; again while that is harmless."""
        call = self._call(template, ids or {}, query or {})
        return _parsed(await self._http.read(call), model, writes=False)

    async def create_invoice(self, query: Query) -> Made:
        """Make an invoice, or be given the one that has this order number. Sent once."""
        call = self._call("/invoices/new", {}, query)
        return _parsed(await self._http.write(call), Made, writes=True)

    async def invoices_like(self, search: str) -> list[Operation]:
        """Every invoice whose id, order number or payer's address contains a text, each once.

        Raises Unavailable when there are too many to be sure.
        """
        found: dict[str, Operation] = {}
        asked: dict[str, str | int] = {"type": "invoice", "search": search, "limit": PAGE_SIZE}
        first = last = None
        for _ in range(MOST_PAGES):
            page = await self.get("/operations", Operations, query=asked)
            found |= {one.id: one for one in page.operations if one.type == "invoice"}
            at, count = page.meta.currentPage, page.meta.pageCount
            if at is None or count is None or not page.operations:
                return _all_of(page, list(found.values()))
            first = at if first is None else first  # whether pages begin with 0 or 1 is not said
            last = first + count - 1
            if at >= last:
                return list(found.values())
            asked["page"] = at + 1
        raise Unavailable("Plisio's list is too long to be read to its end.", code="list_too_long")

    async def aclose(self) -> None:
        await self._http.aclose()

    def _call(self, template: str, ids: Mapping[str, str], query: Query) -> Call:
        if self._answers_in != self.mode:
            raise Refused(
                f"Plisio has no test mode: PLISIO_MODE is {self.mode}, and its address answers in "
                f"{self._answers_in} mode; nothing was sent.",
                code="wrong_mode",
            )
        asked = [(name, str(value)) for name, value in query.items()]
        key = ("api_key", self._key.get_secret_value())
        return Call(method="GET", template=f"{PREFIX}{template}", ids=ids, query=[*asked, key])


def _all_of(page: Operations, found: list[Operation]) -> list[Operation]:
    """What was found, unless a full page does not say whether another one follows."""
    if len(page.operations) >= PAGE_SIZE:
        raise Unavailable("Plisio's list does not say where its end is.", code="no_end")
    return found


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    """Parse, or raise what the answer means; the parser's exception is not carried along."""
    parsed = _read_as(response, model, writes=writes)
    if isinstance(parsed, VendorFailure):
        raise parsed
    return parsed


def _read_as(response: httpx.Response, model: type[W], *, writes: bool) -> W | VendorFailure:
    if not succeeded(response) or object_of(response).get("status") == "error":
        return failure_of(response, writes=writes)
    try:
        return Envelope[model].model_validate_json(response.content).data  # type: ignore[valid-type]  # pydantic builds it at run time
    except ValidationError:
        return malformed(response, writes=writes)


def connect(
    key: SecretStr,
    *,
    base_url: str,
    mode: Mode,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PlisioClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    http = VendorHttp(
        "Plisio",
        new_client(base_url, read_timeout_s=timeout_s),
        deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s),
        sleep=sleep,
    )
    answers_in: Mode = "live" if checked_base(base_url).host in OWN_HOSTS else "test"
    return PlisioClient(http, key, mode=mode, answers_in=answers_in)
