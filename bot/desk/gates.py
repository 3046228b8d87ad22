"""What does not take calls just now is left alone: steps for it are put off as they are claimed.

A gate is a row of the ledger, not of a process: all replicas hold back together, one of them asks,
and the cards, which are drawn from that row, say the same whoever draws them. It costs one look at
a small table inside each claim. To be held back is no try, and no news for the card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.desk.messages import SYNC_CARD, TELL
from bot.desk.pace import Pace
from bot.handoff.gate import Gate
from bot.handoff.step import Step
from bot.handoff.words import StepKind
from bot.ports import Tx

PROBE_WITHIN = timedelta(seconds=30)
"""How long the one step that asks may take before another one does."""
LOOK_AGAIN = 3
"""How often the first wait of a step is doubled before it looks whether an outage is over: 8 s."""
APART = timedelta(milliseconds=50)
"""Between steps put off together, so that they do not all come at once."""

POST = "chat.postMessage"
METHODS: Mapping[str, str] = MappingProxyType(
    {SYNC_CARD: "chat.update", TELL: "chat.postEphemeral"}
)
"""The method of Slack's that a message needs most; all others post."""


def gate_of(step: Step) -> str:
    """Name what has to take calls for this step to get anywhere."""
    if step.kind is StepKind.MESSAGE:
        return slack_gate(METHODS.get(step.operation, POST))
    return step.operation.partition(".")[0]


def slack_gate(method: str) -> str:
    """Name the gate of one method in the whole workspace."""
    return f"slack {method}"


def admit(tx: Tx, claimed: Sequence[Step], now: datetime, pace: Pace) -> Sequence[Step]:
    """Put off what may not go out now, in the transaction of its claim; the rest is to be run."""
    gates = {gate.name: gate for gate in tx.gates.all()} if claimed else {}
    if not gates:
        return claimed
    passed = list[Step]()
    for step in claimed:
        gate = gates.get(gate_of(step))
        if gate is not None and now < gate.shut_until:
            apart = APART * (len(claimed) - len(passed))
            _put_off(tx, step, _look_again_at(gate, now, pace) + apart)
        else:
            passed.append(step)
            if gate is not None and gate.is_out:
                gates[gate.name] = _asked_by_one(tx, gate, now)
    return passed


def _look_again_at(gate: Gate, now: datetime, pace: Pace) -> datetime:
    """A stated wait is kept; an outage may end at any time, and nobody waits for long then."""
    soon = now + pace.back_off(LOOK_AGAIN)
    return min(gate.shut_until, soon) if gate.is_out else gate.shut_until


def _asked_by_one(tx: Tx, gate: Gate, now: datetime) -> Gate:
    """One step finds out whether it answers again; the others wait for what it learns."""
    probed = replace(gate, shut_until=now + PROBE_WITHIN)
    tx.gates.put(probed)
    return probed


def _put_off(tx: Tx, step: Step, until: datetime) -> None:
    """A lane is paused as a whole, so that its order is kept."""
    tx.steps.put_off(step, until=until)
    if step.lane is not None:
        tx.steps.pause_lane(step.lane, until=until)


def shut(tx: Tx, name: str, *, until: datetime, now: datetime) -> None:
    """Nothing is claimed for this before `until`; a longer wait is not shortened."""
    gate = tx.gates.get(name) or Gate(name=name, failures=0, since=now, shut_until=now)
    tx.gates.put(replace(gate, shut_until=max(gate.shut_until, until)))
