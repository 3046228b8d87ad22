"""DialNexa's signature: HMAC-SHA256 over the raw body, any of several secrets, constant time."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

from pydantic import SecretStr

HEADERS = ("x-dialnexa-signature", "x-nexa-signature")
"""Both names are documented (https://dialnexa.com/docs/api-reference/webhooks)."""

_PREFIX = "sha256="
_HEX = re.compile(r"[0-9a-f]{64}")


def is_signed(raw: bytes, headers: Mapping[str, str], secrets: Sequence[SecretStr]) -> bool:
    """Tell whether any configured secret made one of the signatures; no secret means no."""
    given = [_normal(headers[name]) for name in HEADERS if name in headers]
    found = False
    for secret in secrets:
        key = secret.get_secret_value().encode()
        expected = hmac.new(key, raw, hashlib.sha256).hexdigest()
        for one in given:
            # No early exit: how many secrets were tried must not show in the time taken.
            found |= _HEX.fullmatch(one) is not None and hmac.compare_digest(one, expected)
    return found


def _normal(value: str) -> str:
    return value.strip().lower().removeprefix(_PREFIX)
