"""Plisio's conventions: a key in every address and in no log, one mode, answers of any shape."""

import json

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable
from bot.handoff.record import RecordClaim, RecordKind
from bot.vendor_settings import PlisioSettings
from handlers.sandbox.faults import Fault
from handlers.sandbox.plisio_seed import seed_id
from providers.plisio import build

INVOICE = RecordKind.INVOICE
KEY = "local-plisio-key-of-no-shop"
ID = "65f000000000000000000001"
OPERATION = {"status": "success", "data": {"id": ID, "type": "invoice", "status": "new"}}
DETAILS = {
    "status": "success",
    "data": {
        "invoice": {
            "id": ID,
            "params": {"source_amount": "50.00", "source_currency": "USD", "order_number": "A1"},
        }
    },
}


def error(message, code=0):
    return {"status": "error", "data": {"name": "Mock", "message": message, "code": code}}


def at(script, operation=OPERATION, details=DETAILS):
    script.at(f"/api/v1/operations/{ID}", operation)
    script.at(f"/api/v1/invoices/{ID}", details)


# --- the key ---


async def test_the_key_is_in_every_address(vendor, script, scripted_vendor):
    at(script)
    await scripted_vendor.observe(INVOICE, ID)
    assert [dict(one.query)["api_key"] for one in script.seen] == [KEY, KEY]


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.AUTH, Fault.SERVER_ERROR, Fault.LOST_ANSWER])
async def test_the_key_is_in_no_log_and_no_error(vendor, create, order, faults, fault, logged):
    faults.set("plisio", fault)
    said = []
    for work in (create.send(order()), vendor.observe(INVOICE, seed_id("c001"))):
        try:
            said.append(repr(await work))
        except (Refused, Unavailable, OutcomeUnknown) as failure:
            said += [failure.reason, repr(failure), repr(failure.__context__)]
    assert KEY not in f"{said} {logged()}"


@pytest.mark.parametrize(
    "said",
    [
        f"GET /api/v1/operations/{ID}?api_key={KEY}&page=1 failed",
        json.dumps({"api_key": KEY}),
        f"{KEY} is no key of a shop",
    ],
)
async def test_an_answer_that_repeats_the_key_is_told_without_it(script, scripted_vendor, said):
    script.say(error(said), status=422)
    with pytest.raises(Refused) as refused:
        await scripted_vendor.observe(INVOICE, ID)
    assert KEY not in refused.value.reason
    assert "[key]" in refused.value.reason


# --- the mode ---


@pytest.mark.parametrize("host", ["https://api.plisio.net", "https://plisio.net"])
async def test_there_is_no_test_mode_at_plisio(host):
    vendor = build(PlisioSettings(api_key=SecretStr(KEY), base_url=host, mode="test"))
    with pytest.raises(Refused, match="no test mode") as refused:
        await vendor.observe(INVOICE, ID)
    assert refused.value.code == "wrong_mode"
    await vendor.aclose()


async def test_no_other_address_is_live(books, script, scripted):
    vendor = build(PlisioSettings(api_key=SecretStr(KEY), base_url=scripted, mode="live"))
    with pytest.raises(Refused, match="nothing was sent"):
        await vendor.find_records(RecordClaim(email="a@b.example"), INVOICE)
    assert script.seen == []
    await vendor.aclose()


def test_without_a_key_it_is_off():
    assert build(PlisioSettings()) is None
    assert build(PlisioSettings(api_key=SecretStr(""))) is None


@pytest.mark.parametrize("name", ["base_url", "callback_url"])
def test_an_address_must_be_safe(name):
    with pytest.raises(ConfigurationError):
        build(PlisioSettings(api_key=SecretStr(KEY), **{name: "http://plisio.example"}))


async def test_reports_are_asked_for_in_the_form_that_is_read(script, scripted, order):
    settings = PlisioSettings(
        api_key=SecretStr(KEY),
        base_url=scripted,
        callback_url="https://bot.example/webhooks/plisio",
    )
    script.say(error("no"), status=422)
    vendor = build(settings)
    with pytest.raises(Refused):
        await vendor.operations["plisio.create_invoice"].send(order())
    assert dict(script.seen[0].query)["callback_url"] == (
        "https://bot.example/webhooks/plisio?json=true"
    )
    await vendor.aclose()


# --- the shape of answers ---


async def test_unknown_fields_are_tolerated(script, scripted_vendor):
    at(script, {**OPERATION, "data": {**OPERATION["data"], "somethingNew": [1]}, "more": 1})
    assert (await scripted_vendor.observe(INVOICE, ID)).amount_minor == 5_000


@pytest.mark.parametrize(
    "data", [{}, {"id": ID}, {"id": ID, "type": "invoice"}, [], None, "text", 7]
)
async def test_what_lacks_a_needed_field_is_not_read(script, scripted_vendor, data):
    at(script, {"status": "success", "data": data})
    with pytest.raises(Unavailable, match="cannot be read"):
        await scripted_vendor.observe(INVOICE, ID)


@pytest.mark.parametrize("change", [{"id": "65f000000000000000000002"}, {"type": "cash_out"}])
async def test_another_operation_than_asked_for_is_refused(script, scripted_vendor, change):
    at(script, {**OPERATION, "data": {**OPERATION["data"], **change}})
    with pytest.raises(Refused, match="another operation"):
        await scripted_vendor.observe(INVOICE, ID)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ({"source_amount": "50.001", "source_currency": "USD"}, None),
        ({"source_amount": "50", "source_currency": "USD"}, 5_000),
        ({"source_amount": "1e3", "source_currency": "USD"}, 100_000),
        ({"source_amount": "NaN", "source_currency": "USD"}, None),
        ({"source_amount": "-5", "source_currency": "USD"}, None),
        ({"source_amount": "0.5", "source_currency": "BTC"}, None),
        ({"source_amount": "7.125", "source_currency": "KWD"}, 7_125),
        ({}, None),
    ],
)
async def test_a_sum_is_read_exactly_or_not_at_all(script, scripted_vendor, source, seen):
    at(script, details={"status": "success", "data": {"invoice": {"id": ID, "params": source}}})
    assert (await scripted_vendor.observe(INVOICE, ID)).amount_minor == seen


@pytest.mark.parametrize(
    ("status", "body", "raised", "code"),
    [
        (200, error("No"), Refused, "http_200"),
        (422, error(json.dumps({"order": "is wrong"}), 105), Refused, "105"),
        (401, error("x"), Refused, "http_401"),
        (403, error("x"), Refused, "http_403"),
        (404, error("x"), Refused, "not_found"),
        (429, error("x"), Unavailable, "http_429"),
        (500, error("x"), Unavailable, "http_500"),
        (302, {}, Unavailable, "http_302"),
    ],
)
async def test_what_each_status_means_of_a_read(
    script, scripted_vendor, status, body, raised, code
):
    script.say(body, status=status)
    with pytest.raises(raised) as failure:
        await scripted_vendor.observe(INVOICE, ID)
    assert failure.value.code == code


async def test_words_packed_in_text_are_unpacked(script, scripted_vendor):
    script.say(error(json.dumps({"order": "is wrong"}), 105), status=422)
    with pytest.raises(Refused, match="Plisio said no: order: is wrong"):
        await scripted_vendor.observe(INVOICE, ID)


async def test_pages_may_begin_with_zero(script, scripted_vendor):
    def page(number):
        meta = {"currentPage": number, "pageCount": 2}
        return {"status": "success", "data": {"operations": [OPERATION["data"]], "_meta": meta}}

    script.at("/api/v1/operations", page(0), page(1))
    at(script)
    await scripted_vendor.find_records(RecordClaim(invoice_number="A1"), INVOICE)
    asked = [dict(one.query).get("page") for one in script.seen if one.path.endswith("operations")]
    assert asked == [None, "1"]


async def test_a_full_page_that_does_not_say_where_it_stands_is_not_taken_for_all(
    script, scripted_vendor
):
    rows = [{**OPERATION["data"], "id": f"65f0{number:020x}"} for number in range(50)]
    script.say({"status": "success", "data": {"operations": rows}})
    with pytest.raises(Unavailable, match="end"):
        await scripted_vendor.find_records(RecordClaim(invoice_number="A1"), INVOICE)


async def test_a_list_without_an_end_is_not_read_for_ever(script, scripted_vendor):
    meta = {"currentPage": 1, "pageCount": 10_000}
    script.say({"status": "success", "data": {"operations": [OPERATION["data"]], "_meta": meta}})
    with pytest.raises(Unavailable, match="too long"):
        await scripted_vendor.find_records(RecordClaim(invoice_number="A1"), INVOICE)
