"""Paystack's REST conventions: JSON, one envelope, numbered pages to their end, one mode a key."""

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
    new_client,
    succeeded,
)
from providers.paystack.errors import failure_of, malformed
from providers.paystack.models import Envelope, PaystackObject, Said, Wire

PAGE_SIZE: Final = 50  # Paystack's default; its maximum is not published
MOST_PAGES: Final = 20

Params: TypeAlias = Mapping[str, str | int]
Body: TypeAlias = Mapping[str, object]

P = TypeVar("P", bound=PaystackObject)
W = TypeVar("W", bound=Wire)


def mode_of_key(key: str) -> Mode | None:
    """`sk_test_` or `sk_live_`: the key decides the mode; None for anything else."""
    if key.startswith("sk_test_"):
        return "test"
    return "live" if key.startswith("sk_live_") else None


class PaystackClient:
    """Typed calls. Reads raise Refused or Unavailable, writes OutcomeUnknown as well.

    When the key is of another mode than configured, every call is Refused before it is sent;
    what is read and of another mode is Refused as well.
    """

    def __init__(self, http: VendorHttp, *, key_mode: Mode | None, mode: Mode) -> None:
        self._http = http
        self._key_mode = key_mode
        self.mode = mode

    async def get(self, template: str, model: type[P], *, ids: Params | None = None) -> P:
        """One object."""
        envelope = await self._read(template, Envelope[model], ids=ids)  # type: ignore[valid-type]  # pydantic builds it at run time
        return self._in_mode(envelope.data)

    async def newest(
        self, template: str, model: type[P], query: Params, *, pages: int = 1
    ) -> list[P]:
        """The first pages of a list: the newest fifty a page at most, each once."""
        found, _ = await self._pages(template, model, query, pages)
        return found

    async def all(
        self, template: str, model: type[P], query: Params, *, most_pages: int = MOST_PAGES
    ) -> list[P]:
        """Every object of a list, once. Raises Unavailable when there are too many to be sure."""
        found, ended = await self._pages(template, model, query, most_pages)
        if not ended:
            raise Unavailable(
                "Paystack's list is too long to be read to its end.", code="list_too_long"
            )
        return found

    async def post(
        self, template: str, model: type[P], body: Body, *, ids: Params | None = None
    ) -> P:
        """Send once. What comes back is not checked for its mode: the caller does, it acted."""
        call = Call(method="POST", template=template, ids=_texts(ids), json=body)
        return (await self._write(call, Envelope[model])).data  # type: ignore[valid-type]  # as above

    async def post_plain(self, template: str, model: type[W], body: Body, *, ids: Params) -> W:
        """Send once where the answer does not say its mode."""
        call = Call(method="POST", template=template, ids=_texts(ids), json=body)
        return (await self._write(call, Envelope[model])).data  # type: ignore[valid-type]  # as above

    async def put(self, template: str, model: type[P], body: Body, *, ids: Params) -> P:
        """Set values, once; checked as little as with `post`."""
        call = Call(method="PUT", template=template, ids=_texts(ids), json=body)
        return (await self._write(call, Envelope[model])).data  # type: ignore[valid-type]  # as above

    async def tell(self, template: str, *, ids: Params) -> None:
        """Send once where neither request nor answer holds anything: a mail is asked for."""
        await self._write(Call(method="POST", template=template, ids=_texts(ids)), Said)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _write(self, call: Call, model: type[W]) -> W:
        self._check_key()
        return _parsed(await self._http.write(call), model, writes=True)

    async def _pages(
        self, template: str, model: type[P], query: Params, most: int
    ) -> tuple[list[P], bool]:
        """The first pages, and whether the list ended with them."""
        found: dict[int, P] = {}
        for page in range(1, most + 1):
            envelope = await self._page(template, model, query, page)
            found |= {item.id: item for item in envelope.data}
            if _is_last(envelope, page):
                return list(found.values()), True
        return list(found.values()), False

    async def _page(
        self, template: str, model: type[P], query: Params, page: int
    ) -> Envelope[list[P]]:
        asked = {"perPage": PAGE_SIZE, "page": page, **query}
        envelope = await self._read(template, Envelope[list[model]], query=asked)  # type: ignore[valid-type]  # as above
        for item in envelope.data:
            self._in_mode(item)
        return envelope

    async def _read(
        self,
        template: str,
        model: type[W],
        *,
        ids: Params | None = None,
        query: Params | None = None,
    ) -> W:
        self._check_key()
        call = Call(
            method="GET", template=template, ids=_texts(ids), query=list(_texts(query).items())
        )
        return _parsed(await self._http.read(call), model, writes=False)

    def _check_key(self) -> None:
        if self._key_mode != self.mode:
            held = f"a {self._key_mode} key" if self._key_mode else "no key of a known kind"
            raise Refused(
                f"Paystack is configured for {self.mode} mode but has {held}; nothing was sent.",
                code="wrong_mode",
            )

    def _in_mode(self, item: P) -> P:
        if item.domain != self.mode:
            raise Refused(
                f"Paystack answered with an object that is not of {self.mode} mode.",
                code="wrong_mode",
            )
        return item


def _texts(params: Params | None) -> dict[str, str]:
    return {name: str(value) for name, value in (params or {}).items()}


def _is_last(envelope: Envelope[list[P]], page: int) -> bool:
    """By the count of pages; one published list has none, there a page that is not full ends it."""
    pages = envelope.meta.pageCount if envelope.meta else None
    return page >= pages if pages is not None else len(envelope.data) < PAGE_SIZE


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    """Parse, or raise what the answer means; the parser's exception is not carried along."""
    parsed = _read_as(response, model, writes=writes)
    if isinstance(parsed, VendorFailure):
        raise parsed
    return parsed


def _read_as(response: httpx.Response, model: type[W], *, writes: bool) -> W | VendorFailure:
    if not succeeded(response) or object_of(response).get("status") is False:
        return failure_of(response, writes=writes)
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        return malformed(response, writes=writes)


def connect(
    key: SecretStr,
    *,
    base_url: str,
    mode: Mode,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PaystackClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    secret = key.get_secret_value()
    client = new_client(
        base_url, headers={"Authorization": f"Bearer {secret}"}, read_timeout_s=timeout_s
    )
    http = VendorHttp(
        "Paystack", client, deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s), sleep=sleep
    )
    return PaystackClient(http, key_mode=mode_of_key(secret), mode=mode)
