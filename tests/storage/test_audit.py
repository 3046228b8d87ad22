"""The chain: whatever is done to it behind our back is named."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.redaction import Unclean
from storage import KeyRing


@pytest.fixture
def chain(write, make_entry, now):
    """Four rows of one handoff, one of another."""

    def fill(tx):
        for number in range(1, 5):
            tx.audit.append(make_entry(revision=number, at=now + timedelta(minutes=number)))
        tx.audit.append(make_entry(handoff_id="ho_2"))

    write(fill)


@pytest.fixture
def tamper(database):
    def tamper(statement):
        statement = statement.replace(":chain", "handoff_id = 'ho_1'")
        with database._engines.writer.begin() as connection:
            assert connection.exec_driver_sql(statement).rowcount > 0

    return tamper


@pytest.fixture
def verify(read):
    return lambda: read(lambda tx: tx.audit.verify())


def test_an_untouched_chain_holds(chain, verify):
    assert verify() == ()


def test_no_chain_holds_too(verify):
    assert verify() == ()


def test_history_gives_the_entries_back_in_order(chain, read, make_entry, now):
    history = read(lambda tx: tx.audit.history("ho_1"))
    assert [entry.revision for entry in history] == [1, 2, 3, 4]
    assert history[0] == make_entry(at=now + timedelta(minutes=1))


TAMPERED = {
    "who": (
        "UPDATE audit SET actor = 'U9' WHERE :chain AND seq = 2",
        ["ho_1, row 2: it was changed after it was written."],
    ),
    "what": (
        "UPDATE audit SET action = 'rejected' WHERE :chain AND seq = 4",
        ["ho_1, row 4: it was changed after it was written."],
    ),
    "when": (
        "UPDATE audit SET at = '2026-11-02 00:00:00.000000' WHERE :chain AND seq = 1",
        ["ho_1, row 1: it was changed after it was written."],
    ),
    "policy": (
        "UPDATE audit SET policy_hash = 'p2' WHERE :chain AND seq = 1",
        ["ho_1, row 1: it was changed after it was written."],
    ),
    "details": (
        "UPDATE audit_details SET details = '{\"amount_minor\": 1}' WHERE :chain AND seq = 3",
        ["ho_1, row 3: its details were changed after they were written."],
    ),
    "a row in the middle": (
        "DELETE FROM audit WHERE :chain AND seq = 2",
        ["ho_1: row 2 is missing."],
    ),
    "rows in the middle": (
        "DELETE FROM audit WHERE :chain AND seq IN (2, 3)",
        ["ho_1: rows 2 to 3 are missing."],
    ),
    "the first row": (
        "DELETE FROM audit WHERE :chain AND seq = 1",
        ["ho_1: row 1 is missing."],
    ),
    "the last row": (
        "DELETE FROM audit WHERE :chain AND seq = 4",
        ["ho_1: row 4 is missing at the end."],
    ),
    "all rows": (
        "DELETE FROM audit WHERE :chain",
        ["ho_1: rows 1 to 4 are missing at the end."],
    ),
    "the head": (
        "DELETE FROM audit_heads WHERE :chain",
        ["ho_1: the chain has lost its head."],
    ),
    "the head's length": (
        "UPDATE audit_heads SET seq = 5 WHERE :chain",
        [
            "ho_1: the head was changed after it was written.",
            "ho_1: row 5 is missing at the end.",
        ],
    ),
    "the name of the key": (
        "UPDATE audit SET key_name = 'invented' WHERE :chain AND seq = 2",
        ["ho_1, row 2: signed with the key invented, which HANDOFF_KEYS does not hold."],
    ),
}


@pytest.mark.parametrize(("statement", "said"), TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_is_named(chain, tamper, verify, statement, said):
    tamper(statement)
    assert list(verify()) == said


def test_a_tail_taken_away_together_with_its_head_shows(chain, tamper, verify):
    """The head before the last row cannot be made again without the key."""
    tamper("DELETE FROM audit WHERE :chain AND seq = 4")
    tamper(
        "UPDATE audit_heads SET seq = 3, mac ="
        " (SELECT mac FROM audit WHERE :chain AND seq = 3) WHERE :chain"
    )
    assert list(verify()) == ["ho_1: the head was changed after it was written."]


def test_rows_moved_to_another_handoff_show(chain, tamper, verify):
    tamper("UPDATE audit SET handoff_id = 'ho_3' WHERE :chain")
    sentences = verify()
    assert "ho_3: the chain has lost its head." in sentences
    assert "ho_1: rows 1 to 4 are missing at the end." in sentences


def test_a_purge_of_details_leaves_the_chain_whole(chain, tamper, verify, read):
    tamper("DELETE FROM audit_details WHERE :chain")
    assert verify() == ()
    assert read(lambda tx: tx.audit.history("ho_1"))[0].details == {}


def test_old_keys_still_verify_and_forgotten_ones_are_named(
    database, open_another, make_entry, keys
):
    old = SecretStr("test key, newest, long enough")
    new = SecretStr("test key, made later, long enough")
    database.write_now(lambda tx: tx.audit.append(make_entry()))
    rotated = open_another(KeyRing([new, old]))
    rotated.write_now(lambda tx: tx.audit.append(make_entry()))
    assert rotated.read_now(lambda tx: tx.audit.verify()) == ()
    forgetful = open_another(KeyRing([new]))
    assert list(forgetful.read_now(lambda tx: tx.audit.verify())) == [
        f"ho_1, row 1: signed with the key {keys.newest}, which HANDOFF_KEYS does not hold."
    ]


def test_words_that_hold_a_secret_are_refused(write, make_entry):
    with pytest.raises(Unclean):
        write(lambda tx: tx.audit.append(make_entry(details={"why": "card 4242 4242 4242 4242"})))


def test_signs_that_postgresql_refuses_do_not_break_the_chain(write, verify, make_entry):
    write(lambda tx: tx.audit.append(make_entry(details={"why": "null \0 lone \ud800 sign"})))
    assert verify() == ()
