"""Reading local Stripe: pages, filters, expansion, and a search index that lags behind."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Switchboard
from handlers.sandbox.stripe_errors import StripeError
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_search import compile_query
from handlers.sandbox.stripe_seed import seeded_books

START = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
HEADERS = {"authorization": "Bearer sk_test_local", "stripe-version": "2026-10-28.endive"}


class World:
    def __init__(self):
        self.at = START
        self.books = seeded_books(api_key="sk_test_local", now=lambda: self.at)
        app = Starlette(routes=stripe_routes(self.books, Switchboard()))
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://stripe", headers=HEADERS
        )

    async def get(self, path, status=200, **params):
        answer = await self.client.get(path, params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def ids(self, path, **params):
        return [item["id"] for item in (await self.get(path, **params))["data"]]


@pytest.fixture
async def world():
    made = World()
    async with made.client:
        yield made


async def test_pages_forward_and_back_give_every_charge_once(world):
    everything = await world.ids("/v1/charges", limit=100)
    assert len(everything) == len(set(everything)) > 10
    forward, cursor = [], {}
    while True:
        page = await world.get("/v1/charges", limit=4, **cursor)
        forward += [item["id"] for item in page["data"]]
        if not page["has_more"]:
            break
        cursor = {"starting_after": forward[-1]}
    assert forward == everything
    back = await world.get("/v1/charges", limit=3, ending_before=everything[5])
    assert [item["id"] for item in back["data"]] == everything[2:5]
    assert back["has_more"] is True


async def test_lists_are_newest_first_and_say_where_they_are(world):
    page = await world.get("/v1/charges")
    created = [item["created"] for item in page["data"]]
    assert created == sorted(created, reverse=True)
    assert (page["object"], page["url"], len(page["data"])) == ("list", "/v1/charges", 10)


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "x"},
        {"starting_after": "ch_3LocalBirkeSeats", "ending_before": "ch_3LocalBirkeSeats"},
        {"created[around]": 1},
        {"created": "yesterday"},
        {"colour": "red"},
    ],
)
async def test_wrong_list_parameters_are_refused(world, params):
    await world.get("/v1/charges", 400, **params)


async def test_an_email_filter_is_exact(world):
    assert await world.ids("/v1/customers", email="office@pembrokecycles.example") == [
        "cus_LocalPembroke"
    ]
    assert await world.ids("/v1/customers", email="Office@pembrokecycles.example") == []
    assert await world.ids("/v1/customers", email="pembrokecycles.example") == []


async def test_charges_by_customer_intent_and_time(world):
    both = ["ch_3LocalPembrokeAddon", "ch_3LocalPembrokePlan"]
    assert await world.ids("/v1/charges", customer="cus_LocalPembroke") == both
    since = int((START - timedelta(days=10)).timestamp())
    recent = {"customer": "cus_LocalPembroke", "created[gte]": since}
    assert await world.ids("/v1/charges", **recent) == both[:1]
    older = {"customer": "cus_LocalPembroke", "created[lt]": since}
    assert await world.ids("/v1/charges", **older) == both[1:]
    assert await world.ids("/v1/charges", payment_intent="pi_3LocalPembrokePlan") == both[1:]
    await world.get("/v1/charges", 404, customer="cus_nobody")


async def test_the_seed_shows_each_state_of_a_charge(world):
    partly = await world.get("/v1/charges/ch_3LocalAlpenRooms")
    assert (partly["amount_refunded"], partly["refunded"]) == (10_000, False)
    disputed = await world.get("/v1/charges/ch_3LocalHarborShelf")
    assert disputed["disputed"] is True
    dispute = (await world.get("/v1/disputes", charge="ch_3LocalHarborShelf"))["data"][0]
    assert dispute["evidence_details"]["due_by"] > START.timestamp()
    assert await world.get("/v1/customers/cus_LocalGone") == {
        "id": "cus_LocalGone",
        "object": "customer",
        "deleted": True,
    }
    subscription = await world.get(
        "/v1/subscriptions/sub_1LocalCobaltFleet", **{"expand[]": "latest_invoice"}
    )
    assert (subscription["status"], subscription["latest_invoice"]["status"]) == (
        "past_due",
        "open",
    )


async def test_an_invoice_leads_to_its_charge(world):
    found = await world.get("/v1/invoices/search", query="number:'INV-20431'")
    invoice = found["data"][0]
    assert {"payment_intent", "charge", "paid"} & set(invoice) == set()
    payments = await world.get(
        "/v1/invoice_payments",
        invoice=invoice["id"],
        **{"expand[]": "data.payment.payment_intent.latest_charge"},
    )
    charge = payments["data"][0]["payment"]["payment_intent"]["latest_charge"]
    assert (charge["id"], charge["amount"]) == ("ch_3LocalBirkeSeats", 4_900)
    back = {
        "payment[type]": "payment_intent",
        "payment[payment_intent]": charge["payment_intent"],
    }
    assert await world.ids("/v1/invoice_payments", **back) == ["inpay_1Local20431"]
    await world.get(
        "/v1/invoice_payments", 400, **{"payment[payment_intent]": charge["payment_intent"]}
    )


async def test_lists_that_are_left_out_come_when_asked_for(world):
    plain = await world.get("/v1/invoices/in_1Local20431")
    asked = await world.get("/v1/invoices/in_1Local20431", **{"expand[]": "payments"})
    assert "payments" not in plain
    assert asked["payments"]["data"][0]["id"] == "inpay_1Local20431"
    charge = await world.get("/v1/charges/ch_3LocalAlpenRooms", **{"expand[]": "refunds"})
    assert charge["refunds"]["data"][0]["amount"] == 10_000


@pytest.mark.parametrize(
    "path", ["status", "customer.name", "invoice", "data.customer.colour", "a.b.c.d.e"]
)
async def test_only_what_can_be_opened_is_opened(world, path):
    await world.get("/v1/charges", 400, **{"expand[]": path})


async def test_refunds_are_listed_at_once_but_found_by_search_later(world):
    books = world.books
    books.refund_elsewhere("ch_3LocalPembrokePlan")
    assert len(await world.ids("/v1/refunds", charge="ch_3LocalPembrokePlan")) == 1
    query = "refunded:'true' AND currency:'gbp'"
    assert await world.ids("/v1/charges/search", query=query) == []
    world.at = START + timedelta(seconds=59)
    assert await world.ids("/v1/charges/search", query=query) == []
    world.at = START + timedelta(seconds=60)
    assert await world.ids("/v1/charges/search", query=query) == ["ch_3LocalPembrokePlan"]


async def test_search_pages_with_an_opaque_token(world):
    first = await world.get("/v1/charges/search", query="amount>0", limit=6)
    assert (first["object"], first["has_more"]) == ("search_result", True)
    rest = await world.get(
        "/v1/charges/search", query="amount>0", limit=100, page=first["next_page"]
    )
    assert (rest["has_more"], rest["next_page"]) == (False, None)
    assert len(first["data"]) + len(rest["data"]) == len(await world.ids("/v1/charges", limit=100))
    await world.get("/v1/charges/search", 400, query="amount>0", page="nonsense")
    await world.get("/v1/charges/search", 400)


CHARGE = {
    "object": "charge",
    "amount": 4_900,
    "created": 1_000,
    "currency": "eur",
    "customer": "cus_1",
    "disputed": False,
    "metadata": {"step": "a:b:1", "Quote's": "x"},
    "status": "succeeded",
}
CUSTOMER = {
    "object": "customer",
    "created": 1,
    "email": "Ada@Shop.example",
    "name": "Ada O'Hara",
    "metadata": {},
}


@pytest.mark.parametrize(
    ("item", "query", "fits"),
    [
        (CHARGE, "amount:4900", True),
        (CHARGE, "amount>4900", False),
        (CHARGE, "amount>=4900 AND created<2000", True),
        (CHARGE, "amount>=4900 created<2000", True),
        (CHARGE, "-currency:'usd'", True),
        (CHARGE, "currency:'EUR' and status:\"succeeded\"", True),
        (CHARGE, "currency:'usd' OR status:'succeeded'", True),
        (CHARGE, "disputed:'false'", True),
        (CHARGE, "disputed:false", True),
        (CHARGE, "metadata['step']:'a:b:1'", True),
        (CHARGE, 'metadata["step"]:"a:b:2"', False),
        (CHARGE, "-metadata['step']:null", True),
        (CHARGE, "metadata['other']:null", True),
        (CUSTOMER, "email:'ada@shop.example'", True),
        (CUSTOMER, "email~'shop'", True),
        (CUSTOMER, r"name:'ada o\'hara'", True),
        (CUSTOMER, "name~'Ohara'", False),
    ],
)
def test_the_query_language(item, query, fits):
    assert compile_query(item["object"], query)(item) is fits


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("charge", ""),
        ("charge", "ch_1"),
        ("charge", "colour:'red'"),
        ("charge", "email:'a@b.example'"),
        ("charge", "amount:'4900'"),
        ("charge", "amount~49"),
        ("charge", "currency>'eur'"),
        ("charge", "currency:null"),
        ("charge", "amount:1 AND amount:2 OR amount:3"),
        ("charge", "(amount:1)"),
        ("charge", "amount:1 AND"),
        ("charge", "currency:'eur"),
        ("customer", "name~'ab'"),
        ("charge", " AND ".join(["amount:1"] * 11)),
    ],
)
def test_queries_that_cannot_be_read_are_refused(kind, query):
    with pytest.raises(StripeError) as caught:
        compile_query(kind, query)
    assert caught.value.status == 400
