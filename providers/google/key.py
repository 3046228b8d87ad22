"""The service account's key file: whoever holds it acts as the bot, so it is read once and pinned.

Only who it is and its key are taken from the file. The address that tokens come from is configured
(`GOOGLE_TOKEN_URL`): a file that names another one must not send signed claims there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from google.auth import crypt, jwt

from bot.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """Who signs, and with what."""

    email: str
    signer: crypt.RSASigner = field(repr=False)

    def signed(self, claims: dict[str, str | int]) -> str:
        """A JWT (RS256) over these claims."""
        made: bytes = jwt.encode(self.signer, {"iss": self.email, **claims})  # type: ignore[no-untyped-call]  # the library has no types here
        return made.decode("ascii")


def read_account(path: Path) -> ServiceAccount:
    """Read the key file. Raises ConfigurationError, which quotes nothing of it."""
    info = _read(path)
    email = info.get("client_email")
    if info.get("type") != "service_account" or not isinstance(email, str) or not email:
        raise ConfigurationError(_unfit("it is not the key file of a service account"))
    try:
        signer = _signer(info["private_key"], info.get("private_key_id"))
    except (ValueError, TypeError, KeyError):  # google-auth's MalformedError is a ValueError
        raise ConfigurationError(_unfit("its private key cannot be used")) from None
    return ServiceAccount(email, signer)


@lru_cache(maxsize=2)
def _signer(private_key: str, key_id: str | None) -> crypt.RSASigner:
    """Drive, Sheets and Gmail share one key: checking it takes 60 ms each time."""
    return crypt.RSASigner.from_string(private_key, key_id)  # type: ignore[no-any-return, no-untyped-call]  # the library has no types here


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(_unfit(f"it cannot be read: {error.strerror}")) from None
    except ValueError:
        raise ConfigurationError(_unfit("it is not JSON")) from None
    return found if isinstance(found, dict) else {}


def _unfit(why: str) -> str:
    return f"GOOGLE_SERVICE_ACCOUNT_FILE cannot be used: {why}."
