"""What the Skyfire adapter asks and what local Skyfire answers, against the contract.

The contract is the strict subset `skyfire.openapi.yaml`, written from Skyfire's documentation.
"""

import json
from datetime import UTC, datetime

import httpx
import pytest
import yaml
from starlette.applications import Starlette

from bot.errors import Refused
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import RecordClaim, RecordKind
from bot.vendors import Order, Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.skyfire_books import PENDING_SERVICE, SERVICE, SkyfireBooks
from handlers.sandbox.skyfire_routes import OPERATIONS, seller_routes, skyfire_routes
from providers.http import VendorHttp
from providers.skyfire import models
from providers.skyfire.adapter import SkyfireVendor
from providers.skyfire.client import SkyfireClient
from providers.skyfire.seller import Seller
from tests.contract.conftest import asked_of

pytestmark = pytest.mark.contract

KEY = "local-skyfire-key"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
STEP = "call_1:skyfire.create_kya_token:1"


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "skyfire" / "skyfire.openapi.yaml").read_text())


@pytest.fixture
def books():
    return SkyfireBooks(api_key=KEY, now=lambda: NOW)


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

    transport = httpx.ASGITransport(Starlette(routes=skyfire_routes(books, faults)))
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://skyfire",
        headers={"skyfire-api-key": KEY},
        event_hooks={"response": [keep]},
    ) as client:
        yield client


@pytest.fixture
async def vendor(local, books, faults):
    transport = httpx.ASGITransport(Starlette(routes=seller_routes(books, faults)))
    async with httpx.AsyncClient(transport=transport, base_url="http://seller") as client:
        yield SkyfireVendor(
            SkyfireClient(VendorHttp("Skyfire", local), mode="test", answers_in="test"),
            clock=lambda: NOW,
            service_id=SERVICE,
            seller=Seller(VendorHttp("the seller", client), {"part0": "kya"}),
        )


def problems(published, check, answer):
    """What is wrong with one request and its answer, by the contract."""
    asked = answer.request
    operation = published["paths"].get(asked.url.path, {}).get(asked.method.lower())
    if operation is None:
        return [f"{asked.method} {asked.url.path} is not published"]
    found = []
    if "requestBody" in operation and answer.is_success:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += check(json.loads(asked.content), schema)
    described = operation["responses"].get(str(answer.status_code))
    if described is None:
        return [*found, f"{answer.status_code} is not published"]
    if "$ref" in described:
        described = published["components"]["responses"][described["$ref"].rpartition("/")[2]]
    return [*found, *check(answer.json(), described["content"]["application/json"]["schema"])]


async def test_all_that_the_adapter_asks_and_is_told_is_as_published(
    vendor, answers, books, published, check
):
    assert await vendor.find_records(RecordClaim(), RecordKind.WALLET)
    await vendor.operations["skyfire.create_kya_token"].send(Order(STEP, f"{STEP}:1", "wallet"))
    for look in vendor.looks.values():
        assert await look.ask(Question(call=BillingCall.model_construct()))
    assert len(books.handed_over) == 1
    assert {one.request.url.path.rpartition("/")[2] for one in answers} == {
        "tokens",
        "introspect",
        "balance",
    }
    assert [one for answer in answers for one in problems(published, check, answer)] == []


async def test_what_it_refuses_is_as_published(local, faults, answers, published, check):
    for body in (
        {"type": "kya", "sellerServiceId": PENDING_SERVICE},
        {"type": "kya", "sellerServiceId": "350d433d-6ed4-4482-bcfc-000000000000"},
        {"type": "pay", "sellerServiceId": SERVICE, "tokenAmount": "1"},
        [],
    ):
        await local.post("/api/v1/tokens", json=body)
    await local.post("/api/v1/tokens/introspect", json={"token": "a.b.c"})
    await local.get("/api/v1/agents/balance", headers={"skyfire-api-key": "another"})
    for fault in (Fault.SERVER_ERROR, Fault.REFUSED):
        faults.set("skyfire", fault, 1)
        await local.post("/api/v1/tokens", json={})
    assert {one.status_code for one in answers} == {200, 400, 401, 403, 404, 409, 422, 500}
    assert [one for answer in answers for one in problems(published, check, answer)] == []


def test_every_local_call_is_published(published):
    assert all(one.method.lower() in published["paths"].get(one.path, {}) for one in OPERATIONS)


def test_the_published_examples_are_read(published):
    paths, read = published["paths"], "application/json"

    def example(path, method):
        return paths[path][method]["responses"]["200"]["content"][read]

    assert models.Balance.model_validate(example("/api/v1/agents/balance", "get")["example"])
    assert models.TokenCreated.model_validate(example("/api/v1/tokens", "post")["example"])
    shown = example("/api/v1/tokens/introspect", "post")["examples"]
    seen = {name: models.Introspection.model_validate(one["value"]) for name, one in shown.items()}
    assert seen["valid"].is_valid
    assert not seen["invalid"].is_valid


async def test_a_token_that_pays_is_never_asked_for(vendor, books, answers):
    books.service_in_token = PENDING_SERVICE
    with pytest.raises(Refused):
        await vendor.operations["skyfire.create_kya_token"].send(Order(STEP, f"{STEP}:1", "wallet"))
    [asked] = [json.loads(one.request.content) for one in answers]
    assert asked["type"] == "kya"
    assert not {"tokenAmount", "identityPermissions"} & set(asked)


async def test_prism_lets_every_request_pass(refused_by_prism, specs, vendor, answers):
    await vendor.find_records(RecordClaim(), RecordKind.WALLET)
    await vendor.operations["skyfire.create_kya_token"].send(Order(STEP, f"{STEP}:1", "wallet"))
    asked = [asked_of(one) for one in answers]
    description = specs / "skyfire" / "skyfire.openapi.yaml"
    assert refused_by_prism(description, asked, {"skyfire-api-key": "local"}) == []
