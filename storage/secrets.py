"""Secrets that a provider replaces by itself, encrypted, and who may renew them now."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, or_, select

from bot.ports import Clock, Database
from storage.encryption import SealedText, open_text, seal_text
from storage.keys import KeyRing
from storage.prepared import Found
from storage.tables import SECRETS
from storage.work import Work

_COLUMNS = SECRETS.c
_ONE = select(SECRETS).where(_COLUMNS.name == bindparam("name"))
_NOW = bindparam("now", type_=_COLUMNS.held_until.type)
_FREE = or_(
    _COLUMNS.holder.is_(None), _COLUMNS.held_until <= _NOW, _COLUMNS.holder == bindparam("mine")
)
_HOLD = (
    SECRETS.update()
    .where(_COLUMNS.name == bindparam("_name"), _FREE)
    .values(holder=bindparam("mine"), held_until=bindparam("until"))
)
_MINE = (_COLUMNS.name == bindparam("_name"), _COLUMNS.holder == bindparam("mine"))
_RELEASE = SECRETS.update().where(*_MINE).values(holder=None, held_until=None)
_KEEP = (
    SECRETS.update()
    .where(*_MINE)
    .values(key=bindparam("key"), sealed=bindparam("sealed"), holder=None, held_until=None)
)

_log = structlog.get_logger(__name__)


class SecretRepository:
    """Implements `bot.vault.Secrets`; one row for each account that has such a secret."""

    def __init__(self, work: Work, keys: KeyRing) -> None:
        self._work = work
        self._keys = keys

    def get(self, name: str) -> str | None:
        """What was kept last; None: nothing was, or no key that is configured opens it."""
        row = self._work.row(_ONE, {"name": name})
        return None if row is None or row.sealed is None else self._opened(name, row)

    def hold(self, name: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """Take the right to renew this one until then; False while another has it."""
        empty = {"name": name, "key": None, "sealed": None, "holder": None, "held_until": None}
        self._work.add_new(SECRETS, empty, unless=("name",))
        values = {"_name": name, "mine": holder, "now": now, "until": until}
        return self._work.change(_HOLD, values) > 0

    def keep(self, name: str, secret: str, *, holder: str) -> bool:
        """Keep what was renewed and give the right back; False when another has taken it."""
        sealed = seal_text(self._keys, secret, about=name)
        values = {"_name": name, "mine": holder, "key": sealed.key, "sealed": sealed.text}
        return self._work.change(_KEEP, values) > 0

    def release(self, name: str, *, holder: str) -> None:
        """Give the right back and keep what was there."""
        self._work.change(_RELEASE, {"_name": name, "mine": holder})

    def _opened(self, name: str, row: Found) -> str | None:
        opened = open_text(self._keys, SealedText(row.key or "", row.sealed), about=name)
        if opened is None:
            _log.warning("secret_not_readable", name=name, key=row.key)
        return opened


class SqlVault:
    """Implements `bot.vault.Vault` on the database, whose clock counts for all replicas."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, name: str) -> str | None:
        """What was kept last; None: nothing was, or no key that is configured opens it."""
        return await self._database.read(lambda tx: tx.secrets.get(name))

    async def hold(self, name: str, holder: str, *, lease: timedelta) -> bool:
        """Take the right to renew this one for so long; False while another has it."""
        now = self._clock()
        return await self._database.write(
            lambda tx: tx.secrets.hold(name, holder, now=now, until=now + lease)
        )

    async def keep(self, name: str, secret: str, *, holder: str) -> bool:
        """Commit what was renewed and give the right back; False when another has taken it."""
        return await self._database.write(lambda tx: tx.secrets.keep(name, secret, holder=holder))

    async def release(self, name: str, *, holder: str) -> None:
        """Give the right back and keep what was there."""
        await self._database.write(lambda tx: tx.secrets.release(name, holder=holder))
