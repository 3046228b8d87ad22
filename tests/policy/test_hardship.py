"""Nobody who says to be in trouble is pressed for money before a lead has looked."""

from pathlib import Path

import pytest

from bot.policy import evaluate, parse_policy
from bot.policy.hardship import speaks_of_hardship

DEFAULT = Path(__file__).parents[2] / "policy.toml"


@pytest.mark.parametrize(
    "summary",
    [
        "She will pay half now; the company has lost orders.",
        "We had to let two people go.",
        "He was laid off in May and cannot afford it.",
        "Her husband died last month.",
        "The firm is insolvent.",
        "The caller was crying and asked for more time.",
    ],
)
def test_trouble_is_heard(make_call, summary):
    assert speaks_of_hardship(make_call(workflow="promise_to_pay", summary=summary))


@pytest.mark.parametrize(
    "summary",
    [
        "She will pay on Friday.",
        "They lost invoice INV-7 and ask for it again.",
        "He disputes nothing and pays next week.",
        "",
    ],
)
def test_an_ordinary_promise_is_ordinary(make_call, summary):
    assert not speaks_of_hardship(make_call(workflow="promise_to_pay", summary=summary))


def test_the_default_policy_brings_it_to_a_lead(make_call, now):
    policy = parse_policy(DEFAULT.read_text(), name=DEFAULT.name)
    call = make_call(
        workflow="promise_to_pay", invoice_number="INV-1", summary="We lost our largest orders."
    )
    ruling = evaluate(policy, call, now).ruling
    assert "sensitive_request" in ruling.review_reasons
    assert ruling.owner_role == "finance_lead"
    assert [one.role for one in ruling.approvals] == ["finance_lead"]
    plain = make_call(workflow="promise_to_pay", invoice_number="INV-1", summary="Friday is fine.")
    assert evaluate(policy, plain, now).ruling.owner_role == "finance_approver"
