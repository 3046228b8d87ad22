"""Access tokens: a signed claim is traded for one that lasts an hour, kept in memory alone.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest. There is no
refresh token: who needs another one signs again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.errors import Refused, Unavailable
from bot.ports import Clock
from providers.google.key import ServiceAccount
from providers.http import Call, VendorHttp, retry_after_s, succeeded

AUDIENCE: Final = "https://oauth2.googleapis.com/token"
"""What the claim is for stays Google's own, whatever address it is posted to."""
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LASTS: Final = timedelta(hours=1)
BEFORE_THE_END: Final = timedelta(minutes=5)
_WORDS: Final = {
    "invalid_grant": "the clock is off, or the key or the user is gone",
    "unauthorized_client": "the delegation, or a scope of it, is missing",
    "invalid_scope": "a scope is missing",
}


class _Token(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    access_token: SecretStr
    token_type: str
    expires_in: int


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    error: str = ""


@dataclass(slots=True)
class Tokens:
    """The tokens for one set of scopes, as one user (`subject`) or as the account itself.

    `http` posts to the token address' host and nowhere else, `path` is the rest of that address.
    """

    http: VendorHttp
    path: str
    account: ServiceAccount
    scopes: tuple[str, ...]
    clock: Clock
    subject: str | None = None
    _held: SecretStr | None = field(default=None, repr=False)
    _until: datetime | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def current(self) -> SecretStr:
        """A token that is good for minutes. Raises Refused or Unavailable: nothing was sent yet."""
        async with self._lock:
            held, until = self._held, self._until
            if held is None or until is None or self.clock() >= until:
                return await self._renewed()
            return held

    def forget(self, token: SecretStr) -> None:
        """Ask for another one next time: this one was not accepted."""
        if token == self._held:
            self._held = None

    async def _renewed(self) -> SecretStr:
        asked_at = self.clock()
        token = _read(await self.http.read(self._asked(asked_at)))
        self._held = token.access_token
        self._until = asked_at + timedelta(seconds=token.expires_in) - BEFORE_THE_END
        return token.access_token

    def _asked(self, now: datetime) -> Call:
        """A POST that changes nothing at Google: it may be repeated like a read."""
        issued = int(now.timestamp())
        claims: dict[str, str | int] = {
            "scope": " ".join(self.scopes),
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + int(LASTS.total_seconds()),
        }
        if self.subject is not None:
            claims["sub"] = self.subject
        form = (("grant_type", GRANT), ("assertion", self.account.signed(claims)))
        return Call(method="POST", template=self.path, form=form)


def _read(answer: httpx.Response) -> _Token:
    if not succeeded(answer):
        raise _failure(answer)
    try:
        return _Token.model_validate_json(answer.content)
    except ValidationError:
        malformed = Unavailable(
            "Google's token cannot be read; nothing was sent.", code="malformed_token"
        )
    raise malformed


def _failure(answer: httpx.Response) -> Refused | Unavailable:
    if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return Unavailable(
            "Google gave out no token; nothing was sent.",
            code=f"token_{answer.status_code}",
            retry_after_s=retry_after_s(answer.headers),
        )
    code = _error_of(answer)
    why = _WORDS.get(code, "the key file or its rights do not fit")
    return Refused(f"Google gave out no token: {why}; nothing was sent.", code=code, mendable=True)


def _error_of(answer: httpx.Response) -> str:
    try:
        said = _Said.model_validate_json(answer.content).error
    except ValidationError:
        said = ""
    return said if said in _WORDS else f"token_{answer.status_code}"
