"""One seal a day and database, kept, posted, and good until something is missing."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.messages import ANNOUNCE
from bot.desk.sealing import seal_day


def _seal(bench, **office):
    return bench.run(seal_day(replace(bench.office, **office)))


def _posted(bench):
    return [one for one in bench.claim() if one.operation == ANNOUNCE]


def test_a_day_is_sealed_once_however_many_replicas_ask(bench):
    bench.call()
    bench.later(hours=1)
    seal = _seal(bench)
    assert seal
    assert _seal(bench, worker="w2") is None
    (notice,) = _posted(bench)
    assert seal in notice.args["text"]
    assert notice.args["channel"] == "#billing-approvals"
    assert bench.database.read_now(lambda tx: tx.audit.newest_seal()) == seal


def test_the_next_day_gets_its_own(bench):
    first = _seal(bench)
    bench.later(days=1)
    bench.call()
    bench.later(hours=1)
    assert _seal(bench) not in {first, None}


def test_what_happens_afterwards_does_not_break_it_and_what_goes_missing_does(bench):
    bench.call("call_1")
    bench.later(hours=1)
    seal = _seal(bench)
    bench.call("call_2")
    assert bench.database.read_now(lambda tx: tx.audit.against(seal)) == ()
    with bench.database._engines.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE action = 'looked_up'")
    assert bench.database.read_now(lambda tx: tx.audit.against(seal)) != ()


def test_rows_of_the_last_minutes_are_left_to_the_next_seal(bench):
    """A transaction that is still open may write a row from before the seal."""
    bench.call("call_1")
    bench.later(minutes=5)
    seal = _seal(bench)
    assert seal.split(".")[2:4] == ["0", "0"]
