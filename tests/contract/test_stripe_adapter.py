"""What the Stripe adapter sends and reads, against Stripe's published description.

Python judges every recorded request; Prism, when it is installed (`npm ci --ignore-scripts` in this
folder), judges them a second time: https://github.com/stoplightio/prism.
"""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import httpx
import pytest
from jsonschema import Draft202012Validator
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused
from bot.handoff.record import RecordClaim, RecordKind
from bot.redaction import redact
from bot.vendor_settings import StripeSettings
from bot.vendors import Order
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from providers.stripe import billing_models, build, models

pytestmark = pytest.mark.contract

KEY = "sk_test_local"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
NOT_PUBLISHED = {("POST", "/v1/charges/{charge}"), ("POST", "/v1/invoices/{invoice}")}
"""Left out of the published subset; see https://docs.stripe.com/api/charges/update and
https://docs.stripe.com/api/invoices/update."""


# --- every journey, recorded ---


@pytest.fixture(scope="module")
def books():
    return seeded_books(api_key=KEY, now=lambda: NOW)


@pytest.fixture(scope="module")
def local_stripe(books, serve_recorded):
    faults = Switchboard()
    faults.set("stripe", Fault.REFUSED, times=1, only="GET /v1/invoices/search")
    app = Starlette(routes=stripe_routes(books, faults))
    with serve_recorded(app) as (url, _):
        yield url


@pytest.fixture(scope="module")
def recorded(local_stripe, books):
    """Each different request the adapter has ever reason to send."""
    asyncio.run(_journeys(local_stripe, books))
    unique = {}
    for request in books.requests:
        unique.setdefault((request.method, request.path, _names(request)), request)
    return list(unique.values())


def _names(request):
    pairs = parse_qsl(f"{request.query}&{request.body}", keep_blank_values=True)
    return tuple(sorted(name for name, _ in pairs))


async def _journeys(url, books):
    settings = StripeSettings(api_key=SecretStr(KEY), base_url=url)
    vendor = build(settings, clock=lambda: NOW)
    intent = books.get("charge", "ch_3LocalOrchardExport")["payment_intent"]
    many = books.get("charge", "ch_3LocalOrchardExport")["id"]
    for _ in range(101):
        books.refund_elsewhere(many, 10)
    for claim in (
        RecordClaim(payment_ids=(many, intent, "in_1Local20418")),
        RecordClaim(invoice_number="INV-20418", email="accounts@orchardlane.example"),
        RecordClaim(invoice_number="it's \\ not there"),
        RecordClaim(email="hello@sundialyoga.example", amount_minor=7_500, currency="USD"),
    ):
        await vendor.find_records(claim, RecordKind.PAYMENT)
    for number, record_id in enumerate((many, intent)):
        key = f"call_{number}:stripe.create_refund:1"
        order = Order(key, f"{key}:1", record_id, 100, "USD", NOW - timedelta(hours=1))
        refund = vendor.operations["stripe.create_refund"]
        effect = await refund.send(order)
        await refund.find_effect(order)
        await refund.watch(order, effect.reference)
    receipt = vendor.operations["stripe.send_receipt"]
    await receipt.send(Order("call:stripe.send_receipt:1", "call:stripe.send_receipt:1:1", many))
    for kind in set(RecordKind) - {RecordKind.WALLET}:
        claim = RecordClaim(subscription_id="sub_1LocalCobaltFleet")
        await vendor.find_records(claim, kind)
        await vendor.find_records(RecordClaim(email="konto@lanternrow.example"), kind)
    for name, record_id, money, fields in WRITES:
        await _written(vendor.operations[f"stripe.{name}"], record_id, money, fields)
    with pytest.raises(Refused):
        await vendor.observe(RecordKind.PAYMENT, "ch_3NoSuchThing")
    await vendor.aclose()


WRITES = (
    ("create_credit_note", "ch_3LocalBirkeSeats", (900, "EUR"), {}),
    (
        "submit_evidence",
        "ch_3LocalHarborShelf",
        (),
        {"service_details": "Labels", "delivery_date": "2031-02-20", "delivery_address": "Lane 4"},
    ),
    ("send_invoice", "in_1Local20467", (), {}),
    ("pay_invoice", "in_1Local20459", (118_000, "USD"), {}),
    ("resume_subscription", "sub_1LocalLanternStudio", (4_500, "EUR"), {}),
    (
        "update_customer",
        "cus_LocalLindero",
        (),
        {
            "line1": "Calle del Horno 8",
            "line2": "Piso 2",
            "city": "Sevilla",
            "state": "SE",
            "postal_code": "E-41003",
            "country": "ES",
        },
    ),
    ("add_note", "ch_3LocalBirkeSeats", (), {}),
    ("add_note", "in_1Local20431", (), {}),
    ("add_note", "cus_LocalBirke", (), {}),
    ("add_note", "sub_1LocalCobaltFleet", (), {}),
)


async def _written(operation, record_id, money, fields):
    step = f"call:{operation.facts.name}:{record_id}"
    order = Order(
        step,
        f"{step}:1",
        record_id,
        *money,
        since=NOW - timedelta(hours=1),
        fields={name: redact(value) for name, value in fields.items()},
        note=redact("Noted"),
    )
    effect = await operation.send(order)
    if operation.facts.can_look_up:
        assert await operation.find_effect(order)
    await operation.watch(order, effect.reference)


# --- the published description ---


@pytest.fixture(scope="module")
def published(specs):
    return json.loads((specs / "stripe" / "stripe-subset.json").read_text())


@pytest.fixture(scope="module")
def schemas(published):
    return {name: _plain(one) for name, one in published["components"]["schemas"].items()}


def _plain(schema):
    """OpenAPI 3.0's `nullable` as JSON Schema."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain


def _path_of(published, request):
    for path, methods in published["paths"].items():
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", path)
        literal_first = "{" not in path or not _literal(published, request.path)
        if re.fullmatch(pattern, request.path) and literal_first:
            return path, methods.get(request.method.lower())
    return None, None


def _literal(published, path):
    return path in published["paths"]


def _nested(pairs):
    """`a[b][c]=1` and `a[]=1` as objects and arrays, the way Stripe reads them."""
    root = {}
    for name, value in pairs:
        first, *rest = re.findall(r"[^\[\]]+|\[\]", name)
        if rest == ["[]"]:
            root.setdefault(f"{first}[]", []).append(value)
        else:
            _put(root, [first, *rest], value)
    return root


def _put(node, keys, value):
    *path, last = keys
    for key in path:
        node = node.setdefault(key, {})
    node[last] = value


def _typed(value):
    """Numbers and yes or no travel as text in forms and queries."""
    if isinstance(value, dict):
        return {name: _typed(inner) for name, inner in value.items()}
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d+", value) else value


def _parameters(published, operation):
    shared = published["components"]["parameters"]
    for parameter in operation["parameters"]:
        name = parameter.get("$ref", "").rpartition("/")[2]
        yield shared[name] if name else parameter


def _problems(value, schema, schemas):
    root = {"components": {"schemas": schemas}, "allOf": [_plain(schema)]}
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft202012Validator(root).iter_errors(value)
    ]


def _judge(published, schemas, request):
    path, operation = _path_of(published, request)
    if (request.method, path) in NOT_PUBLISHED:
        return []
    if operation is None:
        return [f"{request.method} {request.path} is not published"]
    return [
        f"{request.method} {path}: {problem}"
        for problem in (
            *_query_problems(published, schemas, operation, request),
            *_body_problems(schemas, operation, request),
        )
    ]


def _query_problems(published, schemas, operation, request):
    known = {one["name"]: one for one in _parameters(published, operation) if one["in"] == "query"}
    given = _typed(_nested(parse_qsl(request.query, keep_blank_values=True)))
    yield from (f"{name} is no parameter" for name in set(given) - set(known))
    missing = {name for name, one in known.items() if one.get("required")} - set(given)
    yield from (f"{name} is missing" for name in missing)
    for name in set(given) & set(known):
        yield from _problems(given[name], known[name]["schema"], schemas)


def _body_problems(schemas, operation, request):
    given = _nested(parse_qsl(request.body, keep_blank_values=True))
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/x-www-form-urlencoded", {}).get("schema")
    if schema is None:
        yield from ["a body where none is taken"] if given else []
        return
    typed = {name: value if name == "metadata" else _typed(value) for name, value in given.items()}
    yield from _problems(typed, schema, schemas)


# --- what is sent ---


def test_every_request_is_as_published(published, schemas, recorded):
    assert [problem for one in recorded for problem in _judge(published, schemas, one)] == []


def test_the_judge_sees_mistakes(published, schemas, recorded):
    refund = next(one for one in recorded if (one.method, one.path) == ("POST", "/v1/refunds"))
    for body in ("", "charge=ch_1&amount=5.5", "charge=ch_1&amount=0", "charge=c&colour=red"):
        changed = type(refund)(**{**vars(refund), "body": body})
        assert _judge(published, schemas, changed)
    for path, query in (("/v1/refunds", "color=1"), ("/v1/things", ""), ("/v1/refunds", "limit=x")):
        change = {"method": "GET", "path": path, "query": query, "body": ""}
        assert _judge(published, schemas, type(refund)(**{**vars(refund), **change}))


def test_the_journeys_reach_every_address_the_adapter_knows(published, recorded):
    reached = {(one.method, _path_of(published, one)[0]) for one in recorded}
    assert reached == {
        ("GET", "/v1/charges"),
        ("GET", "/v1/charges/{charge}"),
        ("POST", "/v1/charges/{charge}"),
        ("GET", "/v1/credit_notes"),
        ("POST", "/v1/credit_notes"),
        ("GET", "/v1/credit_notes/preview"),
        ("GET", "/v1/credit_notes/{id}"),
        ("GET", "/v1/customers"),
        ("GET", "/v1/customers/{customer}"),
        ("POST", "/v1/customers/{customer}"),
        ("GET", "/v1/disputes"),
        ("GET", "/v1/disputes/{dispute}"),
        ("POST", "/v1/disputes/{dispute}"),
        ("GET", "/v1/invoice_payments"),
        ("GET", "/v1/invoices"),
        ("GET", "/v1/invoices/search"),
        ("GET", "/v1/invoices/{invoice}"),
        ("POST", "/v1/invoices/{invoice}"),
        ("POST", "/v1/invoices/{invoice}/pay"),
        ("POST", "/v1/invoices/{invoice}/send"),
        ("GET", "/v1/payment_intents/{intent}"),
        ("GET", "/v1/refunds"),
        ("POST", "/v1/refunds"),
        ("GET", "/v1/refunds/{refund}"),
        ("GET", "/v1/subscriptions"),
        ("GET", "/v1/subscriptions/{subscription_exposed_id}"),
        ("POST", "/v1/subscriptions/{subscription_exposed_id}"),
        ("POST", "/v1/subscriptions/{subscription}/resume"),
    }


def test_every_request_names_the_published_version_and_every_write_a_key(published, recorded):
    assert {one.version for one in recorded} == {published["info"]["version"]}
    assert all(one.idempotency_key for one in recorded if one.method == "POST")
    assert not any(one.idempotency_key for one in recorded if one.method == "GET")


# --- what is read ---

READ = {
    "charge": models.Charge,
    "customer": models.Customer,
    "refund": models.Refund,
    "dispute": models.Dispute,
    "payment_intent": models.PaymentIntent,
    "invoice": billing_models.Invoice,
    "subscription": billing_models.Subscription,
    "credit_note": billing_models.CreditNote,
    "invoice_payment": models.InvoicePayment,
}


@pytest.mark.parametrize("name", sorted(READ))
def test_nothing_is_required_that_stripe_may_leave_out(published, name):
    needed = {key for key, one in READ[name].model_fields.items() if one.is_required()}
    assert needed <= set(published["components"]["schemas"][name]["required"])


@pytest.mark.parametrize("name", sorted(READ))
def test_every_field_exists(published, name):
    known = set(published["components"]["schemas"][name]["properties"])
    invented = {"livemode"} if name == "refund" else set()  # a shared base; refunds have none
    assert set(READ[name].model_fields) - invented <= known


@pytest.mark.parametrize("name", sorted(set(READ) - {"invoice_payment"}))
def test_stripes_own_fixtures_are_read(specs, name):
    [path] = (specs / "stripe").glob("stripe-fixtures3-*.json")
    fixture = json.loads(path.read_text())["resources"][name]
    assert READ[name].model_validate(fixture).id == fixture["id"]


# --- a second judge ---


@pytest.fixture(scope="module")
def strict(prism, specs):
    return prism(specs / "stripe" / "stripe-subset.prism.json")


def _replayed(client, request):
    headers = {"Authorization": f"Bearer {KEY}", "Stripe-Version": request.version}
    if request.method == "POST":
        headers |= {
            "Idempotency-Key": request.idempotency_key,
            "Content-Type": "application/x-www-form-urlencoded",
        }
    url = f"{request.path}?{request.query}" if request.query else request.path
    return client.request(request.method, url, content=request.body, headers=headers)


def test_prism_lets_every_request_pass(strict, published, recorded):
    with httpx.Client(base_url=strict, trust_env=False) as client:
        refused = [
            (one.method, one.path, answer.text[:300])
            for one in recorded
            if (one.method, _path_of(published, one)[0]) not in NOT_PUBLISHED
            and not (answer := _replayed(client, one)).is_success
        ]
    assert refused == []


def test_prism_refuses_a_wrong_refund(strict, recorded):
    refund = next(one for one in recorded if (one.method, one.path) == ("POST", "/v1/refunds"))
    wrong = type(refund)(**{**vars(refund), "body": "charge=ch_1&amount=5.5"})
    with httpx.Client(base_url=strict, trust_env=False) as client:
        assert _replayed(client, wrong).status_code == 400
