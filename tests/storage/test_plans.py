"""What is asked often is answered from an index, and finished work costs nothing."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import event, make_url

from bot.handoff.states import UNDECIDED
from bot.handoff.words import State, StepOutcome
from storage.prepared import Prepared

LEASE = timedelta(seconds=30)
SMALL = ("lanes", "directories", "open_lanes", "stops", "CONSTANT", "(subquery-1)")


@pytest.fixture
def database_url(sqlite_url):
    """SQLite's planner does not depend on statistics, so its plans can be asserted."""
    return sqlite_url


@pytest.fixture
def plans(database, monkeypatch):
    """The plan of every statement that `work` runs, as lines."""

    def plans(work):
        seen = []
        engine = database._engines.writer

        def note(_connection, _cursor, statement, parameters, _context, _many):
            seen.append((statement, parameters))

        def bind(prepared, params):
            bound = bound_by(prepared, params)
            seen.append((prepared.sql, bound))
            return bound

        event.listen(engine, "before_cursor_execute", note)
        with monkeypatch.context() as watched:
            watched.setattr(Prepared, "bind", bind)
            database.write_now(work)
        event.remove(engine, "before_cursor_execute", note)
        return [line for one in seen for line in explain(*one)]

    bound_by = Prepared.bind

    path = make_url(database._engines.writer.url).database.partition("?")[0]

    def explain(statement, parameters):
        with sqlite3.connect(path, uri=True) as connection:
            if statement.split()[0] in {"BEGIN", "INSERT", "SAVEPOINT"}:
                return []
            query = f"EXPLAIN QUERY PLAN {statement}"
            return [row[3] for row in connection.execute(query, parameters)]

    return plans


QUESTIONS = {
    "claim": lambda tx, now: tx.steps.claim(now=now, worker="w", lease=LEASE, limit=5),
    "next due": lambda tx, now: tx.steps.next_due(now=now),
    "release": lambda tx, now: tx.steps.release(worker="w"),
    "step": lambda tx, now: tx.steps.get("st_0001"),
    "step by key": lambda tx, now: tx.steps.by_key("call_1:stripe.create_refund:1"),
    "handoff": lambda tx, now: tx.handoffs.get("ho_1"),
    "handoff by call": lambda tx, now: tx.handoffs.by_call("call_1"),
    "case": lambda tx, now: tx.handoffs.case("ho_1"),
    "linked": lambda tx, now: tx.handoffs.with_resource("stripe:ch_1"),
    "find": lambda tx, now: tx.handoffs.find("INV-1"),
    "queue": lambda tx, now: tx.handoffs.waiting(UNDECIDED, limit=20),
    "mine": lambda tx, now: tx.handoffs.waiting(UNDECIDED, limit=20, owner="U1"),
    "overdue": lambda tx, now: tx.handoffs.waiting(UNDECIDED, limit=20, due_before=now),
    "next page": lambda tx, now: tx.handoffs.waiting(UNDECIDED, limit=20, after=(now, "ho_1")),
    "void": lambda tx, now: tx.decisions.void("ho_1", because="x", choices=()),
    "nudges": lambda tx, now: tx.nudges.claim_due(now=now, limit=5),
    "drop nudges": lambda tx, now: tx.nudges.drop("ho_1"),
    "history": lambda tx, now: tx.audit.history("ho_1"),
    "stops": lambda tx, now: tx.stops.standing(),
    "transcript": lambda tx, now: tx.events.transcript("call_1"),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_table_is_read_whole(plans, write, make_handoff, make_record, make_step, now, question):
    write(lambda tx: tx.handoffs.add(make_handoff(record=make_record())))
    write(lambda tx: [tx.steps.add(make_step(n, lane=None if n % 2 else "a")) for n in range(4)])
    lines = plans(lambda tx: question(tx, now))
    assert lines
    whole = [line for line in lines if line.startswith("SCAN") and " USING " not in line]
    assert [line for line in whole if line.split()[1] not in SMALL] == []


@pytest.fixture
def cost(write):
    """What `work` costs SQLite, in hundreds of virtual machine instructions."""

    def cost(work):
        def counted(tx):
            raw = tx._work._connection.connection.driver_connection
            ticks = []
            raw.set_progress_handler(lambda: ticks.append(1), 100)
            work(tx)
            raw.set_progress_handler(None, 0)
            return len(ticks)

        return write(counted)

    return cost


@pytest.fixture
def look(now):
    """What an idle worker asks."""

    def look(tx):
        tx.steps.claim(now=now, worker="w", lease=LEASE, limit=5)
        tx.steps.next_due(now=now)

    return look


def test_a_claim_does_not_cost_more_with_the_number_of_finished_steps(
    cost, look, add_steps, make_step
):
    few = cost(look)
    done = {"outcome": StepOutcome.DONE}
    add_steps(
        *(
            make_step(n, lane=f"slack:C{n % 50}" if n % 2 else None, resource=f"r{n}", **done)
            for n in range(3000)
        )
    )
    assert cost(look) <= few + 1


def test_a_long_queue_in_one_lane_costs_one_look(cost, look, claim, add_steps, make_step):
    """Or a burst of cards in one channel would take quadratic time to post."""
    add_steps(*(make_step(n, lane="slack:C1") for n in range(10)))
    claim()
    short = cost(look)
    add_steps(*(make_step(n, lane="slack:C1") for n in range(10, 1500)))
    assert cost(look) <= short + 1


def test_a_page_of_a_queue_does_not_cost_more_with_what_stands_behind_it(
    cost, write, make_handoff, now
):
    def fill(numbers, **change):
        due = {"due_at": now + timedelta(hours=1), "state": State.AWAITING_APPROVAL, **change}
        write(lambda tx: [tx.handoffs.add(make_handoff(n, **due)) for n in numbers])

    def look(tx):
        tx.handoffs.waiting(UNDECIDED, limit=10)
        tx.handoffs.waiting(UNDECIDED, limit=10, due_before=now)
        tx.handoffs.waiting(UNDECIDED, limit=10, owner="U1")

    fill(range(1050))
    few = cost(look)
    fill(range(1050, 1700), owner="U2")
    fill(range(1700, 2000), state=State.SUCCEEDED, owner="U1")
    assert cost(look) <= few * 1.1  # trees grow a level deeper
