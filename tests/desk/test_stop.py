"""The stop: halts what it names, and only another person lifts it."""

from __future__ import annotations

import pytest

from bot.desk.stop import resume, stop
from bot.errors import ConfigurationError
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
