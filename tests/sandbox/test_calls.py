"""The sample calls: all workflows, all transcript forms, signed bytes, and money that is there."""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from handlers.sandbox.calls import deliver, fresh, sample_call, sample_calls, sign
from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.stripe_seed import seeded_books

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
NAMES = [call.name for call in sample_calls(NOW)]
WORKFLOWS = {
    "refund_request",
    "charge_dispute",
    "invoice_resend",
    "receipt_request",
    "renewal_failure",
    "payment_blocker",
    "promise_to_pay",
    "tax_or_address_correction",
    "other",
}


@pytest.fixture
def books():
    return seeded_books(api_key="sk_test_local", now=lambda: NOW)


def facts_of(call):
    """The analysis with its keys as DialNexa's customers may have named them, made equal."""
    found = call.body["payload"]["call"].get("post_call_analysis", {})
    if isinstance(found, list):
        found = {item["field_name"]: item["value"] for item in found}
    return {name.lower().replace(" ", "_"): value for name, value in found.items()}


def test_all_nine_workflows_are_there():
    asked = {facts_of(call).get("request_type") for call in sample_calls(NOW)}
    assert asked >= WORKFLOWS
    assert len(NAMES) == len(set(NAMES))


def test_all_transcript_forms_are_there():
    forms = {type(c.body["payload"]["call"].get("transcript")) for c in sample_calls(NOW)}
    texts = [c.body["payload"]["call"].get("transcript") for c in sample_calls(NOW)]
    assert forms == {str, list, dict, type(None)}
    assert any(isinstance(t, str) and t.startswith("[{") for t in texts)
    assert any(isinstance(t, str) and t.startswith("Agent: ") for t in texts)


@pytest.mark.parametrize("name", NAMES)
def test_each_body_is_the_v1_envelope(name):
    body = json.loads(sample_call(name, NOW).encoded())
    call = body["payload"]["call"]
    assert body["event_type"] == "call_ended"
    assert re.fullmatch(r"call_[0-9a-f]{14}", call["id"])
    assert call["status"] in ("completed", "hangup")
    assert call["agent_id"].startswith("agent_")
    at = datetime.fromisoformat(call["initiated_at"])
    assert NOW - timedelta(hours=4) < at < NOW


def test_dates_follow_the_clock():
    later = NOW + timedelta(days=400)
    years = set(re.findall(r"20\d\d(?=-\d\d-\d\d)", str([c.body for c in sample_calls(later)])))
    assert years == {"2032"}


def test_a_fresh_call_differs_only_in_its_id():
    call = sample_call("refund_small", NOW)
    first, second = fresh(call, 1), fresh(call, 2)
    assert len({call.call_id, first.call_id, second.call_id}) == 3
    assert fresh(call, 1) == first
    assert call.call_id not in str(first.body)
    back = json.loads(json.dumps(first.body).replace(first.call_id, call.call_id))
    assert back == call.body


async def test_delivery_is_signed_over_the_bytes_that_arrive():
    config = SandboxConfig(bot_url="http://127.0.0.1:3999", dialnexa_secret="invented")
    seen = []

    def bot(request):
        seen.append(request)
        return httpx.Response(202)

    call = sample_call("refund_hostile", NOW)
    async with httpx.AsyncClient(transport=httpx.MockTransport(bot)) as client:
        assert await deliver(call, config, client) == 202
    request = seen[0]
    assert str(request.url) == "http://127.0.0.1:3999/dialnexa/webhook"
    assert request.headers["user-agent"] == "DialNexa-External-Webhook/1.0"
    wanted = hmac.new(b"invented", request.content, hashlib.sha256).hexdigest()
    assert request.headers["x-dialnexa-signature"] == wanted == sign(request.content, "invented")
    assert json.loads(request.content) == call.body


REFUNDS = [
    ("refund_small", "ch_3LocalBirkeSeats", 4_900, "eur", 4_900),
    ("refund_large", "ch_3LocalOrchardExport", 249_000, "usd", 249_000),
    ("refund_by_email", "ch_3LocalPembrokeAddon", 12_000, "gbp", 12_000),
    ("refund_partly_refunded", "ch_3LocalAlpenRooms", 30_000, "chf", 20_000),
    ("refund_disputed", "ch_3LocalHarborShelf", 18_900, "usd", 18_900),
    ("refund_yen", "ch_3LocalKawaseFonts", 12_800, "jpy", 12_800),
    ("refund_card_spoken", "ch_3LocalPinecrestKit", 21_500, "usd", 21_500),
    ("refund_hostile", "ch_3LocalGullwingProofs", 3_150, "usd", 3_150),
]


@pytest.mark.parametrize(("name", "charge_id", "amount", "currency", "left"), REFUNDS)
def test_each_refund_call_leads_to_its_charge(books, name, charge_id, amount, currency, left):
    facts = facts_of(sample_call(name, NOW))
    assert found_by(books, facts) == [charge_id]
    charge = books.get("charge", charge_id)
    assert (charge["amount"], charge["currency"]) == (amount, currency)
    assert charge["amount"] - charge["amount_refunded"] == left
    assert facts["currency"].lower() == currency


def test_one_refund_call_leads_to_two_charges_and_one_to_none(books):
    twins = found_by(books, facts_of(sample_call("refund_ambiguous", NOW)))
    assert twins == ["ch_3LocalSundialEvening", "ch_3LocalSundialMorning"]
    assert found_by(books, facts_of(sample_call("refund_no_match", NOW))) == []


def found_by(books, facts):
    """By reference, else by invoice number, else by address and sum: as a person would look."""
    if facts.get("payment_reference"):
        return [books.get("charge", facts["payment_reference"])["id"]]
    if facts.get("invoice_number"):
        bill = books.search("invoice", f"number:'{facts['invoice_number']}'")[0]
        paid = [p for p in books.every("invoice_payment") if p["invoice"] == bill["id"]]
        intent = books.get("payment_intent", paid[0]["payment"]["payment_intent"])
        return [intent["latest_charge"]]
    owners = {c["id"] for c in books.every("customer") if c["email"] == facts["customer_email"]}
    cents = round(float(re.sub(r"[^\d.]", "", str(facts["amount"]))) * 100)
    return [
        charge["id"]
        for charge in books.every("charge")
        if charge["customer"] in owners and charge["amount"] == cents
    ]


def test_other_calls_name_records_that_exist(books):
    for call in sample_calls(NOW):
        facts = facts_of(call) if call.destination == "stripe" else {}
        for reference in re.findall(r"ch_\w+", str(facts.get("payment_reference"))):
            assert books.find("charge", reference), call.name
        if facts.get("invoice_number"):
            assert books.search("invoice", f"number:'{facts['invoice_number']}'"), call.name
        if facts.get("subscription_id"):
            assert books.find("subscription", facts["subscription_id"])


def test_calls_about_proabono_name_invoices_that_exist_there(world):
    numbers = {one.get("FullNumber") for one in world.sandbox.proabono.invoices.values()}
    named = [facts_of(call) for call in sample_calls(NOW) if call.destination == "proabono"]
    assert named
    assert all(facts["invoice_number"] in numbers for facts in named)


def test_one_call_reads_out_a_card_in_digits_and_in_words():
    body = str(sample_call("refund_card_spoken", NOW).body)
    assert "5555 5555 5555 4444" in body
    assert "5555555555554444" in body
    assert "five five five five" in body.lower()
    assert "seven three seven" in body
