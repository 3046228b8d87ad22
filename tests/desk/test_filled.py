"""What an approver fills in is checked against the plan's form, and nothing else is kept."""

from __future__ import annotations

import pytest

from bot.desk.filled import filled_in, form_problem
from bot.handoff.forms import (
    ADDRESS,
    EVIDENCE,
    EVIDENCE_ON_FILE,
    NEW_CUSTOMER,
    NEW_SUBSCRIBER,
    PAYMENT_SETTINGS,
    PROMISE,
)
from bot.redaction import redact

ENDS = {"automatic_ends": "yes"}
SAID = {"service_details": redact("A desk, delivered."), "final": redact("yes")}


def words(**typed):
    return {name: redact(text) for name, text in typed.items()}


def test_without_a_form_nothing_is_kept_and_nothing_is_wrong():
    assert filled_in(None, words(line1="Weg 1")) == {}
    assert form_problem(None, {}) is None


def test_only_fields_of_the_form_are_kept():
    assert filled_in(ADDRESS, words(line1="Weg 1", amount="5", final="yes")) == {
        "line1": redact("Weg 1")
    }


@pytest.mark.parametrize(
    ("form", "typed", "field"),
    [
        (EVIDENCE, {"service_details": "A desk."}, "form:final"),
        (EVIDENCE, {"final": "yes"}, "form:service_details"),
        (EVIDENCE, {**SAID, "delivery_date": "yesterday"}, "form:delivery_date"),
        (EVIDENCE, {**SAID, "delivery_date": "2026-02-30"}, "form:delivery_date"),
        (EVIDENCE, {**SAID, "service_details": "x" * 3001}, "form:service_details"),
        (ADDRESS, {"country": "Germany"}, "form:country"),
        (ADDRESS, {"country": "D1"}, "form:country"),
        (PROMISE, {"recipient": "yes", "consent": "yes", "channel": "yes"}, "form:purpose"),
        (NEW_CUSTOMER, {"email": "a@b.example"}, "form:matched"),
        (NEW_CUSTOMER, {"email": "a@b", "matched": "yes"}, "form:email"),
        (NEW_CUSTOMER, {"email": "a@b.example, c@d.example", "matched": "yes"}, "form:email"),
        (ADDRESS, {"line1": "my card is 4242 4242 4242 4242"}, "form:line1"),
        (
            EVIDENCE,
            {**SAID, "service_details": "Paid by 4242 4242 4242 4242"},
            "form:service_details",
        ),
        (EVIDENCE_ON_FILE, {"service_details": "A desk."}, "form:declined_there"),
        (PAYMENT_SETTINGS, {"payment_method": "card", **ENDS}, "form:payment_method"),
        (PAYMENT_SETTINGS, {"payment_method": "bank"}, "form:automatic_ends"),
        (NEW_SUBSCRIBER, {"email": "a@b.example"}, "form:matched"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_input(form, typed, field):
    problem = form_problem(form, filled_in(form, words(**typed)))
    assert problem is not None
    assert problem.field == field


def test_a_form_that_asks_nothing_in_particular_still_wants_something():
    assert form_problem(ADDRESS, {}).sentence == "Fill in what is to change."


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        (EVIDENCE, SAID),
        (ADDRESS, {"line1": "Weg 1", "country": "de"}),
        (
            PROMISE,
            dict.fromkeys(("recipient", "consent", "channel", "purpose", "follow_up"), "yes"),
        ),
        (NEW_CUSTOMER, {"email": "a@b.example", "matched": "yes"}),
    ],
)
def test_what_is_complete_is_taken(form, typed):
    assert form_problem(form, filled_in(form, words(**typed))) is None
