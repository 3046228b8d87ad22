"""A small policy, and calls to judge by it."""

from datetime import UTC, datetime

import pytest

from bot.handoff.billing_call import BillingCall
from bot.policy import evaluate, parse_policy
from bot.redaction import redact

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday

SMALL = """
[policy]
id = "small"
zone = "Europe/London"

[rates]
base = "USD"
worth = { EUR = "1.25", JPY = "0.008" }

[[role]]
name = "clerk"
groups = ["@clerks"]
limits = { USD = 100, GBP = 90 }

[[role]]
name = "boss"
title = "The boss"
users = ["U0BOSS"]
unlimited = true

[[channel]]
name = "#money"

[[channel]]
name = "#big-money"
show_contacts = true

[baseline]
owner = "clerk"
channel = "#money"
approvals = [{ role = "clerk" }, { role = "boss", above = { USD = 50 } }]
escalate_to = ["boss"]
"""

TEXTS = frozenset(
    name for name, field in BillingCall.model_fields.items() if "Redacted" in str(field.annotation)
)


def billing_call(**fields):
    values = {"call_id": "call_1", "workflow": "refund_request", **fields}
    shown = {
        name: redact(value) if name in TEXTS and isinstance(value, str) else value
        for name, value in values.items()
    }
    return BillingCall(**shown)


@pytest.fixture
def make_call():
    return billing_call


@pytest.fixture
def parse():
    """Parse the small policy with more text after it."""
    return lambda more="", text=SMALL: parse_policy(text + more, name="small.toml")


@pytest.fixture
def judge(parse):
    """Judge a call, given by its fields, under the small policy with more text after it."""

    def _judge(more="", **fields):
        return evaluate(parse(more), billing_call(**fields), NOW)

    return _judge


@pytest.fixture
def small():
    return SMALL


@pytest.fixture
def now():
    return NOW
