"""Local DialNexa: its REST door, its books, webhooks that are withheld or come too early."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.calls import fresh, sample_call, sample_calls, unanalysed
from handlers.sandbox.dialnexa_books import DialNexaBooks
from handlers.sandbox.dialnexa_routes import dialnexa_routes
from handlers.sandbox.dialnexa_ui import dialnexa_ui_routes
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.feed import feed

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = "local-key-id:local-key"


@pytest.fixture
def books():
    return DialNexaBooks(api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def dialnexa(books, faults):
    app = Starlette(routes=[*dialnexa_ui_routes(books), *dialnexa_routes(books, faults)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://dialnexa",
        headers={"authorization": f"Bearer {KEY}"},
    ) as client:
        yield client


def small(n=0):
    return fresh(sample_call("refund_small", NOW), n)


# --- the door ---


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer local-key", f"Basic {KEY}", KEY])
async def test_another_key_is_refused(dialnexa, header):
    answer = await dialnexa.get("/v1/calls", headers={"authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (401, "Unauthorized")


@pytest.mark.parametrize("path", ["/calls", "/v1/agents", "/v1/calls/call_1/notes"])
async def test_an_unknown_address_is_told(dialnexa, path):
    answer = await dialnexa.get(path)
    assert (answer.status_code, answer.json()["statusCode"]) == (404, 404)


async def test_an_unknown_call_is_told(dialnexa):
    assert (await dialnexa.get("/v1/calls/call_0")).status_code == 404
    assert (await dialnexa.get("/v1/calls/0")).status_code == 400


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "page=0", "limit=x", "start_date=soon"])
async def test_a_bad_query_is_refused(dialnexa, query):
    assert (await dialnexa.get(f"/v1/calls?{query}")).status_code == 400


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.AUTH, 401), (Fault.RATE_LIMITED, 429), (Fault.SERVER_ERROR, 500), (Fault.HANG, 504)],
)
async def test_it_fails_as_told_and_then_works(dialnexa, books, faults, fault, status):
    books.keep(small().body)
    faults.set("dialnexa", fault, times=1, only="GET /v1/calls")
    assert (await dialnexa.get("/v1/calls")).status_code == status
    assert (await dialnexa.get("/v1/calls")).status_code == 200
    assert [one.status for one in books.requests] == [status, 200]


async def test_an_answer_may_break_off(dialnexa, books, faults):
    books.keep(small().body)
    faults.set("dialnexa", Fault.MALFORMED, times=1)
    answer = await dialnexa.get(f"/v1/calls/{small().call_id}")
    with pytest.raises(ValueError, match="Unterminated"):
        answer.json()


# --- the books ---


async def test_a_call_is_shown_as_rest_names_it_and_without_its_transcript(dialnexa, books):
    books.keep(small().body)
    shown = (await dialnexa.get(f"/v1/calls/{small().call_id}")).json()
    assert shown["postcallanalysis"] == small().body["payload"]["call"]["post_call_analysis"]
    assert shown["from_number"].startswith("+")
    assert shown["recording_sas_url"].startswith("https://")
    assert "transcript" not in shown


async def test_pages_are_bare_arrays_newest_first(dialnexa, books):
    for call in sample_calls(NOW):
        books.keep(call.body)
    first = (await dialnexa.get("/v1/calls?limit=5")).json()
    second = (await dialnexa.get("/v1/calls?limit=5&page=2")).json()
    begun = [one["createdAt"] for one in (*first, *second)]
    assert len(begun) == 10
    assert begun == sorted(begun, reverse=True)
    assert (await dialnexa.get("/v1/calls?limit=200&page=2")).json() == []


async def test_the_list_can_be_narrowed(dialnexa, books):
    for call in sample_calls(NOW):
        books.keep(call.body)
    asked = {
        "status": "completed",
        "created_at": "asc",
        "start_date": (NOW - timedelta(hours=1)).isoformat(),
        "end_date": NOW.isoformat(),
    }
    found = (await dialnexa.get("/v1/calls", params=asked)).json()
    begun = [datetime.fromisoformat(one["createdAt"]) for one in found]
    assert begun == sorted(begun)
    assert found
    assert min(begun) >= NOW - timedelta(hours=1)
    hung_up = (await dialnexa.get("/v1/calls?status=did_not_pick")).json()
    assert [one["status"] for one in hung_up] == ["did_not_pick"]


async def test_an_analysis_can_come_later(dialnexa, books):
    call = small()
    books.keep(call.body, analysed=False)
    before = (await dialnexa.get(f"/v1/calls/{call.call_id}")).json()
    assert (before["postcallanalysis"], before["summary"]) == (None, None)
    await dialnexa.post(f"/ui/dialnexa/calls/{call.call_id}/analyse")
    after = (await dialnexa.get(f"/v1/calls/{call.call_id}")).json()
    assert after["summary"] == call.body["payload"]["call"]["summary"]
    assert (await dialnexa.post("/ui/dialnexa/calls/call_0/analyse")).status_code == 404


def test_a_call_without_its_analysis_keeps_its_transcript():
    early = unanalysed(small()).body["payload"]["call"]
    whole = small().body["payload"]["call"]
    assert early == {k: v for k, v in whole.items() if k not in {"post_call_analysis", "summary"}}


# --- in the world ---


async def test_a_withheld_webhook_leaves_its_call_in_the_books(world, doors, bot):
    made = await doors("calls", name="refund_small", as_new=True, withhold=True)
    assert made["withheld"]
    assert bot.received == []
    assert made["call_id"] in world.sandbox.dialnexa.calls


async def test_a_call_can_be_sent_before_its_analysis(world, doors):
    made = await doors("calls", name="refund_small", as_new=True, without_analysis=True)
    assert made["call_id"] in world.sandbox.dialnexa.unread


async def test_the_feed_fills_the_books_and_ends_with_a_late_and_a_lost_call(world):
    await feed(world.base_url, every_s=0, analysis_takes=timedelta(), now=lambda: NOW)
    books = world.sandbox.dialnexa
    assert len(books.calls) == len(sample_calls(NOW)) + 2
    assert books.unread == set(), "the late analysis came in the end"


@pytest.mark.browser
async def test_the_page_can_be_early_and_can_lose_a_webhook(browser, world):
    books = world.sandbox.dialnexa
    browser.open(f"{world.base_url}/?world=calls")
    browser.fill("#how", "early")
    browser.press("[data-deliver=refund_small]")
    browser.until("document.querySelector('[data-unread]')")
    assert len(books.unread) == 1
    browser.press("[data-unread] button")
    browser.until("!document.querySelector('[data-unread]')")
    assert books.unread == set()
    browser.fill("#how", "lost")
    browser.press("[data-deliver=refund_large]")
    browser.until("document.body.textContent.includes('No webhook went out')")
    assert len(books.calls) == 2
