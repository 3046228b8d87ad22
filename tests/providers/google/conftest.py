"""Local Google on a real socket, and the orders that the desk would give."""

import json
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordKind, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import DriveSettings, GmailSettings, GoogleSettings, SheetsSettings
from bot.vendors import Done, Matter, Order, Paper
from handlers.sandbox.faults import Switchboard
from handlers.sandbox.google_account import key_file
from handlers.sandbox.google_books import SPREADSHEET_ID, GoogleBooks
from handlers.sandbox.google_files import FOLDER_ID
from handlers.sandbox.google_routes import google_routes
from handlers.sandbox.google_tokens import MAILBOX
from providers.google import access_of, open_drive, open_gmail, open_sheets


@pytest.fixture
def books(clock):
    return GoogleBooks(clock)


@pytest.fixture
def faults():
    return Switchboard(hang_s=5, slow_s=5)


@pytest.fixture
def local(house, books, faults):
    with house.open_to(Starlette(routes=google_routes(books, faults))) as url:
        yield url


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    path = tmp_path_factory.mktemp("google") / "key.json"
    path.write_text(json.dumps(key_file()))
    return path


@pytest.fixture
def access(key, clock, sleep, waits_s):
    """Access to a Google at this address."""

    def to(url, timeout_s=waits_s):
        settings = GoogleSettings(service_account_file=key, token_url=f"{url}/token")
        return access_of(settings, clock=clock, sleep=sleep, timeout_s=timeout_s)

    return to


@pytest.fixture
async def sheets(access, local):
    vendor = open_sheets(access(local), SheetsSettings(id=SPREADSHEET_ID, base_url=local))
    yield vendor
    await vendor.aclose()


@pytest.fixture
async def gmail(access, local, press):
    settings = GmailSettings(sender=MAILBOX, base_url=local)
    vendor = open_gmail(access(local), settings, {"stripe": press})
    yield vendor
    await vendor.aclose()


class Press:
    """A vendor that hands out one document."""

    def __init__(self):
        self.asked = []
        self.now = Paper("INV-1042 Müller/Söhne.pdf", b"%PDF-1.7\r\n\x00\xff--handoff\n%%EOF\n")

    async def paper(self, matter):
        self.asked.append(matter)
        return self.now


@pytest.fixture
def press():
    return Press()


@pytest.fixture
async def drive(access, local, press):
    settings = DriveSettings(folder_id=FOLDER_ID, base_url=local)
    vendor = open_drive(access(local), settings, {"stripe": press})
    yield vendor
    await vendor.aclose()


@pytest.fixture
def call():
    return BillingCall(
        call_id="call_7f3",
        workflow=Workflow.REFUND_REQUEST,
        customer=redact("Zoë Müller-Àjàyí"),
        email=redact("zoe@harbour.example"),
        payment_id=redact("ch_3LocalGullwingProofs"),
        amount_minor=3150,
        currency="USD",
    )


@pytest.fixture
def record(clock):
    return Record(
        vendor="stripe",
        kind=RecordKind.PAYMENT,
        record_id="ch_3LocalGullwingProofs",
        found_by=FoundBy.REFERENCE,
        customer_name=redact("Zoë Müller"),
        customer_email=redact("zoe@harbour.example"),
        amount_minor=3150,
        currency="USD",
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=clock(),
    )


@pytest.fixture
def order(clock, call, record):
    """The order of an operation, as the desk would give it."""

    def made(operation, *, number=1, matter=None, **change):
        key = f"{call.call_id}:{operation}:{number}"
        done = Done("stripe.create_refund", "re_1Local", 3150, "USD")
        whole = {
            "record_id": record.record_id,
            "amount_minor": 3150,
            "currency": "USD",
            "since": clock() - timedelta(minutes=1),
            "note": redact("refund request; approved by U0ADA"),
            "matter": Matter("ho_1", call, record, done) if matter is None else matter,
        }
        return Order(key, f"{key}:1", **(whole | change))

    return made
