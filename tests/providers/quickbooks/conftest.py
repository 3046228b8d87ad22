"""Local QuickBooks on a real socket, a true vault, and the orders that the desk would give."""

import asyncio
import shutil
from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

import storage
from bot.redaction import redact
from bot.vendor_settings import QuickBooksSettings
from bot.vendors import Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.quickbooks_routes import quickbooks_routes
from handlers.sandbox.quickbooks_seed import (
    ACCOUNT_ID,
    CLIENT_ID,
    ITEM_ID,
    REALM_ID,
    seeded_quickbooks,
)
from providers.quickbooks import build
from storage.secrets import SqlVault

SECRET, CONSENT = "local-client-secret", "rt-local-consent"
KEYS = (SecretStr("a key of the tests, long enough"),)


@pytest.fixture
def time(clock):
    """The moment it is, which a test may move."""
    return {"now": clock()}


@pytest.fixture
def now(time):
    return lambda: time["now"]


@pytest.fixture
def books(now):
    return seeded_quickbooks(client_secret=SECRET, refresh_token=CONSENT, now=now)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
def database(tmp_path, sqlite_pattern):
    file = shutil.copy(sqlite_pattern, tmp_path / "vault.db")
    opened = storage.open_database(f"sqlite:///{file}", KEYS, migrate=False)
    yield opened
    opened.close()


@pytest.fixture
def vault(database, now):
    return SqlVault(database, now)


@pytest.fixture
def settings():
    """Settings of one company at an address."""

    def made(url, **change):
        whole = {
            "client_id": CLIENT_ID,
            "client_secret": SecretStr(SECRET),
            "refresh_token": SecretStr(CONSENT),
            "realm_id": REALM_ID,
            "item_id": ITEM_ID,
            "refund_account_id": ACCOUNT_ID,
            "base_url": url,
        }
        return QuickBooksSettings(**(whole | change))

    return made


@pytest.fixture
def pause(time, pauses):
    """Wait without waiting: the time goes on by as much."""

    async def pause(pause_s):
        pauses.append(pause_s)
        time["now"] += timedelta(seconds=pause_s)
        await asyncio.sleep(0)

    return pause


@pytest.fixture
def url(house, books, faults):
    with house.open_to(Starlette(routes=quickbooks_routes(books, faults))) as url:
        yield url


@pytest.fixture
async def opened(url, settings, vault, now, pause, waits_s):
    """Open the company once more, as another replica would; its settings can be changed."""
    vendors = []

    def open_it(*, kept_in=vault, **change):
        whole = settings(change.pop("url", url), **change)
        vendors.append(build(whole, kept_in, clock=now, sleep=pause, timeout_s=waits_s))
        return vendors[-1]

    yield open_it
    for vendor in filter(None, vendors):
        await vendor.aclose()


@pytest.fixture
def vendor(opened):
    return opened()


@pytest.fixture
def order(now):
    """One order, as the desk would make it."""

    def made(name, record_id="invoice-130", *, form=None, **change):
        key = f"call_1:{name}:1"
        whole = {
            "record_id": record_id,
            "since": now() - timedelta(minutes=1),
            "fields": {field: redact(text) for field, text in (form or {}).items()},
            "note": redact("refund request; call call_1"),
        }
        return Order(key, f"{key}:1", **(whole | change))

    return made


@pytest.fixture
def writes(books):
    """What was asked that is no read, as (method, path after the company)."""
    return lambda: [
        (one.method, one.path.split(REALM_ID)[-1], one.status)
        for one in books.requests
        if one.method != "GET"
    ]
