"""Local Zendesk's own truth: public unless said otherwise, keys for creates, tokens that end."""

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.zendesk_routes import zendesk_routes
from handlers.sandbox.zendesk_seed import CLOSED_TICKET, ORCHARD_TICKET, seeded_zendesk

ASK = {"grant_type": "client_credentials", "client_id": "handoff", "client_secret": "local-secret"}
TICKET = {"ticket": {"subject": "x", "comment": {"body": "y", "public": False}, "external_id": "c"}}


@pytest.fixture
def books(clock):
    return seeded_zendesk(client_id="handoff", client_secret="local-secret", now=clock.utc)


@pytest.fixture
async def local(books):
    transport = httpx.ASGITransport(Starlette(routes=zendesk_routes(books, Switchboard())))
    async with httpx.AsyncClient(transport=transport, base_url="http://zendesk") as client:
        client.headers["authorization"] = f"Bearer {await token(client)}"
        yield client


async def token(client, scope="read tickets:write"):
    answer = await client.post("/oauth/tokens", json={**ASK, "scope": scope})
    assert answer.status_code == 201
    return answer.json()["access_token"]


async def commented(local, number, **comment):
    body = {"ticket": {"comment": {"body": "z", **comment}}}
    return await local.put(f"/api/v2/tickets/{number}", json=body)


async def test_a_comment_is_public_and_mailed_unless_it_says_otherwise(local, books):
    await commented(local, ORCHARD_TICKET, public=False)
    assert books.mails == []
    await commented(local, ORCHARD_TICKET)
    assert [mail.to for mail in books.mails] == ["accounts@orchardlane.example"]


async def test_a_key_holds_for_two_hours_and_for_one_body(local, books, clock):
    async def create(body=TICKET):
        return await local.post("/api/v2/tickets", json=body, headers={"Idempotency-Key": "k"})

    first, again = await create(), await create()
    assert [one.headers["x-idempotency-lookup"] for one in (first, again)] == ["miss", "hit"]
    assert len(books.carrying("c")) == 1
    other = await create({"ticket": {**TICKET["ticket"], "subject": "z"}})
    assert (other.status_code, other.json()["error"]) == (400, "IdempotentRequestError")
    clock.skip(hours=2, seconds=1)
    local.headers["authorization"] = f"Bearer {await token(local)}"
    await create()
    assert len(books.carrying("c")) == 2


async def test_an_update_that_is_sent_twice_happens_twice(local, books):
    for _ in range(2):
        await commented(local, ORCHARD_TICKET, public=False)
    assert len(books.comments[ORCHARD_TICKET]) == 3


async def test_a_token_ends(local, clock):
    clock.skip(minutes=31)
    assert (await local.get("/api/v2/tickets")).status_code == 401


async def test_a_list_of_scopes_makes_a_token_that_opens_nothing(local, books):
    books.scopes = frozenset()
    local.headers["authorization"] = f"Bearer {await token(local, ['read'])}"
    assert (await local.get("/api/v2/tickets")).status_code == 403


async def test_a_closed_ticket_takes_no_update_but_a_follow_up(local, books):
    assert (await commented(local, CLOSED_TICKET, public=False)).status_code == 422
    for source, status in ((CLOSED_TICKET, 201), (ORCHARD_TICKET, 422)):
        ticket = {**TICKET["ticket"], "via_followup_source_id": source}
        answer = await local.post("/api/v2/tickets", json={"ticket": ticket})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"ticket": {"Comment": {"body": "x"}}}, 400),
        ({"ticket": {"subject": "x"}}, 400),
        ({"ticket": {"comment": {}}}, 422),
        ({"ticket": {"comment": {"body": "x", "public": "no"}}}, 400),
        ({"ticket": {"comment": {"body": "x"}, "requester": {"email": "nobody"}}}, 422),
    ],
    ids=str,
)
async def test_a_body_that_is_not_right_is_refused_whole(local, books, body, status):
    before = len(books.tickets)
    assert (await local.post("/api/v2/tickets", json=body)).status_code == status
    assert len(books.tickets) == before


async def test_an_unknown_requester_becomes_an_end_user(local, books):
    ticket = {**TICKET["ticket"], "requester": {"name": "Zoë", "email": "new@house.example"}}
    made = (await local.post("/api/v2/tickets", json={"ticket": ticket})).json()["ticket"]
    assert books.users[made["requester_id"]]["email"] == "new@house.example"


def test_a_real_secret_is_not_taken():
    with pytest.raises(ValueError, match="invented"):
        seeded_zendesk(client_id="x", client_secret="something", now=None)


def test_the_page_shows_the_account_without_its_secrets(state):
    shown = state()["zendesk"]
    assert {one["id"] for one in shown["tickets"]} >= {ORCHARD_TICKET, CLOSED_TICKET}
    assert "local-zendesk-secret" not in str(shown)
