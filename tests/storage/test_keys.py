"""Keyed hashes: one purpose each, stable, and no key no hash."""

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError
from storage import KeyRing
from storage.ids import sortable_ids

OLD, NEW = SecretStr("a key of last year, long"), SecretStr("a key of this year, long")


@pytest.mark.parametrize("keys", [[], [SecretStr("")], [NEW, SecretStr("too short")]])
def test_without_a_proper_key_nothing_starts(keys):
    with pytest.raises(ConfigurationError, match="HANDOFF_KEYS"):
        KeyRing(keys)


def test_a_short_key_is_not_shown():
    with pytest.raises(ConfigurationError) as caught:
        KeyRing([SecretStr("too short")])
    assert "too short" not in str(caught.value)


def test_hashes_are_stable_and_keyed():
    assert KeyRing([NEW]).body_hash(b"body") == KeyRing([NEW]).body_hash(b"body")
    assert KeyRing([NEW]).body_hash(b"body") != KeyRing([OLD]).body_hash(b"body")


def test_a_purpose_and_a_kind_change_the_hash():
    ring = KeyRing([NEW])
    assert len({ring.body_hash(b"x"), ring.index_hash("a", "x"), ring.audit_mac(b"x")}) == 3
    assert ring.index_hash("a", "bc") != ring.index_hash("ab", "c")


def test_the_newest_key_hashes_and_all_of_them_find():
    ring = KeyRing([NEW, OLD])
    assert ring.index_hashes("email", "a") == (
        KeyRing([NEW]).index_hash("email", "a"),
        KeyRing([OLD]).index_hash("email", "a"),
    )
    assert ring.index_hash("email", "a") == ring.index_hashes("email", "a")[0]


def test_old_keys_sign_by_name_and_unknown_ones_do_not():
    ring, old = KeyRing([NEW, OLD]), KeyRing([OLD])
    assert ring.newest == KeyRing([NEW]).newest
    assert ring.audit_mac(b"row", key=old.newest) == old.audit_mac(b"row")
    assert ring.audit_mac(b"row", key="invented") is None


def test_a_key_is_not_in_its_name_nor_in_the_ring_s_text():
    ring = KeyRing([NEW])
    assert NEW.get_secret_value() not in f"{ring!r} {ring.newest}"


def test_ids_sort_by_time_also_within_one_millisecond_and_when_the_clock_goes_back():
    times = iter([1000, 1000, 1001, 990, 1002])
    new_id = sortable_ids(lambda: next(times))
    ids = [new_id("ho") for _ in range(5)]
    assert ids == sorted(set(ids))
    assert {len(one) for one in ids} == {len("ho_") + 26}
