"""What Plisio reports: signed inside the body, said again as JavaScript says it, believed never."""

import hmac
import json
from hashlib import sha1

import pytest
from pydantic import SecretStr

from bot.callbacks import BadCallback, CallbackKind, NotSigned
from handlers.sandbox.plisio_shapes import signed
from providers.plisio.callback import PlisioCallbacks

KEY = "plisio_example_key"
ID = "65f000000000000000000001"
VECTOR = {
    "amount": "0.00050000",
    "comment": "see https://example.test/a",
    "currency": "BTC",
    "order_name": "Café",
    "order_number": "fin-2026-0001",
    "status": "completed",
    "txn_id": ID,
    "verify_hash": "49b72b827286b2608ea41eefa72f7834c0cd59f3",
}
PLAIN = {name: value for name, value in VECTOR.items() if name != "verify_hash"}


@pytest.fixture
def read():
    reader = PlisioCallbacks(SecretStr(KEY))
    return lambda raw: reader.read(raw, {}, None)


def body(written, key=KEY):
    """A body around exactly these signed bytes."""
    made = hmac.new(key.encode(), written.encode(), sha1).hexdigest()
    return f'{written[:-1]},"verify_hash":"{made}"}}'.encode()


def test_a_known_vector_is_taken_however_it_is_spaced(read):
    for raw in (json.dumps(VECTOR), json.dumps(VECTOR, indent=2, ensure_ascii=False)):
        callback = read(raw.encode())
        assert (callback.vendor, callback.kind) == ("plisio", CallbackKind.INVOICE)
        assert callback.names == (ID, "fin-2026-0001")


def test_a_report_on_an_invoice_of_ours_names_its_call(read):
    order = "call_7:plisio.create_invoice:1"
    callback = read(signed(PLAIN | {"order_number": order}, KEY))
    assert callback.names == (ID, order, "call_7")


@pytest.mark.parametrize(
    "written",
    [
        '{"txn_id":"%s","status":"new","n":2}',
        '{"txn_id":"%s","status":"new","n":2.5}',
        '{"txn_id":"%s","status":"new","n":0.00001,"deep":{"list":[1,"a",null,true]}}',
        '{"txn_id":"%s","status":"new","q":"\\"/\\\\ \\u0007 工房"}',
        '{"b":"1","txn_id":"%s","a":"2","status":"new"}',
    ],
)
def test_it_is_written_again_as_javascript_does(read, written):
    assert read(body(written % ID)).names[0] == ID


def test_a_whole_number_that_came_as_a_fraction_is_written_as_a_whole_one(read):
    signed_as = f'{{"txn_id":"{ID}","status":"new","n":2}}'
    sent_as = signed_as.replace(":2}", ":2.0}")
    made = hmac.new(KEY.encode(), signed_as.encode(), sha1).hexdigest()
    assert read(f'{sent_as[:-1]},"verify_hash":"{made}"}}'.encode())


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps({**VECTOR, "status": "new"}).encode(),
        json.dumps({**VECTOR, "verify_hash": None}).encode(),
        json.dumps({**VECTOR, "verify_hash": VECTOR["verify_hash"].upper()}).encode(),
        json.dumps(PLAIN).encode(),
        body(f'{{"txn_id":"{ID}","status":"new"}}', key="another"),
        b"txn_id=65f0&status=completed&verify_hash=aa",
        b'{"a":"\\ud800"}',
        b"[]",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=range(11),
)
def test_whatever_else_is_not_signed(read, raw):
    with pytest.raises(NotSigned):
        read(raw)


def test_signed_and_about_no_invoice_is_refused(read):
    with pytest.raises(BadCallback):
        read(body('{"status":"new"}'))
    assert read(body('{"txn_id":"../x","status":"new"}')) is None


def test_a_repetition_has_the_same_key_and_another_status_another_one(read):
    def key(**change):
        return read(signed(PLAIN | change, KEY)).key

    assert key() == key(confirmations="9")
    assert len({key(), key(status="pending"), key(txn_id="65f000000000000000000002")}) == 3
