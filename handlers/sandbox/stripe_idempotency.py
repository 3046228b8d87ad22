"""Idempotency keys as https://docs.stripe.com/api/idempotent_requests tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.sandbox.stripe_errors import StripeError, invalid

KEPT: Final = timedelta(hours=24)
LONGEST_KEY: Final = 255


@dataclass(frozen=True)
class Stored:
    """The first answer under a key."""

    fingerprint: str
    at: datetime
    status: int
    body: bytes
    request_id: str


class IdempotencyKeys:
    """First answers by key, and the keys whose first request still runs."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._stored: dict[str, Stored] = {}
        self._running: dict[str, str] = {}

    def clear(self) -> None:
        self._stored.clear()
        self._running.clear()

    def begin(self, key: str, fingerprint: str) -> Stored | None:
        """The stored answer to replay, or None after marking the key as running.

        Raises StripeError: 400 for another request under the same key, 409 while the first runs.
        """
        if not 0 < len(key) <= LONGEST_KEY:
            raise invalid(f"Idempotency keys have 1 to {LONGEST_KEY} characters.")
        stored = self._fresh(key)
        first = stored.fingerprint if stored else self._running.get(key, fingerprint)
        if first != fingerprint:
            raise _reused()
        if key in self._running:
            raise _in_use()
        if stored is None:
            self._running[key] = fingerprint
        return stored

    def keep(self, key: str, answer: Stored) -> None:
        self._stored[key] = answer

    def release(self, key: str) -> None:
        """The request under this key is over, with or without an answer kept."""
        self._running.pop(key, None)

    def _fresh(self, key: str) -> Stored | None:
        stored = self._stored.get(key)
        if stored and self._now() - stored.at >= KEPT:
            del self._stored[key]
            return None
        return stored


def _reused() -> StripeError:
    return StripeError(
        400,
        "This idempotency key was first used with other parameters or another endpoint.",
        kind="idempotency_error",
        executed=False,
    )


def _in_use() -> StripeError:
    return StripeError(
        409,
        "Another request with this idempotency key is still running.",
        kind="idempotency_error",
        executed=False,
        code="idempotency_key_in_use",
    )
