"""What the Google adapters send and read, and what local Google answers, against its own documents.

The contracts are Google's discovery documents as OpenAPI; the token address has one of its own.
"""

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordKind, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import DriveSettings, GmailSettings, GoogleSettings, SheetsSettings
from bot.vendors import Done, MakesIds, Matter, Order, Paper
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.google_account import write_key_file
from handlers.sandbox.google_books import SPREADSHEET_ID, GoogleBooks
from handlers.sandbox.google_files import FOLDER_ID
from handlers.sandbox.google_routes import OPERATIONS, google_routes
from handlers.sandbox.google_tokens import MAILBOX, Token
from providers.google import access_of, open_drive, open_gmail, open_sheets

pytestmark = pytest.mark.contract

NOW = datetime(2031, 3, 5, tzinfo=UTC)
FILES = {"drive": "drive.v3", "sheets": "sheets.v4", "gmail": "gmail.v1"}
NOT_ASKED = {"GET /gmail/v1/users/{user}/messages/{id}"}
"""What local Gmail can, and the adapter has no reason to ask."""


class Press:
    async def paper(self, _matter):
        return Paper("INV-1.pdf", b"%PDF-1.7\n%%EOF\n")


@pytest.fixture(scope="module")
def published(specs):
    folder = specs / "google"
    found = {
        name: json.loads((folder / f"{file}.openapi.json").read_text())
        for name, file in FILES.items()
    }
    return found | {"google": yaml.safe_load((folder / "oauth2-token.openapi.yaml").read_text())}


@pytest.fixture(scope="module")
def books():
    return GoogleBooks(lambda: NOW)


@pytest.fixture(scope="module")
def heard(books, serve_recorded, tmp_path_factory):
    """Each answer of local Google, to everything that the three adapters have reason to ask."""
    key = write_key_file(tmp_path_factory.mktemp("google") / "key.json")
    with serve_recorded(Starlette(routes=google_routes(books, Switchboard()))) as (url, seen):
        asyncio.run(_journeys(url, key, books))
    return seen


@pytest.fixture(scope="module")
def recorded(books, heard):
    assert heard, "the journeys asked for something"
    return [one for one in books.requests if one.service != "google"]


async def _journeys(url, key, books):
    google = GoogleSettings(service_account_file=key, token_url=f"{url}/token")
    access = access_of(google, clock=lambda: NOW)
    for vendor in (
        open_sheets(access, SheetsSettings(id=SPREADSHEET_ID, base_url=url)),
        open_gmail(access, GmailSettings(sender=MAILBOX, base_url=url), {"stripe": Press()}),
        open_drive(access, DriveSettings(folder_id=FOLDER_ID, base_url=url), {"stripe": Press()}),
    ):
        for name, operation in vendor.operations.items():
            await _visit(name, operation, books)
        await vendor.aclose()


async def _visit(name, operation, books):
    for number in (1, 2):
        order = _order(name, number)
        if isinstance(operation, MakesIds):
            order = replace(order, made_id=await operation.make_id(order))
            assert await operation.find_effect(order) is None
        effect = await operation.send(order)
        assert (await operation.find_effect(order)).reference == effect.reference
        await operation.watch(order, effect.reference)
    books.drive.page_size = 1
    await operation.find_effect(_order(name, 2))


def _order(name, number):
    call = BillingCall(call_id="call_1", workflow=Workflow.REFUND_REQUEST)
    record = Record(
        vendor="stripe",
        kind=RecordKind.PAYMENT,
        record_id="ch_1",
        found_by=FoundBy.REFERENCE,
        customer_name=redact("Zoë Müller"),
        customer_email=redact("zoe@harbour.example"),
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=NOW,
    )
    done = Done("stripe.create_refund", "re_1", 3150, "USD")
    key = f"call_1:{name}:{number}"
    return Order(key, f"{key}:1", "ch_1", matter=Matter("ho_1", call, record, done))


# --- reading the contracts ---


def described(published, service, method, path):
    """The operation of a request, with what stands in its path."""
    paths = published[service]["paths"]
    for template in sorted(paths, key=lambda one: one.count("{")):
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
        found = re.fullmatch(pattern, path)
        if found and method.lower() in paths[template]:
            return paths[template][method.lower()], found.groupdict()
    pytest.fail(f"{service} publishes no {method} {path}")


def parameters(published, service, operation):
    listed = published[service]["components"].get("parameters", {})
    for one in operation.get("parameters", []):
        yield listed[one["$ref"].rpartition("/")[2]] if "$ref" in one else one


def problems(published, service, value, schema):
    root = {"components": published[service]["components"], "allOf": [schema]}
    judge = Draft202012Validator(root)
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in judge.iter_errors(value)]


def typed(text, schema):
    """A query value as JSON would hold it."""
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if schema.get("type") == "integer" and text.isdigit() else text


# --- what is sent ---


def test_every_request_is_one_that_google_publishes(published, recorded):
    for one in recorded:
        operation, in_path = described(published, one.service, one.method, one.path)
        known = {each["name"]: each for each in parameters(published, one.service, operation)}
        query = dict(parse_qsl(one.query))
        for name, value in {**query, **in_path}.items():
            schema = known[name]["schema"]
            assert problems(published, one.service, typed(value, schema), schema) == [], name
        needed = {name for name, each in known.items() if each.get("required")}
        assert needed <= {*query, *in_path}


def test_every_body_is_one_that_google_publishes(published, recorded):
    written = [one for one in recorded if one.method == "POST"]
    assert written
    for one in written:
        operation, _ = described(published, one.service, one.method, one.path)
        ((kind, content),) = operation["requestBody"]["content"].items()
        body = one.body if kind == "multipart/related" else json.loads(one.body)
        assert problems(published, one.service, body, content["schema"]) == []


def test_what_is_uploaded_describes_itself_as_google_publishes(published, recorded):
    uploads = [one for one in recorded if one.path.startswith("/upload/")]
    assert uploads
    for one in uploads:
        metadata = json.loads(one.body.split("\r\n\r\n", 2)[1].partition("\r\n")[0])
        schema = {"$ref": "#/components/schemas/File"}
        assert problems(published, "drive", metadata, schema) == []
        assert set(metadata) == {"id", "name", "mimeType", "parents", "appProperties"}


def test_the_journeys_reach_every_address_that_local_google_has(recorded):
    reached = set()
    for one in recorded:
        for each in OPERATIONS:
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(each.path))
            if each.method == one.method and re.fullmatch(pattern, one.path):
                reached.add(each.name)
                break
    assert reached == {one.name for one in OPERATIONS} - NOT_ASKED


# --- what is answered ---


def test_every_answer_has_the_published_shape(published, heard):
    for one in heard:
        service = service_of(one.path)
        operation, _ = described(published, service, one.method, one.path)
        content = operation["responses"][str(one.status)]["content"]["application/json"]
        found = problems(published, service, json.loads(one.answer), content["schema"])
        assert found == [], one.path


def service_of(path):
    if path == "/token":
        return "google"
    return {"v4": "sheets", "gmail": "gmail"}.get(path.split("/")[1], "drive")


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.AUTH, 401), (Fault.RATE_LIMITED, 429), (Fault.REFUSED, 403), (Fault.SERVER_ERROR, 500)],
)
@pytest.mark.parametrize("service", sorted(FILES))
async def test_errors_have_the_published_shape(published, service, fault, status):
    books, faults = GoogleBooks(lambda: NOW), Switchboard()
    faults.set(service, fault)
    books.tokens.given["ya29.x"] = Token(frozenset(), None, NOW + timedelta(hours=1))
    first = next(one for one in OPERATIONS if (one.service, one.method) == (service, "GET"))
    path = re.sub(r"\{\w+\}", "x", first.path)
    transport = httpx.ASGITransport(Starlette(routes=google_routes(books, faults)))
    async with httpx.AsyncClient(transport=transport, base_url="http://google") as client:
        answer = await client.get(path, headers={"authorization": "Bearer ya29.x"})
    assert answer.status_code == status
    schema = {"$ref": "#/components/schemas/GoogleError"}
    assert problems(published, service, answer.json(), schema) == []


@pytest.mark.parametrize("service", sorted(FILES))
def test_prism_lets_every_request_pass(refused_by_prism, specs, recorded, service):
    """An upload is two parts in one body, which Prism does not read: it is judged above."""
    description = specs / "google" / f"{FILES[service]}.openapi.json"
    asked = [
        one for one in recorded if one.service == service and not one.path.startswith("/upload/")
    ]
    headers = {"authorization": "Bearer local"}
    below = f"/{service}" if asked[0].path.startswith(f"/{service}/{service}") else ""
    assert refused_by_prism(description, asked, headers, below=below) == []
