"""A bench for each test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.handoff.states import left_to_people
from bot.policy import parse_policy
from bot.redaction import redact
from tests.desk.bench import ADA, POLICY, Bench
from tests.desk.rooms import furnish
from tests.desk.shelf import Shelf
from tests.desk.shut_books import DOWN, REVOKED, Shut, look_for


@pytest.fixture
def bench(new_url):
    opened = Bench(new_url)
    yield opened
    opened.close()


@pytest.fixture
def slack(bench):
    """Slack with channels that keep what was said."""
    return furnish(bench)


@pytest.fixture
def pair(bench):
    """Pair the destinations that map this kind of object with systems, each with books of its own.

    `pair("charge", hubspot="main")`: its section of the policy gets `hubspot = "main"`.
    """

    policies = [POLICY.read_text(encoding="utf-8")]

    def rule(maps, **systems):
        text, mapping = policies[-1], f'[destination.mapping]\nobject = "{maps}"\n'
        assert mapping in text
        named = "".join(f'{system} = "{account}"\n' for system, account in systems.items())
        policies.append(text.replace(mapping, f"[destination.pairings]\n{named}\n{mapping}"))
        policy = parse_policy(policies[-1], name="policy.toml")
        bench.office = replace(bench.office, rules=replace(bench.office.rules, policy=policy))
        for system in systems:
            bench.office.vendors.setdefault(system, Shelf(system))
        return bench

    return rule


@pytest.fixture
def lost(bench):
    """Approve 20.00 of 49.00; the answer is lost, and then the books are shut."""

    def begin(word="lost_after", failure=REVOKED):
        bench.call()
        bench.books.script.append(word)
        assert bench.approve(ADA, amount="20").accepted
        bench.send()
        bench.books.reads = Shut(failure)
        bench.later(seconds=2)
        bench.work()
        return bench

    return begin


@pytest.fixture
def silent(lost):
    """As above, and long enough that somebody may say what happened."""

    def wait(word="lost_after", failure=REVOKED):
        bench = lost(word, failure)
        for _ in look_for(bench, hours=25 if failure is DOWN else 1):
            if left_to_people(bench.case()):
                return bench
        raise AssertionError("it was never left to people")

    return wait


@pytest.fixture
def at(bench):
    """Take a call about the records that a vendor has."""

    def take(workflow, *records, vendor="paystack", call_id="call_1", **told):
        if vendor not in bench.office.vendors or not hasattr(bench, "shelf"):
            bench.office.vendors[vendor] = bench.shelf = Shelf(vendor, *records)
        named = redact(records[0].record_id if records else "PSK-nobody")
        told = {"payment_id": named, "amount_minor": None, "currency": "NGN", **told}
        bench.call(call_id, workflow=workflow, **told)
        return bench

    return take
