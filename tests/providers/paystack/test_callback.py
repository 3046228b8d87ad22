"""Paystack's reports: only signed bytes of this mode say anything, and only references."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.callbacks import BadCallback, CallbackKind, NotSigned
from providers.paystack.callback import PaystackCallbacks

KEY = "sk_test_example"
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


def reader(key=KEY, mode="test"):
    return PaystackCallbacks(SecretStr(key), mode=mode)


def event(name="refund.processed", **data):
    about = data or {"domain": "test", "transaction_reference": "PSK-Local1"}
    return json.dumps({"event": name, "data": about}).encode()


def signed(raw, key=KEY):
    return {"x-paystack-signature": hmac.new(key.encode(), raw, hashlib.sha512).hexdigest()}


def test_the_known_vector_is_taken():
    raw = (
        b'{"event":"paymentrequest.success","data":{"id":7001,"domain":"test",'
        b'"request_code":"PRQ_bot0000000001","amount":42000}}'
    )
    known = (
        "7cb897b68057686a2a2c0203ca34098737a5e1d142a6daa38f5f5b30c623713d"
        "3c5455bc262b4111b0ab332319f3ca7edd241a291fa0f099fdf1c73fb9526643"
    )
    found = reader().read(raw, {"x-paystack-signature": known}, NOW)
    assert (found.vendor, found.kind) == ("paystack", CallbackKind.INVOICE)
    assert found.names == ("PRQ_bot0000000001",)


@pytest.mark.parametrize(
    ("name", "data", "kind", "names"),
    [
        (
            "refund.failed",
            {"status": "failed", "transaction_reference": "PSK-1", "amount": "1250000", "id": "9"},
            CallbackKind.REFUND,
            ("PSK-1",),
        ),
        (
            "charge.dispute.create",
            {"id": 4, "domain": "test", "transaction": {"id": 7, "reference": "PSK-1"}},
            CallbackKind.DISPUTE,
            ("PSK-1",),
        ),
        ("charge.dispute.remind", {"transaction": 7}, None, ()),
        ("charge.success", {"reference": "PSK-1"}, CallbackKind.INVOICE, ("PSK-1",)),
        (
            "invoice.payment_failed",
            {"subscription": {"subscription_code": "SUB_local1"}, "transaction": {}},
            CallbackKind.INVOICE,
            ("SUB_local1",),
        ),
        (
            "subscription.disable",
            {"subscription_code": "SUB_local1"},
            CallbackKind.INVOICE,
            ("SUB_local1",),
        ),
        ("transfer.success", {"reference": "PSK-1"}, None, ()),
        ("refund.failed", {"transaction_reference": "../refund"}, None, ()),
        ("refund.failed", {"transaction_reference": None}, None, ()),
    ],
)
def test_what_each_event_is_about(name, data, kind, names):
    raw = event(name, **data)
    found = reader().read(raw, signed(raw), NOW)
    assert (found.kind if found else None, found.names if found else ()) == (kind, names)


def test_a_repetition_has_the_same_key_and_another_event_another():
    processed, failed = event(), event("refund.failed")
    keys = [reader().read(raw, signed(raw), NOW).key for raw in (processed, processed, failed)]
    assert keys[0] == keys[1] != keys[2]


def test_the_key_is_not_the_signature():
    """Who reads the database cannot send a delivery again."""
    raw = event()
    headers = signed(raw)
    assert reader().read(raw, headers, NOW).key not in headers.values()


def test_one_changed_byte_is_refused():
    raw = event()
    for tampered in (raw.replace(b"Local1", b"Local2"), raw + b" ", raw[:-1]):
        with pytest.raises(NotSigned):
            reader().read(tampered, signed(raw), NOW)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "0" * 128,
        hmac.new(KEY.encode(), event(), hashlib.sha256).hexdigest(),
        signed(event())["x-paystack-signature"].upper(),
        signed(event(), "sk_test_other")["x-paystack-signature"],
        "\u0661" + signed(event())["x-paystack-signature"][1:],
    ],
)
def test_no_other_signature_is_taken(given):
    with pytest.raises(NotSigned):
        reader().read(event(), {"x-paystack-signature": given}, NOW)
    with pytest.raises(NotSigned):
        reader().read(event(), {}, NOW)


@pytest.mark.parametrize(("mode", "domain"), [("test", "live"), ("live", "test")])
def test_an_event_of_the_other_mode_is_refused(mode, domain):
    raw = event(domain=domain, transaction_reference="PSK-1")
    with pytest.raises(BadCallback, match="other mode"):
        reader(mode=mode).read(raw, signed(raw), NOW)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"event":1,"data":{}}', b'{"event":"x"}'])
def test_a_signed_body_of_another_shape_is_refused_without_its_words(raw):
    with pytest.raises(BadCallback) as refusal:
        reader().read(raw, signed(raw), NOW)
    assert str(refusal.value) == "That is no event of Paystack's."
