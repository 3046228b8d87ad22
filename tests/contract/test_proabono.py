"""What the ProAbono adapter sends and reads, and what local ProAbono answers, against the contract.

The contract is the strict subset `proabono.openapi.yaml`, written from ProAbono's documentation.
"""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx
import pytest
import yaml
from starlette.applications import Starlette

from bot.handoff.record import RecordClaim, RecordKind
from bot.redaction import redact
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.proabono_books import stamp
from handlers.sandbox.proabono_notices import notification
from handlers.sandbox.proabono_operations import OPERATIONS
from handlers.sandbox.proabono_routes import proabono_routes
from handlers.sandbox.proabono_seed import seeded_proabono
from providers.http import VendorHttp
from providers.papers import Link
from providers.proabono import ProAbonoVendor, models
from providers.proabono.client import ProAbonoClient
from providers.proabono.papers import HOSTS

pytestmark = pytest.mark.contract

AGENT, KEY = "local-agent", "local-agent-key"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
RECORDS = {
    "proabono.update_customer": "invoice:3001",
    "proabono.update_payment_settings": "subscription:2001@glycine-42",
    "proabono.create_customer": "",
    "proabono.add_note": "customer:glycine-42",
}
FIELDS = {
    "proabono.update_customer": {"line1": "8 quai Perrache", "country": "fr", "phone": "04"},
    "proabono.update_payment_settings": {
        "payment_method": "bank", "next_billing_on": "2031-04-01", "invoice_note": "PO 7"
    },
    "proabono.create_customer": {"email": "new@house.example", "first_name": "Zoë"},
}  # fmt: skip


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "proabono" / "proabono.openapi.yaml").read_text())


@pytest.fixture
def books():
    return seeded_proabono(agent_key=AGENT, api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def local(books, faults):
    transport = httpx.ASGITransport(Starlette(routes=proabono_routes(books, faults)))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://proabono", auth=(AGENT, KEY)
    ) as client:
        yield client


@pytest.fixture
async def recorded(local, books):
    """Every request that the adapter has reason to send."""
    http = VendorHttp("ProAbono", local)
    link = Link("ProAbono", "http://proabono", HOSTS)
    client = ProAbonoClient(http, mode="test")
    vendor = ProAbonoVendor(client, link, clock=lambda: NOW, segment="main-eur")
    glycine = "compta@glycine.example"
    for claim, kind in (
        (RecordClaim(invoice_number="F7.00000012"), RecordKind.INVOICE),
        (RecordClaim(email=glycine), RecordKind.INVOICE),
        (RecordClaim(subscription_id="2001"), RecordKind.SUBSCRIPTION),
        (RecordClaim(email=glycine), RecordKind.SUBSCRIPTION),
        (RecordClaim(payment_ids=("glycine-42",)), RecordKind.CUSTOMER),
        (RecordClaim(email=glycine), RecordKind.CUSTOMER),
    ):
        assert await vendor.find_records(claim, kind)
    assert set(RECORDS) == set(vendor.operations)
    for name, record_id in RECORDS.items():
        key = f"call_1:{name}:1"
        fields = {one: redact(value) for one, value in FIELDS.get(name, {}).items()}
        order = Order(key, f"{key}:1", record_id, fields=fields, note=redact("Asked."))
        effect = await vendor.operations[name].send(order)
        assert await vendor.operations[name].find_effect(order)
        await vendor.operations[name].watch(order, effect.reference)
    return list(books.requests)


def _operation(published, request):
    for template, path in published["paths"].items():
        wanted, parts = template.split("/"), request.path.split("/")
        pairs = list(zip(wanted, parts, strict=False))
        if len(wanted) == len(parts) and all(w == p or w.startswith("{") for w, p in pairs):
            return path, path.get(request.method.lower())
    return {}, None


def _parameters(published, path, operation):
    for one in [*path.get("parameters", []), *operation.get("parameters", [])]:
        named = one.get("$ref", "").rpartition("/")[2]
        yield published["components"]["parameters"][named] if named else one


def judged(published, check, request):
    """What is wrong with a request by the contract."""
    path, operation = _operation(published, request)
    if operation is None:
        return [f"{request.method} {request.path} is not published"]
    known = {one["name"]: one for one in _parameters(published, path, operation)}
    given = dict(parse_qsl(request.query, keep_blank_values=True))
    found = [f"{name} is not published" for name in set(given) - set(known)]
    found += [
        f"{name} is missing"
        for name, one in known.items()
        if one.get("required") and one["in"] == "query" and name not in given
    ]
    for name, value in given.items():
        schema = known.get(name, {}).get("schema", {})
        found += check(int(value) if schema.get("type") == "integer" else value, schema)
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += check(json.loads(request.body or "null"), schema)
    return found


def test_every_request_is_as_published(published, check, recorded):
    assert [problem for one in recorded for problem in judged(published, check, one)] == []
    reached = {f"{one.method} {one.path}" for one in recorded}
    assert {"POST /v1/Customer", "GET /v1/Invoice", "GET /v1/Invoice/3001"} <= reached


def test_the_judge_sees_mistakes(published, check, recorded):
    sent = next(one for one in recorded if one.path == "/v1/CustomerAddressBilling")
    for change in (
        {"query": ""},
        {"query": "ReferenceCustomer=a&Color=red"},
        {"path": "/v1/Nothing"},
        {"method": "POST", "body": '{"Country": "fr"}'},
        {"method": "POST", "body": "{}"},
    ):
        assert judged(published, check, type(sent)(**{**vars(sent), **change}))


READ = {
    "Customer": models.Customer,
    "BillingAddress": models.Address,
    "PaymentSettings": models.PaymentSettings,
    "Subscription": models.Subscription,
    "Invoice": models.Invoice,
    "Page": models.Page,
}


@pytest.mark.parametrize("name", sorted(READ))
def test_nothing_is_required_that_proabono_may_leave_out(published, name):
    needed = {one.alias for one in READ[name].model_fields.values() if one.is_required()}
    schema = published["components"]["schemas"][name]
    assert needed <= set(schema.get("required", []))
    assert {one.alias for one in READ[name].model_fields.values()} <= set(schema["properties"])


def test_the_published_examples_are_read(published):
    for name in ("Customer", "BillingAddress", "PaymentSettings", "Subscription", "Invoice"):
        media = published["components"]["responses"][name]["content"]["application/json"]
        shown = [media["example"]] if "example" in media else []
        shown += [one["value"] for one in media.get("examples", {}).values()]
        assert [READ[name].model_validate(one) for one in shown]
    for path, model in (
        ("/v1/Customers", models.Customer),
        ("/v1/Invoices", models.Invoice),
        ("/v1/Subscriptions", models.Subscription),
    ):
        answer = published["paths"][path]["get"]["responses"]["200"]
        example = answer["content"]["application/json"]["example"]
        assert models.Page[model].model_validate(example).items


# --- what local ProAbono answers --------------------------------------------------------------

ASKED = {
    "POST /v1/Customer": {"ReferenceCustomer": "new-1", "Email": "new@house.example"},
    "POST /v1/CustomerAddressBilling": {"City": "Lyon"},
    "POST /v1/CustomerSettingsPayment": {"TypePayment": "ExternalCash"},
}


async def _ask(local, operation):
    query = {"ReferenceCustomer": "glycine-42"}
    if operation.path == "/v1/Invoice":
        query = {"FullNumber": "F7.00000012"}
    body = ASKED.get(operation.name)
    plain = operation.path in {"/v1/Customers", "/v1/Invoice/{id}"}
    plain = plain or operation.name == "POST /v1/Customer"
    return await local.request(
        operation.method,
        operation.path.format(id=3001),
        params={} if plain else query,
        **({"json": body} if body else {}),
    )


def _answer(published, operation, status):
    answer = published["paths"][operation.path][operation.method.lower()]["responses"][str(status)]
    named = answer.get("$ref", "").rpartition("/")[2]
    answer = published["components"]["responses"][named] if named else answer
    return answer["content"]["application/json"]["schema"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
async def test_answers_have_the_published_shape(local, published, check, operation):
    answer = await _ask(local, operation)
    assert answer.status_code in {200, 201}, answer.text
    assert check(answer.json(), _answer(published, operation, answer.status_code)) == []


@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [
        (Fault.AUTH, 401, "Unauthorized"),
        (Fault.REFUSED, 403, "Forbidden"),
        (Fault.RATE_LIMITED, 429, "RateLimited"),
        (Fault.SERVER_ERROR, 500, "ServerError"),
    ],
)
async def test_errors_have_the_published_shape(
    local, faults, published, check, fault, status, name
):
    faults.set("proabono", fault)
    answer = await local.get("/v1/Customers")
    schema = published["components"]["responses"][name]["content"]["application/json"]["schema"]
    assert (answer.status_code, check(answer.json(), schema)) == (status, [])


async def test_a_refused_body_has_the_published_shape(local, published, check):
    answer = await local.post("/v1/Customer", json={"Email": "x"})
    schema = published["components"]["responses"]["ValidationErrors"]
    assert check(answer.json(), schema["content"]["application/json"]["schema"]) == []


def test_notifications_have_the_published_shape(books, check):
    about = {"Customer": books.customers["glycine-42"], "InvoiceDebit": books.invoices[3001]}
    raw = notification("trg_1", "InvoiceDebitPaid", NOW, about)
    assert check(json.loads(raw), {"$ref": "#/components/schemas/Notification"}) == []
    assert stamp(NOW) == "2031-03-05T00:00:00.00Z"


def test_prism_lets_every_request_pass(refused_by_prism, specs, recorded):
    description = specs / "proabono" / "proabono.openapi.yaml"
    assert (
        refused_by_prism(description, recorded, {"authorization": "Basic bG9jYWw6bG9jYWw="}) == []
    )
