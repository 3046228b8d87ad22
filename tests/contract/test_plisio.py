"""What the Plisio adapter asks, and what local Plisio answers and reports, against the contract.

The contract is the strict subset `plisio.openapi.yaml`; Plisio publishes no description of its own.
"""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx
import pytest
import yaml
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordClaim, RecordKind
from bot.redaction import redact
from bot.vendors import Order, Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.plisio_operations import OPERATIONS
from handlers.sandbox.plisio_routes import plisio_routes
from handlers.sandbox.plisio_seed import seed_id, seeded_plisio
from handlers.sandbox.plisio_shapes import report, signed
from providers.http import VendorHttp
from providers.plisio.adapter import PlisioVendor
from providers.plisio.client import PlisioClient
from tests.contract.conftest import asked_of

pytestmark = pytest.mark.contract

KEY = "local-plisio-key"
PREFIX = "/api/v1"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
CEDAR = "office@cedarlane.example"


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "plisio" / "plisio.openapi.yaml").read_text())


@pytest.fixture(params=[False, True], ids=["hosted", "white label"])
def books(request):
    books = seeded_plisio(api_key=KEY, now=lambda: NOW)
    books.white_label = request.param
    return books


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
def answers():
    return []


@pytest.fixture
async def local(books, faults, answers):
    async def keep(response):
        await response.aread()
        answers.append(response)

    transport = httpx.ASGITransport(Starlette(routes=plisio_routes(books, faults)))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://plisio", event_hooks={"response": [keep]}
    ) as client:
        yield client


@pytest.fixture
async def vendor(local):
    client = PlisioClient(
        VendorHttp("Plisio", local), SecretStr(KEY), mode="test", answers_in="test"
    )
    return PlisioVendor(
        client, clock=lambda: NOW, callback_url="https://bot.example/webhooks/plisio?json=true"
    )


def templates(published, path):
    """The published path that an address belongs to."""
    parts = path.removeprefix(PREFIX).split("/")
    for template in published["paths"]:
        wanted = template.split("/")
        pairs = list(zip(wanted, parts, strict=False))
        if len(wanted) == len(parts) and all(w == p or w.startswith("{") for w, p in pairs):
            return template
    return None


def judged(published, check, answer):
    """What is wrong with one request and its answer, by the contract."""
    asked = answer.request
    template = templates(published, asked.url.path)
    operation = published["paths"].get(template, {}).get(asked.method.lower())
    if operation is None:
        return [f"{asked.method} {asked.url.path} is not published"]
    return [
        *_in_query(published, check, asked, operation),
        *_in_answer(published, check, answer, operation),
    ]


def _in_query(published, check, asked, operation):
    listed = [_resolved(published, one) for one in operation.get("parameters", [])]
    known = {one["name"]: one for one in listed if one["in"] == "query"}
    given = dict(parse_qsl(asked.url.query.decode(), keep_blank_values=True))
    assert given.pop("api_key") == KEY
    yield from (f"{name} is not published" for name in set(given) - set(known))
    yield from (
        f"{name} is missing"
        for name, one in known.items()
        if one.get("required") and name not in given
    )
    for name, value in given.items():
        schema = known.get(name, {}).get("schema", {})
        yield from check(int(value) if schema.get("type") == "integer" else value, schema)


def _in_answer(published, check, answer, operation):
    described = operation["responses"].get(str(answer.status_code))
    if described is None:
        yield f"{answer.status_code} is not published"
        return
    schema = _resolved(published, described)["content"]["application/json"]["schema"]
    yield from check(answer.json(), schema)


def _resolved(published, one):
    if "$ref" not in one:
        return one
    _, _, kind, name = one["$ref"].split("/")
    return published["components"][kind][name]


async def everything(vendor):
    """Ask all that the adapter has reason to ask."""
    for claim in (
        RecordClaim(payment_ids=(seed_id("c001"),)),
        RecordClaim(invoice_number="PLI-2009"),
        RecordClaim(email=CEDAR, amount_minor=24_000, currency="USD"),
    ):
        assert await vendor.find_records(claim, RecordKind.INVOICE)
    create = vendor.operations["plisio.create_invoice"]
    for number, (amount_minor, currency) in enumerate(
        [(5_000, "EUR"), (12_000, "JPY"), (1, "KWD")]
    ):
        key = f"call_{number}:plisio.create_invoice:1"
        fields = {"email": redact(f"payer{number}@newbuyer.example")}
        order = Order(key, f"{key}:1", "", amount_minor, currency, fields=fields)
        effect = await create.send(order)
        assert await create.find_effect(order) == effect
        await create.watch(order, effect.reference)
    question = Question(call=BillingCall.model_construct(email=CEDAR, currency="USD"))
    for look in vendor.looks.values():
        assert await look.ask(question)


async def test_all_that_the_adapter_asks_and_is_told_is_as_published(
    vendor, answers, published, check
):
    await everything(vendor)
    asked = {templates(published, one.request.url.path) for one in answers}
    assert asked == {
        "/invoices/new",
        "/invoices/{id}",
        "/operations",
        "/operations/{id}",
        "/balances/{psys_cid}",
        "/currencies/{fiat}",
    }
    assert [problem for one in answers for problem in judged(published, check, one)] == []


async def test_what_it_refuses_is_as_published(local, faults, answers, published, check):
    for path, query in (
        ("/invoices/new", {"order_name": "Nothing"}),
        ("/balances/BTCX", {}),
        (f"/invoices/{seed_id('ffff')}", {}),
        ("/currencies/CHF", {}),
    ):
        await local.get(f"{PREFIX}{path}", params={**query, "api_key": KEY})
    await local.get(f"{PREFIX}/shops", params={"api_key": "another"})
    faults.set("plisio", Fault.SERVER_ERROR, 1)
    await local.get(f"{PREFIX}/shops", params={"api_key": KEY})
    for answer in answers:
        template = templates(published, answer.request.url.path)
        operation = published["paths"][template]["get"]
        assert list(_in_answer(published, check, answer, operation)) == []
    assert {one.status_code for one in answers} == {401, 404, 422, 500}


def test_every_local_call_is_published(published):
    local = {one.path.removeprefix(PREFIX) for one in OPERATIONS}
    assert local == set(published["paths"])


def test_what_it_reports_is_as_published(books, published, check):
    body = published["webhooks"]["invoiceCallback"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    for invoice in books.every():
        assert check(json.loads(signed(report(invoice), KEY)), schema) == []


async def test_the_published_examples_are_read(published, script_of):
    """A hosted and a white-label shop, word by word as published."""
    paths = published["paths"]
    details = published["components"]["responses"]["InvoiceDetails"]
    for kind in ("hosted", "whiteLabel"):
        example = paths["/operations/{id}"]["get"]["responses"]["200"]
        shown = example["content"]["application/json"]["examples"][kind]["value"]
        vendor = script_of(
            {
                "operations": shown,
                "invoices": details["content"]["application/json"]["example"],
            }
        )
        record = await vendor.observe(RecordKind.INVOICE, "65f000000000000000000001")
        assert (record.amount_minor, record.currency) == (5_000, "USD")
        with pytest.raises(Refused):
            await vendor.observe(RecordKind.INVOICE, "65f000000000000000000002")


@pytest.fixture
def script_of():
    """A vendor whose every path answers from a table, by its first word."""

    def made(table):
        def answer(request):
            return httpx.Response(200, json=table[request.url.path.split("/")[3]])

        client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://plisio")
        http = VendorHttp("Plisio", client)
        return PlisioVendor(
            PlisioClient(http, SecretStr(KEY), mode="test", answers_in="test"), clock=lambda: NOW
        )

    return made


async def test_prism_lets_every_request_pass(refused_by_prism, specs, vendor, answers):
    await everything(vendor)
    asked = [asked_of(one) for one in answers]
    description = specs / "plisio" / "plisio.openapi.yaml"
    assert refused_by_prism(description, asked, {}, below=PREFIX) == []
