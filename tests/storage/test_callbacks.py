"""A provider's report counts once, and is forgotten when it can come no more."""

from datetime import timedelta

import pytest

from bot.errors import DatabaseBusy


@pytest.fixture
def take(write, now):
    def take(key, *, vendor="stripe", at=now):
        return write(lambda tx: tx.callbacks.take(vendor, key, at))

    return take


def test_a_report_counts_once_for_each_vendor(take):
    assert [take("evt_1"), take("evt_1"), take("evt_2")] == [True, False, True]
    assert take("evt_1", vendor="paystack")


def test_one_that_is_old_is_forgotten_and_no_other(take, write, now):
    take("old", at=now - timedelta(days=2))
    take("new", at=now)
    assert write(lambda tx: tx.callbacks.forget(now - timedelta(days=1))) == 1
    assert [take("old"), take("new")] == [True, False]


def test_what_was_rolled_back_was_not_taken(take, write, now):
    def work(tx):
        tx.callbacks.take("stripe", "evt_1", now)
        raise DatabaseBusy

    with pytest.raises(DatabaseBusy):
        write(work)
    assert take("evt_1")
