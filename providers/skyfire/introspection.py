"""Skyfire's own word on a token: https://docs.skyfire.xyz/reference/introspect-token."""

from __future__ import annotations

from pydantic import SecretStr

from bot.errors import Refused, VendorFailure
from bot.handoff.operations import reading
from providers.skyfire.client import SkyfireClient


class Introspection:
    """Asked while a token is made and never later, as the token is kept nowhere."""

    facts = reading(
        "skyfire.introspect_token",
        "Check of a new token at Skyfire",
        "Nothing: a token that Skyfire does not take for valid is not handed on.",
        by=("token",),
    )

    def __init__(self, client: SkyfireClient) -> None:
        self._client = client

    async def hold_good(self, token: SecretStr) -> None:
        """Raises Refused for what Skyfire itself would not take, or says nothing about."""
        try:
            seen = await self._client.introspect(token)
        except VendorFailure as failure:
            raise Refused(
                "The new token could not be checked, so it was not handed on; it runs out by "
                "itself.",
                code=failure.code,
            ) from None
        if not seen.is_valid:
            raise Refused(
                "Skyfire does not take its own new token for valid; it was not handed on.",
                code="not_valid",
            )
