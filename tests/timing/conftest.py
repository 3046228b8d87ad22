"""A diary: the desk over real storage, whose clock goes on by itself and stops where it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import storage
from bot.desk import receive
from bot.desk.remind import remind
from bot.handoff.billing_call import BillingCall
from bot.handoff.handoff import Case
from bot.handoff.people import Channel, Directory, Person
from bot.handoff.words import Workflow
from bot.intake import Billing
from bot.policy import parse_policy
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, CHARGE, CHARGED, KEYS, LEA, TEAM, Bench

POLICY = """
[policy]
id = "diary"
zone = "Europe/London"
stop_role = "lead"

[[tier]]
name = "vip"
accounts = ["Meridian"]

[[role]]
name = "clerk"
title = "The clerks"
groups = ["@finance-approvers"]
limits = { USD = 5000 }

[[role]]
name = "lead"
title = "The leads"
groups = ["@finance-leads"]
unlimited = true

[[channel]]
name = "#billing-approvals"

[[channel]]
name = "#alerts"

[[destination]]
name = "main"
vendor = "stripe"

[baseline]
owner = "clerk"
channel = "#billing-approvals"
approvals = [{ role = "clerk" }, { role = "lead", above = { USD = 10 } }]
escalate_to = ["lead"]
"""


@dataclass(frozen=True)
class Said:
    """One message and when it was made; `to` is the person, for a direct one."""

    at: datetime
    text: str
    operation: str
    to: str | None


class Diary:
    """Days of one office. Instants are written `2026-11-23 09:00`, in UTC."""

    def __init__(self, url: str, policy: str) -> None:
        self.url = url
        self.bench = Bench(url)
        self._policy = parse_policy(policy, name="diary.toml")
        self.zones: dict[str, str] = {}
        self.gone: set[str] = set()
        self._set_up()

    def _set_up(self) -> None:
        bench = self.bench
        bench.office = replace(bench.office, rules=replace(bench.office.rules, policy=self._policy))
        bench.slack.directory = self.directory
        bench.refresh()

    def directory(self) -> Directory:
        clerks = tuple(one for one in (ADA, BEN) if one not in self.gone)
        held = {"@finance-approvers": clerks, "@finance-leads": (LEA,)}
        people = {
            one: Person(
                user_id=one,
                team_id=TEAM,
                name=one,
                tz=self.zones.get(one),
                email_hash=KEYS.index_hash("email", f"{one.lower()}@finance.example"),
            )
            for one in (ADA, BEN, LEA)
        }
        channel = Channel(channel_id="C1", is_private=True, has_bot=True)
        return Directory(
            loaded_at=self.now,
            people=people,
            groups=held,
            channels={"#billing-approvals": channel, "#alerts": channel},
        )

    def directory_without(self, user_id: str) -> None:
        """Take somebody out of every group."""
        self.gone.add(user_id)
        self.bench.refresh()

    # --- time ---

    @property
    def now(self) -> datetime:
        return self.bench.now

    def at(self, when: str) -> datetime:
        """Move the clock without a tick: nobody was there."""
        self.bench.now = moment(when)
        self.bench.refresh()
        return self.now

    def tick(self) -> int:
        return self.bench.write(lambda tx: remind(tx, self.now))

    def live(self, until: str, every: timedelta = timedelta(minutes=10)) -> None:
        """Let time pass with a tick every so often."""
        end = moment(until)
        while self.now < end:
            self.bench.now = min(self.now + every, end)
            self.tick()

    def restart(self) -> None:
        """End the process and start another over the same database."""
        now = self.now
        self.bench.close()
        self.bench = Bench(self.url)
        self.bench.now = now
        self._set_up()

    # --- what comes in, what is to be seen ---

    def call(self, call_id: str = "call_1", **told: Any) -> Case:
        self._receive(call_id, told)
        self.bench.work()
        return self.case(call_id)

    def _receive(self, call_id: str, told: dict[str, Any]) -> None:
        fields = {
            "workflow": Workflow.REFUND_REQUEST,
            "payment_id": redact(CHARGE),
            "amount_minor": CHARGED,
            "currency": "USD",
            **told,
        }
        call = BillingCall(call_id=call_id, **fields)
        event = Billing(call, (), "call.completed", "completed")
        hashes = KEYS.body_hashes(call.model_dump_json().encode())
        rules = self.bench.office.rules
        self.bench.write(
            lambda tx: receive.take_in(tx, event, hashes=hashes, now=self.now, rules=rules)
        )

    def case(self, call_id: str = "call_1") -> Case:
        return self.bench.case(call_id)

    def said(self, word: str, call_id: str = "call_1") -> list[Said]:
        """Every message that holds a word, in order."""
        found: Sequence[Any] = self.bench.messages(call_id)
        told = (
            Said(one.created_at, str(one.args.get("text", "")), one.operation, _to(one))
            for one in found
        )
        return [one for one in told if word in one.text]

    def thread(self, word: str, call_id: str = "call_1") -> list[datetime]:
        """When the thread said something with this word."""
        return [one.at for one in self.said(word, call_id) if "in_thread" in one.operation]

    def history(self, call_id: str = "call_1") -> list[tuple[str, str]]:
        handoff_id = self.case(call_id).handoff.id
        rows = self.bench.database.read_now(lambda tx: tx.audit.history(handoff_id))
        return [(one.actor, one.action) for one in rows]


def _to(step: Any) -> str | None:
    return str(step.args["user_id"]) if "user_id" in step.args else None


def moment(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=UTC)


@pytest.fixture
def open_diary(tmp_path) -> Callable[..., Diary]:
    """Open a diary under the small policy with more keys of the baseline, and more tables."""
    opened = []

    def open_it(baseline: str = "", more: str = "") -> Diary:
        url = f"sqlite:///{tmp_path / 'diary.db'}"
        storage.open_database(url, KEYS).close()  # makes the tables, as `serve` does
        opened.append(Diary(url, f"{POLICY}{baseline}\n{more}"))
        return opened[-1]

    yield open_it
    for one in opened:
        one.bench.close()
