"""Whom the call names as the owner: a claim, found by e-mail among the people of the policy."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from handlers.sandbox.calls import fresh, sample_call
from tests.journeys.conftest import until


def named(house, owner):
    """A refund request whose analysis names an owner."""
    call = fresh(sample_call("refund_small", house.clock()), 1)
    body = deepcopy(call.body)
    analysis = body["payload"]["call"]["post_call_analysis"]
    analysis["finance_owner"] = owner
    answer = house.deliver(replace(call, body=body))
    assert answer.status_code == 200, answer.text
    return call.call_id


def test_whoever_the_call_names_by_mail_owns_it_and_the_card_says_why(house):
    call_id = named(house, "Ben Bookkeeper <ben@finance.example>")
    house.await_card(call_id, "<@U0BEN>", "was named in the call")
    assert house.case(call_id).handoff.owner == "U0BEN"
    told = house.ui("command", user="U0BEN", channel="C0BILLING", command="/handoff", text="mine")
    assert call_id in str(told["body"])


@pytest.mark.parametrize(
    "owner",
    [
        "Ben Bookkeeper",  # a name is no proof of who is meant
        "oren@finance.example",  # in Slack, in no role
        "mallory@elsewhere.example",
        "<@U0BEN>",
    ],
)
def test_whoever_cannot_be_found_changes_nothing_and_is_said(house, owner):
    call_id = named(house, owner)
    house.await_card(call_id, "could not be found among the people")
    handoff = house.case(call_id).handoff
    assert (handoff.owner, handoff.owner_role) == (None, "finance_approver")


def test_no_address_of_an_owner_is_kept_with_the_directory(house):
    named(house, "ben@finance.example")
    directory = until(lambda: house.read(lambda tx: tx.directories.current()))
    assert "@finance.example" not in directory.model_dump_json()
