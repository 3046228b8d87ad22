"""Requests as QuickBooks wants them, lists to their end, and what each answer means."""

import itertools

import httpx
import pytest
from starlette.responses import JSONResponse

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.record import RecordClaim, RecordKind
from handlers.sandbox.faults import Fault
from handlers.sandbox.quickbooks_seed import add_customer, add_invoice
from providers.quickbooks.client import request_id
from providers.quickbooks.errors import QuickBooksSaid, failure_of
from providers.quickbooks.models import CreditMemo, Invoice
from providers.quickbooks.statements import Equals, page_of, quoted

INVOICE = RecordKind.INVOICE
READ = "GET /invoice/{id}"


def claim(**change):
    return RecordClaim(**change)


# --- modes ---


async def test_a_host_of_the_other_mode_is_never_spoken_to(opened):
    for mode, host in (
        ("test", "https://quickbooks.api.intuit.com"),
        ("live", "https://sandbox-quickbooks.api.intuit.com"),
    ):
        vendor = opened(url=host, mode=mode, token_url="http://127.0.0.1:9/never")
        with pytest.raises(Refused) as refused:
            await vendor.observe(INVOICE, "invoice-130")
        assert refused.value.code == "wrong_mode"


async def test_another_company_is_refused(opened):
    vendor = opened(realm_id="9130350000000002")
    with pytest.raises(Refused) as refused:
        await vendor.observe(INVOICE, "invoice-130")
    assert (refused.value.code, refused.value.mendable) == ("3100", True)


@pytest.mark.parametrize("absent", ["client_id", "client_secret", "realm_id"])
def test_without_an_app_and_a_company_it_is_off(opened, absent):
    assert opened(**{absent: None}) is None


# --- requests ---


async def test_every_request_names_company_and_version_and_every_write_its_attempt(
    books, vendor, order
):
    made = order("quickbooks.send_invoice", "invoice-131")
    await vendor.operations["quickbooks.send_invoice"].send(made)
    assert all(one.path.startswith("/v3/company/9130350000000001/") for one in seen(books))
    assert all("minorversion=75" in one.query for one in seen(books))
    [write] = [one for one in seen(books) if one.method == "POST"]
    assert f"requestid={request_id(made.wire_key)}" in write.query


def seen(books):
    """The requests, with the paths that the house of the tests puts before them taken off."""
    for one in books.requests:
        one.path = one.path[one.path.index("/v3/") :]
    return books.requests


def test_a_request_id_is_short_and_stands_for_one_attempt():
    assert len(request_id("x" * 400)) == 36
    assert request_id("call_1:1") == request_id("call_1:1") != request_id("call_1:2")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("O'Neil", r"'O\'Neil'"),
        ("a\\", r"'a\\'"),
        (r"x\' or Id > '0", r"'x\\\' or Id > \'0'"),
        ("line\nbreak\0", "'linebreak'"),
        ("株式会社", "'株式会社'"),
    ],
)
def test_text_never_becomes_part_of_a_statement(text, written):
    assert quoted(text) == written


def test_a_page_is_asked_for_in_an_order_that_stays():
    asked = page_of("Invoice", [Equals("DocNumber", "1"), Equals("CustomerRef", "2")], 101)
    assert asked == (
        "select * from Invoice where DocNumber = '1' and CustomerRef = '2' "
        "orderby Id startposition 101 maxresults 100"
    )


# --- lists ---


@pytest.mark.parametrize("many", [99, 100, 101, 230])
async def test_a_list_is_read_to_its_end(books, vendor, many):
    customer = add_customer(books, "900", "Many Papers", "many@papers.example")
    for n in range(many):
        add_invoice(books, str(9000 + n), f"M-{n}", customer, (1.0, "USD"))
    found = await vendor._line.query(Invoice, Equals("CustomerRef", "900"))
    assert len(found) == many


async def test_a_list_that_changes_while_it_is_read_is_not_taken_for_whole(
    books, vendor, monkeypatch
):
    customer = add_customer(books, "900", "Many Papers", "many@papers.example")
    for n in range(120):
        add_invoice(books, str(9000 + n), f"M-{n}", customer, (1.0, "USD"))
    every, calls = books.every, itertools.count()

    def changing(kind):
        """One is gone while the second page is read."""
        gone = "9000" if next(calls) == 1 else None
        return [one for one in every(kind) if one["Id"] != gone]

    monkeypatch.setattr(books, "every", changing)
    with pytest.raises(Unavailable) as changed:
        await vendor._line.query(Invoice, Equals("CustomerRef", "900"))
    assert changed.value.code == "list_changed"


# --- answers ---


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.HANG, Fault.MALFORMED])
async def test_a_read_that_fails_had_no_effect(faults, vendor, fault):
    faults.set("quickbooks", fault, 3, READ)
    with pytest.raises(Unavailable):
        await vendor.observe(INVOICE, "invoice-130")


async def test_a_read_is_repeated_while_that_is_harmless(faults, vendor, pauses):
    faults.set("quickbooks", Fault.RATE_LIMITED, 2, READ)
    await vendor.observe(INVOICE, "invoice-130")
    assert len(pauses) == 2
    assert min(pauses) >= 1.0  # as Retry-After asked


async def test_what_is_not_there_is_refused(vendor):
    with pytest.raises(Refused) as refused:
        await vendor.observe(INVOICE, "invoice-99999")
    assert refused.value.code == "610"


def answer(status, body=None, **headers):
    return httpx.Response(status, json=body, headers=headers)


def fault(code, kind="ValidationFault", message="Something"):
    error = {"Message": message, "Detail": "ana@acme.example said so", "code": code, "element": ""}
    return {"Fault": {"Error": [error], "type": kind}, "time": "x"}


def edge(code):
    said = {"message": "message=AuthenticationFailed", "detail": "x", "code": code, "element": None}
    return {"fault": {"error": [said], "type": "AUTHENTICATION"}, "requestId": None}


@pytest.mark.parametrize(
    ("status", "body", "error", "code"),
    [
        (400, fault("5010"), Refused, "5010"),
        (400, fault("6190"), Refused, "6190"),
        (400, fault("4000"), Refused, "4000"),
        (401, edge("3200"), Refused, "3200"),
        (401, fault("120"), Refused, "120"),
        (403, fault("003100"), Refused, "3100"),
        (404, None, Refused, "610"),
        (429, fault("003001"), Unavailable, "3001"),
        (400, fault("3001"), Unavailable, "3001"),
        (400, fault("10000", "SystemFault"), OutcomeUnknown, "10000"),
        (200, fault("6000"), Refused, "6000"),
        (200, fault("10000", "SystemFault"), OutcomeUnknown, "10000"),
        (500, fault("10000", "SystemFault"), OutcomeUnknown, "10000"),
        (502, None, OutcomeUnknown, "http_502"),
        (302, None, OutcomeUnknown, "http_302"),
    ],
)
def test_what_an_answer_to_a_write_means(status, body, error, code):
    failure = failure_of(answer(status, body), writes=True)
    assert (type(failure), failure.code) == (error, code)
    assert "ana@acme.example" not in failure.reason


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_while_reading_had_no_effect(status):
    assert isinstance(failure_of(answer(status), writes=False), Unavailable)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "9999999"}, None),  # our own pause instead of months
        ({"Retry-After": "soon"}, None),
    ],
)
def test_a_wait_is_taken_over_where_one_is_stated(headers, wait_s):
    failure = failure_of(answer(429, fault("3001"), **headers), writes=True)
    assert failure.retry_after_s == wait_s


@pytest.mark.parametrize(
    "body", [b"", b"<xml/>", b"[]", b'{"Fault": 3}', b'{"Fault": {"Error": "x"}}', b"\xff"]
)
def test_no_shape_of_a_fault_is_trusted(body):
    said = QuickBooksSaid(httpx.Response(400, content=body))
    assert said.short == "http_400"
    assert said.sentence


# --- what counts as done ---


@pytest.fixture
def answering(scripted, script, opened):
    """The company at a server that says what it is told to, after an access token."""
    tokens = {
        "access_token": "at-local-1",
        "refresh_token": "rt-local-1",
        "token_type": "bearer",
        "expires_in": 3600,
    }

    def answering(*words, path="creditmemo"):
        script.at("/oauth2/v1/tokens/bearer", tokens)
        script.at(f"/v3/company/9130350000000001/{path}", *words)
        return opened(url=scripted)

    return answering


@pytest.mark.parametrize(
    "body",
    [
        {"time": "x"},  # nothing was done, and it was said with a 200
        {"CreditMemo": {}},
        {"CreditMemo": {"Id": 211, "SyncToken": "0", "TotalAmt": 1}},
        {"CreditMemo": {"Id": "211", "SyncToken": "0"}},
        [],
    ],
)
async def test_a_write_is_done_only_when_its_object_is_shown(answering, body):
    vendor = answering(body)
    with pytest.raises(OutcomeUnknown):
        await vendor._line.write(CreditMemo, {}, key="k")


async def test_who_is_found_has_exactly_the_address_that_was_asked_for(answering):
    """Whatever QuickBooks takes for equal."""
    people = [
        {"Id": str(n), "SyncToken": "0", "DisplayName": "N", "PrimaryEmailAddr": {"Address": one}}
        for n, one in enumerate(("no-ana@acme.example", " Ana@acme.example", "ana@acme.example.eu"))
    ]
    vendor = answering({"QueryResponse": {"Customer": people}, "time": "x"}, path="query")
    found = await vendor.find_records(claim(email="ana@acme.example"), RecordKind.CUSTOMER)
    assert [one.record_id for one in found] == ["customer-1"]


async def test_a_throttled_write_without_a_wait_had_no_effect(answering, script):
    vendor = answering(JSONResponse(fault("003001"), 429))
    with pytest.raises(Unavailable) as throttled:
        await vendor._line.write(CreditMemo, {}, key="k")
    assert throttled.value.retry_after_s is None
    assert len([one for one in script.seen if "creditmemo" in one.path]) == 1


async def test_the_token_is_asked_for_as_intuit_wants_it(answering, script):
    vendor = answering({"CreditMemo": {"Id": "211", "SyncToken": "0", "TotalAmt": 1.1}})
    memo = await vendor._line.write(CreditMemo, {}, key="k")
    assert str(memo.TotalAmt) == "1.1"
    asked, written = script.seen
    assert asked.form == {"grant_type": "refresh_token", "refresh_token": "rt-local-consent"}
    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.headers["x-include-refresh-token-hard-expires-in"] == "true"
    assert written.headers["authorization"] == "Bearer at-local-1"
    assert written.headers["accept"] == "application/json"


async def test_the_trace_id_is_logged_and_nothing_else_of_the_answer(vendor, logged):
    await vendor.find_records(claim(email="accounts@kestrelfittings.example"), INVOICE)
    shown = logged()
    assert "1-local-" in shown
    assert not any(word in shown for word in ("kestrel", "Kestrel", "QB-1042", "select"))
