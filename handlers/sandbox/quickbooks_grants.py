"""Local Intuit's tokens: each use of a refresh token replaces it, and the old one is dead."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs

LIFETIME: Final = timedelta(hours=1)
LAPSES_AFTER: Final = timedelta(days=101)


class GrantRefused(Exception):
    """OAuth's own error word, and the status it comes with."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word


class Grants:
    """One app connected to one company; `consent` is the refresh token it began with."""

    def __init__(
        self, *, client_id: str, client_secret: str, consent: str, now: Callable[[], datetime]
    ) -> None:
        self._pair = f"{client_id}:{client_secret}".encode()
        self._consent = consent
        self._now = now
        self.reset()

    def reset(self) -> None:
        """Connected, and nothing renewed yet."""
        self.asked = 0
        self.renewals = 0
        self.refresh_token = self._consent
        self._access: dict[str, datetime] = {}

    def renew(self, authorization: str, form: bytes) -> dict[str, Any]:
        """Answer the token endpoint."""
        wanted = "Basic " + base64.b64encode(self._pair).decode()
        if not compare_digest(authorization.encode(), wanted.encode()):
            raise GrantRefused(401, "invalid_client")
        given = {name: values[-1] for name, values in parse_qs(form.decode()).items()}
        if given.get("grant_type") != "refresh_token":
            raise GrantRefused(400, "unsupported_grant_type")
        if given.get("refresh_token") != self.refresh_token:
            raise GrantRefused(400, "invalid_grant")
        return self._next()

    def knows(self, access_token: str) -> bool:
        """Tell whether this opens the books now."""
        until = self._access.get(access_token)
        return until is not None and self._now() < until

    def forget_access(self) -> None:
        """As if every access token had run out."""
        self._access.clear()

    def end_consent(self) -> None:
        """Somebody disconnected the app: nothing opens any more until a new consent."""
        self.refresh_token = ""
        self._access.clear()

    def consent_again(self, refresh_token: str) -> None:
        """Somebody connected the app again."""
        self.refresh_token = refresh_token

    def _next(self) -> dict[str, Any]:
        self.renewals += 1
        self.refresh_token = f"rt-local-{self.renewals}"
        access = f"at-local-{self.renewals}"
        self._access[access] = self._now() + LIFETIME
        return {
            "access_token": access,
            "refresh_token": self.refresh_token,
            "token_type": "bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "x_refresh_token_expires_in": int(LAPSES_AFTER.total_seconds()),
        }
