"""Polygon.io: what is public about a listed company, for the one who asks."""

from __future__ import annotations

import json

from bot.cards import names
from tests.journeys.conftest import until
from tests.journeys.workflows import Row, a_call, facts_of


def received(house, name, **facts):
    """A call about an invoice of Stripe's, looked up; its id."""
    asked = facts_of("other_billing", invoice_number="INV-20478", **facts)
    call = a_call(Row(name, "stripe", asked, (), ()), "look")
    assert house.deliver(call).status_code == 200
    until(lambda: house.case(call.call_id).handoff.looked_up)
    house.await_button(call.call_id, "more")
    return call.call_id


def looked_up(house, call_id, user="U0ADA"):
    """What the view says once everybody answered."""
    house.click(call_id, "more", user)
    more = until(lambda: house.open_view(user))
    elements = [one for block in more["blocks"] for one in block.get("elements", ())]
    value = next(one["value"] for one in elements if one.get("action_id") == names.LOOKUP)
    house.ui("click", user=user, view_id=more["id"], action_id=names.LOOKUP, value=value)
    return until(lambda: answered(house, user))


def answered(house, user):
    said = json.dumps(house.open_view(user).get("blocks", []))
    return said if "Nothing of it is kept" in said else None


def test_a_listed_company_is_looked_up_and_linked_to_the_regulator(house):
    said = looked_up(house, received(house, "listed", ticker="EXPL"))
    assert "Since 09 Jun 2022: EXPL" in said
    assert "https://www.sec.gov/Archives/" in said
    assert "FORM 10-Q, 377 kB" in said


def test_any_other_call_asks_it_nothing(house):
    said = looked_up(house, received(house, "unlisted"))
    assert "Polygon.io" not in said
    assert house.world.sandbox.polygon.requests == []
