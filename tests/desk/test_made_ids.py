"""An id that a vendor gives out beforehand is kept with the step and is the same for every try."""

from __future__ import annotations

from collections import deque

import pytest

from bot.errors import Unavailable
from bot.handoff import companions
from bot.handoff.companions import Companion
from bot.handoff.operations import RepeatSafety
from tests.desk.bench import ADA
from tests.desk.shelf import Act

STORE = "drive.store_document"


class Maker(Act):
    """An operation whose ids are made beforehand."""

    made = 0
    no: Exception | None = None

    async def make_id(self, _order):
        if self.no:
            raise self.no
        self.made += 1
        return f"id_{self.made}"


@pytest.fixture
def drive(bench, monkeypatch, pair):
    """A refund beside which a document is filed; the refund is approved."""
    table = (Companion(system="drive", operation=STORE, after=("stripe.create_refund",)),)
    monkeypatch.setattr(companions, "COMPANIONS", table)
    pair("charge", drive="finance")
    shelf = bench.office.vendors["drive"]
    shelf.operations[STORE] = Maker(STORE, shelf.orders, RepeatSafety.NATURAL)
    bench.call()
    assert bench.approve(ADA).accepted
    return shelf.operations[STORE]


def filed(bench):
    return next(one for one in bench.case().effects if one.operation == STORE)


def until_it_is_over(bench):
    for _ in range(6):
        bench.send()
        bench.later(minutes=1)


def test_every_try_has_the_id_of_the_first(bench, drive):
    drive.script = deque(("lost", "away"))
    until_it_is_over(bench)
    assert filed(bench).outcome == "done"
    assert [one.made_id for one in drive.orders] == ["id_1"] * 3
    assert drive.made == 1


def test_it_outlives_the_process(bench, drive):
    drive.script = deque(("lost",))
    bench.send()
    bench.restart()
    until_it_is_over(bench)
    assert {one.made_id for one in drive.orders} == {"id_1"}
    assert filed(bench).facts["made_id"] == "id_1"


def test_without_an_id_nothing_is_sent_yet(bench, drive):
    drive.no = Unavailable("Too many requests.")
    bench.send()
    assert drive.orders == []
    drive.no = None
    until_it_is_over(bench)
    assert [one.made_id for one in drive.orders] == ["id_1"]
