"""Local Plisio keeps its own books, and has the traps that Plisio has."""

from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.plisio_routes import plisio_routes
from handlers.sandbox.plisio_seed import seed_id, seeded_plisio
from handlers.sandbox.plisio_ui import plisio_ui_routes, view_of

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = "local-plisio-key"
ASKED = {"order_number": "A1", "order_name": "x", "source_amount": "50", "source_currency": "USD"}


@pytest.fixture
def books():
    return seeded_plisio(api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def plisio(books, faults):
    app = Starlette(routes=[*plisio_ui_routes(books), *plisio_routes(books, faults)])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://plisio", params={"api_key": KEY}
    ) as client:
        yield client


async def ask(plisio, path, **query):
    answer = await plisio.get(f"/api/v1/{path}", params={**query, "api_key": KEY})
    return answer.status_code, answer.json()["data"]


async def test_a_get_creates_and_a_post_does_not(plisio, books):
    assert (await plisio.post("/api/v1/invoices/new", params=ASKED)).status_code == 404
    assert books.of_order("A1") is None
    status, made = await ask(plisio, "invoices/new", **ASKED)
    assert (status, books.of_order("A1").id) == (200, made["txn_id"])
    assert set(made) == {"txn_id", "invoice_url", "invoice_total_sum"}


async def test_an_order_number_is_taken_once(plisio, books):
    _, made = await ask(plisio, "invoices/new", **ASKED)
    assert (await ask(plisio, "invoices/new", **ASKED))[0] == 422
    for flag in ("true", "false", ""):
        more = {"source_amount": "70", "return_existing": flag}
        again = await ask(plisio, "invoices/new", **(ASKED | more))
        assert again == (200, made), "its presence counts, and the older sum stays"
    assert books.of_order("A1").source == ("50", "USD")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order_name": ""}, 0),
        ({"amount": "1"}, 0),
        ({"source_currency": "XXX"}, 0),
        ({"source_amount": "-1"}, 0),
        ({"currency": "DOGE"}, 105),
        ({"surprise": "1"}, 0),
        ({"email": "nobody"}, 0),
    ],
)
async def test_what_it_does_not_take(plisio, change, code):
    status, error = await ask(plisio, "invoices/new", **(ASKED | change))
    assert (status, error["code"]) == (422, code)


async def test_a_search_matches_parts_of_a_text(plisio):
    _, page = await ask(plisio, "operations", search="office@cedarlane.example", type="invoice")
    assert [one["id"] for one in page["operations"]] == [seed_id("c004"), seed_id("c001")]
    assert set(page["operations"][0]) == {
        "user_id",
        "shop_id",
        "type",
        "status",
        "tx_url",
        "id",
    }, "a hosted shop shows neither sums nor addresses"


async def test_the_look_alike_of_a_search_stores_the_address(plisio, books):
    path = f"invoices/email/{seed_id('c001')}"
    assert (await ask(plisio, path, email="thief@there.example"))[0] == 200
    assert books.get(seed_id("c001")).email == "thief@there.example"


async def test_pages_come_to_an_end(plisio):
    seen, page = [], 1
    while True:
        _, data = await ask(plisio, "operations", page=page, limit=4)
        seen += [one["id"] for one in data["operations"]]
        if page == data["_meta"]["pageCount"]:
            break
        page += 1
    assert len(seen) == len(set(seen)) == data["_meta"]["totalCount"] == 10


async def test_a_wrong_key_is_turned_away_and_no_key_is_kept(plisio, books):
    answer = await plisio.get("/api/v1/shops", params={"api_key": "another"})
    assert answer.status_code == 401
    await ask(plisio, "shops")
    assert "api_key" not in str(view_of(books))
    assert KEY not in str(view_of(books)["requests"])


async def test_what_payers_do(plisio, books):
    for act, body, status in (
        ("pay", {"share": "0.5"}, "new"),
        ("see", {}, "pending"),
        ("pay", {"share": "0.5"}, "completed"),
    ):
        answer = await plisio.post(f"/ui/plisio/invoices/{seed_id('c001')}/{act}", json=body)
        assert answer.json()["object"]["status"] == status
    assert (await plisio.post(f"/ui/plisio/invoices/{seed_id('c001')}/pay")).status_code == 422
    answer = await plisio.post(
        f"/ui/plisio/invoices/{seed_id('c004')}/switch", json={"coin": "LTC"}
    )
    made = answer.json()["object"]
    old = books.get(seed_id("c004"))
    assert (old.status, old.active_id) == ("cancelled duplicate", made["id"])
    assert made["order_number"] == old.order_number
    for wrong in ({"share": "0"}, {"share": "x"}):
        answer = await plisio.post(f"/ui/plisio/invoices/{made['id']}/pay", json=wrong)
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.RATE_LIMITED, 429),
        (Fault.SERVER_ERROR, 500),
        (Fault.AUTH, 401),
        (Fault.REFUSED, 422),
        (Fault.HANG, 503),
        (Fault.SLOW, 200),
    ],
)
async def test_its_faults(plisio, faults, fault, status):
    faults.set("plisio", fault, 1, "GET /api/v1/shops")
    assert (await ask(plisio, "shops"))[0] == status
    assert (await ask(plisio, "shops"))[0] == 200


def test_a_reset_forgets_all_but_the_seed(books):
    books.pay(seed_id("c001"))
    books.reset()
    assert books.get(seed_id("c001")).status == "new"
