"""Local HubSpot on a real socket, and the orders that the desk would give."""

from datetime import date, timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import HubSpotSettings
from bot.vendors import Matter, Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.hubspot_routes import hubspot_routes
from handlers.sandbox.hubspot_seed import RENEWALS, seeded_hubspot
from providers.hubspot import build

TOKEN = "pat-local-test"
ORCHARD = "accounts@orchardlane.example"


@pytest.fixture
def books(clock):
    return seeded_hubspot(access_token=TOKEN, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
async def vendor(house, books, faults, sleep, waits_s):
    with house.open_to(Starlette(routes=hubspot_routes(books, faults))) as url:
        settings = HubSpotSettings(
            access_token=SecretStr(TOKEN), base_url=url, renewal_pipeline=RENEWALS
        )
        vendor = build(settings, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture
async def scripted_vendor(scripted, sleep):
    settings = HubSpotSettings(access_token=SecretStr(TOKEN), base_url=scripted)
    vendor = build(settings, sleep=sleep, timeout_s=2)
    yield vendor
    await vendor.aclose()


@pytest.fixture
def call():
    return BillingCall(
        call_id="call_1",
        workflow=Workflow.PROMISE_TO_PAY,
        follow_up_deadline=date(2031, 3, 11),
        promised_next_step=redact("Write on the day & <b>ask</b> again"),
    )


@pytest.fixture
def record(clock):
    """What the destination shows of a customer; `email` is the address on record."""

    def made(email=ORCHARD):
        return Record(
            vendor="stripe",
            record_id="ch_1",
            found_by=FoundBy.REFERENCE,
            customer_email=redact(email) if email else None,
            customer_name=redact("Zoë Ñandú"),
            status=RecordStatus.PAID,
            livemode=False,
            observed_at=clock(),
        )

    return made


@pytest.fixture
def order(call, record, clock):
    """The order of an operation, as the desk would make it."""

    def made(name="hubspot.create_note", email=ORCHARD, **change):
        key = f"call_1:{name}:1"
        whole = {
            "since": clock() - timedelta(minutes=1),
            "note": redact("refund request; approved by Zoë <ada>; handoff ho_1"),
            "matter": Matter("ho_1", call, record(email)),
        }
        return Order(key, f"{key}:1", "", **(whole | change))

    return made
