"""The tables. Columns are what is searched, ordered or compared; the value itself is a document.

A new column goes here and into a new revision under `migrations/versions`; a test compares both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, MetaData, Table, text
from sqlmodel import Field, SQLModel

from storage.columns import Document, UtcDateTime

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


OPEN_UNLANED_MESSAGES = "wake_at IS NOT NULL AND lane IS NULL AND kind = 'message'"
OPEN_WITH_RESOURCE = "wake_at IS NOT NULL AND resource IS NOT NULL"
LEASED_WITH_RESOURCE = "outcome = 'leased' AND resource IS NOT NULL"
GIVEN_UP = "outcome = 'unavailable' OR (outcome = 'refused' AND kind = 'message')"
"""Steps that had no effect and that nothing but a person brings back."""


def _part(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over some rows only, so that finished rows cost nothing."""
    clause = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=clause, postgresql_where=clause)


class Row(SQLModel):
    """The base of all tables. Rows never leave this room."""

    metadata: ClassVar[MetaData] = METADATA


class EventRow(Row, table=True):
    """One distinct body of one delivery."""

    __tablename__ = "events"

    call_id: str = Field(primary_key=True)
    event_type: str = Field(primary_key=True)
    status: str = Field(primary_key=True)
    body_hash: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=UtcDateTime)


class TranscriptRow(Row, table=True):
    """The redacted turns of a call."""

    __tablename__ = "transcripts"

    call_id: str = Field(primary_key=True)
    turns: list[Any] = Field(sa_type=Document)


class AwaitedCallRow(Row, table=True):
    """A call of which more must be read from DialNexa; `run_at` is when, or until when it is held.

    `draft` is what is known so far, when that is about money. The row goes when all is told.
    """

    __tablename__ = "awaited_calls"
    __table_args__ = (Index(None, "run_at"),)

    call_id: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    run_at: datetime = Field(sa_type=UtcDateTime)
    tries: int
    draft: dict[str, Any] | None = Field(sa_type=Document)


class SweepRow(Row, table=True):
    """How far a vendor's own list was read, and until when one replica has the next turn."""

    __tablename__ = "sweeps"

    name: str = Field(primary_key=True)
    through: datetime | None = Field(sa_type=UtcDateTime)
    held_until: datetime = Field(sa_type=UtcDateTime)


class CallbackRow(Row, table=True):
    """One report of a provider that was taken; nothing of what it said."""

    __tablename__ = "callbacks"
    __table_args__ = (Index(None, "taken_at"),)

    vendor: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    taken_at: datetime = Field(sa_type=UtcDateTime)


class HandoffRow(Row, table=True):
    """One case per call."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(None, "state", "due_at", "id"),
        Index(None, "owner", "state", "due_at", "id"),
        Index(None, "resource", "created_at"),
        Index(None, "due_at"),
        Index(None, "created_at"),
    )

    id: str = Field(primary_key=True)
    call_id: str = Field(unique=True)
    revision: int
    workflow: str
    state: str
    owner: str | None
    resource: str | None
    due_at: datetime | None = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    doc: dict[str, Any] = Field(sa_type=Document)


class LookupRow(Row, table=True):
    """A keyed hash by which a handoff is found again: address, phone's last four, reference."""

    __tablename__ = "lookups"

    hash: str = Field(primary_key=True)
    handoff_id: str = Field(primary_key=True, foreign_key="handoffs.id", index=True)


class DecisionRow(Row, table=True):
    """One recorded choice. `voided_by` is the only column that is ever changed."""

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "handoff_id", "at"), Index(None, "at"))

    id: str = Field(primary_key=True)
    handoff_id: str = Field(foreign_key="handoffs.id")
    choice: str
    actor: str
    source: str | None = Field(unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    voided_by: str | None
    doc: dict[str, Any] = Field(sa_type=Document)


class StepRow(Row, table=True):
    """One unit of outgoing work.

    `wake_at` is when a worker should look at it (run time, or the lease's end) and null when
    nothing is left to do: every index that a claim reads holds open steps only. The two unique
    ones are the last defence behind the claim's own conditions.
    """

    __tablename__ = "steps"
    __table_args__ = (
        Index(None, "handoff_id", "created_at"),
        _part("ix_steps_open_wake", "lane", "wake_at", where="wake_at IS NOT NULL"),
        _part("ix_steps_open_age", "lane", "created_at", "id", where="wake_at IS NOT NULL"),
        _part("ix_steps_open_resource", "resource", "created_at", where=OPEN_WITH_RESOURCE),
        _part("ix_steps_open_unlaned", "wake_at", where=OPEN_UNLANED_MESSAGES),
        _part("ix_steps_given_up", "created_at", "id", where=GIVEN_UP),
        _part("uq_steps_leased_lane", "lane", where="outcome = 'leased'", unique=True),
        _part("uq_steps_leased_resource", "resource", where=LEASED_WITH_RESOURCE, unique=True),
    )

    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    handoff_id: str
    operation: str
    kind: str
    outcome: str
    lane: str | None
    resource: str | None
    waits_for: str | None
    run_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    wake_at: datetime | None = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(sa_type=UtcDateTime)
    lease_owner: str | None
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    tries: int
    fence: int
    doc: dict[str, Any] = Field(sa_type=Document)


class LaneRow(Row, table=True):
    """A lane that is paused until `next_at`."""

    __tablename__ = "lanes"

    name: str = Field(primary_key=True)
    next_at: datetime = Field(sa_type=UtcDateTime)


class GateRow(Row, table=True):
    """Trouble with a vendor, or with a method of Slack's; no row: none is known."""

    __tablename__ = "gates"

    name: str = Field(primary_key=True)
    failures: int
    since: datetime = Field(sa_type=UtcDateTime)
    shut_until: datetime = Field(sa_type=UtcDateTime)
    is_out: int


class CardRow(Row, table=True):
    """Where the card of a handoff stands."""

    __tablename__ = "cards"

    handoff_id: str = Field(primary_key=True, foreign_key="handoffs.id")
    channel_id: str
    ts: str
    drawn_revision: int


class NudgeRow(Row, table=True):
    """A reminder, or what is due on silence; `taken_at` is null until it was handed out."""

    __tablename__ = "nudges"
    __table_args__ = (
        _part("ix_nudges_waiting", "run_at", where="taken_at IS NULL"),
        Index(None, "handoff_id"),
    )

    id: str = Field(primary_key=True)
    handoff_id: str = Field(foreign_key="handoffs.id")
    kind: str
    rung: int
    any_hour: int  # 0 or 1
    run_at: datetime = Field(sa_type=UtcDateTime)
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime | None = Field(sa_type=UtcDateTime)


class AlertRow(Row, table=True):
    """The alert of a handoff: who was called, who acknowledged, where its message stands."""

    __tablename__ = "alerts"

    handoff_id: str = Field(primary_key=True, foreign_key="handoffs.id")
    doc: dict[str, Any] = Field(sa_type=Document)


class DelegationRow(Row, table=True):
    """Somebody's queue in another's hands."""

    __tablename__ = "delegations"

    user_id: str = Field(primary_key=True)
    to_user: str
    until: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)


class AuditRow(Row, table=True):
    """One link of a chain: its own signature covers `prev` and the digest of its details."""

    __tablename__ = "audit"

    handoff_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    action: str
    revision: int
    policy_hash: str
    details_digest: str
    prev: str
    key_name: str
    mac: str


class AuditDetailsRow(Row, table=True):
    """The words of an audit row, in a place from which they can be purged."""

    __tablename__ = "audit_details"

    handoff_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    details: dict[str, Any] = Field(sa_type=Document)


class AuditHeadRow(Row, table=True):
    """How long a chain is and where it ends, signed, so that a missing tail shows."""

    __tablename__ = "audit_heads"

    handoff_id: str = Field(primary_key=True)
    seq: int
    mac: str
    key_name: str
    seal: str


class SealRow(Row, table=True):
    """One signature a day over the ends of all chains."""

    __tablename__ = "seals"

    day: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    code: str


class DirectoryRow(Row, table=True):
    """The workspace as last loaded; one row. `version` tells a reader that it changed."""

    __tablename__ = "directories"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: str
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    doc: dict[str, Any] = Field(sa_type=Document)


class StopRow(Row, table=True):
    """A halt of money steps; it stands until it is lifted."""

    __tablename__ = "stops"
    __table_args__ = (_part("ix_stops_standing", "at", where="lifted_at IS NULL"),)

    id: str = Field(primary_key=True)
    vendor: str | None
    actor: str
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    lifted_by: str | None
    lifted_at: datetime | None = Field(sa_type=UtcDateTime)


class SecretRow(Row, table=True):
    """A secret that its provider replaces; `sealed` is encrypted under the key of that name.

    `holder` renews it now, until `held_until` at the longest.
    """

    __tablename__ = "secrets"

    name: str = Field(primary_key=True)
    key: str | None
    sealed: str | None
    holder: str | None
    held_until: datetime | None = Field(sa_type=UtcDateTime)


def _table(row: type[Row]) -> Table:
    return METADATA.tables[str(row.__tablename__)]


EVENTS = _table(EventRow)
TRANSCRIPTS = _table(TranscriptRow)
AWAITED_CALLS = _table(AwaitedCallRow)
SWEEPS = _table(SweepRow)
CALLBACKS = _table(CallbackRow)
HANDOFFS = _table(HandoffRow)
LOOKUPS = _table(LookupRow)
DECISIONS = _table(DecisionRow)
STEPS = _table(StepRow)
LANES = _table(LaneRow)
GATES = _table(GateRow)
CARDS = _table(CardRow)
NUDGES = _table(NudgeRow)
ALERTS = _table(AlertRow)
DELEGATIONS = _table(DelegationRow)
AUDIT = _table(AuditRow)
AUDIT_DETAILS = _table(AuditDetailsRow)
AUDIT_HEADS = _table(AuditHeadRow)
SEALS = _table(SealRow)
DIRECTORIES = _table(DirectoryRow)
STOPS = _table(StopRow)
SECRETS = _table(SecretRow)
