"""Local Polygon.io by its own door: true to what real answers do, and not to what is published."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.polygon_routes import polygon_routes
from handlers.sandbox.polygon_seed import seeded_polygon

KEY = "local-polygon-key"
INDEX, OLDER = "/stocks/filings/vX/index", "/v1/reference/sec/filings"


class Clock:
    at = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def books(clock):
    return seeded_polygon(api_key=KEY, now=clock)


@pytest.fixture
async def polygon(books):
    transport = httpx.ASGITransport(Starlette(routes=polygon_routes(books, Switchboard())))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://polygon", headers={"authorization": f"Bearer {KEY}"}
    ) as client:
        yield client


async def test_the_sixth_call_of_a_minute_is_too_much_and_counts(polygon, clock):
    answers = [await polygon.get(INDEX) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert "retry-after" not in answers[-1].headers
    clock.at += timedelta(minutes=1)
    assert (await polygon.get(INDEX)).status_code == 200


async def test_a_plain_ticker_is_ignored_by_the_older_family(polygon):
    found = (await polygon.get(OLDER, params={"ticker": "EXPL"})).json()["results"]
    assert {one["entities"][0]["company_data"].get("ticker") for one in found} == {
        "EXPL",
        "QUIL",
        None,
    }


async def test_dates_differ_between_the_families(polygon):
    older = (await polygon.get(OLDER)).json()["results"][0]["filing_date"]
    newer = (await polygon.get(INDEX)).json()["results"][0]["filing_date"]
    assert (older, newer) == ("20310304", "2031-03-04")


async def test_pages_go_on_at_the_newer_host_without_the_key(polygon, books):
    page = (await polygon.get(INDEX, params={"limit": 3, "apiKey": KEY})).json()
    assert page["next_url"].startswith("https://api.massive.com/stocks/filings/vX/index?cursor=")
    assert KEY not in page["next_url"]
    rest = (await polygon.get(httpx.URL(page["next_url"]).raw_path.decode())).json()
    assert (len(page["results"]), len(rest["results"]), "next_url" in rest) == (3, 2, False)
    assert books.requests[0].query == "", "a key in the address is not kept"


async def test_none_of_it_is_told_in_json_and_no_such_page_in_text(polygon, books):
    none = await polygon.get("/vX/reference/tickers/TWTR/events")
    books.older_family = False
    gone = await polygon.get(OLDER)
    assert (none.status_code, none.json()["status"]) == (404, "NOT_FOUND")
    assert (gone.status_code, gone.text) == (404, "404 page not found")
    assert (await polygon.get("/v9/nothing")).text == "404 page not found"


async def test_nothing_found_leaves_the_results_out(polygon):
    assert "results" not in (await polygon.get(INDEX, params={"ticker": "NONE"})).json()


async def test_keys(polygon):
    missing = await polygon.get(INDEX, headers={"authorization": ""})
    wrong = await polygon.get(INDEX, headers={"authorization": "Bearer no"})
    told = [(one.status_code, one.json()["error"]) for one in (missing, wrong)]
    assert told == [(401, "API Key was not provided"), (401, "Unknown API Key")]


@pytest.mark.parametrize("limit", ["0", "x", "1001"])
async def test_a_page_that_is_too_large_is_refused(polygon, limit):
    assert (await polygon.get(OLDER, params={"limit": limit})).status_code == 400
