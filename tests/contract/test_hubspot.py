"""What the HubSpot adapter sends and local HubSpot answers, each exchange against the contract."""

import asyncio
import contextlib
import json
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
import yaml
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import VendorFailure
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import HubSpotSettings
from bot.vendors import Matter, Order, Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.hubspot_routes import hubspot_routes
from handlers.sandbox.hubspot_seed import RENEWALS, seeded_hubspot
from providers.hubspot import build, models

pytestmark = pytest.mark.contract

TOKEN = "pat-local-contract"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
COBALT = "payables@cobaltfreight.example"


@pytest.fixture(scope="module")
def published(specs):
    return yaml.safe_load((specs / "hubspot" / "hubspot.openapi.yaml").read_text())


@pytest.fixture(scope="module")
def exchanges(serve_recorded):
    books, faults = seeded_hubspot(access_token=TOKEN, now=lambda: NOW), Switchboard()
    with serve_recorded(Starlette(routes=hubspot_routes(books, faults))) as (url, seen):
        asyncio.run(_everything(url, books, faults))
    return seen


async def _everything(url, books, faults):
    settings = HubSpotSettings(
        access_token=SecretStr(TOKEN), base_url=url, renewal_pipeline=RENEWALS
    )
    vendor = build(settings, sleep=_at_once)
    for operation in vendor.operations.values():
        order = _order(operation.facts.name)
        effect = await operation.send(order)
        books.now = lambda: NOW + timedelta(seconds=30)  # the index knows it by now
        books.ties.clear()
        await operation.watch(order, effect.reference)
        assert await operation.find_effect(order) == effect, "by the index alone"
        books.now = lambda: NOW
        books.reset()
    for look in vendor.looks.values():
        assert await look.ask(Question(_order("any").matter.call, _record(COBALT)))
    for address in (COBALT, "hello@sundialyoga.example", "nobody@house.example"):
        await vendor.owners.owner_email(address)
    for fault in (Fault.AUTH, Fault.REFUSED, Fault.RATE_LIMITED, Fault.SERVER_ERROR):
        faults.set("hubspot", fault, times=1)
        with contextlib.suppress(VendorFailure):
            await vendor.operations["hubspot.create_note"].send(_order("hubspot.create_note"))
    books.scopes = frozenset()
    with contextlib.suppress(VendorFailure):
        await vendor.owners.owner_email(COBALT)
    await vendor.aclose()


async def _at_once(_pause_s):
    return None


def _record(email):
    return Record(
        vendor="stripe",
        record_id="ch_1",
        found_by=FoundBy.REFERENCE,
        customer_email=redact(email),
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=NOW,
    )


def _order(name):
    call = BillingCall(
        call_id="call_1",
        workflow=Workflow.PROMISE_TO_PAY,
        follow_up_deadline=date(2031, 3, 11),
        finance_owner=redact("ada@finance.example"),
    )
    matter = Matter("ho_1", call, _record(COBALT))
    return Order(name, f"{name}:1", "", since=NOW, note=redact("A <b>note</b>."), matter=matter)


# --- the judge ---


def _operation(published, method, path):
    """The template a request fits; the one with the fewest placeholders first."""
    for template in sorted(published["paths"], key=lambda one: one.count("{")):
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in published["paths"][template]:
            return template, published["paths"][template][method.lower()]
    return None, None


def judged(published, check, one):
    """What is wrong with an exchange by the contract."""
    _, operation = _operation(published, one.method, one.path)
    if operation is None:
        return [f"{one.method} {one.path} is not published"]
    found = []
    schemas = {
        p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "query"
    }
    for name, text in parse_qsl(one.query):
        schema = schemas.get(name)
        if schema is None:
            found.append(f"{name} is not published")
        else:
            found += check(_typed(text, schema), schema)
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += check(json.loads(one.body or "null"), schema)
    return found + _answer_problems(published, check, operation, one)


def _typed(text, schema):
    if schema.get("type") == "array":
        return text.split(",")
    return int(text) if schema.get("type") == "integer" else text


def _answer_problems(published, check, operation, one):
    answer = operation["responses"].get(str(one.status))
    if answer is None:
        return [f"{one.status} is not published for {one.method} {one.path}"]
    if "$ref" in answer:
        answer = published["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return check(json.loads(one.answer), answer["content"]["application/json"]["schema"])


def test_every_exchange_is_as_published(published, check, exchanges):
    assert [problem for one in exchanges for problem in judged(published, check, one)] == []


def test_the_judge_sees_mistakes(published, check, exchanges):
    note = next(one for one in exchanges if one.method == "POST" and one.path.endswith("/notes"))
    for change in (
        {"body": "{}"},
        {"body": '{"properties": {"hs_note_body": "x"}}'},
        {"path": "/crm/objects/2026-03/things"},
        {"answer": '{"id": 5}'},
        {"status": 200},
    ):
        assert judged(published, check, type(note)(**{**vars(note), **change}))


def test_the_exchanges_reach_all_that_the_adapter_knows(published, exchanges):
    reached = {(one.method, _operation(published, one.method, one.path)[0]) for one in exchanges}
    base = "/crm/objects/2026-03"
    assert reached >= {
        ("GET", f"{base}/contacts/{{id}}"),
        ("POST", f"{base}/contacts/search"),
        ("GET", f"{base}/companies/{{id}}"),
        ("POST", f"{base}/deals/search"),
        ("POST", f"{base}/notes"),
        ("POST", f"{base}/notes/search"),
        ("POST", f"{base}/tasks"),
        ("POST", f"{base}/tasks/search"),
        ("GET", f"{base}/{{objectType}}/{{objectId}}/associations/{{toObjectType}}"),
        ("GET", "/crm/owners/2026-03"),
        ("GET", "/crm/owners/2026-03/{ownerId}"),
    }
    assert {one.status for one in exchanges} >= {200, 201, 400, 401, 403, 404, 429, 500}


def test_the_published_examples_are_read(published):
    for path, method, status, model in (
        ("/crm/objects/2026-03/contacts/{id}", "get", "200", models.CrmObject),
        ("/crm/objects/2026-03/deals/{id}", "get", "200", models.CrmObject),
        ("/crm/objects/2026-03/notes", "post", "201", models.CrmObject),
        ("/crm/objects/2026-03/tasks/search", "post", "200", models.Page[models.CrmObject]),
        ("/crm/owners/2026-03/{ownerId}", "get", "200", models.Owner),
        ("/crm/owners/2026-03", "get", "200", models.Page[models.Owner]),
    ):
        answer = published["paths"][path][method]["responses"][status]
        assert model.model_validate(answer["content"]["application/json"]["example"])


def test_nothing_is_required_that_hubspot_may_leave_out(published):
    schemas = published["components"]["schemas"]
    for model, name in ((models.CrmObject, "SimpleObject"), (models.Owner, "Owner")):
        needed = {one.alias or key for key, one in model.model_fields.items() if one.is_required()}
        assert needed <= set(schemas[name]["required"])


def test_prism_lets_every_request_pass(refused_by_prism, specs, exchanges):
    description = specs / "hubspot" / "hubspot.openapi.yaml"
    assert refused_by_prism(description, exchanges, {"authorization": "Bearer local"}) == []
