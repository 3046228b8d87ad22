"""`SkyfireBooks`: one local agent, its wallet, the tokens it made, and the seller who gets them."""

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from handlers.sandbox.skyfire_errors import SkyfireError, invalid
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]

SERVICE: Final = "350d433d-6ed4-4482-bcfc-14b7da807f9b"
PENDING_SERVICE: Final = "4a1c2b7e-2d3f-4c5a-8b9d-0e1f2a3b4c5d"
"""A seller's service that Skyfire has not approved yet."""
AGENT: Final = "425a394b-5ea5-4f65-9565-360ea854565a"
SELLER: Final = "a8e49eea-ac7b-41f2-aa74-84fb86ad40bc"
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(hours=24)


@dataclass(frozen=True)
class Handover:
    """A token that came to the seller, by what it says of itself."""

    at: datetime
    token_id: str
    is_valid: bool


@dataclass
class SkyfireBooks:
    """One buyer agent in the sandbox environment. There is nothing that makes a repeat safe.

    `environment` and `service_in_token` let a token be of another environment or seller than asked.
    `retry_after_s` is sent with a 429 when set; Skyfire documents no limits.
    """

    api_key: str
    now: Clock
    environment: str = "sandbox"
    service_in_token: str | None = None
    retry_after_s: int | None = 1
    wallet: dict[str, Decimal] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    requests: list[RecordedRequest] = field(default_factory=list)
    handed_over: list[Handover] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.wallet = {
            "available": Decimal("12.316285"),
            "heldAmount": Decimal("2.500000"),
            "pendingCharges": Decimal("0.020000"),
            "pendingDeposits": Decimal(0),
        }
        for kept in (self.tokens, self.revoked, self.requests, self.handed_over):
            kept.clear()

    # --- what the agent does ---

    def make(self, asked: dict[str, Any]) -> str:
        """Make an identity token; each call makes another one. SkyfireError for what cannot be."""
        service = asked["sellerServiceId"]
        if service == PENDING_SERVICE:
            raise SkyfireError(409, "NOT_ELIGIBLE", "Seller service is not approved")
        if service != SERVICE:
            raise SkyfireError(404, "NOT_FOUND", "Not Found")
        now = self.now()
        expires_at = int(asked.get("expiresAt") or (now + LONGEST).timestamp())
        lasts = expires_at - now.timestamp()
        if not SHORTEST.total_seconds() <= lasts <= LONGEST.total_seconds():
            raise invalid(expiresAt="expiresAt must be 10 seconds to 24 hours ahead")
        claims = {
            "iss": "https://app-sandbox.skyfire.xyz",
            "iat": int(now.timestamp()),
            "exp": expires_at,
            "jti": str(uuid.uuid4()),
            "sub": AGENT,
            "aud": SELLER,
            "env": self.environment,
            "ssi": self.service_in_token or service,
            **({"btg": asked["buyerTag"]} if "buyerTag" in asked else {}),
            "hid": {"name": "Quillhaven Ltd"},
            "ver": "1",
        }
        self.tokens[claims["jti"]] = claims
        return _written(claims)

    def problem_of(self, token: str) -> str | None:
        """Why a token does not hold; None when it does."""
        claims = read(token)
        known = claims is not None and claims["jti"] in self.tokens
        if not known or claims is None or claims["jti"] in self.revoked:
            return "invalid or expired jwt"
        return None if claims["exp"] > self.now().timestamp() else "invalid or expired jwt"

    # --- what the world does ---

    def set_available(self, available: str) -> None:
        self.wallet["available"] = Decimal(available)

    def receive(self, token: str) -> None:
        """The seller takes a token."""
        claims = read(token)
        token_id = claims["jti"] if claims else ""
        valid = self.problem_of(token) is None
        self.handed_over.append(Handover(self.now(), token_id, valid))


def read(token: str) -> dict[str, Any] | None:
    """The claims inside a token; None for what is none."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWT's own
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
    return claims if isinstance(claims, dict) and "jti" in claims and "exp" in claims else None


def _written(claims: dict[str, Any]) -> str:
    """A JWT whose signature is only the right length: nobody here checks one."""
    header = {"alg": "ES256", "typ": "kya+jwt", "kid": "LOCAL-0"}
    return ".".join(
        (_part(header), _part(claims), base64.urlsafe_b64encode(b"0" * 64).decode()[:86])
    )


def _part(value: dict[str, Any]) -> str:
    plain = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()
