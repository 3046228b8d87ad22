"""For all tests: quiet, plain logs, nothing taken from this machine's environment, two engines.

A test that asks for `database_engine`, itself or through a fixture, runs on both; one marked
`sqlite_by_default`, a row like others that do, on PostgreSQL only when asked for it.
`DATABASE_ENGINE=sqlite` or `=postgresql` has them all run on that one alone.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from pydantic import SecretStr

from bot.vendor_settings import VENDORS
from storage import KeyRing, SqlDatabase
from tests.postgres import NO_WHEEL, PostgresServer, is_available, running_server
from tests.together import TogetherScheduling

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
    logger_factory=structlog.ReturnLoggerFactory(),  # nothing is written; capturing still works
    cache_logger_on_first_use=False,
)
logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.ERROR)

# The same examples each time, so that a red run is about the change it saw. New ones are looked for
# with `make test ARGS=--hypothesis-profile=search`.
# A busy machine is slow at making examples; that tells nothing about what is made.
SLOW_IS_FINE = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=SLOW_IS_FINE
)
hypothesis.settings.register_profile("search", derandomize=False)
hypothesis.settings.load_profile("steady")

ENGINES = ("sqlite", "postgresql")
CHOSEN = os.environ.get("DATABASE_ENGINE")
SQLITE_FIRST = "sqlite_by_default"
_OURS = (
    "SLACK_",
    "DIALNEXA_",
    *(f"{vendor}_".upper() for vendor in VENDORS),
    "HANDOFF_KEYS",
    "DATABASE_",
    "POLICY_FILE",
    "PORT",
)


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """What a test sets up for logs and uncaught errors ends with it."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level, shape = list(root.handlers), root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**shape)
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling | None:
    """`make test` asks for groups; xdist's own do not work with this version of pytest."""
    return TogetherScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays: it need not be looked through for garbage."""
    gc.freeze()


# --- engines ----------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_engine" in metafunc.fixturenames:
        metafunc.parametrize("database_engine", _engines_for(metafunc.definition), scope="session")


def _engines_for(test: pytest.Item) -> tuple[str, ...]:
    if CHOSEN is None:
        return ENGINES[:1] if test.get_closest_marker(SQLITE_FIRST) else ENGINES
    if CHOSEN not in ENGINES:
        raise pytest.UsageError(f"DATABASE_ENGINE is one of {', '.join(ENGINES)}")
    return (CHOSEN,)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The one server of this run, started when the first test wants it."""
    if not is_available():
        pytest.skip(NO_WHEEL)
    with running_server() as server:
        yield server


NewDatabase = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def new_database(database_engine: str, request: pytest.FixtureRequest) -> NewDatabase:
    """Make a database with the schema and no rows; a SQLite file is put into the folder."""
    if database_engine == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return lambda _folder: server.migrated(_migrate)
    pattern: Path = request.getfixturevalue("sqlite_pattern")
    return lambda folder: _copied(pattern, folder)


@pytest.fixture
def new_url(new_database: NewDatabase, tmp_path: Path) -> Iterator[str]:
    """The `DATABASE_URL` of such a database."""
    with new_database(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy, which is faster than to migrate another one."""
    pattern = tmp_path_factory.mktemp("pattern") / "handoff.db"
    _migrate(f"sqlite:///{pattern}")
    return pattern


@contextmanager
def _copied(pattern: Path, folder: Path) -> Iterator[str]:
    file = folder / pattern.name
    shutil.copy(pattern, file)
    yield f"sqlite:///{file}"


@pytest.fixture(scope="session")
def migrate() -> Callable[[str], None]:
    """Put the schema into a database."""
    return _migrate


def _migrate(url: str) -> None:
    database = SqlDatabase(url, KeyRing([SecretStr("used for nothing but the schema")]))
    database.migrate()
    database.close()
