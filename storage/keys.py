"""One derived key per purpose, for hashes and encryption, from the configured keys."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache

from pydantic import SecretStr

from bot.errors import ConfigurationError

MIN_KEY_LENGTH = 16
_BODY, _INDEX, _AUDIT, _NAME, _VAULT = b"body", b"index", b"audit", b"name", b"vault"


class KeyRing:
    """All keys ever used and not yet forgotten. The first makes hashes; every one verifies."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        """Raise ConfigurationError when there is no key, or one too short to protect anything."""
        if not keys:
            raise ConfigurationError("HANDOFF_KEYS is empty: set at least one key, newest first")
        if any(len(key.get_secret_value()) < MIN_KEY_LENGTH for key in keys):
            raise ConfigurationError(f"HANDOFF_KEYS: a key is shorter than {MIN_KEY_LENGTH} signs")
        self._roots = tuple(key.get_secret_value().encode() for key in keys)
        self._by_name = {_name(root): root for root in self._roots}
        self._newest = _name(self._roots[0])

    @property
    def newest(self) -> str:
        """The public name of the key that signs now."""
        return self._newest

    def body_hash(self, body: bytes) -> str:
        """Hash a raw delivery under the newest key; the body itself is never kept."""
        return self.body_hashes(body)[0]

    def body_hashes(self, body: bytes) -> tuple[str, ...]:
        """The same under every key, newest first: finds what was seen before a rotation."""
        return tuple(_mac(root, _BODY, body) for root in self._roots)

    def index_hash(self, kind: str, value: str) -> str:
        """Hash a normalised look-up value (an address, the last four of a phone) for an index."""
        return self.index_hashes(kind, value)[0]

    def index_hashes(self, kind: str, value: str) -> tuple[str, ...]:
        """The same under every key, newest first."""
        return tuple(_mac(root, _INDEX, f"{kind}\0{value}".encode()) for root in self._roots)

    def audit_mac(self, message: bytes, *, key: str | None = None) -> str | None:
        """Sign a row of the audit chain; None when no key of that name is known any more."""
        root = self._by_name.get(key or self.newest)
        return None if root is None else _mac(root, _AUDIT, message)

    def knows(self, key: str) -> bool:
        """Tell whether a key of this name is configured."""
        return key in self._by_name

    def encryption_key(self, key: str) -> bytes:
        """32 bytes for what is kept encrypted under a key of this name. Raises KeyError."""
        return _derived(self._by_name[key], _VAULT)


def same(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _mac(root: bytes, purpose: bytes, message: bytes) -> str:
    return hmac.digest(_derived(root, purpose), message, "sha256").hex()


@lru_cache(maxsize=64)
def _derived(root: bytes, purpose: bytes) -> bytes:
    """One expand step of HKDF (RFC 5869): a key for one purpose tells nothing of another."""
    return hmac.digest(root, b"handoff/1/" + purpose + b"\x01", "sha256")


def _name(root: bytes) -> str:
    return _mac(root, _NAME, b"")[:12]
