"""A bench for each test."""

from __future__ import annotations

import pytest

from bot.redaction import redact
from tests.desk.bench import Bench
from tests.desk.rooms import furnish
from tests.desk.shelf import Shelf


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
