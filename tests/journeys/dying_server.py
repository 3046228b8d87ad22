"""Serve the product in a child that dies by SIGKILL at one boundary of one call's way.

Reads lines `<boundary> <call id>` from standard input. For each it forks a child that serves as
`python app.py serve` does, prints the child's process id, waits for its end and prints the status.
Modules are imported once, before any fork, so a start takes a moment only.

Boundaries: `before:<commit>` and `after:<commit>` die just before and just after a COMMIT that
holds the named change; `answered:<call>` dies between a vendor's answer and anything done with it;
`never` just serves. The call id `any` stands for whichever call comes by first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import app
from bot.handoff.words import StepKind, StepOutcome
from providers.slack.messenger import SlackMessenger
from providers.stripe.adapter import StripeVendor
from providers.stripe.refunds import CreateRefund
from storage.audit import AuditRepository
from storage.cards import CardRepository
from storage.database import SqlDatabase
from storage.handoffs import HandoffRepository
from storage.steps import StepRepository

AUDITED = ("received", "looked_up", "approved", "sending", "step_done", "step_accepted")
COMMITS = (*AUDITED, "claimed", "card_noted", "thread_noted", "watched")
ANSWERS = ("find_records", "refund", "card", "update", "thread", "watch")
BOUNDARIES = (
    *(f"{when}:{commit}" for commit in COMMITS for when in ("before", "after")),
    *(f"answered:{call}" for call in ANSWERS),
)
REFUND = "stripe.create_refund"
ANY = "any"


def die() -> None:
    """Die; of several servers with one `DIE_ONCE` file only the first that comes here."""
    once = os.environ.get("DIE_ONCE")
    if once is None or _is_first(Path(once)):
        os.kill(os.getpid(), signal.SIGKILL)


def _is_first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Seen(threading.local):
    """What the transaction of this thread has changed so far, as (commit, handoff id)."""

    def __init__(self) -> None:
        self.changes: set[tuple[str, str]] = set()


class Trap:
    """Armed for one boundary of one call."""

    def __init__(self, boundary: str, call_id: str) -> None:
        self.when, _, self.what = boundary.partition(":")
        self.call_id = call_id
        self.calls: dict[str, str] = {}
        self.seen = Seen()

    def arm(self) -> None:
        self._watch_changes()
        _around(SqlDatabase, "_commit", self._committing)
        _around(SqlDatabase, "_commit_together", self._committing_together)
        if self.when == "answered":
            self._watch_answers()

    # --- what a transaction changes ---

    def _watch_changes(self) -> None:
        _after(AuditRepository, "append", lambda _, entry: self._mark(entry.action, entry))
        _after(CardRepository, "put", lambda _, place: self._mark("card_noted", place))
        _after(HandoffRepository, "add", lambda _, handoff: self._know(handoff.id, handoff.call_id))
        _after(StepRepository, "claim", lambda steps: [self._claimed(step) for step in steps])
        _after(StepRepository, "save", lambda _, step: self._saved(step))

    def _know(self, handoff_id: str, call_id: str) -> None:
        self.calls[handoff_id] = call_id

    def _mark(self, change: str, about: Any) -> None:
        self.seen.changes.add((change, about.handoff_id))

    def _claimed(self, step: Any) -> None:
        self._know(step.handoff_id, step.call_id)
        if step.operation == REFUND:
            self._mark("claimed", step)

    def _saved(self, step: Any) -> None:
        if step.outcome is StepOutcome.DONE and step.operation == "slack.post_in_thread":
            self._mark("thread_noted", step)
        if step.outcome is StepOutcome.DONE and step.kind is StepKind.WATCH:
            self._mark("watched", step)

    def _is_it(self) -> bool:
        ours = {change for change, handoff in self.seen.changes if self._is_ours(handoff)}
        return self.what in ours

    def _is_ours(self, handoff_id: str) -> bool:
        return self.call_id == ANY or self.calls.get(handoff_id) == self.call_id

    # --- commits ---

    def _watched(self, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def watched(tx: Any) -> Any:
            result = work(tx)
            if self.when == "before" and self._is_it():
                die()
            return result

        return watched

    def _committing(self, commit: Callable[..., Any], database: SqlDatabase, work: Any) -> Any:
        self.seen.changes.clear()
        result = commit(database, self._watched(work))
        if self.when == "after" and self._is_it():
            die()
        return result

    def _committing_together(
        self, commit: Callable[..., Any], database: SqlDatabase, works: Any
    ) -> Any:
        self.seen.changes.clear()
        results = commit(database, [self._watched(work) for work in works])
        if self.when == "after" and self._is_it():
            die()
        return results

    # --- answers ---

    def _watch_answers(self) -> None:
        _answered(StripeVendor, "find_records", lambda claim, kind: self._answers("find_records"))
        _answered(CreateRefund, "send", lambda order: self._answers("refund", order))
        _answered(CreateRefund, "watch", lambda order, _: self._answers("watch", order))
        _answered(SlackMessenger, "update", lambda _p, _m, mark: self._noted("update", mark))
        _answered(SlackMessenger, "post", self._posted)

    def _answers(self, what: str, order: Any = None) -> bool:
        return self.what == what and (order is None or self._is_for(order.step_key))

    def _is_for(self, step_key: str) -> bool:
        return self.call_id == ANY or step_key.startswith(self.call_id)

    def _noted(self, what: str, mark: Any) -> bool:
        return self.what == what and self._is_ours(mark.handoff_id)

    def _posted(
        self, _channel: str, _message: Any, mark: Any, thread_ts: str | None = None
    ) -> bool:
        return self._noted("thread" if thread_ts else "card", mark)


def _around(owner: type, name: str, use: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def wrapped(self: Any, argument: Any) -> Any:
        return use(original, self, argument)

    setattr(owner, name, wrapped)


def _after(owner: type, name: str, note: Callable[..., Any]) -> None:
    """Call `note(result, *arguments)` after a repository's method."""
    original = getattr(owner, name)

    @wraps(original)
    def wrapped(self: Any, *given: Any, **named: Any) -> Any:
        result = original(self, *given, **named)
        note(result, *given)
        return result

    setattr(owner, name, wrapped)


def _answered(owner: type, name: str, is_it: Callable[..., bool]) -> None:
    """Die when an adapter's call has its answer and `is_it(*arguments)`."""
    original = getattr(owner, name)

    @wraps(original)
    async def wrapped(self: Any, *given: Any, **named: Any) -> Any:
        result = await original(self, *given, **named)
        if is_it(*given, **named):
            die()
        return result

    setattr(owner, name, wrapped)


def serve(boundary: str, call_id: str) -> None:
    Trap(boundary, call_id).arm()
    app.Application().serve()


def main() -> None:
    for line in sys.stdin:
        boundary, call_id = line.split()
        child = os.fork()
        if child == 0:
            serve(boundary, call_id)
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - the answer to the test
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
