"""A report is taken when the verifier signed it, and says nothing but which records changed."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.callbacks import BadCallback, CallbackKind, NotSigned
from handlers.sandbox import quickbooks_notices
from providers.quickbooks.callback import QuickBooksCallbacks

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
REALM, VERIFIER = "310687", "local-verifier"


@pytest.fixture
def reader():
    return QuickBooksCallbacks(SecretStr(VERIFIER), realm_id=REALM)


@pytest.fixture
def read(reader):
    def read(body, key=VERIFIER):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        made = hmac.new(key.encode(), raw, hashlib.sha256).digest()
        return reader.read(raw, {"intuit-signature": base64.b64encode(made).decode()}, NOW)

    return read


def entity(name, number, operation="Update"):
    return {"name": name, "id": number, "operation": operation, "lastUpdated": "2031-03-05"}


def notification(*entities, realm=REALM):
    change = {"dataChangeEvent": {"entities": list(entities)}}
    return {"eventNotifications": [{"realmId": realm, **change}]}


def cloud_event(kind="qbo.invoice.updated.v1", number="130", **change):
    whole = {
        "specversion": "1.0",
        "id": "88cd52aa",
        "source": "intuit.local",
        "type": kind,
        "time": "2031-03-05T09:30:00Z",
        "intuitentityid": number,
        "intuitaccountid": REALM,
        "data": {},
    }
    return whole | change


def test_a_notification_names_the_records_that_changed(read):
    report = read(
        notification(entity("Invoice", "130"), entity("Customer", "67"), entity("Payment", "9"))
    )
    assert (report.vendor, report.kind) == ("quickbooks", CallbackKind.INVOICE)
    assert report.names == ("invoice-130", "customer-67")


def test_cloud_events_name_them_as_well(read):
    report = read([cloud_event(), cloud_event("qbo.customer.created.v1", "67"), cloud_event()])
    assert report.names == ("invoice-130", "customer-67")


def test_what_the_local_company_sends_is_read(reader):
    raw = quickbooks_notices.notification(REALM, "1", "Invoice.Emailed", NOW, {"id": "130"})
    report = reader.read(raw, quickbooks_notices.signed(raw, VERIFIER), NOW)
    assert report.names == ("invoice-130",)


@pytest.mark.parametrize(
    "body",
    [
        notification(entity("Invoice", "130"), realm="999"),
        notification(entity("Vendor", "1")),
        notification(),
        [cloud_event(intuitaccountid="999")],
        [cloud_event("qbo.bill.updated.v1")],
        [],
    ],
)
def test_what_is_of_others_or_about_other_things_is_ignored(read, body):
    assert read(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[1]",
        b"\xff",
        notification(entity("Invoice", "../../1")),
        [cloud_event(number="1 or 1")],
    ],
)
def test_what_is_no_report_is_not_taken(read, body):
    with pytest.raises(BadCallback):
        read(body)


def test_another_key_or_none_is_no_signature(reader, read):
    body = notification(entity("Invoice", "130"))
    with pytest.raises(NotSigned):
        read(body, key="another")
    for header in ({}, {"intuit-signature": ""}, {"intuit-signature": "é"}):
        with pytest.raises(NotSigned):
            reader.read(json.dumps(body).encode(), header, NOW)


def test_the_same_report_has_the_same_key_and_no_other_has(read):
    first, again = (read(notification(entity("Invoice", "130"))) for _ in range(2))
    other = read(notification(entity("Invoice", "131")))
    assert first.key == again.key != other.key
