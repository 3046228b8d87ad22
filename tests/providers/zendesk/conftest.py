"""Local Zendesk on a real socket, and the orders that the desk would give."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import ZendeskSettings
from bot.vendors import Done, Matter, Order
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.zendesk_routes import zendesk_routes
from handlers.sandbox.zendesk_seed import HOST, ORCHARD_TICKET, seeded_zendesk
from providers.zendesk import build

CLIENT, SECRET = "handoff", "local-secret"
ORCHARD = "accounts@orchardlane.example"


@pytest.fixture
def books(clock):
    return seeded_zendesk(client_id=CLIENT, client_secret=SECRET, now=clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


def settings(url):
    return ZendeskSettings(
        client_id=CLIENT, client_secret=SecretStr(SECRET), base_url=url, link_hosts=(HOST,)
    )


@pytest.fixture
async def vendor(house, books, faults, clock, sleep, waits_s):
    with house.open_to(Starlette(routes=zendesk_routes(books, faults))) as url:
        vendor = build(settings(url), clock=clock, sleep=sleep, timeout_s=waits_s)
        yield vendor
        await vendor.aclose()


@pytest.fixture
async def scripted_vendor(scripted, clock, sleep):
    vendor = build(settings(scripted), clock=clock, sleep=sleep, timeout_s=2)
    yield vendor
    await vendor.aclose()


@pytest.fixture
def order(clock):
    """The order of an operation, as the desk would make it; by default on Orchard's ticket."""

    def made(name="zendesk.add_internal_note", ticket=ORCHARD_TICKET, email=ORCHARD, **change):
        key = f"call_1:{name}:1"
        call = BillingCall(
            call_id="call_1",
            workflow=Workflow.REFUND_REQUEST,
            ticket_url=f"https://{HOST}/agent/tickets/{ticket}" if ticket else None,
        )
        record = Record(
            vendor="stripe",
            record_id="ch_1",
            found_by=FoundBy.REFERENCE,
            customer_email=redact(email) if email else None,
            customer_name=redact("Zoë Ñandú"),
            status=RecordStatus.PAID,
            livemode=False,
            observed_at=clock(),
        )
        whole = {
            "since": clock() - timedelta(minutes=1),
            "note": redact("refund request; approved by Zoë; handoff ho_1"),
            "matter": Matter(
                "ho_1", call, record, Done("stripe.create_refund", "re_1", 4900, "EUR")
            ),
            "fields": {"message": redact("Your refund is on its way.")},
        }
        return Order(key, f"{key}:1", "", **(whole | change))

    return made
