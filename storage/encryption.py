"""Text that is kept encrypted: AES-256-GCM under a key of its own, bound to what it is about.

https://cryptography.io/en/latest/hazmat/primitives/aead/#cryptography.hazmat.primitives.ciphers.aead.AESGCM.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.keys import KeyRing

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class SealedText:
    """What is stored: the public name of the key, and nonce and ciphertext as base64."""

    key: str
    text: str


def seal_text(keys: KeyRing, text: str, *, about: str) -> SealedText:
    """Encrypt under the newest key. It opens only as what it is about."""
    nonce = os.urandom(NONCE_BYTES)
    made = AESGCM(keys.encryption_key(keys.newest)).encrypt(nonce, text.encode(), about.encode())
    return SealedText(keys.newest, base64.b64encode(nonce + made).decode())


def open_text(keys: KeyRing, sealed: SealedText, *, about: str) -> str | None:
    """Decrypt; None when its key is gone, or it was changed or moved."""
    if not keys.knows(sealed.key):
        return None
    try:
        raw = base64.b64decode(sealed.text, validate=True)
        opened = AESGCM(keys.encryption_key(sealed.key)).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode()
        )
    except (InvalidTag, ValueError):
        return None
    return opened.decode()
