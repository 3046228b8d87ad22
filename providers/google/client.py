"""Google's REST conventions: JSON, a bearer token, one more try with a new token after a 401."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TypeAlias, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import VendorFailure
from bot.ports import Clock
from providers.google.errors import failure_of, malformed, wants_retry
from providers.google.key import ServiceAccount
from providers.google.tokens import Tokens
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    new_client,
    succeeded,
)

Query: TypeAlias = Sequence[tuple[str, str]]
Send: TypeAlias = Callable[[Call], Awaitable[httpx.Response]]


class Wire(BaseModel):
    """The base of everything Google answers: unknown fields are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


W = TypeVar("W", bound=Wire)


@dataclass(frozen=True, slots=True)
class Access:
    """What every service of the account is opened with."""

    account: ServiceAccount
    token_url: str
    clock: Clock
    sleep: Sleep = asyncio.sleep
    timeout_s: float = READ_TIMEOUT_S


class GoogleClient:
    """Typed calls to one service. Reads raise Refused or Unavailable, writes OutcomeUnknown too."""

    def __init__(self, http: VendorHttp, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens
        self._service = http.vendor

    async def get(
        self,
        template: str,
        model: type[W],
        *,
        ids: Mapping[str, str] | None = None,
        query: Query = (),
    ) -> W:
        """Read one object or a page of a list."""
        call = Call(method="GET", template=template, ids=ids or {}, query=query)
        answer = await self._accepted(call, self._http.read)
        return self._parsed(answer, model, writes=False)

    async def write(self, call: Call, model: type[W]) -> W:
        """Send once."""
        answer = await self._accepted(call, self._http.write)
        return self._parsed(answer, model, writes=True)

    async def aclose(self) -> None:
        await self._http.aclose()
        await self._tokens.http.aclose()

    async def _accepted(self, call: Call, send: Send) -> httpx.Response:
        """A 401 comes before any effect, so what it turned away may go out once more."""
        token = await self._tokens.current()
        answer = await send(_with(call, token.get_secret_value()))
        if answer.status_code != HTTPStatus.UNAUTHORIZED:
            return answer
        self._tokens.forget(token)
        token = await self._tokens.current()
        return await send(_with(call, token.get_secret_value()))

    def _parsed(self, response: httpx.Response, model: type[W], *, writes: bool) -> W:
        """Parse, or raise what the answer means; the parser's exception is not carried along."""
        parsed = self._read_as(response, model, writes=writes)
        if isinstance(parsed, VendorFailure):
            raise parsed
        return parsed

    def _read_as(
        self, response: httpx.Response, model: type[W], *, writes: bool
    ) -> W | VendorFailure:
        if not succeeded(response):
            return failure_of(self._service, response, writes=writes)
        try:
            return model.model_validate_json(response.content)
        except ValidationError:
            return malformed(self._service, response, writes=writes)


def _with(call: Call, token: str) -> Call:
    return replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})


def connect(
    service: str,
    base_url: str,
    access: Access,
    *,
    scopes: tuple[str, ...],
    subject: str | None = None,
) -> GoogleClient:
    """Open one service. Raises ConfigurationError for an address that is not safe."""
    token_url = httpx.URL(access.token_url)
    tokens = Tokens(
        http=_http("Google", str(token_url.copy_with(raw_path=b"/")), access),
        path=token_url.path,
        account=access.account,
        scopes=scopes,
        clock=access.clock,
        subject=subject,
    )
    return GoogleClient(_http(service, base_url, access), tokens)


def _http(service: str, base_url: str, access: Access) -> VendorHttp:
    return VendorHttp(
        service,
        new_client(base_url, read_timeout_s=access.timeout_s),
        deadline_s=2 * (CONNECT_TIMEOUT_S + access.timeout_s),
        sleep=access.sleep,
        wants_retry=wants_retry,
    )
