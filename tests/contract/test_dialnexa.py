"""What is asked of DialNexa's REST interface, and what local DialNexa answers, against OpenAPI."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import Refused
from bot.intake import Billing, Ignored, read_event
from handlers.sandbox.calls import sample_calls
from handlers.sandbox.dialnexa_books import DialNexaBooks
from handlers.sandbox.dialnexa_routes import dialnexa_routes
from handlers.sandbox.faults import Switchboard
from providers.dialnexa.calls import DialNexaCalls
from providers.http import VendorHttp

pytestmark = pytest.mark.contract

KEY = SecretStr("local-key-id:local-key")
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
PATHS = {"list": "/v1/calls", "get": "/v1/calls/{id}"}


@pytest.fixture(scope="module")
def published(specs):
    return json.loads((specs / "dialnexa" / "dialnexa-openapi.json").read_text())


@pytest.fixture
def books():
    books = DialNexaBooks(api_key=KEY.get_secret_value(), now=lambda: NOW)
    for call in sample_calls(NOW):
        books.keep(call.body)
    return books


@pytest.fixture
async def client(books):
    app = Starlette(routes=dialnexa_routes(books, Switchboard()))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://dialnexa",
        headers={"authorization": f"Bearer {KEY.get_secret_value()}"},
    ) as client:
        yield client


@pytest.fixture
def calls(client):
    return DialNexaCalls(VendorHttp("DialNexa", client))


def answer_of(published, path, status):
    operation = published["paths"][path]["get"]
    return operation["responses"][str(status)]["content"]["application/json"]["schema"]


async def test_only_published_filters_are_sent(published, books, calls):
    await calls.list_completed(NOW - timedelta(hours=6), NOW)
    known = {
        one["name"]: one["schema"] for one in published["paths"]["/v1/calls"]["get"]["parameters"]
    }
    asked = dict(parse_qsl(books.requests[0].query))
    assert asked.keys() <= known.keys()
    assert asked["created_at"] in known["created_at"]["enum"]
    assert 1 <= int(asked["limit"]) <= 200


async def test_the_paths_are_published(published, books, calls):
    await calls.read_call(next(iter(books.calls)))
    await calls.list_completed(NOW - timedelta(hours=6), NOW)
    seen = {
        "/v1/calls" if one.path.endswith("calls") else "/v1/calls/{id}" for one in books.requests
    }
    assert seen == set(PATHS.values()) <= published["paths"].keys()


async def test_local_dialnexa_answers_as_published(published, client, books, check):
    call_id = next(iter(books.calls))
    for path, url, status in (
        (PATHS["list"], "/v1/calls?limit=5", 200),
        (PATHS["get"], f"/v1/calls/{call_id}", 200),
        (PATHS["list"], "/v1/calls?limit=0", 400),
        (PATHS["get"], "/v1/calls/nonsense", 400),
        (PATHS["get"], "/v1/calls/call_nowhere", 404),
    ):
        answer = await client.get(url)
        assert answer.status_code == status, url
        assert check(answer.json(), answer_of(published, path, status)) == []


async def test_another_key_is_told_as_published(published, client, check):
    answer = await client.get("/v1/calls", headers={"authorization": "Bearer other"})
    assert check(answer.json(), answer_of(published, PATHS["list"], answer.status_code)) == []


def test_the_published_examples_are_read(published):
    for path in PATHS.values():
        media = published["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        shown = media["examples"]["success"]["value"]
        call = shown[0] if isinstance(shown, list) else shown
        assert isinstance(read_event(json.dumps(call).encode(), now=NOW), Ignored), "not completed"
    told = call | {"status": "completed", "summary": "The caller wants a refund."}
    event = read_event(json.dumps(told).encode(), now=NOW)
    assert isinstance(event, Billing)
    assert event.call.phone == "+919876543210"


async def test_what_local_dialnexa_shows_reads_like_its_webhook(books, calls):
    for call in sample_calls(NOW):
        by_webhook = read_event(call.encoded(), now=NOW)
        by_rest = read_event(await calls.read_call(call.call_id), now=NOW)
        assert type(by_rest) is type(by_webhook), call.name
        if isinstance(by_webhook, Billing):
            assert by_webhook.call.updated_by(by_rest.call).model_dump(exclude=BESIDES) == (
                by_webhook.call.model_dump(exclude=BESIDES)
            )


BESIDES = {"suppressed"}
"""What the transcript held is counted where the transcript is."""


async def test_an_error_of_the_contract_is_refused(calls):
    with pytest.raises(Refused):
        await calls.read_call("call_nowhere")


async def test_prism_lets_every_request_pass(refused_by_prism, specs, books, calls):
    await calls.read_call(next(iter(books.calls)))
    await calls.list_completed(NOW - timedelta(hours=6), NOW)
    description = specs / "dialnexa" / "dialnexa-openapi.json"
    assert refused_by_prism(description, books.requests, {"authorization": "Bearer local"}) == []
