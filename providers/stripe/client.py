"""Stripe's REST conventions: bracketed forms, a pinned version, pages to their end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

import httpx
from pydantic import SecretStr

from bot.errors import Refused, Unavailable
from bot.vendor_settings import Mode
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
from providers.stripe.errors import failure_of, malformed, wants_retry
from providers.stripe.models import Page, StripeObject, T, Wire

API_VERSION: Final = "2026-10-28.endive"
PAGE_SIZE: Final = 100  # Stripe's maximum
MOST_PAGES: Final = 20

Param: TypeAlias = "str | int | bool | Sequence[Param] | Mapping[str, Param]"
Params: TypeAlias = Mapping[str, Param]

W = TypeVar("W", bound=Wire)


@dataclass(frozen=True, slots=True)
class Answered(Generic[W]):
    """A successful write: the object, and Stripe's id of the request for its support."""

    body: W
    request_id: str | None


def bracketed(params: Params) -> list[tuple[str, str]]:
    """Flatten nested parameters the way Stripe writes them: `metadata[k]`, `expand[]`."""
    return [pair for name, value in params.items() for pair in _flat(name, value)]


def _flat(name: str, value: Param) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}[{key}]", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _flat(f"{name}[]", inner)
    else:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def mode_of_key(key: str) -> Mode | None:
    """`sk_test_`, `rk_live_`, ...: the key decides the mode; None for anything else."""
    prefix, _, rest = key.partition("_")
    mode = rest.partition("_")[0]
    if prefix not in {"sk", "rk"}:
        return None
    return {"test": "test", "live": "live"}.get(mode)  # type: ignore[return-value]  # mypy widens the literals


class StripeClient:
    """Typed calls. Reads raise Refused or Unavailable, writes OutcomeUnknown as well.

    When the key is of another mode than configured, every call is Refused before it is sent;
    an answer of another mode is Refused as well.
    """

    def __init__(self, http: VendorHttp, *, key_mode: Mode | None, mode: Mode) -> None:
        self._http = http
        self._key_mode = key_mode
        self.mode = mode

    async def get(
        self,
        template: str,
        model: type[W],
        *,
        ids: Params | None = None,
        query: Params | None = None,
    ) -> W:
        self._check_key()
        call = Call(method="GET", template=template, ids=_texts(ids), query=bracketed(query or {}))
        response = await self._http.read(call)
        return self._in_mode(_read(response, model, writes=False))

    async def post(
        self,
        template: str,
        model: type[W],
        *,
        wire_key: str,
        form: Params,
        ids: Params | None = None,
    ) -> Answered[W]:
        self._check_key()
        call = Call(
            method="POST",
            template=template,
            ids=_texts(ids),
            form=bracketed(form),
            headers=idempotency_header(wire_key),
        )
        response = await self._http.write(call)
        body = _read(response, model, writes=True)
        return Answered(body, response.headers.get("Request-Id"))

    async def newest(self, template: str, model: type[T], query: Params) -> list[T]:
        """The first page of a list or search: the newest hundred at most."""
        page = await self.get(template, _page_of(model), query={"limit": PAGE_SIZE, **query})
        return page.data

    async def all(
        self, template: str, model: type[T], query: Params, *, most_pages: int = MOST_PAGES
    ) -> list[T]:
        """Every object of a list. Raises Unavailable when there are too many to be sure."""
        found: list[T] = []
        after: dict[str, Param] = {}
        for _ in range(most_pages):
            page = await self.get(
                template, _page_of(model), query={"limit": PAGE_SIZE, **query, **after}
            )
            found += page.data
            if not page.has_more:
                return found
            if not page.data:
                raise Unavailable("Stripe's list goes on without an end.", code="empty_page")
            after = {"starting_after": page.data[-1].id}
        raise Unavailable("Stripe's list is too long to be read to its end.", code="list_too_long")

    async def aclose(self) -> None:
        await self._http.aclose()

    def _check_key(self) -> None:
        if self._key_mode != self.mode:
            held = f"a {self._key_mode} key" if self._key_mode else "no key of a known kind"
            raise Refused(
                f"Stripe is configured for {self.mode} mode but has {held}; nothing was sent.",
                code="wrong_mode",
            )

    def _in_mode(self, body: W) -> W:
        objects = body.data if isinstance(body, Page) else [body]
        expected = self.mode == "live"
        if any(_livemode(item) not in (None, expected) for item in objects):
            raise Refused(
                f"Stripe answered with an object that is not of {self.mode} mode.",
                code="wrong_mode",
            )
        return body


def _livemode(item: object) -> bool | None:
    return item.livemode if isinstance(item, StripeObject) else None


def _texts(ids: Params | None) -> dict[str, str]:
    return {name: str(value) for name, value in (ids or {}).items()}


def _page_of(model: type[T]) -> type[Page[T]]:
    return Page[model]  # type: ignore[valid-type]  # pydantic builds the concrete page at run time


def _read(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    return parsed(response, model, writes=writes, failure_of=failure_of, malformed=malformed)


def connect(
    key: SecretStr,
    *,
    base_url: str,
    mode: Mode,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> StripeClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    secret = key.get_secret_value()
    client = new_client(
        base_url,
        headers={"Authorization": f"Bearer {secret}", "Stripe-Version": API_VERSION},
        read_timeout_s=timeout_s,
    )
    http = VendorHttp(
        "Stripe",
        client,
        deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s),
        sleep=sleep,
        wants_retry=wants_retry,
    )
    return StripeClient(http, key_mode=mode_of_key(secret), mode=mode)
