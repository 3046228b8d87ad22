"""Access tokens of an OAuth client: fetched when needed, kept in memory, never anywhere else.

https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/ (client credentials).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

from pydantic import SecretStr, ValidationError

from bot.errors import Refused, Unavailable
from bot.ports import Clock
from providers.http import Call, VendorHttp, succeeded
from providers.zendesk.errors import failure_of
from providers.zendesk.models import Token

SCOPE: Final = "read tickets:write"
"""Search needs the whole `read`; one text, since a list makes a token that may do nothing."""
SHORTEST: Final = timedelta(minutes=30)
"""Where an answer does not say how long a token lasts: Zendesk's own default."""
EARLY: Final = timedelta(seconds=60)


class Tokens:
    """Hands out the current token; one caller at a time fetches a new one."""

    def __init__(
        self, http: VendorHttp, client_id: str, client_secret: SecretStr, clock: Clock
    ) -> None:
        self._http = http
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._until: datetime | None = None

    async def current(self) -> str:
        """A token that lasts for a while yet. Raises Refused or Unavailable: nothing was sent."""
        async with self._lock:
            if self._until is None or self._clock() >= self._until - EARLY:
                await self._fetch()
            return self._token

    def forget(self, token: str) -> None:
        """Zendesk does not take this one any more; a newer one stays."""
        if token == self._token:
            self._until = None

    async def _fetch(self) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret.get_secret_value(),
            "scope": SCOPE,
        }
        # Asking twice makes two tokens and changes nothing else, so it may be repeated like a read.
        answer = await self._http.read(Call(method="POST", template="/oauth/tokens", json=asked))
        if answer.status_code in _NO_CLIENT:
            raise Refused(
                "Zendesk does not accept the configured OAuth client; nothing was sent.",
                code="no_token",
                mendable=True,
            )
        if not succeeded(answer):
            raise failure_of(answer, writes=False)
        token = _read(answer.content)
        lasts = timedelta(seconds=token.expires_in) if token.expires_in else SHORTEST
        self._token, self._until = token.access_token, self._clock() + lasts


_NO_CLIENT: Final = frozenset({400, 401, 403, 404})


def _read(content: bytes) -> Token:
    try:
        return Token.model_validate_json(content)
    except ValidationError:
        pass
    raise Unavailable("Zendesk's answer to a request for a token cannot be read.", code="no_token")
