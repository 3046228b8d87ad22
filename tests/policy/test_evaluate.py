"""An evaluation: deadlines, what is frozen, purity, and its words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.policy import evaluate, explain, parse_policy

DEFAULT = Path(__file__).parents[2] / "policy.toml"


def test_a_call_without_a_deadline_gets_working_days(judge):
    evaluation = judge()
    assert evaluation.due_at == datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert evaluation.ruling.default_due == evaluation.due_at
    assert evaluation.ruling.deadline_zone == "Europe/London"


@pytest.mark.parametrize(
    ("stated", "due_at"),
    [
        (date(2026, 7, 1), datetime(2026, 7, 1, 16, tzinfo=UTC)),  # summer in London
        (datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 20, 15, tzinfo=UTC)),
    ],
)
def test_a_stated_deadline_holds(stated, due_at, judge):
    evaluation = judge(follow_up_deadline=stated)
    assert evaluation.due_at == due_at
    assert "stated in the call" in evaluation.notes[-1]


def test_a_ruling_freezes_the_policy(parse, judge):
    ruling = judge().ruling
    assert (ruling.policy_id, ruling.policy_hash) == ("small", parse().text_hash)
    assert [role.name for role in ruling.roles] == ["clerk", "boss"]
    assert ruling.approvals[0].above_minor is None
    assert ruling.approvals[1].above_minor == {"USD": 5000, "EUR": 4000, "JPY": 6250}
    assert ruling.path == judge().notes


def test_an_owner_is_a_role_or_a_person(judge):
    assert (judge().ruling.owner, judge().ruling.owner_role) == (None, "clerk")
    person = judge('[[rule]]\nname = "r"\nwhen = { confidence = "high" }\nowner = "U0ADA"\n').ruling
    assert (person.owner, person.owner_role) == ("U0ADA", None)


def test_the_path_is_told_in_sentences(judge):
    more = (
        '[[rule]]\nname = "big"\nwhen = { above = { USD = 100 } }\nreason_required = true\n'
        '[[rule]]\nname = "late"\nwhen = { currencies = ["USD"] }\nreason_required = false\n'
        '[[rule]]\nname = "other"\nwhen = { currencies = ["EUR"] }\nreason_required = false\n'
    )
    evaluation = judge(more, amount_minor=20000, currency="USD")
    assert evaluation.ruling.path == (
        "Customer tier: standard.",
        "No destination: none fits, so a person has to pick.",
        'Rule "big" matched (USD 200.00 is above USD 100.00): it sets reason_required.',
        'Rule "late" matched (currency is USD): earlier rules had set all it states.',
        "Due 2026-11-24 17:00 UTC: 2 working days, none was stated.",
    )


def test_explain_tells_rules_and_result(judge):
    more = '[[rule]]\nname = "big"\nwhen = { above = { USD = 100 } }\nrefuse = "Not here."\n'
    text = explain(judge(more, amount_minor=500, currency="USD"))
    assert "big: no match (USD 5.00 is below USD 100.00)" in text
    assert "  channel: #money\n" in text
    assert "  owner: clerk\n" in text
    assert "refused" not in text
    refused = explain(judge(more, amount_minor=50000, currency="USD"))
    assert "  refused: Not here." in refused


def test_no_word_of_the_caller_is_in_the_path(judge):
    loud = "Zanzibar <!channel>"
    evaluation = judge(
        customer=loud, account=loud, invoice_number=loud, tax_region=loud, email=loud, summary=loud
    )
    assert "Zanzibar" not in explain(evaluation)
    assert not any("Zanzibar" in note for note in evaluation.ruling.path)


@given(
    workflow=st.sampled_from(Workflow),
    amount=st.none() | st.integers(0, 10**13),
    currency=st.none() | st.sampled_from(["USD", "EUR", "JPY", "KWD", "GBP"]),
    confident=st.booleans(),
)
def test_any_call_gets_the_same_ruling_twice(workflow, amount, currency, confident):
    policy, now = (
        parse_policy(DEFAULT.read_text(), name="p"),
        datetime(2026, 11, 20, 14, tzinfo=UTC),
    )
    call = _call(workflow, amount, currency, confident)
    first, second = evaluate(policy, call, now), evaluate(policy, call, now)
    assert first == second
    assert first.ruling.approvals
    assert explain(first)


def _call(workflow, amount, currency, confident):
    return BillingCall(
        call_id="c",
        workflow=workflow,
        amount_minor=amount,
        currency=currency,
        workflow_confident=confident,
    )
