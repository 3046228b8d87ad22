"""Two at once: exactly one wins, nobody loses a write, nothing happens twice."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.errors import DatabaseBusy
from bot.handoff.words import StepOutcome
from storage import SqlDatabase

LEASE = timedelta(minutes=5)


def together(*works):
    """Run all at the same moment, each in a thread; their results or errors, in order."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        except DatabaseBusy as busy:
            return busy

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def drain(database, now, worker):
    """Claim one step after another and finish it; the keys in order."""
    seen = []
    while True:
        taken = database.write_now(
            lambda tx: tx.steps.claim(now=now, worker=worker, lease=LEASE, limit=3)
        )
        if not taken:
            return seen
        seen += [step.key for step in taken]

        def end(tx, taken=taken):
            for step in taken:
                done = step.model_copy(update={"outcome": StepOutcome.DONE})
                tx.steps.save(done, fence=step.fence)

        database.write_now(end)


def drain_in_process(url, keys, now, worker, found):
    database = SqlDatabase(url, keys, busy_timeout_s=20)
    found.put(drain(database, now, worker))
    database.close()


def test_two_threads_never_claim_the_same_step(database, open_another, add_steps, make_step, now):
    other = open_another(busy_timeout_s=20)
    add_steps(*(make_step(n) for n in range(40)))
    first, second = together(lambda: drain(database, now, "w1"), lambda: drain(other, now, "w2"))
    assert len(first) + len(second) == len({*first, *second}) == 40


def test_two_processes_never_claim_the_same_step(
    database, database_url, keys, add_steps, make_step, now
):
    add_steps(*(make_step(n) for n in range(40)))
    spawn = multiprocessing.get_context("fork")
    found = spawn.Queue()
    workers = [
        spawn.Process(target=drain_in_process, args=(database_url, keys, now, name, found))
        for name in ("w1", "w2")
    ]
    for worker in workers:
        worker.start()
    drained = found.get(timeout=60) + found.get(timeout=60)
    for worker in workers:
        worker.join(timeout=20)
    assert len(drained) == len(set(drained)) == 40


def test_two_workers_never_hold_one_resource(database, open_another, add_steps, make_step, now):
    other = open_another(busy_timeout_s=20)
    for n in range(10):
        add_steps(*(make_step(10 * n + k, resource=f"stripe:ch_{n}", lane=None) for k in range(2)))
    taken = together(
        *(
            lambda one=one: one.write_now(
                lambda tx: tx.steps.claim(now=now, worker="w", lease=LEASE, limit=50)
            )
            for one in (database, other)
        )
    )
    resources = [step.resource for steps in taken for step in steps]
    assert sorted(resources) == sorted({f"stripe:ch_{n}" for n in range(10)})


def test_of_two_writers_on_one_revision_one_wins(database, open_another, make_handoff):
    other = open_another(busy_timeout_s=20)
    database.write_now(lambda tx: tx.handoffs.add(make_handoff()))

    def decide(tx):
        seen = tx.handoffs.get("ho_1")
        changed = seen.model_copy(update={"revision": 2, "owner": "U1"})
        return tx.handoffs.save(changed, expected_revision=1)

    won = together(lambda: database.write_now(decide), lambda: other.write_now(decide))
    assert sorted(won) == [False, True]


def test_nobody_decides_on_what_another_is_changing(database, open_another, make_handoff):
    """Reading a handoff in order to change it waits for whoever is at it; no count is lost."""
    other = open_another(busy_timeout_s=20)
    database.write_now(lambda tx: tx.handoffs.add(make_handoff()))

    def note(tx):
        seen = tx.handoffs.case("ho_1").handoff
        noted = seen.model_copy(update={"notes": (*seen.notes, "Seen.")})
        return tx.handoffs.save(noted, expected_revision=seen.revision)

    def note_often(one):
        return [one.write_now(note) for _ in range(10)]

    together(lambda: note_often(database), lambda: note_often(other))
    assert len(database.read_now(lambda tx: tx.handoffs.get("ho_1")).notes) == 20


@pytest.mark.parametrize("round_", range(5))
def test_cancel_and_start_race_and_exactly_one_wins(
    database, open_another, add_steps, make_step, now, round_
):
    other = open_another(busy_timeout_s=20)
    add_steps(make_step(round_))
    cancelled = make_step(round_, outcome=StepOutcome.CANCELLED)
    stopped, started = together(
        lambda: other.write_now(
            lambda tx: tx.steps.update(cancelled, expected=StepOutcome.PENDING)
        ),
        lambda: database.write_now(
            lambda tx: tx.steps.claim(now=now, worker="w", lease=LEASE, limit=1)
        ),
    )
    assert bool(stopped) is not bool(started)


def test_one_nudge_is_handed_to_one_of_two(database, open_another, make_handoff, make_nudge, now):
    other = open_another(busy_timeout_s=20)

    def prepare(tx):
        tx.handoffs.add(make_handoff())
        for n in range(20):
            tx.nudges.add(make_nudge(n))

    database.write_now(prepare)
    taken = together(
        *(
            lambda one=one: one.write_now(lambda tx: tx.nudges.claim_due(now=now, limit=15))
            for one in (database, other)
        )
    )
    ids = [nudge.id for nudges in taken for nudge in nudges]
    assert len(ids) == len(set(ids)) == 20


def test_chains_written_by_two_at_once_hold(database, open_another, make_entry):
    other = open_another(busy_timeout_s=20)

    def append_often(one):
        for _ in range(10):
            one.write_now(lambda tx: tx.audit.append(make_entry()))

    together(lambda: append_often(database), lambda: append_often(other))
    assert database.read_now(lambda tx: tx.audit.verify()) == ()
    assert len(database.read_now(lambda tx: tx.audit.history("ho_1"))) == 20
