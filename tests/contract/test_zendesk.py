"""What the Zendesk adapter sends and local Zendesk answers, each exchange against the contract.

The contract is the vendor's own description, tightened; it leaves out the cursors of lists and the
order of comments, which the vendor documents elsewhere.
"""

import asyncio
import contextlib
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.errors import VendorFailure
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendor_settings import ZendeskSettings
from bot.vendors import Matter, Order, Question
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.zendesk_routes import zendesk_routes
from handlers.sandbox.zendesk_seed import CLOSED_TICKET, HOST, ORCHARD_TICKET, seeded_zendesk
from providers.zendesk import build, models

pytestmark = pytest.mark.contract

CLIENT, SECRET = "handoff", "local-secret"
NOW = datetime(2031, 3, 5, tzinfo=UTC)
DOCUMENTED_ELSEWHERE = {"page[size]", "page[after]", "sort"}
"""https://developer.zendesk.com/api-reference/introduction/pagination/ and .../ticket_comments/."""
UNSTATED_STATUS = {("POST", "/oauth/tokens", 429), ("POST", "/oauth/tokens", 500)}


@pytest.fixture(scope="module")
def published(specs):
    text = (specs / "zendesk" / "zendesk-support.strict.openapi.json").read_text()
    return _nullable(json.loads(text))


def _nullable(value):
    """OpenAPI 3.0 says `nullable`; JSON Schema lists the type."""
    if isinstance(value, list):
        return [_nullable(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _nullable(one) for key, one in value.items()}
    if found.get("nullable") is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
        if isinstance(found.get("enum"), list):
            found["enum"] = [*found["enum"], None]
    return found


@pytest.fixture(scope="module")
def exchanges(serve_recorded):
    books = seeded_zendesk(client_id=CLIENT, client_secret=SECRET, now=lambda: NOW)
    faults = Switchboard()
    with serve_recorded(Starlette(routes=zendesk_routes(books, faults))) as (url, seen):
        asyncio.run(_everything(url, books, faults))
    return seen


async def _everything(url, books, faults):
    settings = ZendeskSettings(
        client_id=CLIENT, client_secret=SecretStr(SECRET), base_url=url, link_hosts=(HOST,)
    )
    vendor = build(settings, clock=lambda: NOW, sleep=_at_once)
    ticket = books.ticket(str(ORCHARD_TICKET))
    for number in range(120):
        books.comment(ticket, {"body": f"note {number}", "public": False})
    for name, on in (
        ("zendesk.add_internal_note", ORCHARD_TICKET),
        ("zendesk.add_internal_note", CLOSED_TICKET),
        ("zendesk.add_public_comment", ORCHARD_TICKET),
        ("zendesk.create_ticket", None),
    ):
        order, operation = _order(name, on), vendor.operations[name]
        effect = await operation.send(order)
        assert await operation.find_effect(order)
        await operation.watch(order, effect.reference)
    question = Question(_order("any", ORCHARD_TICKET).matter.call)
    assert await vendor.looks["zendesk.ticket_status"].ask(question)
    note = vendor.operations["zendesk.add_internal_note"]
    for fault in (Fault.AUTH, Fault.REFUSED, Fault.RATE_LIMITED, Fault.SERVER_ERROR):
        faults.set("zendesk", fault, times=1)
        with contextlib.suppress(VendorFailure):
            await note.send(_order("another", ORCHARD_TICKET))
    create = vendor.operations["zendesk.create_ticket"]
    with contextlib.suppress(VendorFailure):  # the key was used with other words
        await create.open(_order("zendesk.create_ticket", None, note="Other words."))
    books.scopes = frozenset({"users:read"})
    with contextlib.suppress(VendorFailure):
        await note.send(_order("another", 99999))
    await vendor.aclose()


async def _at_once(_pause_s):
    return None


def _order(name, ticket, note="A note."):
    call = BillingCall(
        call_id="call_1",
        workflow=Workflow.REFUND_REQUEST,
        ticket_url=f"https://{HOST}/agent/tickets/{ticket}" if ticket else None,
    )
    if ticket is None:
        call = call.model_copy(update={"call_id": "call_2"})
    record = Record(
        vendor="stripe",
        record_id="ch_1",
        found_by=FoundBy.REFERENCE,
        customer_email=redact("accounts@orchardlane.example"),
        customer_name=redact("Zoë Ñandú"),
        status=RecordStatus.PAID,
        livemode=False,
        observed_at=NOW,
    )
    key = f"{name}:{ticket}"
    return Order(
        key,
        f"{key}:1",
        "",
        since=NOW,
        fields={"message": redact("It is on its way.")},
        note=redact(note),
        matter=Matter("ho_1", call, record),
    )


# --- the judge ---


def _operation(published, method, path):
    for template in sorted(published["paths"], key=lambda one: one.count("{")):
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in published["paths"][template]:
            return template, published["paths"][template][method.lower()]
    return None, None


def judged(published, check, one):
    """What is wrong with an exchange by the contract."""
    template, operation = _operation(published, one.method, one.path)
    if operation is None:
        return [f"{one.method} {one.path} is not published"]
    known = {p["name"] for p in operation.get("parameters", []) if p.get("in") == "query"}
    found = [
        f"{name} is not published"
        for name, _ in parse_qsl(one.query)
        if name not in known | DOCUMENTED_ELSEWHERE
    ]
    if "requestBody" in operation and one.path != "/oauth/tokens":
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += check(json.loads(one.body or "null"), schema)
    answer = operation["responses"].get(str(one.status))
    if answer is None:
        stated = (one.method, template, one.status) in UNSTATED_STATUS
        return found if stated else [*found, f"{one.status} is not published for {one.path}"]
    return found + check(json.loads(one.answer), answer["content"]["application/json"]["schema"])


def test_every_exchange_is_as_published(published, check, exchanges):
    assert [problem for one in exchanges for problem in judged(published, check, one)] == []


def test_a_token_is_asked_for_as_published(published, check, exchanges):
    asked = [json.loads(one.body) for one in exchanges if one.path == "/oauth/tokens"]
    operation = published["paths"]["/oauth/tokens"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert asked
    assert [problem for one in asked for problem in check(one, schema)] == []


def test_the_judge_sees_mistakes(published, check, exchanges):
    put = next(one for one in exchanges if one.method == "PUT")
    for change in (
        {"body": "{}"},
        {"body": '{"ticket": {"comment": {"public": false}}}'},
        {"body": '{"ticket": {"Comment": {}}}'},
        {"path": "/api/v2/things"},
        {"query": "colour=1"},
        {"answer": '{"ticket": {"id": "5"}}'},
        {"status": 418},
    ):
        assert judged(published, check, type(put)(**{**vars(put), **change}))


def test_the_exchanges_reach_all_that_the_adapter_knows(published, exchanges):
    reached = {(one.method, _operation(published, one.method, one.path)[0]) for one in exchanges}
    assert reached == {
        ("POST", "/oauth/tokens"),
        ("GET", "/api/v2/tickets"),
        ("POST", "/api/v2/tickets"),
        ("GET", "/api/v2/tickets/{ticket_id}"),
        ("PUT", "/api/v2/tickets/{ticket_id}"),
        ("GET", "/api/v2/tickets/{ticket_id}/comments"),
        ("GET", "/api/v2/users/search"),
    }
    assert {one.status for one in exchanges} >= {200, 201, 400, 401, 403, 422, 429, 500}


def test_every_comment_says_whether_it_is_public(exchanges):
    """Left out, it would be: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments."""
    written = [json.loads(one.body) for one in exchanges if one.path.startswith("/api/v2/tickets")
               and one.method in {"POST", "PUT"}]  # fmt: skip
    assert {one["ticket"]["comment"]["public"] for one in written} == {True, False}


def test_the_published_examples_are_read(published):
    for path, method, status, model in (
        ("/api/v2/tickets", "get", "200", models.Tickets),
        ("/api/v2/tickets", "post", "201", models.TicketAnswer),
        ("/api/v2/tickets/{ticket_id}", "get", "200", models.TicketAnswer),
        ("/api/v2/tickets/{ticket_id}", "put", "200", models.TicketAnswer),
        ("/api/v2/tickets/{ticket_id}/comments", "get", "200", models.Comments),
        ("/oauth/tokens", "post", "201", models.Token),
    ):
        said = published["paths"][path][method]["responses"][status]["content"]["application/json"]
        examples = [said["example"]] if "example" in said else _named(published, said)
        for example in examples:
            assert model.model_validate(example)


def _named(published, said):
    for one in said.get("examples", {}).values():
        name = one.get("$ref", "").rpartition("/")[2]
        yield (published["components"]["examples"][name] if name else one)["value"]


def test_prism_lets_every_request_pass(refused_by_prism, specs, exchanges):
    description = specs / "zendesk" / "zendesk-support.strict.openapi.json"
    assert refused_by_prism(description, exchanges, {"authorization": "Bearer local"}) == []
