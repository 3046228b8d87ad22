"""Polygon.io's REST conventions: the key in a header, five calls a minute, pages by `next_url`.

`next_url` is a whole address, also of the other of the two hosts, and never followed as it stands:
what it asks is asked of the configured host, at the same path. https://github.com/massive-com/client-python
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
from pydantic import SecretStr, ValidationError

from bot.errors import Unavailable
from bot.ports import Clock
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Patience,
    Sleep,
    VendorHttp,
    new_client,
    succeeded,
)
from providers.polygon.errors import failure_of, malformed, none_of_it
from providers.polygon.limiter import Limiter
from providers.polygon.models import Answer, Page, Wire

MOST_PAGES: Final = 3
HOSTS: Final = frozenset({"api.massive.com", "api.polygon.io"})
KEY: Final = "apikey"
_TOO_MANY: Final = 429

Params: TypeAlias = Mapping[str, str | int]
Pairs: TypeAlias = Sequence[tuple[str, str]]

W = TypeVar("W", bound=Wire)


class PolygonClient:
    """Typed reads. They raise Refused or Unavailable."""

    def __init__(self, http: VendorHttp, limiter: Limiter, *, host: str) -> None:
        self._http = http
        self._limiter = limiter
        self._hosts = HOSTS | {host}

    async def get(self, template: str, model: type[W], ids: Params) -> W:
        """One object. Raises Refused (`NONE_OF_IT`) where there is none."""
        answer: Answer[W] = await self._read(template, Answer[model], ids, ())  # type: ignore[valid-type]  # pydantic builds it at run time
        if answer.results is not None:
            return answer.results
        raise none_of_it() if answer.status == "OK" else malformed()

    async def list(
        self, template: str, model: type[W], ids: Params, query: Params, *, most_pages: int = 1
    ) -> list[W]:
        """The first pages of a list, to its end where that comes first."""
        found: list[W] = []
        asked: Pairs | None = [(name, str(value)) for name, value in query.items()]
        for left in reversed(range(min(most_pages, MOST_PAGES))):
            page = await self._read(template, Page[model], ids, asked or ())  # type: ignore[valid-type]  # as above
            found += page.results
            asked = self._next(page.next_url, _path(template, ids)) if left else None
            if asked is None:
                break
        return found

    async def aclose(self) -> None:
        await self._http.aclose()

    def _next(self, url: str | None, path: str) -> Pairs | None:
        """What the next page is asked with; None: there is none.

        Raises Unavailable for an address that is not of this list.
        """
        if not url:
            return None
        parts = urlsplit(url)
        asked = [one for one in parse_qsl(parts.query) if one[0].casefold() != KEY]
        known = parts.hostname in self._hosts and parts.path.endswith(path)
        if not known or not asked:
            raise Unavailable("Polygon.io's list goes on at another address.", code="next_url")
        return asked

    async def _read(self, template: str, model: type[W], ids: Params, query: Pairs) -> W:
        await self._limiter.wait()
        texts = {name: str(value) for name, value in ids.items()}
        call = Call(method="GET", template=template, ids=texts, query=query)
        response = await self._http.read(call)
        if succeeded(response):
            return _parsed(response, model)
        failure = failure_of(response)
        if isinstance(failure, Unavailable) and response.status_code == _TOO_MANY:
            self._limiter.close(failure.retry_after_s)
        raise failure


def _path(template: str, ids: Params) -> str:
    return Call(
        method="GET", template=template, ids={name: str(one) for name, one in ids.items()}
    ).path


def _parsed(response: httpx.Response, model: type[W]) -> W:
    """Parse; the parser's exception is not carried along."""
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        failure = malformed()
    raise failure


def connect(
    key: SecretStr,
    *,
    base_url: str,
    calls_a_minute: int,
    clock: Clock,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> PolygonClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"}
    client = new_client(base_url, headers=headers, read_timeout_s=timeout_s)
    http = VendorHttp(
        "Polygon.io",
        client,
        patience=Patience(tries=1),  # each try is one of the five
        deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s),
        sleep=sleep,
    )
    limiter = Limiter(calls_a_minute, clock, sleep)
    return PolygonClient(http, limiter, host=httpx.URL(base_url).host)
