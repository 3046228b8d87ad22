"""Local ProAbono on a real socket, and the orders that the desk would give."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.vendor_settings import ProAbonoSettings
from bot.vendors import Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.proabono_routes import proabono_routes
from handlers.sandbox.proabono_seed import seeded_proabono
from providers.proabono import build
from tests.providers.proabono.orders import FIELDS, NOTES, RECORDS, fields

AGENT, KEY = "local-agent", "local-agent-key"


@pytest.fixture
def books(clock):
    return seeded_proabono(agent_key=AGENT, api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
def open_vendor(clock, sleep, waits_s):
    """Open the adapter; `change` are settings, `page_size` how much of a list is asked at once."""

    def opened(url, page_size=1000, timeout_s=waits_s, **change):
        asked = {"agent_key": AGENT, "api_key": SecretStr(KEY), "base_url": url, **change}
        settings = ProAbonoSettings(_env_file=None, **asked)
        return build(settings, clock=clock, sleep=sleep, timeout_s=timeout_s, page_size=page_size)

    return opened


@pytest.fixture
def address(house, books, faults):
    with house.open_to(Starlette(routes=proabono_routes(books, faults))) as url:
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
def order(clock):
    """The order of each operation, as the desk would make it from its form."""

    def made(name, **change):
        key = f"call_1:{name}:1"
        whole = {
            "record_id": RECORDS[name],
            "since": clock() - timedelta(minutes=1),
            "fields": fields(**FIELDS.get(name, {})),
            "note": NOTES.get(name),
        }
        return Order(key, f"{key}:1", **(whole | change))

    return made
