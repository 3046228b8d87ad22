"""The access to one company: renewed on time, by one replica at a time, stored before it is used.

Each renewal may replace the refresh token, and two at once can leave the stored one dead
(https://developer.intuit.com/app/developer/qbo/docs/go-live/publish-app/platform-requirements).
A process that dies between the answer and the commit leaves the token before it: it is tried again,
and when Intuit has forgotten it, only a person can help.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import DatabaseBusy, Refused, Unavailable
from bot.ports import Clock
from bot.vault import Vault
from providers.http import Sleep
from providers.quickbooks.grants import CONSENT_ENDED, Grants, consent_ended

EARLY: Final = timedelta(minutes=5)
LEASE: Final = timedelta(seconds=45)
"""Longer than one renewal can take, its time-outs and its commit included."""
PAUSE_S: Final = 1.0
TRIES: Final = 50
"""Together they outlast the lease of one who died."""
COMMITS: Final = 4

_log = structlog.get_logger(__name__)


class Kept(BaseModel):
    """What the vault holds. `seeds` are hashes of the configured tokens that were taken up."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    refresh_token: str = Field(repr=False)
    seeds: tuple[str, ...] = Field(repr=False)
    access_token: str | None = Field(default=None, repr=False)
    renewed_at: datetime | None = None
    expires_at: datetime | None = None
    is_dead: bool = False

    def serves(self, now: datetime, rejected: str | None) -> bool:
        """Tell whether its access can be used now, and is not the one that was turned away."""
        fresh = self.expires_at is not None and now < self.expires_at - EARLY
        return fresh and self.access_token not in {None, rejected}


class Tokens:
    """Gives out access tokens. Raises Refused (a new consent is needed) or Unavailable."""

    def __init__(
        self,
        vault: Vault,
        grants: Grants,
        *,
        name: str,
        seed: SecretStr | None,
        clock: Clock,
        sleep: Sleep,
        new_holder: Callable[[], str],
    ) -> None:
        """`seed` is the configured refresh token: used when none is stored, or when it is new."""
        self._vault = vault
        self._grants = grants
        self._name = name
        self._seed = seed.get_secret_value() if seed else None
        self._clock = clock
        self._sleep = sleep
        self._new_holder = new_holder
        self._turn = asyncio.Lock()
        self._renewals: set[asyncio.Task[None]] = set()
        self._kept: Kept | None = None

    async def access(self) -> str:
        """A token that is good for a while yet."""
        if self._kept is None or not self._kept.serves(self._clock(), None):
            await self._renew(None)
        return self._known()

    async def instead_of(self, rejected: str) -> str | None:
        """Another token than this one, which QuickBooks turned away; None: it is not the token.

        One that was renewed a moment ago and is turned away is not mended by renewing it again.
        """
        if self._is_new(rejected):
            return None
        await self._renew(rejected)
        return self._known()

    def _is_new(self, token: str) -> bool:
        kept = self._kept
        if kept is None or kept.access_token != token or kept.renewed_at is None:
            return False
        return self._clock() - kept.renewed_at < EARLY

    async def aclose(self) -> None:
        """Let a renewal that was begun come to its end, then close the line."""
        await asyncio.gather(*self._renewals, return_exceptions=True)
        await self._grants.aclose()

    def _known(self) -> str:
        if self._kept is None or self._kept.access_token is None:
            raise Unavailable("There is no access to QuickBooks yet.", code="no_access")
        return self._kept.access_token

    async def _renew(self, rejected: str | None) -> None:
        async with self._turn:
            try:
                await self._take_turns(rejected)
            except DatabaseBusy:
                raise Unavailable(
                    "The access to QuickBooks could not be read.", code="busy"
                ) from None

    async def _take_turns(self, rejected: str | None) -> None:
        """Wait until somebody has renewed it, or until it is this replica's turn."""
        holder = self._new_holder()
        for _ in range(TRIES):
            if await self._found(rejected) is None:
                return
            if await self._vault.hold(self._name, holder, lease=LEASE):
                await self._to_the_end(holder, rejected)
                return
            await self._sleep(PAUSE_S)
        raise Unavailable("Another process is renewing the access to QuickBooks.", code="held")

    async def _found(self, rejected: str | None) -> Kept | None:
        """Take up what is stored when it serves; else what a renewal starts from.

        Raises Refused when that is known to be dead.
        """
        kept = self._with_seed(_read(await self._vault.get(self._name)))
        if kept.is_dead:
            raise consent_ended()
        if not kept.serves(self._clock(), rejected):
            return kept
        self._kept = kept
        return None

    def _with_seed(self, kept: Kept | None) -> Kept:
        """A configured token that was never taken up is a new consent and goes before all."""
        seeds = kept.seeds if kept else ()
        if self._seed is not None and _hash(self._seed) not in seeds:
            return Kept(refresh_token=self._seed, seeds=(*seeds, _hash(self._seed)))
        if kept is None:
            raise Refused(
                "QuickBooks is not connected: set QUICKBOOKS_REFRESH_TOKEN.",
                code="not_connected",
                mendable=True,
            )
        return kept

    async def _to_the_end(self, holder: str, rejected: str | None) -> None:
        """Renew whatever becomes of who waits for it: what Intuit answered must not be lost."""
        renewal = asyncio.create_task(self._in_turn(holder, rejected))
        self._renewals.add(renewal)
        renewal.add_done_callback(self._ended)
        await asyncio.shield(renewal)

    def _ended(self, renewal: asyncio.Task[None]) -> None:
        self._renewals.discard(renewal)
        if not renewal.cancelled():
            renewal.exception()  # who waited was told; when nobody waits any more, nobody is

    async def _in_turn(self, holder: str, rejected: str | None) -> None:
        """Renew while holding the right to; it is given back however this ends."""
        try:
            before = await self._found(rejected)  # somebody may have been faster
            if before is not None:
                self._kept = await self._ask(before, holder)
        finally:
            await self._vault.release(self._name, holder=holder)

    async def _ask(self, before: Kept, holder: str) -> Kept:
        try:
            granted = await self._grants.renew(before.refresh_token)
        except Refused as refusal:
            if refusal.code == CONSENT_ENDED:
                _log.error("quickbooks_consent_ended", name=self._name)
                await self._commit(before.model_copy(update={"is_dead": True}), holder)
            raise
        now = self._clock()
        after = Kept(
            refresh_token=granted.refresh_token,
            access_token=granted.access_token,
            renewed_at=now,
            expires_at=now + timedelta(seconds=granted.expires_in),
            seeds=before.seeds,
        )
        await self._commit(after, holder)
        return after

    async def _commit(self, kept: Kept, holder: str) -> None:
        """Store it before anything is done with it: the one before may be worth nothing now."""
        secret = kept.model_dump_json()
        for tried in range(COMMITS):
            try:
                stored = await self._vault.keep(self._name, secret, holder=holder)
            except DatabaseBusy:
                await self._sleep(PAUSE_S * tried)
            else:
                if stored:
                    return
                break
        _log.error("quickbooks_token_not_stored", name=self._name)
        raise Unavailable("The renewed access to QuickBooks could not be stored.", code="unstored")


def _read(secret: str | None) -> Kept | None:
    try:
        return None if secret is None else Kept.model_validate_json(secret)
    except ValidationError:
        return None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
