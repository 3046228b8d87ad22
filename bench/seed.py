"""Handoffs to measure on: one made as the product makes it, the others cloned from its rows."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

import storage
from bench.bodies import CONFIG, calls
from bench.processes import KEY, ROOT
from bot.desk import Rules
from bot.desk.receive import take_in
from bot.handoff.people import Channel, Directory, Person
from bot.intake import read_event
from bot.policy import parse_policy

MARK = "zq0000000000"
"""In every id of the pattern; replaced in every clone."""

CALL_ID = f"call_{MARK}"
NOT_CLONED = ("alembic_version", "directories", "lanes", "stops")
HASHES = {"hash", "body_hash"}
"""Keyed hashes have no mark: their last signs are replaced, so that clones are found alone."""


def rules(keys: storage.KeyRing) -> Rules:
    policy = parse_policy((ROOT / "policy.toml").read_text(encoding="utf-8"), name="policy.toml")
    return Rules(policy=policy, team_ids={CONFIG.team_id}, hashing=keys)


def directory() -> Directory:
    """Three people in two roles, and the channel: fresh, so that clicks are judged on the case."""
    people = {
        one: Person(user_id=one, team_id=CONFIG.team_id, name=one)
        for one in ("U0ADA", "U0BEN", "U0CFO")
    }
    channel = Channel(
        channel_id="C0BILLING",
        name="billing-approvals",
        is_private=True,
        is_archived=False,
        has_bot=True,
    )
    return Directory(
        loaded_at=datetime.now(UTC),
        people=people,
        groups={"@finance-approvers": ("U0ADA", "U0BEN"), "@finance-leads": ("U0CFO",)},
        channels={"#billing-approvals": channel, "C0BILLING": channel},
    )


def open_at(database: Path, *, marked: bool = False) -> storage.SqlDatabase:
    numbers = itertools.count(1)

    def marked_id(prefix: str) -> str:
        return f"{prefix}_{MARK}{next(numbers)}"

    new_id: Callable[[str], str] | None = marked_id if marked else None
    return storage.open_database(f"sqlite:///{database}", [SecretStr(KEY)], new_id=new_id)


def seed_one(database: Path, *, marked: bool = False) -> str:
    """Take one call in, with the directory as just read; the handoff's id."""
    made = open_at(database, marked=marked)
    keys = storage.KeyRing([SecretStr(KEY)])
    (call,) = calls(1)
    raw = call.encoded()
    raw = raw.replace(call.call_id.encode(), CALL_ID.encode()) if marked else raw
    now = datetime.now(UTC)
    event = read_event(raw, now=now)
    try:
        made.write_now(lambda tx: tx.directories.put(directory()))
        receipt = made.write_now(
            lambda tx: take_in(tx, event, hashes=keys.body_hashes(raw), now=now, rules=rules(keys))
        )
    finally:
        made.close()
    if receipt.handoff_id is None:
        raise RuntimeError(f"the sample call was {receipt.received}")
    return receipt.handoff_id


def seed_many(database: Path, many: int) -> str:
    """Fill a database with `many` open handoffs whose work is done; the pattern's handoff id."""
    pattern_id = seed_one(database, marked=True)
    with sqlite3.connect(database, isolation_level=None) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        connection.execute("UPDATE steps SET outcome = 'done', wake_at = NULL")
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            if table not in NOT_CLONED:
                _clone(connection, table, many)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return pattern_id


def _clone(connection: sqlite3.Connection, table: str, many: int) -> None:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    values = ", ".join(_changed(name, kind) for _, name, kind, *_ in columns)
    names = ", ".join(name for _, name, *_ in columns)
    pattern = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names from the schema
    if pattern:
        connection.execute(
            f"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number"  # noqa: S608 - likewise
            f" WHERE n < {many - 1}) INSERT INTO {table} ({names})"
            f" SELECT {values} FROM (SELECT * FROM {table}) CROSS JOIN number"
        )


def _changed(name: str, kind: str) -> str:
    if name in HASHES:
        return f"substr({name}, 1, 50) || printf('%012d', n)"
    if kind.upper().startswith(("INT", "FLOAT", "BOOL")):
        return name
    return f"replace({name}, '{MARK}', printf('zq%010d', n))"


def clones(pattern: str, numbers: Sequence[int]) -> list[str]:
    """The ids that clones got for an id of the pattern."""
    return [pattern.replace(MARK, f"zq{n:010d}") for n in numbers]
