"""A secret is kept encrypted, opens only as what it is, and is renewed by one at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.errors import DatabaseBusy
from storage import KeyRing
from storage.encryption import SealedText, open_text, seal_text
from storage.secrets import SqlVault
from storage.tables import SECRETS

NAME = "quickbooks:1"
OLD = SecretStr("test key, older, long enough")
NEW = SecretStr("test key, later, long enough")
LEASE = timedelta(seconds=60)


@pytest.fixture
def hold(write, now):
    def hold(holder, *, at=now):
        return write(lambda tx: tx.secrets.hold(NAME, holder, now=at, until=at + LEASE))

    return hold


@pytest.fixture
def keep(write):
    return lambda holder, secret="rt-2": write(
        lambda tx: tx.secrets.keep(NAME, secret, holder=holder)
    )


def test_nothing_is_there_until_something_was_kept(write, hold, keep):
    assert write(lambda tx: tx.secrets.get(NAME)) is None
    hold("one")
    assert write(lambda tx: tx.secrets.get(NAME)) is None
    assert keep("one")
    assert write(lambda tx: tx.secrets.get(NAME)) == "rt-2"


def test_one_renews_at_a_time_until_the_right_ends(hold, now):
    assert hold("one")
    assert hold("one")  # it is theirs already
    assert not hold("two")
    assert not hold("two", at=now + LEASE - timedelta(seconds=1))
    assert hold("two", at=now + LEASE)


def test_of_many_at_once_exactly_one_may_renew(database, open_another, now):
    replicas = [database, *(open_another() for _ in range(3))]

    def hold(n):
        try:
            return replicas[n].write_now(
                lambda tx: tx.secrets.hold(NAME, f"replica {n}", now=now, until=now + LEASE)
            )
        except DatabaseBusy:
            return False

    with ThreadPoolExecutor(len(replicas)) as pool:
        assert sorted(pool.map(hold, range(len(replicas)))) == [False, False, False, True]


def test_who_lost_the_right_keeps_nothing(write, hold, keep, now):
    hold("one")
    hold("two", at=now + LEASE)
    assert not keep("one", "late")
    assert keep("two", "newest")
    assert write(lambda tx: tx.secrets.get(NAME)) == "newest"
    assert hold("three")  # keeping gives the right back


def test_the_right_can_be_given_back_by_its_holder_alone(write, hold):
    hold("one")
    write(lambda tx: tx.secrets.release(NAME, holder="two"))
    assert not hold("two")
    write(lambda tx: tx.secrets.release(NAME, holder="one"))
    assert hold("two")


def test_the_table_shows_nothing_of_it(database, hold, keep):
    hold("one")
    keep("one", "a refresh token")
    with database._engines.reader.connect() as connection:
        row = connection.execute(SECRETS.select()).one()
    assert "refresh" not in str(row)


async def test_the_vault_is_the_same_in_transactions_of_its_own(database, now):
    vault = SqlVault(database, lambda: now)
    assert await vault.hold(NAME, "one", lease=LEASE)
    assert not await vault.hold(NAME, "two", lease=LEASE)
    await vault.release(NAME, holder="one")
    assert await vault.hold(NAME, "two", lease=LEASE)
    assert await vault.keep(NAME, "rt-3", holder="two")
    assert await vault.get(NAME) == "rt-3"


# --- encryption -------------------------------------------------------------------------------


def test_it_opens_after_a_rotation_and_no_more_when_the_key_is_gone():
    sealed = seal_text(KeyRing([OLD]), "rt-1", about=NAME)
    assert open_text(KeyRing([NEW, OLD]), sealed, about=NAME) == "rt-1"
    assert open_text(KeyRing([NEW]), sealed, about=NAME) is None


def test_it_opens_as_what_it_is_about_and_unchanged_alone():
    keys = KeyRing([OLD])
    sealed = seal_text(keys, "rt-1", about=NAME)
    assert open_text(keys, sealed, about="quickbooks:2") is None
    assert open_text(keys, SealedText(sealed.key, sealed.text[::-1]), about=NAME) is None
    assert open_text(keys, SealedText(sealed.key, "no base64"), about=NAME) is None


def test_the_same_text_never_looks_the_same():
    keys = KeyRing([OLD])
    assert seal_text(keys, "rt-1", about=NAME) != seal_text(keys, "rt-1", about=NAME)
