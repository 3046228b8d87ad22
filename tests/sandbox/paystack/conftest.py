"""Local Paystack behind its own door, without a port."""

from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.paystack_routes import paystack_routes
from handlers.sandbox.paystack_seed import seeded_paystack
from handlers.sandbox.paystack_ui import paystack_ui_routes

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = "sk_test_local"


@pytest.fixture
def books():
    return seeded_paystack(api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def paystack(books, faults):
    app = Starlette(routes=[*paystack_ui_routes(books), *paystack_routes(books, faults)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://paystack",
        headers={"authorization": f"Bearer {KEY}"},
    ) as client:
        yield client
