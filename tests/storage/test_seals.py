"""A seal kept elsewhere shows what no chain can show by itself: that something is gone."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from storage import KeyRing

MINUTE = timedelta(minutes=1)


@pytest.fixture
def histories(write, make_entry, now):
    """Two histories, of three rows and of one."""
    for minute in range(3):
        write(lambda tx, m=minute: tx.audit.append(make_entry(at=now + m * MINUTE)))
    write(lambda tx: tx.audit.append(make_entry(handoff_id="ho_2", at=now)))


@pytest.fixture
def sealed(histories, read, now):
    return read(lambda tx: tx.audit.seal(now + 5 * MINUTE))


@pytest.fixture
def against(read):
    return lambda seal: read(lambda tx: tx.audit.against(seal))


@pytest.fixture
def change(database):
    def run(*statements, **params):
        with database._engines.writer.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), params)

    return run


def test_a_seal_holds_while_only_new_rows_come(sealed, against, write, make_entry, now):
    assert against(sealed) == ()
    write(lambda tx: tx.audit.append(make_entry(at=now + 6 * MINUTE)))
    write(lambda tx: tx.audit.append(make_entry(handoff_id="ho_3", at=now + 7 * MINUTE)))
    assert against(sealed) == ()


def test_the_same_ends_give_the_same_seal(sealed, read, now):
    assert read(lambda tx: tx.audit.seal(now + 5 * MINUTE)) == sealed


def test_a_missing_history_shows(sealed, against, change, read):
    change(
        "DELETE FROM audit_details WHERE handoff_id = 'ho_2'",
        "DELETE FROM audit WHERE handoff_id = 'ho_2'",
        "DELETE FROM audit_heads WHERE handoff_id = 'ho_2'",
    )
    assert read(lambda tx: tx.audit.verify()) == (), "the chains that are left hold"
    assert against(sealed) == (
        "1 of 2 sealed histories are gone.",
        "1 of 4 sealed rows are missing.",
    )


def test_a_tail_that_went_with_its_head_shows(
    database, write, read, make_entry, against, change, now
):
    """Whoever kept yesterday's head can put it back; the chain verifies then."""
    write(lambda tx: tx.audit.append(make_entry(at=now)))
    with database._engines.writer.begin() as connection:
        old = connection.execute(text("SELECT seq, mac, seal FROM audit_heads")).one()
    write(lambda tx: tx.audit.append(make_entry(at=now)))
    seal = read(lambda tx: tx.audit.seal(now + MINUTE))
    change(
        "DELETE FROM audit_details WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
    )
    change("UPDATE audit_heads SET seq = :seq, mac = :mac, seal = :seal", **old._mapping)
    assert read(lambda tx: tx.audit.verify()) == ()
    assert against(seal) == ("1 of 2 sealed rows are missing.",)


def test_rows_that_were_put_in_later_show(sealed, against, write, make_entry, now):
    write(lambda tx: tx.audit.append(make_entry(handoff_id="ho_0", at=now)))
    assert against(sealed) == ("There are rows from before the seal that it did not cover.",)


def test_a_history_in_the_place_of_another_shows(sealed, against, change):
    change("UPDATE audit SET handoff_id = 'ho_9' WHERE handoff_id = 'ho_2'")
    assert against(sealed) == ("The sealed histories are not the ones that are here now.",)


def test_nobody_makes_a_seal_without_the_key(sealed, against):
    version, cut_s, chains, rows, key, mac = sealed.split(".")
    fewer = ".".join((version, cut_s, str(int(chains) - 1), rows, key, mac))
    assert against(fewer) != ()


@pytest.mark.parametrize("seal", ["", "s1", "s1.a.b.c.d.e", "s9.1.1.1.k.m", "s1.1.1.1.k"])
def test_what_is_no_seal_is_named(against, seal):
    assert against(seal) == ("That is no seal of this product: copy it whole, from s1 to its end.",)


def test_an_old_key_checks_and_a_forgotten_one_is_named(sealed, open_another, keys):
    new, old = SecretStr("test key, made later, long enough"), "test key, newest, long enough"
    rotated = open_another(KeyRing([new, SecretStr(old)]))
    assert rotated.read_now(lambda tx: tx.audit.against(sealed)) == ()
    forgetful = open_another(KeyRing([new]))
    assert forgetful.read_now(lambda tx: tx.audit.against(sealed)) == (
        f"It was sealed with the key {keys.newest}, which HANDOFF_KEYS does not hold.",
    )


def test_a_day_has_one_seal(write, read, now):
    assert read(lambda tx: tx.audit.newest_seal()) is None
    assert write(lambda tx: tx.audit.keep_seal("2026-11-01", "s1.one", at=now)) is True
    assert write(lambda tx: tx.audit.keep_seal("2026-11-01", "s1.two", at=now)) is False
    assert write(lambda tx: tx.audit.keep_seal("2026-11-02", "s1.three", at=now)) is True
    assert read(lambda tx: tx.audit.newest_seal()) == "s1.three"
    assert read(lambda tx: tx.audit.is_sealed("2026-11-01")) is True
    assert read(lambda tx: tx.audit.is_sealed("2026-11-03")) is False
