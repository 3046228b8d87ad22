"""Skyfire's conventions: JSON, the key in a header of its own, no keys that make a repeat safe."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, TypeVar

import httpx
from pydantic import SecretStr

from bot.errors import Refused
from bot.vendor_settings import Mode
from providers.answers import parsed
from providers.http import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    Call,
    Sleep,
    VendorHttp,
    checked_base,
    new_client,
)
from providers.skyfire.errors import failure_of, malformed
from providers.skyfire.models import Balance, Introspection, TokenCreated, Wire

VENDOR: Final = "skyfire"
PREFIX: Final = "/api/v1"
LIVE_HOST: Final = "api.skyfire.xyz"

W = TypeVar("W", bound=Wire)


class SkyfireClient:
    """Typed calls. Reads raise Refused or Unavailable, the create OutcomeUnknown as well.

    With a mode that the configured address does not have, every call is Refused unsent.
    """

    def __init__(self, http: VendorHttp, *, mode: Mode, answers_in: Mode) -> None:
        self._http = http
        self._answers_in = answers_in
        self.mode = mode

    async def balance(self) -> Balance:
        """The wallet of the agent whose key this is."""
        call = Call(method="GET", template=f"{PREFIX}/agents/balance")
        return await self._read(call, Balance)

    async def introspect(self, token: SecretStr) -> Introspection:
        """Ask whether a token holds. A POST that changes nothing, so it may be repeated."""
        body = {"token": token.get_secret_value()}
        call = Call(method="POST", template=f"{PREFIX}/tokens/introspect", json=body)
        return await self._read(call, Introspection)

    async def create_token(self, body: Mapping[str, object]) -> TokenCreated:
        """Make a token. Sent once: a repeat would make a second one."""
        self._check_mode()
        call = Call(method="POST", template=f"{PREFIX}/tokens", json=body)
        return _parsed(await self._http.write(call), TokenCreated, writes=True)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _read(self, call: Call, model: type[W]) -> W:
        self._check_mode()
        return _parsed(await self._http.read(call), model, writes=False)

    def _check_mode(self) -> None:
        if self._answers_in != self.mode:
            raise Refused(
                f"SKYFIRE_MODE is {self.mode}, and the configured address answers in "
                f"{self._answers_in} mode; nothing was sent.",
                code="wrong_mode",
            )


def _parsed(response: httpx.Response, model: type[W], *, writes: bool) -> W:
    return parsed(response, model, writes=writes, failure_of=failure_of, malformed=malformed)


def connect(
    key: SecretStr,
    *,
    base_url: str,
    mode: Mode,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> SkyfireClient:
    """Open a client. Raises ConfigurationError for a base address that is not safe."""
    headers = {"skyfire-api-key": key.get_secret_value()}
    http = VendorHttp(
        "Skyfire",
        new_client(base_url, headers=headers, read_timeout_s=timeout_s),
        deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s),
        sleep=sleep,
    )
    answers_in: Mode = "live" if checked_base(base_url).host == LIVE_HOST else "test"
    return SkyfireClient(http, mode=mode, answers_in=answers_in)
