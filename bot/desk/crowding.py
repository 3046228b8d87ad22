"""When Slack asks to wait: who has to, a channel or the whole workspace.

Slack counts `chat.postMessage` per channel and, more generously, per workspace, and does not say
which count was full; every other method it counts per workspace alone
(https://docs.slack.dev/apis/web-api/rate-limits). The lane of the message waits in any case.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.gates import POST, shut, slack_gate
from bot.errors import Unavailable, VendorFailure
from bot.handoff.gate import Gate
from bot.ports import Tx

SO_MANY = 3
WITHIN = timedelta(seconds=10)
"""A lane that was turned away waits: so many in so short a time are of several lanes."""


def note_crowding(tx: Tx, failure: VendorFailure, now: datetime, *, until: datetime) -> None:
    """Hold back the method in the whole workspace, where the answer means that."""
    if not isinstance(failure, Unavailable) or failure.retry_after_s is None or not failure.method:
        return
    name = slack_gate(failure.method)
    if failure.method != POST or _is_everywhere(tx, name, now):
        shut(tx, name, until=until, now=now)


def _is_everywhere(tx: Tx, name: str, now: datetime) -> bool:
    gate = tx.gates.get(name)
    if gate is None or now - gate.since > WITHIN:
        gate = Gate(name=name, failures=0, since=now, shut_until=gate.shut_until if gate else now)
    tx.gates.put(replace(gate, failures=gate.failures + 1))
    return gate.failures + 1 >= SO_MANY
