"""One handoff per call, changed only by whoever saw the newest revision, found by index."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, select

from bot.handoff.handoff import CardPlace, Handoff
from bot.handoff.words import State
from bot.redaction import Redacted, Unclean, redact, restore
from storage.tables import HANDOFFS


@pytest.fixture
def add(write):
    def add(*handoffs):
        return write(lambda tx: [tx.handoffs.add(handoff) for handoff in handoffs])

    return add


def test_a_call_has_one_handoff(add, read, make_handoff):
    again = make_handoff(2, call_id="call_1")
    assert add(make_handoff(1), again) == [True, False]
    assert read(lambda tx: tx.handoffs.by_call("call_1")) == make_handoff(1)
    assert read(lambda tx: tx.handoffs.get("ho_2")) is None


def test_nothing_is_found_where_nothing_is(read):
    assert read(lambda tx: tx.handoffs.get("ho_1")) is None
    assert read(lambda tx: tx.handoffs.by_call("call_1")) is None
    assert read(lambda tx: tx.handoffs.case("ho_1")) is None


def test_save_needs_the_revision_that_was_seen(add, write, read, make_handoff):
    add(make_handoff())
    second = make_handoff(revision=2, state=State.NEEDS_REVIEW, owner="U1")
    assert write(lambda tx: tx.handoffs.save(second, expected_revision=1)) is True
    late = make_handoff(revision=2, owner="U2")
    assert write(lambda tx: tx.handoffs.save(late, expected_revision=1)) is False
    assert read(lambda tx: tx.handoffs.get("ho_1")) == second


STAGES = (
    {"owner": "U1"},
    {"owner": "U2", "state": State.NEEDS_REVIEW},
    {"owner": None, "due_at": datetime(2026, 11, 9, 12, 0, tzinfo=UTC)},
    {"due_at": None},
    {},
)


@pytest.mark.parametrize("reads_first", [True, False])
def test_what_is_searched_follows_the_document_whatever_changes(
    add, write, database, make_handoff, make_record, reads_first
):
    """Only columns that differ are written; none may be forgotten."""
    handoff = make_handoff()
    add(handoff)
    for stage in (*STAGES, {"record": make_record()}, {"record": None}):
        before = handoff.revision
        handoff = handoff.model_copy(update={**stage, "revision": before + 1})

        def save(tx, handoff=handoff, before=before):
            if reads_first:
                tx.handoffs.get(handoff.id)
            return tx.handoffs.save(handoff, expected_revision=before)

        assert write(save)
        assert _columns(database) == {
            "revision": handoff.revision,
            "state": handoff.state.value,
            "owner": handoff.owner,
            "resource": handoff.record.shared if handoff.record else None,
            "due_at": handoff.due_at,
        }


def _columns(database):
    kept = HANDOFFS.c
    query = select(kept.revision, kept.state, kept.owner, kept.resource, kept.due_at)
    with database._engines.reader.connect() as connection:
        return dict(connection.execute(query).one()._mapping)


def test_what_a_record_brings_later_is_found_by_it(add, write, read, make_handoff, make_record):
    add(make_handoff())

    def settle(tx):
        found = tx.handoffs.get("ho_1").model_copy(update={"record": make_record(), "revision": 2})
        assert tx.handoffs.save(found, expected_revision=1)

    write(settle)
    assert [one.id for one in read(lambda tx: tx.handoffs.find("ch_1"))] == ["ho_1"]


def test_what_is_saved_unread_is_found_by_what_is_new(add, write, read, make_handoff):
    add(make_handoff())
    told = make_handoff(revision=2, call={"invoice_number": redact("INV-77")})
    assert write(lambda tx: tx.handoffs.save(told, expected_revision=1))
    assert [one.id for one in read(lambda tx: tx.handoffs.find("INV-77"))] == ["ho_1"]


def test_what_was_saved_is_what_the_same_transaction_reads_next(add, write, make_handoff):
    add(make_handoff())

    def owners(tx):
        seen = [tx.handoffs.get("ho_1")]
        for owner, lost in (("U9", 7), ("U9", None), (None, None)):
            now = seen[-1]
            change = now.model_copy(update={"owner": owner, "revision": now.revision + 1})
            expected = lost or now.revision
            assert tx.handoffs.save(change, expected_revision=expected) is (lost is None)
            seen.append(tx.handoffs.case("ho_1").handoff)
        return [(one.owner, one.revision) for one in seen]

    assert write(owners) == [(None, 1), (None, 1), ("U9", 2), (None, 3)]


def test_save_of_what_does_not_exist_is_false(write, make_handoff):
    assert write(lambda tx: tx.handoffs.save(make_handoff(), expected_revision=1)) is False


def test_a_case_holds_everything_oldest_first(
    add, write, read, make_handoff, make_decision, make_step
):
    place = CardPlace(handoff_id="ho_1", channel_id="C1", ts="1.2", drawn_revision=3)

    def fill(tx):
        for number in (2, 1, 3):
            tx.decisions.add(make_decision(number))
            tx.steps.add(make_step(number))
        tx.cards.put(place)

    add(make_handoff(1), make_handoff(2))
    write(fill)
    case = read(lambda tx: tx.handoffs.case("ho_1"))
    assert [one.id for one in case.decisions] == ["de_1", "de_2", "de_3"]
    assert [one.ordinal for one in case.steps] == [1, 2, 3]
    assert (case.place, case.linked) == (place, ())


def test_handoffs_about_one_payment_are_linked(add, read, make_handoff, make_record):
    other = make_record(record_id="ch_2")
    add(
        make_handoff(3, record=make_record()),
        make_handoff(1, record=make_record()),
        make_handoff(2, record=other),
        make_handoff(4),
    )
    same = read(lambda tx: tx.handoffs.with_resource("stripe:ch_1"))
    assert [one.id for one in same] == ["ho_1", "ho_3"]
    linked = {
        number: [one.id for one in read(lambda tx, n=number: tx.handoffs.case(f"ho_{n}")).linked]
        for number in (1, 2, 3, 4)
    }
    assert linked == {1: ["ho_3"], 2: [], 3: ["ho_1"], 4: []}


def test_a_pick_links_from_then_on(add, write, read, make_handoff, make_record):
    add(make_handoff(1, record=make_record()), make_handoff(2))
    picked = make_handoff(2, revision=2, record=make_record())
    write(lambda tx: tx.handoffs.save(picked, expected_revision=1))
    assert [one.id for one in read(lambda tx: tx.handoffs.case("ho_1")).linked] == ["ho_2"]


def test_redacted_text_comes_back_as_redacted(add, read, make_handoff):
    add(make_handoff(call={"learned": ((redact("Card"), redact("4242 4242 4242 4242")),)}))
    call = read(lambda tx: tx.handoffs.get("ho_1")).call
    assert isinstance(call.summary, Redacted)
    assert all(isinstance(part, Redacted) for part in call.learned[0])
    assert "4242 4242" not in call.learned[0][1]


def test_plain_text_in_place_of_redacted_is_refused(add, read, make_handoff):
    """`model_copy` does not validate, so the last border does."""
    handoff = make_handoff()
    sly = handoff.call.model_copy(update={"customer": "not redacted"})
    with pytest.raises(TypeError, match="Redacted"):
        add(handoff.model_copy(update={"call": sly}))
    assert read(lambda tx: tx.handoffs.get("ho_1")) is None


def test_what_is_called_redacted_and_is_not_is_refused(add, make_handoff):
    with pytest.raises(Unclean):
        add(make_handoff(call={"summary": restore("my card is 4242 4242 4242 4242")}))


def test_an_instant_without_a_zone_is_refused(add, make_handoff):
    with pytest.raises(ValueError, match="zone"):
        add(make_handoff(due_at=datetime(2026, 11, 2)))  # noqa: DTZ001 - that is the point


def test_instants_come_back_as_the_same_instant_in_utc(add, read, make_handoff):
    tokyo = datetime(2026, 11, 2, 18, 30, tzinfo=timezone(timedelta(hours=9)))
    add(make_handoff(due_at=tokyo))
    kept = read(lambda tx: tx.handoffs.get("ho_1"))
    assert kept.due_at == tokyo
    assert kept.due_at.astimezone(UTC).hour == 9


FINDABLE = {
    "call id": ("call_1", {}, {}),
    "e-mail of the caller": ("ada@corp.example", {"email": redact("ada@corp.example")}, {}),
    "e-mail in other case": (" ADA@Corp.example ", {"email": redact("ada@corp.example")}, {}),
    "e-mail on record": ("pay@corp.example", {}, {"customer_email": redact("pay@corp.example")}),
    "last four of the phone": ("0134", {"phone": redact("+1 555 010 0134")}, {}),
    "invoice as spoken": ("INV-204", {"invoice_number": redact("inv-204")}, {}),
    "invoice on record": ("INV-205", {}, {"invoice_number": redact("INV-205")}),
    "payment on record": ("ch_1", {}, {}),
}


@pytest.mark.parametrize(("typed", "call", "record"), FINDABLE.values(), ids=FINDABLE.keys())
def test_what_a_handoff_is_found_by(add, read, make_handoff, make_record, typed, call, record):
    add(make_handoff(1, call=call, record=make_record(**record)), make_handoff(2))
    assert [one.id for one in read(lambda tx: tx.handoffs.find(typed))] == ["ho_1"]


@pytest.mark.parametrize("typed", ["", "%", "0000", "nobody@corp.example", "call_", "hunter"])
def test_what_nothing_is_found_by(add, read, make_handoff, typed):
    add(make_handoff(call={"phone": redact("+1 555 010 0134"), "email": redact("a@corp.example")}))
    assert read(lambda tx: tx.handoffs.find(typed)) == ()


def test_the_newest_is_found_first_and_not_more_than_twenty(add, read, make_handoff):
    same = {"email": redact("ada@corp.example")}
    add(*(make_handoff(number, call=same) for number in range(25)))
    found = read(lambda tx: tx.handoffs.find("ada@corp.example"))
    assert [one.id for one in found] == [f"ho_{number}" for number in range(24, 4, -1)]


def test_what_is_typed_reaches_the_database_as_hashes_and_redacted_text_alone(
    add, read, database, make_handoff
):
    add(make_handoff(call={"email": redact("ada@corp.example")}))
    sent = []
    engine = database._engines.reader
    note = lambda _c, _u, _s, given, _x, _m: sent.append(repr(given))  # noqa: E731 - a listener
    event.listen(engine, "before_cursor_execute", note)
    for typed in ("4242 4242 4242 4242", "my password is Maple7712!"):
        assert read(lambda tx, typed=typed: tx.handoffs.find(typed)) == ()
    event.remove(engine, "before_cursor_execute", note)
    assert sent
    assert not any("4242 4242" in one or "Maple" in one for one in sent)


def test_a_placeholder_finds_nothing(add, read, make_handoff):
    add(make_handoff(call={"invoice_number": redact("4242 4242 4242 4242")}))
    assert read(lambda tx: tx.handoffs.find("[card ····4242]")) == ()


def test_the_index_holds_no_address(add, database, make_handoff):
    add(make_handoff(call={"email": redact("ada@corp.example")}))
    with database._engines.reader.connect() as connection:
        rows = connection.exec_driver_sql("SELECT hash FROM lookups").scalars().all()
    assert rows
    assert not any("corp" in row for row in rows)


def test_a_document_of_a_newer_version_is_read(add, database, read, make_handoff):
    """Unknown fields are skipped: a replica of the version before can still read."""
    add(make_handoff())
    patch = {
        "sqlite": "UPDATE handoffs SET doc = json_set(doc, '$.invented', 1)",
        "postgresql": "UPDATE handoffs SET doc = doc || '{\"invented\": 1}'",
    }
    with database._engines.writer.begin() as connection:
        connection.exec_driver_sql(patch[connection.dialect.name])
    assert isinstance(read(lambda tx: tx.handoffs.get("ho_1")), Handoff)
