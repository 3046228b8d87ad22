"""Local HubSpot's own truth: a late index, strict bodies, a direction in every association."""

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.hubspot_routes import hubspot_routes
from handlers.sandbox.hubspot_seed import seeded_hubspot

TOKEN = "pat-local-books"
NOTES, SEARCH = "/crm/objects/2026-03/notes", "/crm/objects/2026-03/notes/search"


@pytest.fixture
def books(clock):
    return seeded_hubspot(access_token=TOKEN, now=clock.utc)


@pytest.fixture
async def local(books):
    transport = httpx.ASGITransport(Starlette(routes=hubspot_routes(books, Switchboard())))
    headers = {"authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hubspot", headers=headers
    ) as client:
        yield client


def note(books, type_id=202, **properties):
    contact = books.get("contacts", "accounts@orchardlane.example", "email")
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}
    given = {"hs_timestamp": "2031-03-05T09:00:00Z", "hs_note_body": "ref call7f3", **properties}
    ties = [{"to": {"id": contact["id"]}, "types": [kind]}]
    return {"properties": given, "associations": ties}


def containing(token):
    filters = [{"propertyName": "hs_note_body", "operator": "CONTAINS_TOKEN", "value": token}]
    return {"filterGroups": [{"filters": filters}]}


async def test_what_is_made_reaches_the_index_later(local, books, clock):
    assert (await local.post(NOTES, json=note(books))).status_code == 201
    assert (await local.post(SEARCH, json=containing("call7f3"))).json()["total"] == 0
    clock.skip(seconds=books.index_lag_s + 1)
    assert (await local.post(SEARCH, json=containing("call7f3"))).json()["total"] == 1


async def test_the_index_knows_whole_words_only(local, books, clock):
    await local.post(NOTES, json=note(books, hs_note_body="<p>ref call-7f3</p>"))
    clock.skip(seconds=books.index_lag_s + 1)
    for token, found in (("call", 1), ("7f3", 1), ("call7f3", 0), ("al", 0)):
        assert (await local.post(SEARCH, json=containing(token))).json()["total"] == found


async def test_what_is_sent_twice_is_there_twice(local, books):
    for _ in range(2):
        await local.post(NOTES, json=note(books))
    assert len(books.every("notes")) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"type_id": 201},  # of the other direction
        {"type_id": 204},  # of a task
        {"hs_timestamp": "yesterday"},
        {"hs_colour": "blue"},
        {"hs_note_body": 5},
        {"hs_note_body": "x" * 65_537},
    ],
    ids=str,
)
async def test_a_body_that_is_not_right_is_refused_whole(local, books, change):
    answer = await local.post(NOTES, json=note(books, **change))
    assert (answer.status_code, answer.json()["category"]) == (400, "VALIDATION_ERROR")
    assert books.every("notes") == []


async def test_a_search_has_its_limits(local):
    for body in ({"limit": 201}, {"after": "10000"}, {"colour": 1}, {"filterGroups": [{}] * 6}):
        assert (await local.post(SEARCH, json=body)).status_code == 400


async def test_only_what_is_asked_for_comes_back(local):
    answer = await local.get(
        "/crm/objects/2026-03/contacts/accounts@orchardlane.example",
        params={"idProperty": "email", "properties": "firstname,phone"},
    )
    assert set(answer.json()["properties"]) == {"firstname", "phone", "hs_object_id"}
    assert answer.json()["properties"]["phone"] is None


def test_a_real_token_is_not_taken():
    with pytest.raises(ValueError, match="invented"):
        seeded_hubspot(access_token="pat-na1-something", now=None)


def test_the_page_shows_the_account(state):
    shown = state()["hubspot"]
    assert {one.get("email") for one in shown["contacts"]} >= {"accounts@orchardlane.example"}
    assert shown["notes"] == []
