"""Local Stripe against Stripe's published shapes: what it answers and what it takes."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_errors import StripeError
from handlers.sandbox.stripe_form import nested
from handlers.sandbox.stripe_params import read
from handlers.sandbox.stripe_routes import OPERATIONS, stripe_routes
from handlers.sandbox.stripe_seed import LIVE_CHARGE, seeded_books

pytestmark = pytest.mark.contract

NOT_PUBLISHED = {"POST /v1/charges/{charge}": "charge", "POST /v1/invoices/{invoice}": "invoice"}
"""Known only from https://docs.stripe.com/api/charges/update and /invoices/update."""
HEADERS = {"authorization": "Bearer sk_test_local", "stripe-version": "2026-10-28.endive"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
UNDO = "cancel_at_period_end=false&metadata[note]=b"
RESUME = "billing_cycle_anchor[type]=now&proration_behavior=none&expand[]=latest_invoice"

REQUESTS = [
    ("GET", "/v1/customers", "", "limit=3&email=till@harborlane.example"),
    ("GET", "/v1/customers/search", "", "query=email:'till@harborlane.example'"),
    ("GET", "/v1/customers/{customer}", "cus_LocalHarbor", "expand[]=tax_ids"),
    ("POST", "/v1/customers/{customer}", "cus_LocalHarbor", "name=New&address[city]=Bonn"),
    ("GET", "/v1/charges", "", "customer=cus_LocalHarbor&created[gte]=1"),
    ("GET", "/v1/charges", "", "limit=100&expand[]=data.payment_intent"),
    ("GET", "/v1/charges/search", "", "query=amount:7500&limit=1"),
    ("GET", "/v1/charges/{charge}", "ch_3LocalAlpenRooms", "expand[]=refunds&expand[]=customer"),
    ("POST", "/v1/charges/{charge}", "ch_3LocalAlpenRooms", "receipt_email=a@b.example"),
    ("GET", "/v1/payment_intents", "", "limit=100"),
    ("GET", "/v1/payment_intents/search", "", "query=status:'succeeded'"),
    ("GET", "/v1/payment_intents/{intent}", "pi_3LocalBirkeSeats", "expand[]=latest_charge"),
    ("GET", "/v1/invoices", "", "status=open&due_date[gt]=1"),
    ("GET", "/v1/invoices/search", "", "query=number:'INV-20431'&expand[]=data.payments"),
    ("GET", "/v1/invoices/{invoice}", "in_1Local20459", "expand[]=payments"),
    ("POST", "/v1/invoices/{invoice}/send", "in_1Local20467", ""),
    ("GET", "/v1/invoice_payments", "", "invoice=in_1Local20431"),
    ("POST", "/v1/refunds", "", "charge=ch_3LocalBirkeSeats&amount=900&metadata[step]=a"),
    ("POST", "/v1/refunds", "", "payment_intent=pi_3LocalKawaseFonts&reason=duplicate"),
    ("GET", "/v1/refunds", "", "charge=ch_3LocalAlpenRooms"),
    ("GET", "/v1/refunds/{refund}", "REFUND", "expand[]=charge"),
    ("POST", "/v1/refunds/{refund}", "REFUND", "metadata[note]=b"),
    ("POST", "/v1/refunds/{refund}/cancel", "WAITING", ""),
    ("GET", "/v1/disputes", "", "charge=ch_3LocalHarborShelf"),
    ("GET", "/v1/disputes/{dispute}", "DISPUTE", "expand[]=charge"),
    ("GET", "/v1/subscriptions/{subscription_exposed_id}", "sub_1LocalCobaltFleet", ""),
    ("GET", "/v1/subscriptions", "", "customer=cus_LocalLantern&status=all&limit=3"),
    ("POST", "/v1/subscriptions/{subscription_exposed_id}", "sub_1LocalCobaltFleet", UNDO),
    ("POST", "/v1/subscriptions/{subscription}/resume", "sub_1LocalLanternStudio", RESUME),
    ("POST", "/v1/invoices/{invoice}", "in_1Local20459", "metadata[note]=b"),
    ("POST", "/v1/invoices/{invoice}/finalize", "in_1Local20481", "auto_advance=false"),
    ("POST", "/v1/invoices/{invoice}/pay", "in_1Local20459", "off_session=true"),
    ("POST", "/v1/invoices/{invoice}/void", "in_1Local20467", ""),
    ("POST", "/v1/disputes/{dispute}", "DISPUTE", "evidence[product_description]=Labels"),
    ("POST", "/v1/credit_notes", "", "invoice=in_1Local20431&amount=900&credit_amount=900"),
    ("POST", "/v1/credit_notes", "", "invoice=in_1Local20431&amount=900&refund_amount=900"),
    ("POST", "/v1/credit_notes", "", "invoice=in_1Local20467&amount=900&email_type=none"),
    ("GET", "/v1/credit_notes", "", "invoice=in_1Local20402&expand[]=data.invoice"),
    ("GET", "/v1/credit_notes/preview", "", "invoice=in_1Local20431&amount=9&credit_amount=9"),
    ("GET", "/v1/credit_notes/{id}", "NOTE", "expand[]=customer"),
]
FAILURES = [
    ("GET", f"/v1/charges/{LIVE_CHARGE}", "", Fault.NONE, 404),
    ("POST", "/v1/refunds", "charge=ch_3LocalHarborShelf", Fault.NONE, 400),
    ("POST", "/v1/refunds", "charge=ch_3LocalBirkeSeats&colour=red", Fault.NONE, 400),
    ("POST", "/v1/refunds", "charge=ch_3LocalBirkeSeats&amount=9999999", Fault.NONE, 400),
    ("POST", "/v1/refunds", "charge=ch_3LocalBirkeSeats", Fault.REFUSED, 400),
    ("POST", "/v1/invoices/in_1Local20377/pay", "", Fault.NONE, 402),
    ("POST", "/v1/invoices/in_1Local20431/pay", "", Fault.NONE, 400),
    ("POST", "/v1/credit_notes", "invoice=in_1Local20431&amount=900", Fault.NONE, 400),
    ("POST", "/v1/credit_notes", "amount=900", Fault.NONE, 400),
    ("POST", "/v1/subscriptions/sub_1LocalCobaltFleet/resume", "", Fault.NONE, 400),
    ("GET", "/v1/refunds", "", Fault.REFUSED, 403),
    ("GET", "/v1/refunds", "", Fault.AUTH, 401),
    ("GET", "/v1/refunds", "", Fault.RATE_LIMITED, 429),
    ("GET", "/v1/refunds", "", Fault.SERVER_ERROR, 500),
]


@pytest.fixture(scope="module")
def published(specs):
    return json.loads((specs / "stripe" / "stripe-subset.json").read_text())


@pytest.fixture(scope="module")
def schemas(published):
    return {name: plain(schema) for name, schema in published["components"]["schemas"].items()}


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
def books():
    return seeded_books(api_key="sk_test_local", now=lambda: datetime(2031, 3, 5, tzinfo=UTC))


@pytest.fixture
async def stripe(books, faults):
    transport = httpx.ASGITransport(Starlette(routes=stripe_routes(books, faults)))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://stripe", headers=HEADERS
    ) as client:
        yield client


def plain(schema):
    """OpenAPI 3.0's `nullable` as JSON Schema."""
    if isinstance(schema, list):
        return [plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: plain(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [result, {"type": "null"}]} if schema.get("nullable") is True else result


def check(value, schema, schemas):
    root = {"components": {"schemas": schemas}, "allOf": [plain(schema)]}
    problems = [
        f"{list(error.absolute_path)}: {error.message[:200]}"
        for error in Draft202012Validator(root).iter_errors(value)
    ]
    assert problems == []


def ids_of(books):
    """Placeholders in the table above, once the books know them."""
    waiting = books.refund_elsewhere("ch_3LocalPembrokePlan", 100)
    waiting["status"] = "pending"
    books.require_action(waiting["id"])
    return {
        "REFUND": books.refunds_of("ch_3LocalAlpenRooms")[0]["id"],
        "WAITING": waiting["id"],
        "DISPUTE": books.every("dispute")[0]["id"],
        "NOTE": books.every("credit_note")[0]["id"],
    }


async def ask(stripe, method, path, form):
    if method == "GET":
        return await stripe.get(path, params=form)
    return await stripe.post(path, content=form, headers=FORM)


def test_every_operation_is_asked():
    assert {f"{method} {path}" for method, path, *_ in REQUESTS} == {o.name for o in OPERATIONS}


@pytest.mark.parametrize("asked", REQUESTS, ids=" ".join)
async def test_answers_have_the_published_shape(stripe, books, published, schemas, asked):
    method, path, target, form = asked
    address = path if not target else f"{path.split('{')[0]}{ids_of(books).get(target, target)}"
    address += path.partition("}")[2]
    answer = await ask(stripe, method, address, form)
    assert answer.status_code == 200, answer.text
    if f"{method} {path}" in NOT_PUBLISHED:
        kind = NOT_PUBLISHED[f"{method} {path}"]
        check(answer.json(), {"$ref": f"#/components/schemas/{kind}"}, schemas)
        return
    operation = published["paths"][path][method.lower()]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    check(answer.json(), schema, schemas)


@pytest.mark.parametrize("asked", FAILURES, ids=str)
async def test_errors_have_the_published_shape(stripe, faults, schemas, asked):
    method, path, form, fault, status = asked
    faults.set("stripe", fault)
    answer = await ask(stripe, method, path, form)
    assert answer.status_code == status
    check(answer.json(), {"$ref": "#/components/schemas/error"}, schemas)


def test_every_stored_object_fits_and_has_published_fields_only(books, schemas):
    for kind in {operation.kind for operation in OPERATIONS}:
        assert books.every(kind), kind
        for item in books.every(kind):
            check(item, {"$ref": f"#/components/schemas/{kind}"}, schemas)
            assert set(item) <= set(schemas[kind]["properties"]), kind


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_it_takes_exactly_the_published_parameters(published, operation):
    if operation.name in NOT_PUBLISHED:
        return
    wanted = parameters(published, operation)
    assert set(operation.spec) == set(wanted)
    assert set(operation.required) == {name for name, (_, must) in wanted.items() if must}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_it_takes_exactly_the_published_words_and_inner_names(published, operation):
    if operation.name in NOT_PUBLISHED:
        return
    for name, (schema, _must) in parameters(published, operation).items():
        words, inner = schema.get("enum", []), inner_names(published, schema)
        assert {w for w in words if refusal(operation, f"{name}={w}")} == set()
        if words:
            assert refusal(operation, f"{name}=no-such-word")
        unknown = [n for n in inner if refusal(operation, f"{name}[{n}]=1") == "parameter_unknown"]
        assert unknown == []
        if inner:
            assert refusal(operation, f"{name}[no_such_name]=1") == "parameter_unknown"


def parameters(published, operation):
    """Query or form parameters: name -> (schema, required); `expand[]` is `expand`."""
    spec = published["paths"][operation.path][operation.method.lower()]
    found = {
        item["name"].removesuffix("[]"): (item["schema"], item.get("required", False))
        for item in spec.get("parameters", [])
        if item.get("in") == "query"
    }
    for content in spec.get("requestBody", {}).get("content", {}).values():
        must = content["schema"].get("required", [])
        found |= {n: (s, n in must) for n, s in content["schema"].get("properties", {}).items()}
    return found


def inner_names(published, schema):
    """The names inside a parameter that is an object."""
    refs = [part.get("$ref", "").rpartition("/")[2] for part in [schema, *schema.get("anyOf", [])]]
    shapes = published["components"]["schemas"]
    return {name for ref in refs for name in shapes.get(ref, {}).get("properties", {})}


def refusal(operation, form):
    """The error's code (or its message) when the form is refused, else None."""
    try:
        read(operation.spec, nested(form))
    except StripeError as error:
        return error.facts.get("code", error.message)
    return None
