"""Zendesk's OAuth: tokens fetched when needed, renewed before their end and once after a 401."""

import json
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.errors import Refused, Unavailable
from bot.vendor_settings import ZendeskSettings
from bot.vendors import Question
from handlers.sandbox.faults import Fault
from providers.zendesk import build

NOTE = "zendesk.add_internal_note"


def fetched(books):
    return [one for one in books.requests if one.path == "/oauth/tokens"]


async def test_one_token_serves_many_calls(vendor, books, order):
    await vendor.operations[NOTE].send(order())
    await vendor.operations[NOTE].find_effect(order())
    assert len(fetched(books)) == 1
    assert books.scopes == {"read", "tickets:write"}, "one text; a list would open nothing"


async def test_a_token_that_was_taken_back_is_renewed_once_even_for_a_write(vendor, books, order):
    await vendor.operations[NOTE].find_effect(order())
    books.tokens.clear()
    assert (await vendor.operations[NOTE].send(order())).status == "done"
    assert len(fetched(books)) == 2


async def test_a_token_is_renewed_before_it_ends(vendor, books, order, clock, monkeypatch):
    tokens = vendor.operations[NOTE]._client._tokens
    await vendor.operations[NOTE].find_effect(order())
    monkeypatch.setattr(tokens, "_clock", lambda: clock() + timedelta(minutes=29, seconds=30))
    await vendor.operations[NOTE].find_effect(order())
    assert [one.status for one in books.requests if one.status == 401] == []
    assert len(fetched(books)) == 2


async def test_a_token_that_nothing_accepts_is_said_so_and_not_asked_for_for_ever(
    vendor, books, faults, order
):
    faults.set("zendesk", Fault.AUTH, only="GET /tickets/{id}")
    with pytest.raises(Refused, match="OAuth client") as caught:
        await vendor.operations[NOTE].send(order())
    assert caught.value.mendable
    assert len(fetched(books)) == 2


@pytest.mark.parametrize(
    ("status", "meaning"), [(400, Refused), (401, Refused), (503, Unavailable)]
)
async def test_without_a_token_nothing_is_sent(scripted_vendor, script, order, status, meaning):
    script.say({"error": "invalid_client", "error_description": "no"}, status)
    with pytest.raises(meaning):
        await scripted_vendor.operations[NOTE].send(order())
    assert {one.path for one in script.seen} == {"/oauth/tokens"}


@pytest.mark.parametrize("said", [None, [], {}, {"access_token": ""}, {"access_token": 5}], ids=str)
async def test_an_answer_without_a_token_is_no_token(scripted_vendor, script, order, said):
    script.say(said, 201)
    with pytest.raises(Unavailable, match="cannot be read"):
        await scripted_vendor.operations[NOTE].send(order())


async def test_any_success_gives_a_token_and_unknown_fields_are_nothing(
    scripted_vendor, script, order
):
    token = {"access_token": "abc", "token_type": "bearer", "expires_in": None, "brand_new": 1}
    ticket = {"id": 35402, "status": "open", "requester_id": None, "brand_new": {}}
    script.at("/oauth/tokens", token)
    script.at("/api/v2/tickets/35402", {"ticket": ticket}, {"ticket": ticket, "audit": {"id": 9}})
    script.at("/api/v2/tickets", {"tickets": [], "count": 0, "next_page": None})
    script.at("/api/v2/tickets/35402/comments", {"comments": [], "meta": {"has_more": False}})
    effect = await scripted_vendor.operations[NOTE].send(order())
    assert effect.facts["audit"] == 9
    asked = json.loads(script.seen[0].body)
    assert asked["grant_type"] == "client_credentials"
    assert {one.headers.get("authorization") for one in script.seen[1:]} == {"Bearer abc"}


async def test_no_secret_is_logged_raised_or_shown(vendor, books, faults, order, logged):
    faults.set("zendesk", Fault.REFUSED, times=1, only="PUT /tickets/{id}")
    with pytest.raises(Refused) as caught:
        await vendor.operations[NOTE].send(order())
    said = f"{logged()} {caught.value.reason} {caught.value!r}"
    for private in ("local-secret", "local-token", "orchardlane", "Zoë", "ho_1"):
        assert private not in said


@pytest.mark.parametrize("lacks", ["client_id", "client_secret", "base_url"])
def test_without_all_of_it_zendesk_is_off(lacks):
    given = {"client_id": "a", "client_secret": SecretStr("b"), "base_url": "https://a.zendesk.com"}
    assert build(ZendeskSettings(**{**given, lacks: None})) is None


async def test_the_ticket_of_a_call_is_shown_as_it_stands(vendor, order):
    look = vendor.looks["zendesk.ticket_status"]
    question = Question(order().matter.call)
    assert look.applies(question)
    [found] = await look.ask(question)
    assert found.label == "Ticket 35402"
    assert found.value.startswith("open, priority normal, changed 2031-03-05 09:30 UTC")
    assert await look.ask(Question(order(ticket=None).matter.call)) == ()


@pytest.mark.parametrize(
    "body",
    [
        {"error": "RecordInvalid", "description": "Record validation errors"},
        {"error": {"title": "RecordInvalid", "message": "Record validation errors"}},
        {"errors": [{"code": "RecordInvalid", "detail": "Record validation errors"}]},
        {"errors": [{"code": "RecordInvalid", "title": "Record validation errors"}]},
    ],
)
async def test_all_shapes_of_an_error_are_read(scripted_vendor, script, order, body):
    script.at("/oauth/tokens", {"access_token": "abc"})
    script.say(body, 422)
    with pytest.raises(Refused, match="Record validation errors") as caught:
        await scripted_vendor.operations[NOTE].send(order())
    assert caught.value.code == "RecordInvalid"


async def test_plain_text_errors_are_read_too(scripted_vendor, script, order):
    script.at("/oauth/tokens", {"access_token": "abc"})
    script.say(raw="Bad request", status=400)
    with pytest.raises(Refused, match="HTTP 400"):
        await scripted_vendor.operations[NOTE].send(order())
