"""What the Paystack adapter sends and reads, and what local Paystack answers, against the contract.

The contract is the strict subset `paystack.openapi.yaml`; Paystack's own file is less exact, and
SOURCES.yaml beside it lists where.
"""

import asyncio
import json
import socket
import threading
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
import uvicorn
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused
from bot.handoff.record import RecordClaim
from bot.ports import Order
from bot.settings import PaystackSettings
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.paystack_operations import OPERATIONS
from handlers.sandbox.paystack_routes import paystack_routes
from handlers.sandbox.paystack_seed import LIVE_REFERENCE, seeded_paystack
from providers.paystack import build, models

pytestmark = pytest.mark.contract

KEY = "sk_test_local"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
SEAT = "PSK-LocalKanoSeat"
LISTS = {"/transaction", "/refund", "/dispute"}


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "paystack" / "paystack.openapi.yaml").read_text())


@pytest.fixture(scope="module")
def check(published):
    """The problems of a value under a schema of the contract."""

    def problems(value, schema):
        root = {"components": published["components"], "allOf": [schema]}
        judge = Draft202012Validator(root, format_checker=FormatChecker())
        return [
            f"{list(one.absolute_path)}: {one.message[:200]}" for one in judge.iter_errors(value)
        ]

    return problems


# --- every request the adapter has reason to send, recorded ---


@pytest.fixture(scope="module")
def books():
    return seeded_paystack(api_key=KEY, now=lambda: NOW)


@pytest.fixture(scope="module")
def local_paystack(books):
    app = Starlette(routes=paystack_routes(books, Switchboard()))
    config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


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
        await vendor.find_records(claim)
    refund = vendor.operations["paystack.create_refund"]
    for record_id, amount, currency in ((SEAT, 100, "NGN"), ("PSK-LocalDakarFabric", 70, "XOF")):
        key = f"call_{amount}:paystack.create_refund:1"
        order = Order(key, f"{key}:1", record_id, amount, currency)
        effect = await refund.send(order)
        await refund.find_effect(order)
        await refund.watch(order, effect.reference)
    with pytest.raises(Refused):
        await vendor.observe(LIVE_REFERENCE)
    await vendor.aclose()


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
    sent = next(one for one in recorded if one.method == "POST")
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


def test_the_journeys_reach_every_address_the_adapter_knows(published, recorded):
    reached = {f"{one.method} {_path_of(published, one)[0]}" for one in recorded}
    assert reached == {operation.name for operation in OPERATIONS}


# --- what is read ---

READ = {
    "Customer": models.Customer,
    "Transaction": models.Transaction,
    "Refund": models.Refund,
    "RefundCreated": models.Refund,
    "Dispute": models.Dispute,
}


@pytest.mark.parametrize("name", sorted(READ))
def test_nothing_is_required_that_paystack_may_leave_out(published, name):
    needed = {key for key, one in READ[name].model_fields.items() if one.is_required()}
    schema = published["components"]["schemas"][name]
    assert needed <= set(schema["required"])
    assert set(READ[name].model_fields) <= set(schema["properties"])


def test_the_published_examples_are_read(published):
    for path, method, model in (
        ("/transaction/verify/{reference}", "get", models.Transaction),
        ("/refund", "post", models.Refund),
        ("/refund/{id}", "get", models.Refund),
        ("/customer/{email_or_code}", "get", models.Customer),
    ):
        example = _success(published, path, method)["example"]
        assert models.Envelope[model].model_validate(example).status
    for path, model in (("/refund", models.Refund), ("/dispute", models.Dispute)):
        example = _success(published, path, "get")["example"]
        assert models.Envelope[list[model]].model_validate(example).data


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


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
async def test_answers_have_the_published_shape(local, fresh, published, check, operation):
    made = fresh.refund(SEAT, 100)
    number = made["id"] if operation.path.startswith("/refund") else made["transaction"]
    email = "books@kanostudios.example"
    address = operation.path.format(id=number, reference=SEAT, email_or_code=email)
    body = {"transaction": SEAT, "amount": 5, "currency": "NGN", "merchant_note": "a step"}
    more = {"json": body} if operation.method == "POST" else {}
    answer = await local.request(operation.method, address, **more)
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
    for kind in ("Customer", "Transaction", "Refund", "Dispute"):
        items = fresh.every(kind.lower())
        assert items
        for item in items:
            assert check(item, {"$ref": f"#/components/schemas/{kind}"}) == []
