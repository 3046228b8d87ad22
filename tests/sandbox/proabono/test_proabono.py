"""Local ProAbono by its own door: strict about what it takes, and true to ProAbono's traps."""

import base64
from datetime import UTC, datetime
from hashlib import sha256

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.proabono_notices import sender_headers
from handlers.sandbox.proabono_routes import proabono_routes
from handlers.sandbox.proabono_seed import seeded_proabono
from handlers.sandbox.proabono_ui import proabono_ui_routes
from handlers.sandbox.proabono_view import view_of

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
AGENT, KEY = "local-agent", "local-agent-key"
ADDRESS, SETTINGS = "/v1/CustomerAddressBilling", "/v1/CustomerSettingsPayment"
GLYCINE = {"ReferenceCustomer": "glycine-42"}


@pytest.fixture
def books():
    return seeded_proabono(agent_key=AGENT, api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
async def proabono(books, faults):
    app = Starlette(routes=[*proabono_ui_routes(books), *proabono_routes(books, faults)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://proabono", auth=(AGENT, KEY)
    ) as client:
        yield client


async def test_nothing_is_a_204_without_a_body(proabono):
    answer = await proabono.get("/v1/Invoices", params={"ReferenceCustomer": "nobody"})
    assert (answer.status_code, answer.content) == (204, b"")


async def test_a_page_says_how_many_there_are_and_size_zero_only_counts(proabono):
    page = (await proabono.get("/v1/Customers", params={"SizePage": 2, "Page": 2})).json()
    assert (page["Count"], page["TotalItems"], len(page["Items"])) == (2, 5, 2)
    counted = (await proabono.get("/v1/Customers", params={"SizePage": 0})).json()
    assert (counted["TotalItems"], counted["Items"]) == (5, [])


async def test_customers_cannot_be_asked_for_by_address(proabono):
    answer = await proabono.get("/v1/Customers", params={"Email": "compta@glycine.example"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "target"),
    [
        (ADDRESS, {"Country": "fr"}, "Country"),
        (ADDRESS, {"Color": "red"}, "Color"),
        (ADDRESS, {}, "Body"),
        (SETTINGS, {"TypePayment": "Card"}, "TypePayment"),
        (SETTINGS, {"DateNextBilling": "2031-04-01"}, "DateNextBilling"),
    ],
)
async def test_what_does_not_fit_is_a_list_of_errors(proabono, path, body, target):
    answer = await proabono.post(path, params=GLYCINE, json=body)
    (error,) = answer.json()
    assert (answer.status_code, error["Target"]) == (422, target)


@pytest.mark.parametrize("path", [ADDRESS, SETTINGS])
async def test_nobodys_address_is_out_of_reach_and_not_missing(proabono, path):
    answer = await proabono.get(path, params={"ReferenceCustomer": "nobody"})
    assert (answer.status_code, answer.json()["Code"]) == (
        403,
        "Error.Api.Customer.Unaccessible",
    )


async def test_an_upsert_makes_one_customer_and_then_changes_it(proabono, books):
    body = {"ReferenceCustomer": "new-1", "Email": "new@house.example"}
    made = await proabono.post("/v1/Customer", json=body)
    again = await proabono.post("/v1/Customer", json=body | {"Name": "New House"})
    assert (made.status_code, again.status_code) == (201, 200)
    assert (made.json()["Id"], books.customers["new-1"]["Name"]) == (
        again.json()["Id"],
        "New House",
    )


async def test_metadata_is_replaced_as_a_whole_and_small(proabono, books):
    for kept in ({"a": 1}, {"b": 2}):
        await proabono.post("/v1/Customer", json=GLYCINE | {"Metadata": kept})
    assert books.customers["glycine-42"]["Metadata"] == {"b": 2}
    for large in (dict.fromkeys("abcdef", 1), {"a": "x" * 451}, {"a": []}):
        answer = await proabono.post("/v1/Customer", json=GLYCINE | {"Metadata": large})
        assert answer.status_code == 422


async def test_a_draft_has_neither_number_nor_document(proabono):
    draft = (await proabono.get("/v1/Invoice/3003")).json()
    assert ("FullNumber" in draft, draft["Links"]) == (False, [])


async def test_paying_runs_what_was_suspended_and_is_told(proabono, books):
    told = []
    books.tell = lambda kind, about: told.append((kind, about["InvoiceDebit"]["Id"]))
    for status in (200, 409):
        assert (await proabono.post("/ui/proabono/invoices/3001/pay")).status_code == status
    assert books.subscriptions[2001]["StateSubscription"] == "ActiveRunning"
    assert told == [("InvoiceDebitPaid", 3001)]


async def test_the_page_sees_no_links(proabono, books):
    state = (await proabono.get("/ui/proabono/state")).json()
    assert state["invoices"][0]["amount_text"] == "499.00 EUR"
    assert "portal-inv-pdf" not in f"{state}{view_of(books)}"


async def test_a_sender_proves_itself_and_not_what_it_says():
    sent = sender_headers("whk", "secret")
    made = base64.b64encode(sha256(b"whksecret").digest()).decode()
    assert sent == {"x-proabono-key": "whk", "x-proabono-signature": made}


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.AUTH, 401), (Fault.REFUSED, 403), (Fault.RATE_LIMITED, 429),
     (Fault.SERVER_ERROR, 500), (Fault.HANG, 504), (Fault.SLOW, 200), (Fault.MALFORMED, 200)],
)  # fmt: skip
async def test_faults(proabono, faults, fault, status):
    faults.set("proabono", fault)
    answer = await proabono.get("/v1/Customers")
    assert answer.status_code == status
    assert ("retry-after" in answer.headers) is (status == 429)


async def test_wrong_keys_and_unknown_addresses(proabono):
    assert (await proabono.get("/v1/Customers", auth=(AGENT, "no"))).status_code == 401
    assert (await proabono.get("/v1/Nothing")).status_code == 404
