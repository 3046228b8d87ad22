"""Local Plisio on a real socket, and the order that the desk would give."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.redaction import redact
from bot.vendor_settings import PlisioSettings
from bot.vendors import Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.plisio_routes import plisio_routes
from handlers.sandbox.plisio_seed import seeded_plisio
from providers.plisio import build

KEY = "local-plisio-key-of-no-shop"
STEP = "call_1:plisio.create_invoice:1"


@pytest.fixture
def books(clock):
    return seeded_plisio(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def vendor(house, books, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=plisio_routes(books, faults))) as url:
        settings = PlisioSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture
async def scripted_vendor(scripted, clock, sleep):
    settings = PlisioSettings(api_key=SecretStr(KEY), base_url=scripted)
    vendor = build(settings, clock=clock, sleep=sleep, timeout_s=2)
    yield vendor
    await vendor.aclose()


@pytest.fixture
def create(vendor):
    return vendor.operations["plisio.create_invoice"]


@pytest.fixture
def order(clock):
    def made(amount_minor=24_000, currency="USD", *, record_id="", **fields):
        return Order(
            STEP,
            f"{STEP}:1",
            record_id,
            amount_minor,
            currency,
            since=clock() - timedelta(minutes=1),
            fields={name: redact(value) for name, value in fields.items()},
        )

    return made
