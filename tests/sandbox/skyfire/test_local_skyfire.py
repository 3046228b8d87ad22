"""Local Skyfire and its seller: each create makes another token, and no book keeps one."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.skyfire_books import PENDING_SERVICE, SERVICE, SkyfireBooks, read
from handlers.sandbox.skyfire_routes import seller_routes, skyfire_routes
from handlers.sandbox.skyfire_ui import skyfire_ui_routes, view_of

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = "local-skyfire-key"
KYA = {"type": "kya", "sellerServiceId": SERVICE, "buyerTag": "t-1"}


@pytest.fixture
def moment():
    return [NOW]


@pytest.fixture
def books(moment):
    return SkyfireBooks(api_key=KEY, now=lambda: moment[0])


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def skyfire(books, faults):
    routes = [
        *skyfire_ui_routes(books),
        *seller_routes(books, faults),
        *skyfire_routes(books, faults),
    ]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Starlette(routes=routes)),
        base_url="http://skyfire",
        headers={"skyfire-api-key": KEY},
    ) as client:
        yield client


async def create(skyfire, **change):
    return await skyfire.post("/api/v1/tokens", json=KYA | change)


async def is_valid(skyfire, token):
    answer = await skyfire.post("/api/v1/tokens/introspect", json={"token": token})
    return answer.json()["isValid"]


async def test_a_repeat_makes_a_second_token(skyfire, books):
    tokens = [(await create(skyfire)).json()["token"] for _ in range(2)]
    assert len({read(one)["jti"] for one in tokens}) == len(books.tokens) == 2
    assert all([await is_valid(skyfire, one) for one in tokens])


async def test_a_token_runs_out(skyfire, moment):
    soon = int((NOW + timedelta(minutes=5)).timestamp())
    token = (await create(skyfire, expiresAt=soon)).json()["token"]
    moment[0] += timedelta(minutes=6)
    assert not await is_valid(skyfire, token)
    assert not await is_valid(skyfire, "a.b.c")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"type": "pay", "tokenAmount": "1"}, 422),
        ({"type": "kya", "tokenAmount": "1"}, 422),
        ({"sellerServiceId": "nobody"}, 422),
        ({"sellerServiceId": PENDING_SERVICE}, 409),
        ({"sellerServiceId": PENDING_SERVICE[:-1] + "0"}, 404),
        ({"expiresAt": int(NOW.timestamp()) + 5}, 422),
        ({"expiresAt": int(NOW.timestamp()) + 86_401}, 422),
        ({"expiresAt": "soon"}, 422),
    ],
)
async def test_what_it_does_not_make(skyfire, books, change, status):
    assert (await create(skyfire, **change)).status_code == status
    assert books.tokens == {}


async def test_the_seller_takes_a_token_by_its_header(skyfire, books):
    token = (await create(skyfire)).json()["token"]
    assert (await skyfire.post("/kya")).status_code == 401
    assert (await skyfire.post("/kya", headers={"skyfire-pay-id": token})).status_code == 204
    [handed] = books.handed_over
    assert (handed.token_id, handed.is_valid) == (read(token)["jti"], True)


async def test_no_token_and_no_key_is_kept(skyfire, books):
    token = (await create(skyfire)).json()["token"]
    await is_valid(skyfire, token)
    kept = f"{view_of(books)} {books.requests}"
    assert not any(part in kept for part in (*token.split("."), KEY))


async def test_the_wallet_is_filled_by_hand(skyfire, books):
    assert (await skyfire.post("/ui/skyfire/wallet", json={"available": "0"})).status_code == 200
    balance = (await skyfire.get("/api/v1/agents/balance")).json()
    assert balance["available"] == "0"
    assert (await skyfire.post("/ui/skyfire/wallet", json={"available": "x"})).status_code == 400
    books.reset()
    assert str(books.wallet["available"]) == "12.316285"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.RATE_LIMITED, 429),
        (Fault.SERVER_ERROR, 500),
        (Fault.AUTH, 401),
        (Fault.REFUSED, 403),
        (Fault.HANG, 504),
        (Fault.SLOW, 200),
    ],
)
async def test_its_faults(skyfire, faults, fault, status):
    faults.set("skyfire", fault, 1, "POST /api/v1/tokens")
    assert (await create(skyfire)).status_code == status
    assert (await create(skyfire)).status_code == 200
