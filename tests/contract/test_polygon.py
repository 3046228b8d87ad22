"""What Polygon.io is asked, how it is read, and local Polygon.io, against the contract.

The contract is `polygon-subset.json`: the vendor's own file, with what the wire does otherwise.
"""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendors import Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.polygon_operations import OPERATIONS
from handlers.sandbox.polygon_routes import polygon_routes
from handlers.sandbox.polygon_seed import seeded_polygon
from providers.http import VendorHttp
from providers.polygon import PolygonVendor, models
from providers.polygon.client import PolygonClient
from providers.polygon.limiter import Limiter

pytestmark = pytest.mark.contract

KEY = "local-polygon-key"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
EVENTS = "/vX/reference/tickers/{id}/events"
FILES = "/v1/reference/sec/filings/{filing_id}/files"
READ = {
    EVENTS: models.Answer[models.Events],
    "/stocks/filings/vX/index": models.Page[models.Filed],
    "/v1/reference/sec/filings": models.Page[models.Filing],
    FILES: models.Page[models.File],
}


@pytest.fixture(scope="module")
def published(specs):
    return json.loads((specs / "polygon" / "polygon-subset.json").read_text())


@pytest.fixture
def books():
    return seeded_polygon(api_key=KEY, now=lambda: NOW, most_a_minute=0)


@pytest.fixture
def faults():
    return Switchboard()


@pytest.fixture
async def local(books, faults):
    transport = httpx.ASGITransport(Starlette(routes=polygon_routes(books, faults)))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://polygon", headers={"authorization": f"Bearer {KEY}"}
    ) as client:
        yield client


async def _never(_pause_s):
    raise AssertionError("nothing is waited for here")


async def _ask_everything(local):
    http = VendorHttp("Polygon.io", local)
    client = PolygonClient(http, Limiter(0, lambda: NOW, _never), host="polygon")
    vendor = PolygonVendor(client, clock=lambda: NOW)
    learned = ((redact("ticker"), redact("EXPL")),)
    call = BillingCall(call_id="call_1", workflow=Workflow.OTHER_BILLING, learned=learned)
    for look in vendor.looks.values():
        assert await look.ask(Question(call))


def _template(published, path):
    parts = path.split("/")
    for template in published["paths"]:
        wanted = template.split("/")
        pairs = zip(wanted, parts, strict=False)
        if len(wanted) == len(parts) and all(w == p or w.startswith("{") for w, p in pairs):
            return template
    return None


def judged(published, check, request):
    """What is wrong with a request by the contract."""
    template = _template(published, request.path)
    if template is None:
        return [f"{request.path} is not published"]
    known = {
        one["name"]: one["schema"] for one in published["paths"][template]["get"]["parameters"]
    }
    given = dict(parse_qsl(request.query))
    found = [f"{name} is not published" for name in set(given) - set(known)]
    for name, value in given.items():
        schema = known.get(name, {})
        found += check(int(value) if schema.get("type") == "integer" else value, schema)
    return found


async def test_every_request_is_as_published(published, check, local, books):
    await _ask_everything(local)
    assert [problem for one in books.requests for problem in judged(published, check, one)] == []
    assert {_template(published, one.path) for one in books.requests} >= {EVENTS, FILES}


async def test_what_the_older_family_is_asked_is_as_published(
    published, check, local, books, faults
):
    asked = {"entities.company_data.ticker": "EXPL", "limit": 50, "sort": "filing_date"}
    await local.get("/v1/reference/sec/filings", params=asked | {"order": "desc"})
    assert judged(published, check, books.requests[-1]) == []
    await local.get("/v1/reference/sec/filings", params={"color": "red", "sort": "x"})
    assert judged(published, check, books.requests[-1])


@pytest.mark.parametrize("path", sorted(READ))
def test_the_published_examples_are_read(published, path):
    answer = published["paths"][path]["get"]["responses"]["200"]
    assert READ[path].model_validate(answer["content"]["application/json"]["example"]).results


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.path)
async def test_answers_have_the_published_shape(local, books, published, check, operation):
    path = operation.path.format(id="EXPL", filing_id=books.filings[0]["id"])
    answer = await local.get(path, params={} if operation.path == EVENTS else {"limit": 1})
    answered = published["paths"][operation.path]["get"]["responses"]["200"]
    schema = answered["content"]["application/json"]["schema"]
    assert (answer.status_code, check(answer.json(), schema)) == (200, [])


@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [
        (Fault.AUTH, 401, "Unauthorized"),
        (Fault.REFUSED, 403, "Forbidden"),
        (Fault.RATE_LIMITED, 429, "TooManyRequests"),
        (Fault.SERVER_ERROR, 500, "ServerError"),
    ],
)
async def test_errors_have_the_published_shape(
    local, faults, published, check, fault, status, name
):
    faults.set("polygon", fault)
    answer = await local.get("/stocks/filings/vX/index")
    schema = published["components"]["responses"][name]["content"]["application/json"]["schema"]
    assert (answer.status_code, check(answer.json(), schema)) == (status, [])


async def test_prism_lets_every_request_pass(refused_by_prism, specs, local, books):
    await _ask_everything(local)
    description = specs / "polygon" / "polygon-subset.json"
    assert refused_by_prism(description, books.requests, {"authorization": f"Bearer {KEY}"}) == []
