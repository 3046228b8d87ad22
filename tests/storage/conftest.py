"""Storage on both engines, always."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.handoff.billing_call import BillingCall
from bot.handoff.decision import Decision
from bot.handoff.handoff import AuditEntry, Handoff, Nudge
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.ruling import Ruling
from bot.handoff.step import Step
from bot.handoff.words import Choice, StepKind, StepOutcome, Workflow
from bot.redaction import redact
from storage import KeyRing, SqlDatabase
from tests.postgres import PostgresServer

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=30)


# --- engines ----------------------------------------------------------------------------------


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'handoff.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrate: Callable[[str], None]) -> Iterator[str]:
    with postgres.migrated(migrate) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[str]:
    """The URL of a database without a schema."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return request.getfixturevalue(fixture)


@pytest.fixture
def plain_url(database_url: str) -> str:
    """The URL as psycopg itself takes it."""
    return database_url.replace("+psycopg", "")


# --- databases --------------------------------------------------------------------------------


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing([SecretStr("test key, newest, long enough")])


@pytest.fixture
def open_another(database_url: str, keys: KeyRing) -> Iterator[Callable[..., SqlDatabase]]:
    """Open the same database again, as another process would."""
    with ExitStack() as stack:

        def open_it(ring: KeyRing = keys, **options: object) -> SqlDatabase:
            database = SqlDatabase(database_url, ring, **options)
            stack.callback(database.close)
            return database

        yield open_it


@pytest.fixture
def database(open_another: Callable[..., SqlDatabase]) -> SqlDatabase:
    fresh = open_another()
    fresh.migrate()
    return fresh


@pytest.fixture
def write(database: SqlDatabase) -> Callable:
    return database.write_now


@pytest.fixture
def read(database: SqlDatabase) -> Callable:
    return database.read_now


# --- values -----------------------------------------------------------------------------------


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def make_record() -> Callable[..., Record]:
    def make(**changes: object) -> Record:
        fields = {
            "vendor": "stripe",
            "record_id": "ch_1",
            "found_by": FoundBy.REFERENCE,
            "amount_minor": 24900,
            "currency": "USD",
            "status": RecordStatus.PAID,
            "livemode": False,
            "observed_at": NOW,
        }
        return Record(**{**fields, **changes})

    return make


@pytest.fixture
def make_handoff() -> Callable[..., Handoff]:
    def make(number: int = 1, **changes: object) -> Handoff:
        call_id = str(changes.pop("call_id", f"call_{number}"))
        call_fields = changes.pop("call", {})
        call = BillingCall(
            call_id=call_id,
            workflow=Workflow.REFUND_REQUEST,
            **{"summary": redact("Wants the money back."), **call_fields},
        )
        fields = {
            "id": f"ho_{number}",
            "call_id": call_id,
            "workflow": Workflow.REFUND_REQUEST,
            "call": call,
            "ruling": Ruling(policy_id="default", policy_hash="p1", channel_id="C1"),
            "created_at": NOW + timedelta(seconds=number),
            "updated_at": NOW,
        }
        return Handoff(**{**fields, **changes})

    return make


@pytest.fixture
def make_decision() -> Callable[..., Decision]:
    def make(number: int = 1, **changes: object) -> Decision:
        fields = {
            "id": f"de_{number}",
            "handoff_id": "ho_1",
            "revision": 1,
            "choice": Choice.APPROVE,
            "actor": "U1",
            "team_id": "T1",
            "at": NOW + timedelta(seconds=number),
            "source": f"view:V{number}",
        }
        return Decision(**{**fields, **changes})

    return make


@pytest.fixture
def make_step() -> Callable[..., Step]:
    def make(number: int = 1, **changes: object) -> Step:
        fields = {
            "id": f"st_{number:04}",
            "handoff_id": "ho_1",
            "call_id": "call_1",
            "operation": "stripe.create_refund",
            "ordinal": number,
            "kind": StepKind.EFFECT,
            "run_at": NOW,
            "created_at": NOW + timedelta(seconds=number),
        }
        return Step(**{**fields, **changes})

    return make


# --- short cuts -------------------------------------------------------------------------------


@pytest.fixture
def add_steps(write: Callable) -> Callable[..., list[bool]]:
    def add(*steps: Step) -> list[bool]:
        return write(lambda tx: [tx.steps.add(step) for step in steps])

    return add


@pytest.fixture
def claim(write: Callable) -> Callable[..., tuple[Step, ...]]:
    def claim(
        worker: str = "w1", *, after: timedelta = timedelta(0), limit: int = 10
    ) -> tuple[Step, ...]:
        at = NOW + after
        return write(lambda tx: tx.steps.claim(now=at, worker=worker, lease=LEASE, limit=limit))

    return claim


@pytest.fixture
def finish(write: Callable) -> Callable[..., Step]:
    def finish(step: Step, outcome: StepOutcome = StepOutcome.DONE, **changes: object) -> Step:
        ended = step.model_copy(update={"outcome": outcome, **changes})
        write(lambda tx: tx.steps.save(ended, fence=step.fence))
        return ended

    return finish


@pytest.fixture
def make_nudge() -> Callable[..., Nudge]:
    def make(number: int = 1, **changes: object) -> Nudge:
        fields = {
            "id": f"ho_1:nudge:{number}",
            "handoff_id": "ho_1",
            "run_at": NOW - timedelta(seconds=number),
            "wanted_at": NOW - timedelta(seconds=number),
            "due_at": NOW + timedelta(hours=1),
        }
        return Nudge(**{**fields, **changes})

    return make


@pytest.fixture
def make_entry() -> Callable[..., AuditEntry]:
    def make(**changes: object) -> AuditEntry:
        fields = {
            "handoff_id": "ho_1",
            "at": NOW,
            "actor": "U1",
            "action": "approved",
            "revision": 1,
            "policy_hash": "p1",
            "details": {"amount_minor": 24900, "reason": "Charged twice.", "owner": None},
        }
        return AuditEntry(**{**fields, **changes})

    return make
