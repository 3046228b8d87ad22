"""Events, decisions, cards, nudges, directory and stops: each counts as often as it happened."""

import sqlite3
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError

from bot.handoff.handoff import CardPlace
from bot.handoff.people import Directory, Person
from bot.handoff.words import Choice
from bot.ports import EventSeen, Stop
from bot.redaction import Redacted, RedactedTurn, Turn, Unclean, redact, redact_turns, restore
from storage import KeyRing

# --- events -----------------------------------------------------------------------------------


@pytest.fixture
def deliver(write, now):
    def deliver(body_hash, *, call="call_1", kind="call_ended", status="done", older=()):
        event = EventSeen(call, kind, status, body_hash, now, older)
        return write(lambda tx: tx.events.record(event))

    return deliver


DELIVERIES = {
    "once": (["a"], ["new"]),
    "the same twice": (["a", "a"], ["new", "duplicate"]),
    "another body": (["a", "b"], ["new", "new"]),
    "another body twice": (["a", "b", "b"], ["new", "new", "duplicate"]),
    "the old body late": (["a", "b", "a"], ["new", "new", "duplicate"]),
    "a third body": (["a", "b", "c"], ["new", "new", "new"]),
}


@pytest.mark.parametrize(("bodies", "said"), DELIVERIES.values(), ids=DELIVERIES.keys())
def test_what_a_delivery_counts_as(deliver, bodies, said):
    assert [deliver(body) for body in bodies] == said


@pytest.mark.parametrize("other", [{"call": "call_2"}, {"kind": "analyzed"}, {"status": "failed"}])
def test_deliveries_of_different_things_are_both_first(deliver, other):
    assert [deliver("a"), deliver("a", **other)] == ["new", "new"]


def test_a_body_seen_before_a_key_rotation_is_a_duplicate(deliver):
    old = KeyRing([SecretStr("the key of last year")])
    new = KeyRing([SecretStr("the key of this year"), SecretStr("the key of last year")])
    deliver(old.body_hash(b"body"))
    newest, *older = new.body_hashes(b"body")
    assert deliver(newest, older=tuple(older)) == "duplicate"
    newest, *older = new.body_hashes(b"another body")
    assert deliver(newest, older=tuple(older)) == "new"


def test_a_transcript_comes_back_and_is_replaced(write, read):
    first = redact_turns([Turn("agent", "Hello."), Turn("caller", "My card is 4242424242424242.")])
    second = redact_turns([Turn("agent", "Hello.")])
    write(lambda tx: tx.events.keep_transcript("call_1", first))
    assert read(lambda tx: tx.events.transcript("call_1")) == first
    write(lambda tx: tx.events.keep_transcript("call_1", second))
    assert read(lambda tx: tx.events.transcript("call_1")) == second
    assert isinstance(read(lambda tx: tx.events.transcript("call_1"))[0].text, Redacted)


def test_a_call_without_a_transcript_has_an_empty_one(read):
    assert read(lambda tx: tx.events.transcript("call_1")) == ()


@pytest.mark.parametrize(
    ("text", "error"),
    [("plain", TypeError), (restore("my card is 4242 4242 4242 4242"), Unclean)],
)
def test_a_transcript_that_was_not_redacted_is_refused(write, text, error):
    turns = [RedactedTurn(redact("caller"), text)]
    with pytest.raises(error):
        write(lambda tx: tx.events.keep_transcript("call_1", turns))


# --- decisions --------------------------------------------------------------------------------


@pytest.fixture
def handoff(write, make_handoff):
    write(lambda tx: tx.handoffs.add(make_handoff()))


def test_a_source_counts_once(handoff, write, make_decision):
    again = make_decision(2, source="view:V1", choice=Choice.REJECT)
    assert write(lambda tx: [tx.decisions.add(make_decision(1)), tx.decisions.add(again)]) == [
        True,
        False,
    ]
    case = write(lambda tx: tx.handoffs.case("ho_1"))
    assert (case.has_counted("view:V1"), case.has_counted("view:V2")) == (True, False)


def test_decisions_without_a_source_all_count(handoff, write, make_decision):
    unsourced = [make_decision(number, source="") for number in (1, 2)]
    assert write(lambda tx: [tx.decisions.add(one) for one in unsourced]) == [True, True]
    assert not write(lambda tx: tx.handoffs.case("ho_1")).has_counted("")


def test_a_decision_about_nothing_is_refused(write, make_decision):
    with pytest.raises((IntegrityError, sqlite3.IntegrityError)):
        write(lambda tx: tx.decisions.add(make_decision(handoff_id="ho_gone")))


def test_a_void_takes_back_the_chosen_kinds_once(handoff, write, read, make_decision):
    kinds = {1: Choice.APPROVE, 2: Choice.ASK, 3: Choice.APPROVE}

    def decide(tx):
        for number, choice in kinds.items():
            tx.decisions.add(make_decision(number, choice=choice, reason=redact("Fine.")))

    def void(tx):
        return tx.decisions.void("ho_1", because="amount_changed", choices=(Choice.APPROVE,))

    write(decide)
    assert [write(void), write(void)] == [2, 0]
    case = read(lambda tx: tx.handoffs.case("ho_1"))
    assert [one.voided_by for one in case.decisions] == ["amount_changed", None, "amount_changed"]
    assert [one.id for one in case.counted] == ["de_2"]
    assert isinstance(case.decisions[0].reason, Redacted)


# --- cards ------------------------------------------------------------------------------------


def test_a_card_stands_in_one_place(handoff, write, read):
    places = [
        CardPlace(handoff_id="ho_1", channel_id="C1", ts="1.2", drawn_revision=revision)
        for revision in (1, 2)
    ]
    assert read(lambda tx: tx.cards.place("ho_1")) is None
    for place in places:
        write(lambda tx, place=place: tx.cards.put(place))
    assert read(lambda tx: tx.cards.place("ho_1")) == places[1]


# --- nudges -----------------------------------------------------------------------------------


@pytest.fixture
def due(write, now):
    def due(after=timedelta(0), limit=10):
        taken = write(lambda tx: tx.nudges.claim_due(now=now + after, limit=limit))
        return [nudge.id for nudge in taken]

    return due


def test_a_due_nudge_is_handed_out_once(handoff, write, due, make_nudge):
    write(lambda tx: tx.nudges.add(make_nudge()))
    assert [due(), due()] == [["ho_1:nudge:1"], []]


def test_a_nudge_that_was_sent_is_not_added_again(handoff, write, due, make_nudge):
    for _ in range(2):
        write(lambda tx: tx.nudges.add(make_nudge()))
        due()
    assert due() == []


def test_the_oldest_nudges_come_first_and_the_future_waits(handoff, write, due, make_nudge, now):
    late = make_nudge(9, run_at=now + timedelta(hours=1))
    write(lambda tx: [tx.nudges.add(one) for one in (make_nudge(1), make_nudge(2), late)])
    assert due(limit=1) == ["ho_1:nudge:2"]
    assert due() == ["ho_1:nudge:1"]
    assert due(timedelta(hours=1)) == ["ho_1:nudge:9"]


def test_dropped_nudges_are_forgotten_and_may_come_back(handoff, write, due, make_nudge):
    write(lambda tx: tx.nudges.add(make_nudge()))
    write(lambda tx: tx.nudges.drop("ho_1"))
    assert due() == []
    write(lambda tx: tx.nudges.add(make_nudge()))
    assert due() == ["ho_1:nudge:1"]


# --- directory --------------------------------------------------------------------------------


def test_the_last_directory_is_current(write, read, now):
    assert read(lambda tx: tx.directories.current()) is None
    for minute in range(2):
        directory = Directory(
            loaded_at=now + timedelta(minutes=minute),
            people={"U1": Person(user_id="U1", team_id="T1", is_guest=bool(minute))},
            groups={"S1": ("U1",)},
        )
        write(lambda tx, directory=directory: tx.directories.put(directory))
        assert read(lambda tx: tx.directories.current()) == directory


def test_a_directory_of_a_transaction_that_failed_is_never_current(write, read, now):
    def put_and_fail(tx):
        tx.directories.put(Directory(loaded_at=now))
        assert tx.directories.current() is not None
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(put_and_fail)
    assert read(lambda tx: tx.directories.current()) is None


def test_a_directory_put_by_another_process_is_seen(write, read, open_another, now):
    write(lambda tx: tx.directories.put(Directory(loaded_at=now)))
    read(lambda tx: tx.directories.current())
    newer = Directory(loaded_at=now + timedelta(minutes=1))
    open_another().write_now(lambda tx: tx.directories.put(newer))
    assert read(lambda tx: tx.directories.current()) == newer


# --- stops ------------------------------------------------------------------------------------


@pytest.fixture
def stop(write, now):
    def stop(vendor, actor="U1"):
        halt = Stop(vendor=vendor, actor=actor, reason=redact("Odd refunds."), at=now)
        write(lambda tx: tx.stops.put(halt))
        return halt

    return stop


LIFTS = {
    "the vendor alone": ("stripe", [None]),
    "the stop of all alone": (None, ["stripe"]),
    "another vendor": ("paystack", [None, "stripe"]),
}


@pytest.mark.parametrize(("lifted", "left"), LIFTS.values(), ids=LIFTS.keys())
def test_what_a_lift_lifts(write, read, stop, now, lifted, left):
    stop("stripe")
    stop(None)
    write(lambda tx: tx.stops.lift(lifted, actor="U2", at=now))
    vendors = [one.vendor for one in read(lambda tx: tx.stops.standing())]
    assert sorted(vendors, key=str) == sorted(left, key=str)


def test_every_stop_stands_until_it_is_lifted(write, read, stop, now):
    halts = [stop("stripe", "U1"), stop("stripe", "U2")]
    standing = read(lambda tx: tx.stops.standing())
    assert list(standing) == halts
    assert isinstance(standing[0].reason, Redacted)
    write(lambda tx: tx.stops.lift("stripe", actor="U3", at=now))
    assert read(lambda tx: tx.stops.standing()) == ()
    assert stop("stripe") in read(lambda tx: tx.stops.standing())
