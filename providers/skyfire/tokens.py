"""A token between Skyfire and the seller: read once, checked, handed over, never shown.

It came straight from Skyfire over TLS, so its signature is the seller's to check; what is checked
here is that it is the one that was asked for.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from pydantic import SecretStr, ValidationError

from bot.vendor_settings import Mode
from providers.skyfire.models import Claims, Wire

TYPE: Final = "kya+jwt"
SLACK_S: Final = 60
"""What another clock may make of the same moment."""
ENVIRONMENTS: Final[dict[Mode, str]] = {"live": "production", "test": "sandbox"}

_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class _Header(Wire):
    typ: str


def claims_of(token: SecretStr) -> Claims | None:
    """What an identity token says of itself; None for anything else."""
    text = token.get_secret_value()
    if _JWT.fullmatch(text) is None:
        return None
    header, payload, _ = text.split(".")
    try:
        kind = _Header.model_validate_json(_decoded(header)).typ
        claims = Claims.model_validate_json(_decoded(payload))
    except (ValidationError, binascii.Error):
        return None
    is_one = kind.casefold() == TYPE and _UUID.fullmatch(claims.jti) is not None
    return claims if is_one else None


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def why_another(
    claims: Claims, *, mode: Mode, tag: str, service_id: str, now_s: int, until_s: int
) -> str | None:
    """Say what of a token is not as it was asked for; None when all of it is.

    `now_s` and `until_s` are Unix seconds: it must hold now, and not much longer than `until_s`.
    """
    if claims.env != ENVIRONMENTS[mode]:
        return "it is of another environment"
    if claims.ssi is not None and claims.ssi.casefold() != service_id.casefold():
        return "it is for another seller"
    if claims.btg is not None and claims.btg != tag:
        return "it bears another reference"
    if claims.exp > until_s + SLACK_S:
        return "it lasts longer"
    return None if claims.exp > now_s else "it has run out"


def audience_of(claims: Claims) -> str | None:
    """The seller's id; None for anything that is no id."""
    return claims.aud if _UUID.fullmatch(claims.aud) else None
