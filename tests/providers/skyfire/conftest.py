"""Local Skyfire and its seller on real sockets, and the order that the desk would give."""

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.vendor_settings import SkyfireSettings
from bot.vendors import Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.skyfire_books import SERVICE, SkyfireBooks
from handlers.sandbox.skyfire_routes import seller_routes, skyfire_routes
from providers.skyfire import build

KEY = "local-skyfire-key-of-no-agent"
STEP = "call_1:skyfire.create_kya_token:1"


@pytest.fixture
def books(clock):
    return SkyfireBooks(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
def at_skyfire(house, books, faults):
    with house.open_to(Starlette(routes=skyfire_routes(books, faults))) as url:
        yield url


@pytest.fixture
def at_seller(house, books, faults):
    with house.open_to(Starlette(routes=seller_routes(books, faults))) as url:
        yield f"{url}/kya"


@pytest.fixture
async def opened(at_skyfire, at_seller, clock, sleep, waits_s):
    """Open the vendor with settings changed."""
    kept = []

    def open_(**change):
        settings = {
            "api_key": SecretStr(KEY),
            "base_url": at_skyfire,
            "seller_service_id": SERVICE,
            "receiver_url": at_seller,
            **change,
        }
        built = build(SkyfireSettings(**settings), clock=clock, sleep=sleep, timeout_s=waits_s)
        kept.append(built)
        return kept[-1]

    yield open_
    for vendor in kept:
        await vendor.aclose()


@pytest.fixture
def vendor(opened):
    return opened()


@pytest.fixture
def create(vendor):
    return vendor.operations["skyfire.create_kya_token"]


@pytest.fixture
def order():
    return Order(STEP, f"{STEP}:1", "wallet")
