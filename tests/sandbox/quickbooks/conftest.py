"""Local QuickBooks behind its own doors, without a port."""

from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.quickbooks_routes import TOKENS, quickbooks_routes
from handlers.sandbox.quickbooks_seed import CLIENT_ID, REALM_ID, seeded_quickbooks
from handlers.sandbox.quickbooks_ui import quickbooks_ui_routes

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
SECRET, CONSENT = "local-client-secret", "rt-local-consent"


@pytest.fixture
def books():
    return seeded_quickbooks(client_secret=SECRET, refresh_token=CONSENT, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def client(books, faults):
    app = Starlette(routes=[*quickbooks_ui_routes(books), *quickbooks_routes(books, faults)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://quickbooks") as client:
        yield client


@pytest.fixture
def renew(client):
    async def renew(token=CONSENT, secret=SECRET):
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return await client.post(TOKENS, data=form, auth=(CLIENT_ID, secret))

    return renew


@pytest.fixture
async def company(client, renew):
    """Ask the company: method, path behind it, and what goes with it."""
    token = (await renew()).json()["access_token"]

    async def ask(method, path, *, realm=REALM_ID, query=None, **more):
        return await client.request(
            method,
            f"/v3/company/{realm}{path}",
            params={"minorversion": "75", **(query or {})},
            headers={"authorization": f"Bearer {token}", **more.pop("headers", {})},
            **more,
        )

    return ask


@pytest.fixture
def select(company):
    async def select(statement):
        return await company("GET", "/query", query={"query": statement})

    return select
