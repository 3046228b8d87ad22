"""Local Polygon.io on a real socket, and a call about a listed company."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import PolygonSettings
from bot.vendors import Question
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.polygon_routes import polygon_routes
from handlers.sandbox.polygon_seed import seeded_polygon
from providers.polygon import build

KEY = "local-polygon-key"


class Moving:
    """A clock that only sleeping moves."""

    def __init__(self, start):
        self.at = start
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, pause_s):
        self.slept.append(pause_s)
        self.at += timedelta(seconds=pause_s)


@pytest.fixture
def moving(clock):
    return Moving(clock())


@pytest.fixture
def books(moving):
    return seeded_polygon(api_key=KEY, now=moving)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
def open_vendor(moving, waits_s):
    def opened(url, timeout_s=waits_s, **change):
        asked = {"api_key": SecretStr(KEY), "base_url": url, **change}
        settings = PolygonSettings(_env_file=None, **asked)
        return build(settings, clock=moving, sleep=moving.sleep, timeout_s=timeout_s)

    return opened


@pytest.fixture
def address(house, books, faults):
    with house.open_to(Starlette(routes=polygon_routes(books, faults))) as url:
        yield url


@pytest.fixture
async def vendor(address, open_vendor):
    vendor = open_vendor(address)
    yield vendor
    await vendor.aclose()


@pytest.fixture
async def scripted_vendor(scripted, open_vendor):
    vendor = open_vendor(scripted, timeout_s=2)
    yield vendor
    await vendor.aclose()


@pytest.fixture
def about():
    """A question about whoever has this symbol."""

    def asked(ticker, label="Ticker symbol"):
        learned = ((redact(label), redact(ticker)),)
        call = BillingCall(call_id="call_1", workflow=Workflow.OTHER_BILLING, learned=learned)
        return Question(call)

    return asked
