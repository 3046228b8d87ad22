"""Stripe's reports: only signed bytes of this mode and of now say anything, and only ids."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from providers.stripe.callback import TOLERANCE_S, StripeCallbacks

SECRET = "whsec_example_secret"
STAMP = 1790000000
NOW = datetime.fromtimestamp(STAMP, UTC)


def reader(*secrets, mode="test"):
    return StripeCallbacks([SecretStr(one) for one in secrets or (SECRET,)], mode=mode)


def event(kind="charge.refunded", about=None, **changes):
    made = {
        "id": "evt_1LocalExample",
        "object": "event",
        "type": kind,
        "created": STAMP,
        "livemode": False,
        "data": {"object": about or {"id": "ch_Local1", "payment_intent": "pi_Local1"}},
    }
    return json.dumps(made | changes).encode()


def v1(raw, secret=SECRET, stamp=STAMP):
    return hmac.new(secret.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()


def signed(raw, secret=SECRET, stamp=STAMP):
    return {"stripe-signature": f"t={stamp},v1={v1(raw, secret, stamp)}"}


def test_the_known_vector_is_taken_for_signed():
    raw = b'{"id":"evt_1","object":"event","type":"charge.refunded"}'
    known = "e13f0ac7f66c6f03ea130f4932a15ef27192f421e8bb659eeaac8e018e255f12"
    with pytest.raises(BadCallback, match="no event"):  # signed: it is the shape that is wrong
        reader().read(raw, {"stripe-signature": f"t={STAMP},v1={known}"}, NOW)
    with pytest.raises(NotSigned):
        reader().read(raw + b"\n", {"stripe-signature": f"t={STAMP},v1={known}"}, NOW)


def test_an_event_says_its_kind_and_ids_alone():
    raw = event()
    names = ("pi_Local1", "ch_Local1")
    expected = Callback("stripe", "evt_1LocalExample", CallbackKind.REFUND, names)
    assert reader().read(raw, signed(raw), NOW) == expected


@pytest.mark.parametrize(
    ("kind", "about", "expected", "names"),
    [
        (
            "refund.updated",
            {"id": "re_1", "charge": "ch_1", "payment_intent": {"id": "pi_1"}},
            CallbackKind.REFUND,
            ("ch_1", "pi_1"),
        ),
        ("refund.failed", {"id": "re_1", "charge": "py_1"}, CallbackKind.REFUND, ("py_1",)),
        ("charge.refund.updated", {"id": "re_1", "charge": "ch_1"}, CallbackKind.REFUND, ("ch_1",)),
        (
            "charge.dispute.created",
            {"id": "dp_1", "charge": "ch_1", "payment_intent": None},
            CallbackKind.DISPUTE,
            ("ch_1",),
        ),
        (
            "invoice.paid",
            {"id": "in_1", "parent": {"subscription_details": {"subscription": "sub_1"}}},
            CallbackKind.INVOICE,
            ("in_1", "sub_1"),
        ),
        ("customer.subscription.updated", {"id": "sub_1"}, CallbackKind.INVOICE, ("sub_1",)),
    ],
)
def test_what_each_event_is_about(kind, about, expected, names):
    raw = event(kind, about)
    found = reader().read(raw, signed(raw), NOW)
    assert (found.kind, found.names) == (expected, names)


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("payout.paid", {"id": "po_1"}),
        ("customer.updated", {"id": "cus_1"}),
        ("refund.updated", {"id": "re_1", "charge": None}),
        ("refund.updated", {"id": "re_1", "charge": "../../v1/charges"}),
    ],
)
def test_what_does_not_matter_or_names_nothing_says_nothing(kind, about):
    raw = event(kind, about)
    assert reader().read(raw, signed(raw), NOW) is None


def test_one_changed_byte_is_refused():
    raw = event()
    for tampered in (raw.replace(b"ch_Local1", b"ch_Local2"), raw + b" ", raw[:-1]):
        with pytest.raises(NotSigned):
            reader().read(tampered, signed(raw), NOW)


@pytest.mark.parametrize("late_s", [TOLERANCE_S + 1, -TOLERANCE_S - 1, 86_400])
def test_an_old_signature_or_one_of_the_future_is_refused(late_s):
    raw = event()
    with pytest.raises(NotSigned, match="300"):
        reader().read(raw, signed(raw), NOW + timedelta(seconds=late_s))


@pytest.mark.parametrize("late_s", [TOLERANCE_S, -TOLERANCE_S])
def test_within_the_tolerance_it_is_taken(late_s):
    raw = event()
    assert reader().read(raw, signed(raw), NOW + timedelta(seconds=late_s)) is not None


def test_while_a_secret_is_replaced_both_are_good():
    raw = event()
    both = reader("whsec_example_new", SECRET)
    assert both.read(raw, signed(raw, "whsec_example_new"), NOW)
    assert both.read(raw, signed(raw, SECRET), NOW)
    header = f"t={STAMP},v1={v1(raw, 'whsec_example_other')},v1={v1(raw)},v0={'0' * 64}"
    assert reader().read(raw, {"stripe-signature": header}, NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        f"t={STAMP}",
        f"t={STAMP},v1=",
        "v1=" + v1(event()),
        f"t=,v1={v1(event())}",
        f"t={STAMP},t={STAMP},v1={v1(event())}",
        f"t={STAMP},v0={v1(event())}",
        f"t={STAMP},v1={v1(event()).upper()}",
        f"t={STAMP},v1=\u0661{v1(event())[1:]}",
        f"t={STAMP + 1},v1={v1(event())}",
        f"t={STAMP},v1={v1(event(), 'whsec_example_other')}",
    ],
)
def test_no_other_header_is_taken(header):
    with pytest.raises(NotSigned):
        reader().read(event(), {"stripe-signature": header}, NOW)


def test_without_a_header_or_a_secret_nothing_is_taken():
    raw = event()
    with pytest.raises(NotSigned):
        reader().read(raw, {}, NOW)
    with pytest.raises(NotSigned):
        StripeCallbacks([], mode="test").read(raw, signed(raw), NOW)


@pytest.mark.parametrize(("mode", "livemode"), [("test", True), ("live", False)])
def test_an_event_of_the_other_mode_is_refused(mode, livemode):
    raw = event(livemode=livemode)
    with pytest.raises(BadCallback, match="other mode"):
        reader(mode=mode).read(raw, signed(raw), NOW)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", event(id="not an id"), event(data=None), event(livemode="no")]
)
def test_a_signed_body_of_another_shape_is_refused_without_its_words(raw):
    with pytest.raises(BadCallback) as refusal:
        reader().read(raw, signed(raw), NOW)
    assert str(refusal.value) == "That is no event of Stripe's."
