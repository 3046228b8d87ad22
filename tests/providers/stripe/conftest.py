"""A Stripe account over real HTTP, with its books beside it."""

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.vendor_settings import StripeSettings
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from providers.stripe import build
from tests.providers.stripe.asking import KEY, order


@pytest.fixture
def books(clock):
    return seeded_books(api_key=KEY, now=clock)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def vendor(house, books, faults, clock, sleep):
    with house.open_to(Starlette(routes=stripe_routes(books, faults))) as url:
        settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
        vendor = build(settings, clock=clock, sleep=sleep)
        yield vendor
        await vendor.aclose()


@pytest.fixture
def send(vendor):
    async def send(name, *args, **fields):
        return await vendor.operations[f"stripe.{name}"].send(order(name, *args, **fields))

    return send
