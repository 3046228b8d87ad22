"""ProAbono's reports: only its own sender is heard, and only as a hint where to look again."""

import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.callbacks import BadCallback, CallbackKind, NotSigned
from providers.proabono.callback import ProAbonoCallbacks, business_of, signature_of

KEY, SECRET = "whk_example", "secret_example"
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
HEADERS = {"x-proabono-key": KEY, "x-proabono-signature": signature_of(KEY, SECRET)}
ADA = {"Customer": {"ReferenceCustomer": "cust 42"}}
BILL = {"InvoiceDebit": {"Id": 3001, "FullNumber": "F7.00000012"}}


def reader(key=KEY, url="https://api-42.proabono.com"):
    return ProAbonoCallbacks(SecretStr(SECRET), key=SecretStr(key) if key else None, base_url=url)


def event(kind="InvoiceDebitPaid", **about):
    told = {"Id": "trg_42", "IdBusiness": 42, "TypeTrigger": kind, **(about or ADA | BILL)}
    return json.dumps(told).encode()


def test_the_published_pair_is_taken():
    assert signature_of(KEY, SECRET) == "gm0hr5v3y+GryQ+Ou+TuJl0rGQFO+cpGUlgmbQ6AxGA="
    found = reader().read(event(), HEADERS, NOW)
    assert (found.vendor, found.kind) == ("proabono", CallbackKind.INVOICE)
    assert found.names == ("invoice:3001", "F7.00000012", "customer:cust%2042")


@pytest.mark.parametrize(
    ("kind", "about", "means", "names"),
    [
        ("InvoiceDebitRefunded", BILL, CallbackKind.REFUND, ("invoice:3001", "F7.00000012")),
        ("InvoiceCreditIssued", {"InvoiceCredit": {"Id": 9}}, CallbackKind.REFUND, ("invoice:9",)),
        ("InvoiceDebitDisputed", BILL, CallbackKind.DISPUTE, ("invoice:3001", "F7.00000012")),
        (
            "SubscriptionSuspendedPaymentDue",
            {"Subscription": {"Id": 2001, "ReferenceCustomer": "a"}, **ADA},
            CallbackKind.INVOICE,
            ("subscription:2001@a", "subscription:2001@cust%2042", "customer:cust%2042"),
        ),
        ("CustomerPaymentMethodUpdated", ADA, CallbackKind.INVOICE, ("customer:cust%2042",)),
        ("FeatureAdded", ADA, None, ()),
        ("InvoiceDebitPaid", {"Customer": {"ReferenceCustomer": "<b>"}}, None, ()),
        ("InvoiceDebitPaid", {"InvoiceDebit": {}}, None, ()),
    ],
)
def test_what_each_event_is_about(kind, about, means, names):
    found = reader().read(event(kind, **about), HEADERS, NOW)
    assert (found.kind if found else None, found.names if found else ()) == (means, names)


@pytest.mark.parametrize("name", ["Code", "VerificationCode", "brand_new"])
def test_the_code_of_a_new_webhook_is_there_for_its_operator(name, logged):
    """Nothing comes before somebody has typed it into the BackOffice."""
    told = {name: "A7K2-91QX", "Note": "a whole sentence, not shown", "Inner": {"a": "b-c-d-e"}}
    assert reader().read(json.dumps(told).encode(), HEADERS, NOW) is None
    assert "A7K2-91QX" in logged()
    assert "sentence" not in logged()
    assert "b-c-d-e" not in logged()


def test_nobody_else_is_shown_a_code(logged):
    with pytest.raises(NotSigned):
        reader().read(b'{"Code": "A7K2-91QX"}', {}, NOW)
    assert "A7K2" not in logged()


def test_a_repetition_has_the_same_key_and_another_event_another():
    other = event().replace(b"trg_42", b"trg_43")
    overdue = event("InvoiceDebitOverdue")
    keys = [reader().read(raw, HEADERS, NOW).key for raw in (event(), overdue, other)]
    assert keys[0] == keys[1] != keys[2], "its id tells, however it is worded"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-proabono-key": KEY},
        {"x-proabono-signature": HEADERS["x-proabono-signature"]},
        HEADERS | {"x-proabono-key": "whk_other"},
        HEADERS | {"x-proabono-signature": "AAAA"},
        HEADERS | {"x-proabono-signature": "é"},
        {"x-proabono-key": "", "x-proabono-signature": signature_of("", SECRET)},
        {"x-proabono-key": KEY, "x-proabono-signature": signature_of(KEY, "other")},
    ],
)
def test_no_other_sender_is_heard(headers):
    with pytest.raises(NotSigned):
        reader().read(event(), headers, NOW)


def test_a_pair_of_another_key_is_taken_only_where_none_is_set():
    """An older page of ProAbono's says that the key changes with each delivery."""
    pair = {"x-proabono-key": "once", "x-proabono-signature": signature_of("once", SECRET)}
    assert reader(key=None).read(event(), pair, NOW)
    with pytest.raises(NotSigned):
        reader().read(event(), pair, NOW)


def test_another_business_is_refused():
    assert business_of("https://api-42.proabono.com") == 42
    with pytest.raises(BadCallback, match="another business"):
        reader(url="https://api-43.proabono.com/").read(event(), HEADERS, NOW)
    assert reader(url="http://127.0.0.1:1/proabono").read(event(), HEADERS, NOW)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"Id": 7}', b'{"InvoiceDebit": 1}'])
def test_a_body_of_another_shape_is_refused_without_its_words(raw):
    with pytest.raises(BadCallback) as refusal:
        reader().read(raw, HEADERS, NOW)
    assert str(refusal.value) == "That is no notification of ProAbono's."
