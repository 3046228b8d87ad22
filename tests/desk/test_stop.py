"""The stop: halts what it names, and only another person lifts it."""

from __future__ import annotations

import pytest

from bot.desk.stop import resume, stop
from bot.errors import ConfigurationError
from bot.handoff.states import compute_state
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, LEA


@pytest.mark.parametrize("name", ["Stripe", "STRIPE ", "stripe"])
def test_a_stop_halts_the_vendor_however_it_is_spelled(bench, name):
    bench.call()
    bench.approve(ADA)
    bench.write(lambda tx: stop(tx, vendor=name, actor=LEA, reason=redact("Odd."), now=bench.now))
    bench.send()
    assert bench.books.orders == []
    assert bench.write(lambda tx: resume(tx, vendor=name, actor=BEN, now=bench.now)) is None
    bench.send()
    assert bench.state() == "succeeded"


def test_a_stop_of_nobody_is_refused_instead_of_halting_nothing(bench):
    with pytest.raises(ConfigurationError, match="strpie"):
        bench.write(
            lambda tx: stop(tx, vendor="strpie", actor=LEA, reason=redact("Odd."), now=bench.now)
        )


def test_whoever_stopped_as_well_cannot_resume(bench):
    for who in (LEA, BEN):
        bench.write(
            lambda tx, who=who: stop(
                tx, vendor=None, actor=who, reason=redact("Odd."), now=bench.now
            )
        )
    assert bench.write(lambda tx: resume(tx, vendor=None, actor=LEA, now=bench.now))
    assert bench.write(lambda tx: resume(tx, vendor=None, actor=BEN, now=bench.now))
    assert bench.write(lambda tx: resume(tx, vendor=None, actor=ADA, now=bench.now)) is None


def test_a_stop_that_outlasts_a_doubt_shows_what_became_of_it(bench):
    """The books show nothing and the key has run out: it is known not to be sent, and it waits."""
    bench.call()
    bench.approve(ADA)
    bench.books.script.append("lost_before")
    bench.send()
    assert bench.state() == "unknown"
    bench.write(lambda tx: stop(tx, vendor=None, actor=LEA, reason=redact("Odd."), now=bench.now))
    bench.later(minutes=5)
    bench.work()
    assert bench.state() == "unknown"
    bench.later(hours=25)
    bench.work()
    assert bench.state() == compute_state(bench.case()) == "scheduled"
    revision = bench.case().handoff.revision
    bench.later(minutes=1)
    bench.work()
    assert bench.case().handoff.revision == revision, "to be held again is no news"
