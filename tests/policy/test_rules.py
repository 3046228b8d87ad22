"""Rules: when they match, what they set, and that the unknown counts as above every limit."""

from datetime import timedelta

import pytest

from bot.handoff.words import ReviewReason


def rule(when, sets='owner = "boss"', name="r"):
    return f'\n[[rule]]\nname = "{name}"\nwhen = {when}\n{sets}\n'


VIP = '\n[[tier]]\nname = "vip"\naccounts = ["Tern Books"]\nemail_domains = ["@kite.example"]\n'


@pytest.mark.parametrize(
    ("when", "fields", "matches"),
    [
        ('{ workflows = ["refund_request"] }', {}, True),
        ('{ workflows = ["receipt_request"] }', {}, False),
        ('{ currencies = ["USD", "EUR"] }', {"currency": "EUR"}, True),
        ('{ currencies = ["USD"] }', {"currency": None}, False),
        ('{ regions = ["GB"] }', {"tax_region": "GB"}, True),
        ('{ regions = ["GB"] }', {}, False),
        ('{ confidence = "low" }', {"workflow_confident": False}, True),
        ('{ confidence = "low" }', {"workflow_confident": True}, False),
        ('{ confidence = "high" }', {"workflow_confident": True}, True),
        ('{ review_reasons = ["changes_money"] }', {}, True),
        ('{ review_reasons = ["changes_access", "changes_money"] }', {}, True),
        ('{ review_reasons = ["changes_access"] }', {}, False),
        ('{ workflows = ["refund_request"], currencies = ["USD"] }', {"currency": "EUR"}, False),
        ('{ tiers = ["vip"] }', {"account": "tern books"}, True),
        ('{ tiers = ["vip"] }', {"email": "a@kite.example"}, True),
        ('{ tiers = ["vip"] }', {"email": "a@otherkite.example"}, False),
        ('{ tiers = ["vip"] }', {"vip_claimed": True}, False),  # the caller's word is no tier
        ('{ tiers = ["standard"] }', {}, True),
    ],
)
def test_all_stated_conditions_must_hold(when, fields, matches, judge):
    evaluation = judge(VIP + rule(when), **fields)
    assert (evaluation.ruling.owner_role == "boss") is matches
    assert evaluation.considered[0].matched is matches


@pytest.mark.parametrize(
    ("amount", "currency", "above", "below"),
    [
        (10001, "USD", True, False),
        (10000, "USD", False, False),  # exactly the limit is neither
        (9999, "USD", False, True),
        (8001, "EUR", True, False),  # 100 dollars are 80 euros at 1.25
        (8000, "EUR", False, False),
        (7999, "EUR", False, True),
        (12501, "JPY", True, False),  # no decimals: 12,500 yen
        (12499, "JPY", False, True),
        (1, "KWD", True, False),  # no rate
        (None, "USD", True, False),
        (1, None, True, False),
        (None, None, True, False),
        (0, "USD", False, True),
        (10**13, "USD", True, False),
    ],
)
def test_amounts_are_compared_in_their_own_currency(amount, currency, above, below, judge):
    more = rule("{ above = { USD = 100 } }", name="a")
    more += rule("{ below = { USD = 100 } }", "reason_required = true", name="b")
    evaluation = judge(more, amount_minor=amount, currency=currency)
    assert [one.matched for one in evaluation.considered] == [above, below]


def test_a_named_currency_goes_before_its_rate(judge):
    more = rule("{ above = { USD = 100, EUR = 10 } }")
    assert judge(more, amount_minor=1001, currency="EUR").ruling.owner_role == "boss"


def test_for_each_key_the_first_matching_rule_that_states_it_wins(judge):
    more = (
        rule('{ workflows = ["receipt_request"] }', 'owner = "U0NO"\nreason_required = true', "no")
        + rule('{ workflows = ["refund_request"] }', 'channel = "#big-money"', "one")
        + rule('{ confidence = "high" }', 'channel = "#money"\nowner = "U0YES"', "two")
    )
    evaluation = judge(more)
    ruling = evaluation.ruling
    assert (ruling.channel_id, ruling.owner, ruling.owner_role) == ("#big-money", "U0YES", None)
    assert ruling.reason_required is False
    assert [one.sets for one in evaluation.considered] == [(), ("channel",), ("owner",)]


def test_the_channel_brings_what_its_readers_may_see(judge):
    plain = judge()
    assert plain.ruling.show_contacts is False
    other = judge(rule('{ confidence = "high" }', 'channel = "#big-money"'))
    assert other.ruling.show_contacts is True


def test_everything_a_rule_may_set(judge):
    ruling = judge(
        rule(
            '{ confidence = "high" }',
            'approvals = [{ role = "boss" }]\nescalate_to = ["clerk", "boss"]\n'
            "reason_required = true\ncancel_window_s = 5\nstart_within_min = 10\n"
            'nudge_offsets = ["2d", "90m", "30s"]\n'
            'refuse = "Refunds are closed for the audit."',
        )
    ).ruling
    assert [step.role for step in ruling.approvals] == ["boss"]
    assert [(one.role, one.title) for one in ruling.escalation] == [
        ("clerk", "Clerk"),
        ("boss", "The boss"),
    ]
    assert ruling.reason_required
    assert ruling.cancel_window == timedelta(seconds=5)
    assert ruling.start_within == timedelta(minutes=10)
    assert ruling.nudge_offsets == (
        timedelta(days=2),
        timedelta(minutes=90),
        timedelta(seconds=30),
    )
    assert ruling.refused == "Refunds are closed for the audit."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"workflow": "refund_request"}, {"changes_money"}),
        ({"workflow": "charge_dispute"}, {"changes_money"}),
        ({"workflow": "invoice_resend", "email_verified": True}, set()),
        ({"workflow": "invoice_resend", "email_verified": False}, {"sensitive_request"}),
        ({"workflow": "receipt_request"}, {"sensitive_request"}),
        ({"workflow": "renewal_failure"}, {"changes_money", "changes_access"}),
        ({"workflow": "payment_blocker"}, {"changes_access"}),
        ({"workflow": "promise_to_pay"}, {"changes_commitments"}),
        ({"workflow": "tax_or_address_correction"}, {"sensitive_request", "changes_legal_terms"}),
        ({"workflow": "other_billing"}, set()),
        ({"workflow": "other_billing", "credit_request": "please"}, {"changes_money"}),
        ({"workflow": "other_billing", "workflow_confident": False}, {"low_confidence_match"}),
        ({"workflow": "other_billing", "vip_claimed": True}, {"high_value_customer"}),
        ({"workflow": "other_billing", "account": "Tern Books"}, {"high_value_customer"}),
        ({"workflow": "other_billing", "unsafe": True}, {"not_made_safe"}),
    ],
)
def test_why_a_person_must_look(fields, expected, judge):
    more = VIP + '\n[[destination]]\nname = "d"\nvendor = "stripe"\n'
    assert set(judge(more, **fields).ruling.review_reasons) == expected


def test_reasons_come_in_the_order_of_the_glossary(judge):
    found = judge(workflow="renewal_failure", vip_claimed=True, unsafe=True).ruling.review_reasons
    assert list(found) == [reason for reason in ReviewReason if reason in found]
