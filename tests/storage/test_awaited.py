"""Calls that are waited for: claimed once over all replicas, drafts as clean as anything kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.calls import AwaitedCall
from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.ports import EventSeen
from bot.redaction import literal, redact

HOLD = timedelta(minutes=5)


@pytest.fixture
def draft():
    def make(call_id="call_1", **words):
        return BillingCall(
            call_id=call_id,
            workflow=Workflow.OTHER_BILLING,
            workflow_confident=False,
            unanalysed=True,
            **words,
        )

    return make


@pytest.fixture
def expect(write, now):
    def add(*call_ids, **more):
        for call_id in call_ids:
            write(lambda tx, one=call_id: tx.awaited.add(AwaitedCall(one, now, **more), run_at=now))

    return add


def claim(database, now, limit=10):
    return database.write_now(lambda tx: tx.awaited.claim_due(now=now, limit=limit, hold=HOLD))


def test_a_call_is_waited_for_with_what_is_known_of_it(write, read, now, draft):
    known = draft(phone=redact("+13125550147"), summary=redact("Money."))
    write(lambda tx: tx.awaited.add(AwaitedCall("call_1", now, draft=known), run_at=now))
    assert read(lambda tx: tx.awaited.get("call_1")) == AwaitedCall("call_1", now, 0, known)
    assert read(lambda tx: tx.awaited.count()) == 1
    write(lambda tx: tx.awaited.drop("call_1"))
    assert read(lambda tx: tx.awaited.get("call_1")) is None


def test_a_draft_is_added_where_there_was_none_and_never_replaced(expect, read, draft):
    expect("call_1")
    first, second = draft(order_ref=redact("ORD-1")), draft(order_ref=redact("ORD-2"))
    expect("call_1", draft=first)
    expect("call_1", draft=second)
    assert read(lambda tx: tx.awaited.get("call_1")).draft == first


def test_a_draft_that_is_not_redacted_is_refused(expect, read, draft):
    with pytest.raises(TypeError):
        expect("call_1", draft=draft().model_copy(update={"customer": "Dana"}))
    assert read(lambda tx: tx.awaited.count()) == 0


def test_what_is_held_is_due_again_when_the_hold_ends(expect, database, now):
    expect("call_1")
    assert [one.call_id for one in claim(database, now)] == ["call_1"]
    assert not claim(database, now + HOLD - timedelta(seconds=1))
    assert claim(database, now + HOLD)


def test_putting_off_counts_what_it_is_told_to(expect, write, database, read, now):
    expect("call_1")
    later = now + timedelta(minutes=15)
    write(lambda tx: tx.awaited.put_off("call_1", run_at=later, tries=2))
    assert not claim(database, later - timedelta(seconds=1))
    assert claim(database, later)[0].tries == 2


def test_replicas_share_what_is_due(expect, open_another, database, now):
    expect(*(f"call_{n}" for n in range(40)))
    replicas = [database, open_another(), open_another()]
    with ThreadPoolExecutor(3) as pool:
        turns = [pool.submit(claim, one, now, 5) for one in replicas * 4]
    found = [call.call_id for turn in turns for call in turn.result()]
    assert len(found) == len(set(found)) == 40


def test_one_replica_has_the_turn_of_the_sweep(open_another, database, read, now):
    replicas = [database, open_another(), open_another()]

    def begin(one):
        return one.write_now(lambda tx: tx.awaited.begin_sweep(now=now, until=now + HOLD))

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(begin, replicas)) == 1
    assert read(lambda tx: tx.awaited.swept_through()) is None
    database.write_now(lambda tx: tx.awaited.end_sweep(through=now))
    assert read(lambda tx: tx.awaited.swept_through()) == now


def test_only_a_completed_delivery_makes_a_call_known(expect, write, read, make_handoff, now):
    for call_id, status in (("call_1", "initiated"), ("call_2", "completed")):
        seen = EventSeen(call_id, "call_ended", status, f"hash of {call_id}", now)
        write(lambda tx, seen=seen: tx.events.record(seen))
    expect("call_3")
    write(lambda tx: tx.handoffs.add(make_handoff(4)))
    asked = [f"call_{n}" for n in (5, 4, 3, 2, 1)]
    assert read(lambda tx: tx.awaited.unknown(asked)) == ("call_5", "call_1")
    assert read(lambda tx: tx.awaited.unknown([])) == ()


def test_words_that_hold_a_secret_after_all_are_refused(expect, draft, read):
    with pytest.raises(Exception, match="card") as caught:
        expect("call_1", draft=draft(summary=literal("Card 4242 4242 4242 4242")))
    assert "4242 4242" not in str(caught.value)
    assert read(lambda tx: tx.awaited.count()) == 0
