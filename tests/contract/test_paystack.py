"""What the Paystack adapter sends and reads, and what local Paystack answers, against the contract.

The contract is the strict subset `paystack.openapi.yaml`; Paystack's own file is less exact, and
SOURCES.yaml beside it lists where.
"""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
import yaml
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused
from bot.handoff.record import RecordClaim, RecordKind
from bot.redaction import redact
from bot.vendor_settings import PaystackSettings
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.paystack_operations import OPERATIONS
from handlers.sandbox.paystack_routes import paystack_routes
from handlers.sandbox.paystack_seed import LIVE_REFERENCE, seeded_paystack
from providers.paystack import build, models

pytestmark = pytest.mark.contract

KEY = "sk_test_local"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
SEAT = "PSK-LocalKanoSeat"
LISTS = {
    "/customer",
    "/paymentrequest",
    "/transaction",
    "/refund",
    "/dispute",
    "/subscription",
}


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "paystack" / "paystack.openapi.yaml").read_text())


# --- every request the adapter has reason to send, recorded ---


@pytest.fixture(scope="module")
def books():
    return seeded_paystack(api_key=KEY, now=lambda: NOW)


@pytest.fixture(scope="module")
def local_paystack(books, serve_recorded):
    app = Starlette(routes=paystack_routes(books, Switchboard()))
    with serve_recorded(app) as (url, _):
        yield url


@pytest.fixture(scope="module")
def recorded(local_paystack, books):
    asyncio.run(_journeys(local_paystack, books))
    return list(books.requests)


async def _journeys(url, books):
    settings = PaystackSettings(secret_key=SecretStr(KEY), base_url=url)
    vendor = build(settings, clock=lambda: NOW)
    for _ in range(60):
        books.refund(SEAT, 10)
    for claim in (
        RecordClaim(payment_ids=(SEAT, str(books.by_reference(SEAT)["id"]), "PSK-None")),
        RecordClaim(email="till@ibadanbooks.example", amount_minor=750_000, currency="NGN"),
        RecordClaim(email="Till@IbadanBooks.example"),
    ):
        await vendor.find_records(claim, RecordKind.PAYMENT)
    await _other_kinds(vendor)
    await _other_operations(vendor)
    refund = vendor.operations["paystack.create_refund"]
    for record_id, amount, currency in ((SEAT, 100, "NGN"), ("PSK-LocalDakarFabric", 70, "XOF")):
        key = f"call_{amount}:paystack.create_refund:1"
        order = Order(key, f"{key}:1", record_id, amount, currency)
        effect = await refund.send(order)
        await refund.find_effect(order)
        await refund.watch(order, effect.reference)
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.PAYMENT, LIVE_REFERENCE)
    await vendor.aclose()


async def _other_kinds(vendor):
    kano = "books@kanostudios.example"
    for claim, kind in (
        (RecordClaim(payment_ids=("PRQ_localkano", "PRQ_none")), RecordKind.INVOICE),
        (RecordClaim(email=kano, amount_minor=3_750_000, currency="NGN"), RecordKind.INVOICE),
        (RecordClaim(invoice_number="1047"), RecordKind.INVOICE),
        (RecordClaim(subscription_id="SUB_localjosplan"), RecordKind.SUBSCRIPTION),
        (RecordClaim(email=kano), RecordKind.SUBSCRIPTION),
        (RecordClaim(payment_ids=("CUS_localkano",)), RecordKind.CUSTOMER),
        (RecordClaim(email=kano), RecordKind.CUSTOMER),
    ):
        assert await vendor.find_records(claim, kind)
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.CUSTOMER, "CUS_none")


FIELDS = {
    "paystack.submit_evidence": {
        "service_details": "Shelves, delivered and signed for",
        "delivery_date": "2031-02-20",
        "delivery_address": "12 Sapele Road, Ibadan",
    },
    "paystack.update_customer": {"line1": "12 Sapele Road", "country": "NG", "phone": "0800555"},
    "paystack.create_customer": {"email": "new@house.example", "first_name": "Zoë", "phone": "08"},
}
RECORDS = {
    "paystack.notify_payment_request": "PRQ_localkano",
    "paystack.finalize_payment_request": "PRQ_localenuguseed",
    "paystack.create_payment_request": "CUS_localbenin",
    "paystack.mail_card_link": "SUB_localjosplan",
    "paystack.submit_evidence": "PSK-LocalIbadanShelf",
    "paystack.update_customer": "CUS_localbenin",
    "paystack.add_note": "PRQ_localkano",
    "paystack.create_customer": "",
}


async def _other_operations(vendor):
    assert set(RECORDS) == set(vendor.operations) - {"paystack.create_refund"}
    for name, record_id in RECORDS.items():
        key = f"call_1:{name}:1"
        order = Order(
            key,
            f"{key}:1",
            record_id,
            amount_minor=90_000,
            currency="NGN",
            since=NOW,
            fields={field: redact(value) for field, value in FIELDS.get(name, {}).items()},
            note=redact("Asked when it is due."),
        )
        operation = vendor.operations[name]
        effect = await operation.send(order)
        assert effect.reference
        if operation.facts.can_look_up:
            assert await operation.find_effect(order)
        if name != "paystack.mail_card_link":  # nothing to see
            await operation.watch(order, effect.reference)


def _path_of(published, request):
    """The template a request fits; the one with the fewest placeholders first."""
    parts = request.path.split("/")
    for template in sorted(published["paths"], key=lambda one: one.count("{")):
        wanted = template.split("/")
        pairs = list(zip(wanted, parts, strict=False))
        if len(wanted) == len(parts) and all(w == p or w.startswith("{") for w, p in pairs):
            return template, {w.strip("{}"): unquote(p) for w, p in pairs if w.startswith("{")}
    return None, {}


def _resolved(published, item):
    return (
        published["components"]["parameters"][item["$ref"].rpartition("/")[2]]
        if "$ref" in item
        else item
    )


def _typed(text):
    return int(text) if text.isdigit() else text


def judged(published, check, request):
    """What is wrong with a request by the contract."""
    template, ids = _path_of(published, request)
    path = published["paths"].get(template, {})
    operation = path.get(request.method.lower())
    if operation is None:
        return [f"{request.method} {request.path} is not published"]
    listed = [*path.get("parameters", []), *operation.get("parameters", [])]
    known = [_resolved(published, one) for one in listed]
    given = {"query": dict(parse_qsl(request.query, keep_blank_values=True)), "path": ids}
    found = []
    for place, values in given.items():
        schemas = {one["name"]: one["schema"] for one in known if one["in"] == place}
        found += [f"{name} is not published" for name in set(values) - set(schemas)]
        for name, value in values.items():
            schema = schemas.get(name, {})
            typed = _typed(value) if schema.get("type") == "integer" else value
            found += check(typed, schema)
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += check(json.loads(request.body or "null"), schema)
    elif request.body:
        found.append("a body that is not published")
    return found


def test_every_request_is_as_published(published, check, recorded):
    assert [problem for one in recorded for problem in judged(published, check, one)] == []


def test_the_judge_sees_mistakes(published, check, recorded):
    sent = next(one for one in recorded if (one.method, one.path) == ("POST", "/refund"))
    for body in ("", "{}", '{"transaction": "x", "amount": 0}', '{"transaction": "x", "color": 1}'):
        assert judged(published, check, type(sent)(**{**vars(sent), "body": body}))
    for path, query in (
        ("/refund", "color=1"),
        ("/things", ""),
        ("/refund", "page=x"),
        ("/refund/x", ""),
    ):
        change = {"method": "GET", "path": path, "query": query, "body": ""}
        assert judged(published, check, type(sent)(**{**vars(sent), **change}))


NOT_ASKED = {  # local Paystack has them for people and tests; the adapter has no reason to ask
    "GET /customer",
    "GET /paymentrequest/{id_or_code}",
    "POST /paymentrequest/archive/{code}",
    "GET /dispute/transaction/{id}",
    "GET /dispute/{id}/upload_url",
    "PUT /dispute/{id}/resolve",
    "GET /subscription/{code}/manage/link",
}


def test_the_journeys_reach_every_address_the_adapter_knows(published, recorded):
    reached = {f"{one.method} {_path_of(published, one)[0]}" for one in recorded}
    assert reached == {operation.name for operation in OPERATIONS} - NOT_ASKED


# --- what is read ---

READ = {
    "Customer": models.Customer,
    "Transaction": models.Transaction,
    "Refund": models.Refund,
    "RefundCreated": models.Refund,
    "Dispute": models.Dispute,
    "PaymentRequest": models.PaymentRequest,
    "Subscription": models.Subscription,
}
IN_EXAMPLES_ONLY = {"evidence"}
"""Fields of the published samples that the contract's schemas leave out."""


@pytest.mark.parametrize("name", sorted(READ))
def test_nothing_is_required_that_paystack_may_leave_out(published, name):
    needed = {key for key, one in READ[name].model_fields.items() if one.is_required()}
    schema = published["components"]["schemas"][name]
    assert needed <= set(schema["required"])
    assert set(READ[name].model_fields) <= {*schema["properties"], *IN_EXAMPLES_ONLY}


def test_the_published_examples_are_read(published):
    for path, method, model in (
        ("/transaction/verify/{reference}", "get", models.Transaction),
        ("/refund", "post", models.Refund),
        ("/refund/{id}", "get", models.Refund),
        ("/customer/{email_or_code}", "get", models.Customer),
        ("/customer/{email_or_code}", "put", models.Customer),
        ("/customer", "post", models.Customer),
        ("/paymentrequest", "post", models.PaymentRequest),
        ("/paymentrequest/verify/{code}", "get", models.PaymentRequest),
        ("/dispute/{id}/evidence", "post", models.Evidence),
        ("/subscription/{id_or_code}", "get", models.Subscription),
    ):
        example = _success(published, path, method)["example"]
        assert models.Envelope[model].model_validate(example).status
    for path, model in (
        ("/refund", models.Refund),
        ("/dispute", models.Dispute),
        ("/paymentrequest", models.PaymentRequest),
        ("/subscription", models.Subscription),
    ):
        example = _success(published, path, "get")["example"]
        assert models.Envelope[list[model]].model_validate(example).data
    for path in ("/paymentrequest/notify/{code}", "/subscription/{code}/manage/email"):
        assert models.Said.model_validate(_success(published, path, "post")["example"]).status


def _success(published, path, method):
    answer = published["paths"][path][method]["responses"]["200"]
    if "$ref" in answer:
        answer = published["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer["content"]["application/json"]


# --- what local Paystack answers ---


@pytest.fixture
def fresh():
    return seeded_paystack(api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def local(fresh, faults):
    transport = httpx.ASGITransport(Starlette(routes=paystack_routes(fresh, faults)))
    headers = {"authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://paystack", headers=headers
    ) as client:
        yield client


BODIES = {
    "POST /refund": {"transaction": SEAT, "amount": 5, "merchant_note": "a step"},
    "POST /customer": {"email": "new@house.example", "metadata": {"a": 1}},
    "PUT /customer/{email_or_code}": {"phone": "08"},
    "POST /paymentrequest": {"customer": "CUS_localkano", "amount": 5, "due_date": "2031-04-01"},
    "POST /paymentrequest/finalize/{code}": {"send_notification": False},
    "POST /dispute/{id}/evidence": {
        "customer_email": "till@ibadanbooks.example",
        "customer_name": "Ibadan Books",
        "customer_phone": "0800",
        "service_details": "Shelves",
    },
    "PUT /dispute/{id}/resolve": {
        "resolution": "merchant-accepted",
        "message": "ours",
        "refund_amount": 5,
        "uploaded_filename": "a.pdf",
    },
}


def _address(fresh, operation):
    """The path of an operation about something that is there."""
    kind = {"refund": "refund", "dispute": "dispute"}.get(operation.path.split("/")[1])
    number = fresh.every(kind)[0]["id"] if kind else fresh.by_reference(SEAT)["id"]
    if "dispute/transaction" in operation.path:
        number = fresh.every("dispute")[0]["transaction"]["id"]
    code = "PRQ_localenuguseed" if "finalize" in operation.path else "PRQ_localkano"
    code = "SUB_localjosplan" if operation.path.startswith("/subscription") else code
    path = operation.path.format(
        id=number, reference=SEAT, email_or_code="CUS_localkano", code=code, id_or_code=code
    )
    return f"{path}?upload_filename=a.pdf" if path.endswith("upload_url") else path


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
async def test_answers_have_the_published_shape(local, fresh, published, check, operation):
    fresh.refund(SEAT, 100)
    body = BODIES.get(operation.name)
    more = {"json": body} if body else {}
    answer = await local.request(operation.method, _address(fresh, operation), **more)
    assert answer.status_code == 200, answer.text
    schema = _success(published, operation.path, operation.method.lower())["schema"]
    assert check(answer.json(), schema) == []
    if operation.method == "GET" and operation.path in LISTS:
        assert answer.json()["data"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.AUTH, 401),
        (Fault.RATE_LIMITED, 429),
        (Fault.REFUSED, 400),
        (Fault.SERVER_ERROR, 500),
        (Fault.NONE, 404),
    ],
)
async def test_errors_have_the_published_shape(local, faults, check, fault, status):
    faults.set("paystack", fault)
    answer = await local.get("/refund/1")
    assert answer.status_code == status
    assert check(answer.json(), {"$ref": "#/components/schemas/Error"}) == []


def test_every_stored_object_has_the_published_shape(fresh, check):
    for kind in ("Customer", "Transaction", "Refund", "Dispute", "PaymentRequest", "Subscription"):
        items = fresh.every("payment_request" if kind == "PaymentRequest" else kind.lower())
        assert items
        for item in items:
            assert check(item, {"$ref": f"#/components/schemas/{kind}"}) == []


def test_prism_lets_every_request_pass(refused_by_prism, specs, recorded):
    description = specs / "paystack" / "paystack.openapi.yaml"
    assert refused_by_prism(description, recorded, {"authorization": "Bearer local"}) == []
