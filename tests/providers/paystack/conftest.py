"""Local Paystack on a real socket, and the orders that the desk would give."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.redaction import redact
from bot.vendor_settings import PaystackSettings
from bot.vendors import Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.paystack_routes import paystack_routes
from handlers.sandbox.paystack_seed import seeded_paystack
from providers.paystack import build
from tests.providers.paystack.orders import ASK, FIELDS, NOTE, RECORDS, fields

KEY = "sk_test_local"


@pytest.fixture
def books(clock):
    return seeded_paystack(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=paystack_routes(books, faults))) as url:
        settings = PaystackSettings(secret_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture
async def scripted_vendor(scripted, clock, sleep):
    settings = PaystackSettings(secret_key=SecretStr(KEY), base_url=scripted)
    vendor = build(settings, clock=clock, sleep=sleep, timeout_s=2)
    yield vendor
    await vendor.aclose()


@pytest.fixture
def order(clock):
    """The order of each operation, as the desk would make it from its form."""

    def made(name, **change):
        key = f"call_1:{name}:1"
        asks = name == ASK
        whole = {
            "record_id": RECORDS[name],
            "since": clock() - timedelta(minutes=1),
            "fields": fields(**FIELDS.get(name, {})),
            "note": redact("Asked when it is due.") if name == NOTE else None,
            "amount_minor": 500_000 if asks else None,
            "currency": "NGN" if asks else None,
        }
        return Order(key, f"{key}:1", **(whole | change))

    return made
