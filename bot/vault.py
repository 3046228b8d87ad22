"""Ports for secrets that a provider replaces: encrypted at rest, renewed by one at a time.

Who renews takes the right to it first, so that no two replicas ask at once; the right ends by
itself, so that one who dies does not keep the others waiting for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Secrets(Protocol):
    """The vault inside one transaction. What is kept is encrypted before it is written."""

    def get(self, name: str) -> str | None:
        """What was kept last; None: nothing was, or no key that is configured opens it."""

    def hold(self, name: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """Take the right to renew this one until then; False while another has it."""

    def keep(self, name: str, secret: str, *, holder: str) -> bool:
        """Keep what was renewed and give the right back; False when another has taken it."""

    def release(self, name: str, *, holder: str) -> None:
        """Give the right back and keep what was there."""


class Vault(Protocol):
    """The vault as a provider's client sees it: each call is a transaction of its own."""

    async def get(self, name: str) -> str | None:
        """What was kept last; None: nothing was, or no key that is configured opens it."""

    async def hold(self, name: str, holder: str, *, lease: timedelta) -> bool:
        """Take the right to renew this one for so long; False while another has it."""

    async def keep(self, name: str, secret: str, *, holder: str) -> bool:
        """Commit what was renewed and give the right back; False when another has taken it."""

    async def release(self, name: str, *, holder: str) -> None:
        """Give the right back and keep what was there."""


class NoVault:
    """Implements `Vault` where there is no database: it holds nothing and lends no right."""

    async def get(self, name: str) -> str | None:  # noqa: ARG002 - the port names it
        return None

    async def hold(self, name: str, holder: str, *, lease: timedelta) -> bool:  # noqa: ARG002 - as above
        return False

    async def keep(self, name: str, secret: str, *, holder: str) -> bool:  # noqa: ARG002 - as above
        return False

    async def release(self, name: str, *, holder: str) -> None:  # noqa: ARG002 - as above
        return


NO_VAULT = NoVault()
