"""What the product needs from the world: sync repositories, async everything else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from bot.callbacks import Callbacks
from bot.calls import Awaited
from bot.handoff.alert import Alert, Delegation
from bot.handoff.decision import Decision
from bot.handoff.handoff import CardPlace, Case, Handoff, Nudge
from bot.handoff.people import Directory
from bot.handoff.words import Choice, NudgeKind, State
from bot.ledger import Audit, Gates, Steps
from bot.redaction import Redacted, RedactedTurn
from bot.vault import Secrets

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Block: TypeAlias = dict[str, Any]
"""One Block Kit block, as Slack's JSON."""


# --- values that cross the border -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is to show. `text` says the same as `blocks` (notifications, screen readers)."""

    text: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Metadata that finds a message again after a lost answer; ids only."""

    handoff_id: str
    step_id: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Where Slack put a message."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class EventSeen:
    """One webhook delivery, without its content. `body_hash` is keyed; the body is never kept.

    `older_hashes` are the same body's under earlier keys, for what was seen before a rotation.
    """

    call_id: str
    event_type: str
    status: str
    body_hash: str
    received_at: datetime
    older_hashes: tuple[str, ...] = ()


Delivery: TypeAlias = Literal["new", "duplicate"]


# --- the database: sync, inside one transaction -----------------------------------------------


Place: TypeAlias = tuple[datetime, str]
"""Where a page of a queue ended: deadline and id of its last handoff."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of a queue, and how many there are in all (counted to a bound, never to the end)."""

    handoffs: Sequence[Handoff]
    total: int


class Events(Protocol):
    def record(self, event: EventSeen) -> Delivery:
        """Remember a delivery; key (call, event type, status), duplicates told by body hash."""

    def keep_transcript(self, call_id: str, turns: Sequence[RedactedTurn]) -> None:
        """Keep the redacted transcript of a call, replacing an earlier one."""

    def transcript(self, call_id: str) -> Sequence[RedactedTurn]: ...


class Handoffs(Protocol):
    def add(self, handoff: Handoff) -> bool:
        """Insert; False when this call already has one (nothing is changed then)."""

    def get(self, handoff_id: str) -> Handoff | None: ...

    def by_call(self, call_id: str) -> Handoff | None: ...

    def save(self, handoff: Handoff, *, expected_revision: int) -> bool:
        """Compare-and-set on `revision`; False when somebody was faster."""

    def case(self, handoff_id: str) -> Case | None:
        """The handoff with decisions and steps oldest first, card place and linked handoffs."""

    def with_resource(self, resource: str) -> Sequence[Handoff]:
        """All handoffs about one payment, oldest first."""

    def find(self, reference: str) -> Sequence[Handoff]:
        """By call id, reference, e-mail or last four of the phone; newest first, 20 at most.

        `reference` may be as typed: it is compared by keyed hashes and not kept or sent anywhere.
        """

    def waiting(
        self,
        states: Collection[State],
        *,
        limit: int,
        owner: str | None = None,
        due_before: datetime | None = None,
        after: Place | None = None,
    ) -> Waiting:
        """The first `limit` handoffs in any of these states, the nearest deadline first.

        `owner` keeps one person's, `due_before` what is due earlier, `after` goes on behind a page.
        """


class Decisions(Protocol):
    def add(self, decision: Decision) -> bool:
        """Record; False when `source` was counted before (nothing is changed then)."""

    def void(self, handoff_id: str, *, because: str, choices: Collection[Choice]) -> int:
        """Void the decisions of these kinds that still count; how many there were."""


class Cards(Protocol):
    def place(self, handoff_id: str) -> CardPlace | None: ...

    def put(self, place: CardPlace) -> None: ...


class Nudges(Protocol):
    def add(self, nudge: Nudge) -> None:
        """Insert unless it exists."""

    def drop(self, handoff_id: str, kinds: Collection[NudgeKind] = tuple(NudgeKind)) -> None:
        """Forget those of a handoff, of these kinds, that were not handed out."""

    def waiting(self, handoff_id: str, kind: NudgeKind) -> Mapping[str, datetime]:
        """When those of this kind that were not handed out are wanted, by their ids."""

    def put_off(self, nudge_id: str, *, until: datetime) -> None:
        """Hand one out again, later; when it was wanted stays as it is."""

    def fold(self, handoff_id: str, *, now: datetime) -> None:
        """Take the other due reminders of a handoff too: one that is sent stands for all."""

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Nudge]:
        """Take due ones; each is handed out once."""


class Alerts(Protocol):
    def get(self, handoff_id: str) -> Alert | None: ...

    def put(self, alert: Alert) -> None: ...


class Delegations(Protocol):
    def standing(self, now: datetime) -> Sequence[Delegation]:
        """Those that have not run out, oldest first."""

    def put(self, delegation: Delegation) -> None:
        """Hand a queue on; an earlier delegation of the same person is replaced."""

    def end(self, user_id: str) -> bool:
        """Take the queue back; False when it was in nobody's hands."""


@dataclass(frozen=True, slots=True)
class Decided:
    """An approval or a rejection, when its handoff was opened, and where that stands now."""

    decision: Decision
    opened_at: datetime
    state: State


class Figures(Protocol):
    def by_state(self, since: datetime, *, limit: int) -> Mapping[State, int]:
        """How many of the newest `limit` handoffs made since then are in each state."""

    def oldest(self, states: Collection[State]) -> datetime | None:
        """When the oldest came in, of those in these states whose deadline is nearest."""

    def decided(self, since: datetime, *, limit: int) -> Sequence[Decided]:
        """The newest `limit` approvals that stand, and rejections, since then; newest first."""


class Directories(Protocol):
    def put(self, directory: Directory) -> None: ...

    def current(self) -> Directory | None: ...


@dataclass(frozen=True, slots=True)
class Stop:
    """Money is halted for a vendor, or for all (`vendor` None)."""

    vendor: str | None
    actor: str
    reason: Redacted
    at: datetime


class Stops(Protocol):
    def hold(self) -> None:
        """Keep others from stopping and resuming until the end; asked before `standing`."""

    def put(self, stop: Stop) -> None: ...

    def standing(self) -> Sequence[Stop]: ...

    def lift(self, vendor: str | None, *, actor: str, at: datetime) -> None: ...


class Tx(Protocol):
    """Everything one transaction can touch. Leaving with an exception rolls all of it back."""

    @property
    def events(self) -> Events: ...
    @property
    def awaited(self) -> Awaited: ...
    @property
    def callbacks(self) -> Callbacks: ...
    @property
    def handoffs(self) -> Handoffs: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def steps(self) -> Steps: ...
    @property
    def gates(self) -> Gates: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def directories(self) -> Directories: ...
    @property
    def stops(self) -> Stops: ...
    @property
    def secrets(self) -> Secrets: ...

    def new_id(self, prefix: str) -> str:
        """A fresh sortable id such as `ho_...`."""


class Database(Protocol):
    """Runs plain functions inside one transaction each, on the database's own thread."""

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Commit what `work` did, then wake whoever waits for new steps."""

    async def write_grouped(self, work: Callable[[Tx], T]) -> T:
        """`write` for bursts of independent work: may share its commit with what else arrives.

        What one piece raises rolls back that one alone.
        """

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run on the read-only connection; writing raises."""

    def line(self) -> int:
        """How many writes stand and wait for their turn."""

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` on the event loop after each commit that wrote."""


# --- the world: async, outside every transaction ----------------------------------------------


class Messenger(Protocol):
    """Slack, as far as steps need it. All methods raise Refused, Unavailable or OutcomeUnknown."""

    async def post(
        self, channel_id: str, message: Message, mark: Mark, *, thread_ts: str | None = None
    ) -> Posted: ...

    async def update(self, place: Posted, message: Message, mark: Mark) -> None: ...

    async def find_posted(
        self, channel_id: str, mark: Mark, *, since: datetime, thread_ts: str | None = None
    ) -> Posted | None:
        """Look for a message by its mark (after a lost answer)."""

    async def tell(self, channel_id: str, user_id: str, message: Message) -> None:
        """Show something to one person only, in a channel."""

    async def direct_channel(self, user_id: str) -> str:
        """The channel id of the direct conversation with a person."""

    async def permalink(self, place: Posted) -> str:
        """The address of a message, for those who may see it."""

    async def load_directory(
        self, *, users: Sequence[str], groups: Sequence[str], channels: Sequence[str]
    ) -> Directory:
        """Read people, group members and channels (by id or #name) as they are now."""


Clock: TypeAlias = Callable[[], datetime]
"""Returns the aware UTC now."""

Wake: TypeAlias = Callable[[], Awaitable[None]]
