"""The composition root and Slack's conventional entry; the only file that knows everybody."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import uvicorn
from pydantic import SecretStr, ValidationError
from starlette.applications import Starlette

import providers.dialnexa
import providers.slack
import storage
from bot.desk import Desk, Office, Pace, Rules
from bot.errors import ConfigurationError, VendorFailure
from bot.handoff.operations import OperationFacts
from bot.intake import Event, read_event
from bot.policy import Policy, parse_policy
from bot.ports import Clock, Tx
from bot.settings import Settings
from bot.vendor_settings import open_vendor_settings
from handlers import cli, sandbox
from handlers.cli.doctor import (
    books_finding,
    directory_findings,
    policy_findings,
    scope_finding,
    settings_findings,
    socket_finding,
)
from handlers.cli.doctor_reach import clock_finding, reach_findings
from handlers.cli.findings import Finding
from handlers.logs import configure_logs
from handlers.serving import GRACE_S, Runtime, settle
from handlers.slack import socket_refusal
from providers.accounts import facts_of, open_accounts, vendors_on
from providers.reach import why_not_alive
from storage.secrets import SqlVault

READERS = 2
ENV_FILE = ".env"

T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(settings: Settings, *, clock: Clock | None = None) -> Runtime:
    """Join the rooms; nothing is started. Raises ConfigurationError with what to do.

    Without a clock of the caller's the database's own counts, which replicas share.
    """
    policy = load_policy(settings)
    keys = storage.KeyRing(settings.keys)
    database = storage.open_database(settings.database_url, keys)
    clock = clock or database.clock
    messenger = providers.slack.build(settings, index_hash=keys.index_hash, clock=clock)
    accounts = open_accounts(settings, clock, SqlVault(database, clock))
    calls = _calls(settings)
    team_ids = set(settings.slack_team_ids)
    readers = ThreadPoolExecutor(READERS, "reader")
    office = Office(
        database=database,
        messenger=messenger,
        vendors=accounts.vendors,
        rules=Rules(policy=policy, team_ids=team_ids, hashing=keys),
        clock=clock,
        worker=f"{socket.gethostname()}:{os.getpid()}",
        pace=Pace(settings.retry_first_wait_s, timedelta(seconds=settings.lease_s)),
        calls=calls,
        owners=accounts.owners,
        readers=accounts.readers,
    )

    async def read(raw: bytes) -> Event:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(readers, lambda: read_event(raw, now=clock()))

    async def close() -> None:
        readers.shutdown()
        database.close()

    return Runtime(
        settings=settings,
        desk=Desk(office, read),
        identify=messenger.identify,
        team_ids=team_ids,
        alone=_sqlite_file(settings) is not None,
        closers=(accounts.aclose, *((calls.aclose,) if calls else ()), messenger.aclose, close),
    )


def load_policy(settings: Settings) -> Policy:
    """Read the policy file. Raises ConfigurationError that names file, line and key."""
    try:
        text = settings.policy_file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"POLICY_FILE {settings.policy_file} cannot be read: {error.strerror}"
        ) from error
    return parse_policy(text, name=settings.policy_file.name)


def read_settings() -> Settings:
    """Read the environment and `.env`. Raises ConfigurationError that names the variable."""
    try:
        return Settings(_env_file=ENV_FILE, **open_vendor_settings(ENV_FILE))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{name} cannot be used: {first['msg']}") from None


def _sqlite_file(settings: Settings) -> Path | None:
    prefix = "sqlite:///"
    url = settings.database_url
    return Path(url.removeprefix(prefix)) if url.startswith(prefix) else None


class Application:
    """What the command line runs: each method is one command's work."""

    def serve(self) -> None:
        """Listen until stopped. Raises ConfigurationError with everything that is missing."""
        settings = read_settings()
        configure_logs(settings.log_level)
        _insist(settings)
        with _only_worker(settings):
            runtime = build(settings)
            settle()
            uvicorn.Server(web_config(runtime.web, settings)).run()

    def demo(self, *, port: int | None, seconds: float | None, socket: bool = False) -> None:
        """Run the local world and the product beside it, on free ports of this machine."""
        configure_logs("WARNING")
        asyncio.run(run_demo(port=port, seconds=seconds, socket_mode=socket))

    def doctor(self, *, live: bool) -> Sequence[Finding]:
        """Look at what is set, and with `live` at what Slack says about it."""
        settings = read_settings()
        findings = list(settings_findings(settings))
        try:
            policy = load_policy(settings)
        except ConfigurationError as error:
            return [*findings, Finding("Policy", good=False, how=str(error), remedy="mend it")]
        findings += policy_findings(policy, vendors_on(settings))
        findings += self._database_findings(settings)
        return [*findings, *asyncio.run(_live_findings(settings, policy))] if live else findings

    def operations(self) -> Sequence[OperationFacts]:
        """What is written to, asked of and read from the vendors that are on."""
        settings = read_settings()
        accounts = open_accounts(settings, utc_now)
        of_calls = providers.dialnexa.READS if settings.dialnexa_api_key else ()
        try:
            return [*of_calls, *facts_of(accounts.vendors.values())]
        finally:
            asyncio.run(accounts.aclose())

    def _database_findings(self, settings: Settings) -> list[Finding]:
        try:
            with contextlib.closing(_open(settings)) as database:
                database.write_now(lambda tx: tx.directories.current())
        except (ConfigurationError, OSError) as error:
            return [Finding("Database", good=False, how=str(error), remedy="see DATABASE_URL")]
        return [Finding("Database", good=True, how="can be written")]

    def migrate(self) -> None:
        """Bring the schema up to date."""
        _open(read_settings()).close()

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run one reading use case."""
        with contextlib.closing(_open(read_settings())) as database:
            return database.read_now(work)

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run one writing use case; short, so that a serving process is not kept waiting."""
        with contextlib.closing(_open(read_settings())) as database:
            return database.write_now(work)

    def policy_text(self, path: Path | None) -> tuple[str, str]:
        """The text of a policy, POLICY_FILE's by default."""
        chosen = path or read_settings().policy_file
        try:
            return chosen.read_text(encoding="utf-8"), chosen.name
        except OSError as error:
            raise ConfigurationError(f"{chosen} cannot be read: {error.strerror}") from error

    def now(self) -> datetime:
        return utc_now()


def _open(settings: Settings) -> storage.SqlDatabase:
    return storage.open_database(settings.database_url, settings.keys)


def _insist(settings: Settings) -> None:
    missing = [f"{one.what}: {one.remedy}" for one in settings_findings(settings) if not one.good]
    if missing:
        raise ConfigurationError("Not started. Set these first: " + "; ".join(missing))


@contextlib.contextmanager
def _only_worker(settings: Settings) -> Iterator[None]:
    """On SQLite, hold the lock that makes this process the only worker of the file."""
    path = _sqlite_file(settings)
    with storage.WorkerLock(path) if path else contextlib.nullcontext():
        yield


def web_config(web: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        web,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )


async def _live_findings(settings: Settings, policy: Policy) -> list[Finding]:
    keys = storage.KeyRing(settings.keys)
    messenger = providers.slack.build(settings, index_hash=keys.index_hash)
    wanted = policy.references()
    try:
        identity = await messenger.identify()
        directory = await messenger.load_directory(
            users=wanted.users, groups=wanted.groups, channels=wanted.channels
        )
    except VendorFailure as failure:
        return [Finding("Slack", good=False, how=failure.reason, remedy="check SLACK_BOT_TOKEN")]
    finally:
        await messenger.aclose()
    return [
        clock_finding(utc_now(), identity.answered_at),
        *await _way_in_findings(settings),
        scope_finding(sorted(identity.scopes)),
        *directory_findings(policy, directory),
        *await _reach_findings(settings),
        *await _books_findings(settings),
    ]


ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised here, bound nowhere


async def _reach_findings(settings: Settings) -> list[Finding]:
    host = "127.0.0.1" if settings.host in ANYWHERE else settings.host
    here = await why_not_alive(f"http://{host}:{settings.port}")
    asked = settings.public_url if here is None else None
    outside = await why_not_alive(asked) if asked else None
    socket_mode = settings.slack_app_token is not None
    return list(reach_findings(settings, here=here, outside=outside, socket_mode=socket_mode))


def _calls(settings: Settings) -> providers.dialnexa.DialNexaCalls | None:
    return providers.dialnexa.build(
        settings.dialnexa_api_key,
        base_url=settings.dialnexa_base_url,
        timeout_s=settings.vendor_timeout_s,
    )


async def _books_findings(settings: Settings) -> list[Finding]:
    calls = _calls(settings)
    if calls is None:
        return []
    try:
        return [books_finding(await calls.why_unreadable(utc_now()))]
    finally:
        await calls.aclose()


async def _way_in_findings(settings: Settings) -> list[Finding]:
    if settings.slack_app_token is None:
        return []
    return [socket_finding(await socket_refusal(settings))]


DEMO_DATABASE = Path("handoff-demo.db")
DEMO_POLICY = Path("handoff-demo.db-policy.toml")  # gone with the database
DEMO_KEY_FILE = Path("handoff-demo.db-google.json")  # gone with the database
CALL_EVERY_S = 6.0
DEMO_SWEEP_EVERY_S = 20.0


async def run_demo(*, port: int | None, seconds: float | None, socket_mode: bool = False) -> None:
    """Start both worlds, say where the page is, feed one sample call after another."""
    page_port, bot_port = port or _free_port(3000), sandbox.free_port()
    config = sandbox.SandboxConfig(
        bot_url=f"http://127.0.0.1:{bot_port}", socket_mode=socket_mode, reports="prompt"
    )
    for leftover in DEMO_DATABASE.parent.glob(f"{DEMO_DATABASE.name}*"):
        leftover.unlink()
    settings = _demo_settings(config, page_port, bot_port)
    with sandbox.run_sandbox(config, port=page_port) as world, _only_worker(settings):
        runtime = build(settings)
        server = uvicorn.Server(web_config(runtime.web, settings))
        guide = asyncio.create_task(_guide(runtime, world.base_url, server, seconds))
        await server.serve()
        guide.cancel()
    for beside in DEMO_DATABASE.parent.glob(f"{DEMO_DATABASE.name}?*"):
        beside.unlink()


def _demo_settings(config: sandbox.SandboxConfig, page_port: int, bot_port: int) -> Settings:
    world = f"http://127.0.0.1:{page_port}"
    return Settings(
        port=bot_port,
        database_url=f"sqlite:///{DEMO_DATABASE}",
        policy_file=_demo_policy(),
        keys=(SecretStr(secrets.token_hex(32)),),
        sweep_every_s=DEMO_SWEEP_EVERY_S,
        **sandbox.ways_in(config, world, key_file=DEMO_KEY_FILE),
    )


def _demo_policy() -> Path:
    """The default policy with what only the demo has credentials for."""
    text = Path(__file__).with_name("policy.toml").read_text(encoding="utf-8")
    DEMO_POLICY.write_text(text.replace("#+ ", ""), encoding="utf-8")
    return DEMO_POLICY


async def _guide(
    runtime: Runtime,
    url: str,
    server: uvicorn.Server,
    seconds: float | None,
) -> None:
    await runtime.came_up.wait()
    print(f"Handoff is ready. Open {url}   (Ctrl-C ends it)", flush=True)  # noqa: T201 - the one line a person is waiting for
    feed = asyncio.create_task(sandbox.feed(url, every_s=CALL_EVERY_S))
    if seconds is not None:
        await asyncio.sleep(seconds)
        feed.cancel()
        server.should_exit = True
    await feed


def _free_port(wanted: int) -> int:
    """Return the wanted port, or any free one when somebody has it."""
    for candidate in (wanted, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", candidate))
            return int(probe.getsockname()[1])
    raise ConfigurationError("No free port on 127.0.0.1.")


def main() -> None:
    """Run the command line; a configuration error is one sentence, not a trace."""
    try:
        cli.build(Application())()
    except ConfigurationError as error:
        sys.exit(f"handoff: {error}")


if __name__ == "__main__":
    main()
