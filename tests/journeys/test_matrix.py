"""Workflow by destination by decision: exactly what the vendor is asked, and the card's words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.cards import names
from bot.handoff.playbooks import PLAYBOOKS
from bot.handoff.words import Workflow
from tests.journeys.conftest import until
from tests.journeys.rows_plisio import PLISIO
from tests.journeys.rows_proabono import PROABONO
from tests.journeys.rows_quickbooks import QUICKBOOKS
from tests.journeys.rows_skyfire import SKYFIRE
from tests.journeys.workflows import LEAD, PAYSTACK, STRIPE, a_call

ROWS = (*STRIPE, *PAYSTACK, *PROABONO, *PLISIO, *SKYFIRE, *QUICKBOOKS)
VENDORS = tuple(dict.fromkeys(row.vendor for row in ROWS))
BY_NAME = {f"{row.vendor}-{row.name}": row for row in ROWS}


@pytest.fixture(params=sorted(BY_NAME))
def row(request):
    return BY_NAME[request.param]


def books_of(house, vendor):
    sandbox = house.world.sandbox
    return sandbox.books if vendor == "stripe" else getattr(sandbox, vendor)


def writes(house):
    """Everything each destination was asked that is no read, in order."""
    return {
        vendor: [one for one in list(books_of(house, vendor).requests) if is_write(one)]
        for vendor in VENDORS
    }


def is_write(request):
    """At Plisio a GET creates an invoice."""
    return request.method != "GET" or request.path.endswith("/invoices/new")


def is_drawn(house, call_id):
    """Whether the card shows the newest revision."""
    case = house.case(call_id)
    return case.place and case.place.drawn_revision == case.handoff.revision


def settled(house, row, decision):
    call = a_call(row, decision)
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    pick_when_needed(house, call.call_id)
    until(lambda: is_drawn(house, call.call_id))
    return call.call_id


def pick_when_needed(house, call_id):
    """A record that was found by address alone is picked by a person who does not approve."""
    handoff = house.case(call_id).handoff
    if handoff.record is None and handoff.candidates:
        chosen = handoff.candidates[0].record_id
        value = names.pick_value(handoff.id, handoff.revision, chosen)
        until(lambda: house.card(call_id))
        house.await_state(call_id, handoff.state)
        house.click(call_id, "pick", "U0BEN", selected={"selected_option": {"value": value}})
        until(lambda: house.case(call_id).handoff.record)


def decide(house, call_id, row):
    for user in row.by:
        until(lambda: is_drawn(house, call_id))
        house.await_button(call_id, row.do)
        revision = house.case(call_id).handoff.revision
        house.click(call_id, row.do, user)
        answer = house.submit(user, form=row.form, **({"reason": row.reason} if row.reason else {}))
        assert not answer.get("errors"), answer
        until(lambda seen=revision: house.case(call_id).handoff.revision > seen)


def check(wanted, got):
    method, path, words = wanted
    pattern = re.escape(path).replace(r"\{id\}", "[^/]+")
    assert got.method == method
    assert re.fullmatch(rf"(/({'|'.join(VENDORS)}))?{pattern}", got.path)
    assert all(word in got.body for word in words), got.body


def test_what_is_decided_is_what_the_vendor_is_asked_and_the_card_says(house, row):
    call_id = settled(house, row, row.do)
    decide(house, call_id, row)
    until(lambda: writes(house)[row.vendor])
    if row.state:
        house.await_state(call_id, row.state)
    else:
        until(lambda: house.case(call_id).handoff.state in {"submitted", "succeeded"})
    house.await_card(call_id, *row.says)
    seen = writes(house)
    assert len(seen[row.vendor]) == len(row.writes), seen
    for wanted, got in zip(row.writes, seen[row.vendor], strict=True):
        check(wanted, got)
    assert not any(asked for vendor, asked in seen.items() if vendor != row.vendor)
    assert house.read(lambda tx: tx.audit.verify()) == ()


@pytest.mark.sqlite_by_default
def test_a_rejected_request_asks_nobody_anything(house, row):
    call_id = settled(house, row, "reject")
    house.await_button(call_id, "more")
    house.click(call_id, "more")
    house.submit(act="reject", reason="Not ours to do.")
    house.await_state(call_id, "rejected")
    assert not any(writes(house).values())
    assert "Not ours to do." in house.card(call_id)["text"]


@pytest.mark.sqlite_by_default
def test_an_escalated_request_changes_hands_and_nothing_else(house, row):
    call_id = settled(house, row, "escalate")
    before = house.case(call_id).handoff
    house.await_button(call_id, "escalate")
    house.click(call_id, "escalate")
    house.submit(target="finance_lead", reason="Please look at this one.")
    until(lambda: house.case(call_id).handoff.owner_role == "finance_lead")
    house.await_state(call_id, before.state)
    assert not any(writes(house).values())
    assert "Escalated" in house.card(call_id)["text"]
    until(lambda: "Please look at this one." in house.direct(LEAD))


def test_every_row_of_the_playbook_table_is_walked():
    walked = Counter((Workflow(row.workflow), row.vendor) for row in ROWS)
    offered = {key for key, playbook in PLAYBOOKS.items() if playbook.plans or playbook.resend}
    assert offered == set(walked)
