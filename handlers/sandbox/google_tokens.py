"""Local Google's token address: a claim signed by the account is traded for an hour's token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from handlers.sandbox.google_account import EMAIL, claims_of
from handlers.sandbox.google_errors import GoogleError, TokenRefused, forbidden
from handlers.sandbox.slack_messages import Clock

GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE: Final = "https://oauth2.googleapis.com/token"
MAILBOX: Final = "billing@handoff-local.example"
"""The one mailbox that the account may act as."""
SKEW: Final = timedelta(minutes=5)
LASTS_S: Final = 3599
_AUTH: Final = "https://www.googleapis.com/auth/"
_MAIL: Final = frozenset(
    f"{_AUTH}gmail.{one}" for one in ("send", "compose", "readonly", "metadata", "modify")
)
_OTHER: Final = frozenset(f"{_AUTH}{one}" for one in ("drive", "drive.file", "spreadsheets"))


@dataclass(frozen=True, slots=True)
class Token:
    """What a bearer may do, until when, and as whom."""

    scopes: frozenset[str]
    subject: str | None
    until: datetime

    def check(self, *any_of: str) -> None:
        """GoogleError 403 unless one of these scopes (without their common beginning) is there."""
        if not self.scopes & {f"{_AUTH}{one}" for one in any_of}:
            raise forbidden(
                "insufficientPermissions", "Request had insufficient authentication scopes."
            )


@dataclass(slots=True)
class TokenDesk:
    """Gives out tokens and knows them again."""

    now: Clock
    given: dict[str, Token] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def trade(self, form: dict[str, str]) -> dict[str, Any]:
        """The answer to a good claim; TokenRefused for any other."""
        if set(form) != {"grant_type", "assertion"} or form["grant_type"] != GRANT:
            raise TokenRefused(400, "invalid_grant", "Invalid grant_type.")
        claims = claims_of(form["assertion"])
        if claims is None:
            raise TokenRefused(400, "invalid_grant", "Invalid JWT Signature.")
        token = self._token(claims)
        name = f"ya29.local-{next(self._numbers)}"
        self.given[name] = token
        return {"access_token": name, "token_type": "Bearer", "expires_in": LASTS_S}

    def _token(self, claims: dict[str, Any]) -> Token:
        self._check_claims(claims)
        scopes, subject = frozenset(str(claims.get("scope", "")).split()), claims.get("sub")
        if not scopes or not scopes <= _MAIL | _OTHER:
            raise TokenRefused(400, "invalid_scope", "Invalid OAuth scope or ID token audience.")
        if subject is not None and (subject != MAILBOX or not scopes <= _MAIL):
            raise TokenRefused(401, "unauthorized_client", "Client is unauthorized.")
        return Token(scopes, subject, self.now() + timedelta(seconds=LASTS_S))

    def _check_claims(self, claims: dict[str, Any]) -> None:
        if claims.get("iss") != EMAIL or claims.get("aud") != AUDIENCE:
            raise TokenRefused(400, "invalid_grant", "Invalid issuer or audience.")
        issued, ends, now = claims.get("iat"), claims.get("exp"), self.now().timestamp()
        if type(issued) is not int or type(ends) is not int:
            raise TokenRefused(400, "invalid_grant", "iat and exp are needed.")
        skew = SKEW.total_seconds()
        if not now - skew <= issued <= now + skew or not now < ends <= issued + 3600:
            raise TokenRefused(
                400, "invalid_grant", "Token must be a short-lived token (60 minutes)."
            )

    def bearer(self, authorization: str) -> Token:
        """GoogleError 401 for a token that was never given out or is over."""
        scheme, _, name = authorization.partition(" ")
        token = self.given.get(name) if scheme == "Bearer" else None
        if token is None or token.until <= self.now():
            raise GoogleError(401, "authError", "Invalid Credentials")
        return token
