"""What the QuickBooks adapter sends and local QuickBooks answers, against the contract.

Intuit publishes none; the contract is written from its documentation and stricter than the service.
"""

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote

import pytest
import yaml
from pydantic import SecretStr
from starlette.applications import Starlette

import storage
from bot.errors import Refused, VendorFailure
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import QuickBooksSettings
from bot.vendors import Done, Matter, Order, Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.quickbooks_routes import quickbooks_routes
from handlers.sandbox.quickbooks_seed import (
    ACCOUNT_ID,
    CLIENT_ID,
    ITEM_ID,
    REALM_ID,
    seeded_quickbooks,
)
from providers.quickbooks import build, models
from storage.secrets import SqlVault

pytestmark = pytest.mark.contract

NOW = datetime(2031, 3, 5, tzinfo=UTC)
SECRET, CONSENT = "local-client-secret", "rt-local-consent"
JSON = "application/json"


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "quickbooks" / "quickbooks.openapi.yaml").read_text())


# --- everything the adapter has reason to send, and what it is answered ---


@pytest.fixture(scope="module")
def exchanges(tmp_path_factory, serve_recorded):
    books = seeded_quickbooks(client_secret=SECRET, refresh_token=CONSENT, now=lambda: NOW)
    faults = Switchboard()
    file = tmp_path_factory.mktemp("vault") / "vault.db"
    database = storage.open_database(f"sqlite:///{file}", [SecretStr("a key of the tests only")])
    with serve_recorded(Starlette(routes=quickbooks_routes(books, faults))) as (url, seen):
        try:
            asyncio.run(_journeys(url, SqlVault(database, lambda: NOW), books, faults))
        finally:
            database.close()
    return seen


async def _no_pause(_pause_s):
    return None


async def _journeys(url, vault, books, faults):
    settings = QuickBooksSettings(
        client_id=CLIENT_ID,
        client_secret=SecretStr(SECRET),
        refresh_token=SecretStr(CONSENT),
        realm_id=REALM_ID,
        item_id=ITEM_ID,
        refund_account_id=ACCOUNT_ID,
        base_url=url,
    )
    async with aclosing(build(settings, vault, clock=lambda: NOW, sleep=_no_pause)) as vendor:
        await _reads(vendor)
        await _writes(vendor)
        await _refusals(vendor, faults)
    for wrong in ({"refresh_token": SecretStr("rt-other")}, {"client_secret": SecretStr("other")}):
        changed = settings.model_copy(update=wrong)
        books.grants.forget_access()
        async with aclosing(build(changed, vault, clock=lambda: NOW, sleep=_no_pause)) as vendor:
            with pytest.raises(Refused):
                await vendor.observe(RecordKind.INVOICE, "invoice-130")


async def _reads(vendor):
    kestrel = "accounts@kestrelfittings.example"
    for kind in (RecordKind.PAYMENT, RecordKind.INVOICE, RecordKind.CUSTOMER):
        for claim in (
            RecordClaim(invoice_number="QB-1042"),
            RecordClaim(payment_ids=("invoice-130", "customer-67", "O'Neil\\")),
            RecordClaim(email=kestrel, amount_minor=30_000, currency="USD"),
            RecordClaim(email="o'nobody@acme.example"),
        ):
            await vendor.find_records(claim, kind)
    call = BillingCall(call_id="call_1", workflow=Workflow.PROMISE_TO_PAY, email=redact(kestrel))
    assert await vendor.looks["quickbooks.balance"].ask(Question(call))
    record = await vendor.observe(RecordKind.INVOICE, "invoice-130")
    assert await vendor.paper(Matter("ho_1", call, record))


RECORDS = {
    "quickbooks.create_credit_memo": "invoice-140",  # taxed, in euros
    "quickbooks.send_invoice": "invoice-153",  # without an address of its own
    "quickbooks.update_customer": "customer-67",
    "quickbooks.add_note": "invoice-132",
    "quickbooks.create_refund_receipt": "ch_1",
    "quickbooks.record_credit": "ch_1",
}
ADDRESS = {"line1": "1 High St", "city": "Springfield", "postal_code": "62701", "country": "US"}


def matter():
    record = Record(
        vendor="stripe",
        record_id="ch_1",
        found_by=FoundBy.REFERENCE,
        customer_email=redact("accounts@kestrelfittings.example"),
        invoice_number=redact("QB-1042"),
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=NOW,
    )
    call = BillingCall(call_id="call_1", workflow=Workflow.REFUND_REQUEST)
    return Matter("ho_1", call, record, Done("stripe.create_refund", "re_1", 4_910, "USD"))


async def _writes(vendor):
    assert set(RECORDS) == set(vendor.operations)
    for name, record_id in RECORDS.items():
        operation = vendor.operations[name]
        order = Order(
            f"call_1:{name}:1",
            f"call_1:{name}:1:1",
            record_id,
            amount_minor=12_345,
            currency="EUR",
            since=NOW - timedelta(minutes=1),
            fields={field: redact(text) for field, text in ADDRESS.items()},
            note=redact("promise to pay; call call_1"),
            matter=matter(),
        )
        effect = await operation.send(order)
        assert await operation.find_effect(order)
        await operation.watch(order, effect.reference)
        if name.endswith(("memo", "receipt")):
            assert await vendor.paper(replace(matter(), done=Done(name, effect.reference)))


async def _refusals(vendor, faults):
    for fault, operation in (
        (Fault.REFUSED, "GET /invoice/{id}"),
        (Fault.RATE_LIMITED, "GET /invoice/{id}"),
        (Fault.SERVER_ERROR, "GET /invoice/{id}"),
        (Fault.AUTH, "GET /invoice/{id}"),
    ):
        faults.set("quickbooks", fault, 3, operation)
        with pytest.raises(VendorFailure):
            await vendor.observe(RecordKind.INVOICE, "invoice-130")
        faults.clear()
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.INVOICE, "invoice-99999")


# --- the judge ---


def _path_of(published, path):
    """The template a path fits; the one with the fewest placeholders first."""
    parts = path.split("/")
    for template in sorted(published["paths"], key=lambda one: one.count("{")):
        wanted = template.split("/")
        pairs = list(zip(wanted, parts, strict=False))
        if len(wanted) == len(parts) and all(w == p or w.startswith("{") for w, p in pairs):
            return template, {w.strip("{}"): unquote(p) for w, p in pairs if w.startswith("{")}
    return None, {}


def _operation(published, exchange):
    template, ids = _path_of(published, exchange.path)
    return published["paths"].get(template, {}).get(exchange.method.lower()), ids


def request_problems(published, check, exchange):
    """What is wrong with a request by the contract."""
    operation, ids = _operation(published, exchange)
    if operation is None:
        return [f"{exchange.method} {exchange.path} is not published"]
    given = {"query": dict(parse_qsl(exchange.query, keep_blank_values=True)), "path": ids}
    found = []
    for place, values in given.items():
        known = {
            one["name"]: one["schema"]
            for one in operation.get("parameters", [])
            if one["in"] == place
        }
        found += [f"{name} is not published" for name in set(values) - set(known)]
        for name, value in values.items():
            schema = known.get(name, {})
            is_number = schema.get("type") == "integer" and value.isdigit()
            found += check(int(value) if is_number else value, schema)
    return found + _body_problems(operation, check, exchange)


def _body_problems(operation, check, exchange):
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return ["a body that is not published"] if exchange.body else []
    kind = exchange.kind.partition(";")[0]
    if kind not in content:
        return [f"{kind or 'no'} body is not published"]
    sent = json.loads(exchange.body) if kind == JSON else dict(parse_qsl(exchange.body))
    return check(sent, content[kind]["schema"])


def answer_problems(published, check, exchange):
    """What is wrong with an answer by the contract; a fault in a success is none."""
    operation, _ = _operation(published, exchange)
    answer = operation["responses"].get(str(exchange.status))
    if answer is None:
        return [f"{exchange.status} is not published"]
    if "$ref" in answer:
        answer = published["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    kind = exchange.answer_kind.partition(";")[0]
    if kind not in answer["content"]:
        return [f"an answer of {kind} is not published"]
    said = json.loads(exchange.answer) if kind == JSON else None
    if said is None or (exchange.status == 200 and "Fault" in said):
        return []
    return check(said, answer["content"][kind]["schema"])


def test_every_request_is_as_published(published, check, exchanges):
    assert [
        (one.path, problem)
        for one in exchanges
        for problem in request_problems(published, check, one)
    ] == []


def test_every_answer_of_the_local_company_is_as_published(published, check, exchanges):
    assert [
        (one.path, problem)
        for one in exchanges
        for problem in answer_problems(published, check, one)
    ] == []
    assert {one.status for one in exchanges} >= {200, 400, 401, 429, 500}


def test_the_judge_sees_mistakes(published, check, exchanges):
    memo = next(one for one in exchanges if one.path.endswith("/creditmemo"))
    body = json.loads(memo.body)
    for change in (
        {"Color": 1},
        {"DocNumber": "x" * 22},
        {"GlobalTaxCalculation": "TaxExclusive"},
        {"Line": [{"DetailType": "SalesItemLineDetail", "Amount": 1}]},
        {"CustomerRef": {"value": 67}},
    ):
        wrong = replace(memo, body=json.dumps(body | change))
        assert request_problems(published, check, wrong), change
    query = next(one for one in exchanges if one.path.endswith("/query"))
    for wrong in (
        replace(query, query="query=delete+from+Invoice&minorversion=75"),
        replace(query, query=query.query.replace("minorversion=75", "minorversion=65")),
        replace(query, path="/v3/company/abc/query"),
        replace(memo, answer='{"CreditMemo": {"Id": 211}, "time": "x"}'),
    ):
        assert request_problems(published, check, wrong) or answer_problems(published, check, wrong)


NOT_ASKED = {  # published for the whole bot; the adapter has no reason to ask
    "GET /v3/company/{realmId}/companyinfo/{companyId}",
    "POST /v3/company/{realmId}/creditmemo/{creditmemoId}/send",
    "POST /v3/company/{realmId}/refundreceipt/{refundreceiptId}/send",
}


def test_the_journeys_reach_every_published_operation(published, exchanges):
    reached = {f"{one.method} {_path_of(published, one.path)[0]}" for one in exchanges}
    every = {
        f"{method.upper()} {path}"
        for path, operations in published["paths"].items()
        for method in operations
        if method in {"get", "post"}
    }
    assert reached == every - NOT_ASKED


READ = (models.Customer, models.Invoice, models.CreditMemo, models.RefundReceipt)


@pytest.mark.parametrize("model", READ)
def test_nothing_is_required_that_quickbooks_may_leave_out(published, model):
    needed = {key for key, one in model.model_fields.items() if one.is_required()}
    assert needed <= set(published["components"]["schemas"][model.entity]["required"])


def test_the_published_examples_are_read(published):
    invoice = published["paths"]["/v3/company/{realmId}/invoice/{invoiceId}"]["get"]
    example = invoice["responses"]["200"]["content"][JSON]["example"]
    read = models.Invoice.model_validate(example["Invoice"])
    assert (read.Id, str(read.TotalAmt), read.iso, read.sold.ItemRef.value) == (
        "130",
        "120.0",
        "USD",
        "1",
    )


def test_prism_lets_every_request_pass(refused_by_prism, specs, exchanges):
    description = specs / "quickbooks" / "quickbooks.openapi.yaml"
    renewals = [one for one in exchanges if one.path.endswith("/tokens/bearer")]
    others = [one for one in exchanges if one not in renewals]
    assert refused_by_prism(description, others, {"authorization": "Bearer local"}) == []
    basic = {"authorization": "Basic bG9jYWw6bG9jYWw=", "accept": "application/json"}
    assert refused_by_prism(description, renewals, basic) == []
