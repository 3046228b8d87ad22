"""The local service account: a key made anew in each process, so that none lies in any file here.

https://developers.google.com/identity/protocols/oauth2/service-account
"""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

EMAIL: Final = "handoff@local-project.iam.example"
KEY_ID: Final = "local-key-1"
PARTS: Final = 3


@cache
def _private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_file(token_url: str = "https://oauth2.googleapis.com/token") -> dict[str, str]:  # noqa: S107 - an address
    """The contents of the key file as Google hands it out."""
    pem = _private_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "local-project",
        "private_key_id": KEY_ID,
        "private_key": pem.decode("ascii"),
        "client_email": EMAIL,
        "client_id": "100000000000000000001",
        "token_uri": token_url,
    }


def write_key_file(path: Path) -> Path:
    """Put the key file where only its owner may read it; `path` is returned."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(key_file()), encoding="utf-8")
    return path


def claims_of(assertion: str) -> dict[str, Any] | None:
    """The claims of a JWT that this account signed; None for anything else."""
    parts = assertion.split(".")
    try:
        head, claims = json.loads(_bytes(parts[0])), json.loads(_bytes(parts[1]))
        signature = _bytes(parts[2])
        signed = f"{parts[0]}.{parts[1]}".encode()
        _private_key().public_key().verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, IndexError, InvalidSignature):
        return None
    fits = len(parts) == PARTS and head.get("alg") == "RS256" and isinstance(claims, dict)
    return claims if fits else None


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
