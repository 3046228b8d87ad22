"""The seller's own address: the only place that a token ever goes to, pinned in the settings.

The token travels in the header that Skyfire names for it:
https://docs.skyfire.xyz/docs/integration-one-pager.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

import httpx
from pydantic import SecretStr

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable, VendorFailure
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

HEADER: Final = "skyfire-pay-id"


class Seller:
    """One https address. What it answers is read for its status alone."""

    def __init__(self, http: VendorHttp, parts: Mapping[str, str]) -> None:
        self._http = http
        self._parts = parts

    async def hand_over(self, token: SecretStr) -> None:
        """Give the token to the seller, once.

        Raises Refused when the seller surely does not have it or turned it away, OutcomeUnknown
        when it may have it.
        """
        call = Call(
            method="POST",
            template="/" + "/".join(f"{{{name}}}" for name in self._parts),
            ids=self._parts,
            headers={HEADER: token.get_secret_value()},
        )
        try:
            answer = await self._http.write(call)
        except (Refused, Unavailable) as failure:
            raise Refused(
                "The seller's address could not be reached, so nobody has the token; it runs out "
                "by itself.",
                code=failure.code,
            ) from None
        if not succeeded(answer):
            raise _turned_away(answer)

    async def aclose(self) -> None:
        await self._http.aclose()


def _turned_away(answer: httpx.Response) -> VendorFailure:
    code = f"seller_{answer.status_code}"
    if HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused(
            f"The seller's address turned the token away (HTTP {answer.status_code}); it runs out "
            "by itself.",
            code=code,
        )
    return OutcomeUnknown(
        f"The seller's address answered with HTTP {answer.status_code}: it may or may not have "
        "taken the token, which runs out by itself.",
        code=code,
        answered=True,
    )


def open_seller(
    url: str, *, sleep: Sleep = asyncio.sleep, timeout_s: float = READ_TIMEOUT_S
) -> Seller:
    """Open the line to the seller. Raises ConfigurationError unless the address is plain https."""
    address = checked_base(url)
    if address.query or address.userinfo or address.fragment:
        raise ConfigurationError("SKYFIRE_RECEIVER_URL is an address without a query or a user.")
    names = [unquote(part) for part in address.path.strip("/").split("/") if part]
    client = new_client(str(address.copy_with(raw_path=b"/")), read_timeout_s=timeout_s)
    http = VendorHttp(
        "the seller", client, deadline_s=2 * (CONNECT_TIMEOUT_S + timeout_s), sleep=sleep
    )
    return Seller(http, {f"part{number}": name for number, name in enumerate(names)})
