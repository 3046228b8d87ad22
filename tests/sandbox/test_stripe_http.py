"""Local Stripe's door: keys, versions, forms, faults, headers, and what it writes down."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import LIVE_CHARGE, seeded_books
from handlers.sandbox.stripe_ui import stripe_ui_routes

KEY = "sk_test_local"
CHARGE = "ch_3LocalBirkeSeats"
HEADERS = {"authorization": f"Bearer {KEY}", "stripe-version": "2026-10-28.endive"}
NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def books():
    return seeded_books(api_key=KEY, now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.05, slow_s=0.01)


@pytest.fixture
def app(books, faults):
    return Starlette(routes=[*stripe_routes(books, faults), *stripe_ui_routes(books)])


@pytest.fixture
async def stripe(app):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://stripe", headers=HEADERS
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer sk_test_other"}, 401),
        ({"authorization": "Bearer"}, 401),
        ({"authorization": KEY}, 401),
        ({"authorization": "Basic !!"}, 401),
        ({"authorization": "Digest x"}, 401),
        ({"authorization": f"Bearer {KEY}"}, 400),
        ({"authorization": f"Bearer {KEY}", "stripe-version": "2024-06-20"}, 400),
        (HEADERS, 200),
        (HEADERS | {"authorization": f"Basic {b64encode(f'{KEY}:'.encode()).decode()}"}, 200),
    ],
)
async def test_the_key_comes_first_and_the_version_must_be_sent(app, headers, status):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://s") as client:
        answer = await client.get(f"/v1/charges/{CHARGE}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["request-id"].startswith("req_")
    assert answer.headers["stripe-version"] == "2026-10-28.endive"


async def test_a_json_body_is_refused(stripe, books):
    answer = await stripe.post("/v1/refunds", json={"charge": CHARGE})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert books.refunds_of(CHARGE) == []


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ("charge=ch_x&colour=red", "parameter_unknown", "colour"),
        ("charge=ch_x&amount=ten", "parameter_invalid_integer", "amount"),
        ("charge=ch_x&amount=-5", "parameter_invalid_integer", "amount"),
        ("charge=ch_x&amount=", "parameter_invalid_empty", "amount"),
        ("charge=", "parameter_invalid_empty", "charge"),
        ("amount=5", "parameter_missing", "charge"),
        ("charge=ch_x&metadata=words", None, "metadata"),
        ("charge=ch_x&metadata[a][b]=c", None, "metadata"),
        ("charge=ch_x&metadata[a", None, "metadata[a"),
        ("charge=ch_x&charge[a]=b", None, "charge"),
        ("charge=ch_x&reason=because", None, "reason"),
        ("charge=ch_x&reverse_transfer=perhaps", None, "reverse_transfer"),
    ],
)
async def test_wrong_parameters_are_named(stripe, form, code, param):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await stripe.post("/v1/refunds", content=form, headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error.get("code"), error["param"]) == (400, code, param)


async def test_metadata_has_at_most_50_keys(stripe):
    form = {f"metadata[k{n}]": "v" for n in range(51)}
    answer = await stripe.post("/v1/refunds", data={"charge": CHARGE, **form})
    assert answer.status_code == 400
    del form["metadata[k0]"]
    assert (await stripe.post("/v1/refunds", data={"charge": CHARGE, **form})).status_code == 200


async def test_metadata_is_merged_and_cleared_key_by_key(stripe):
    made = await stripe.post(
        "/v1/refunds", data={"charge": CHARGE, "metadata[a]": "1", "metadata[b]": "2"}
    )
    path = f"/v1/refunds/{made.json()['id']}"
    after = await stripe.post(path, data={"metadata[a]": "", "metadata[c]": "3"})
    assert after.json()["metadata"] == {"b": "2", "c": "3"}
    assert (await stripe.post(path, data={"metadata": ""})).json()["metadata"] == {}
    assert (await stripe.post(path, data={"amount": "1"})).status_code == 400


async def test_an_id_of_the_other_mode_is_not_found(stripe):
    answer = await stripe.get(f"/v1/charges/{LIVE_CHARGE}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "resource_missing"
    assert "live mode" in answer.json()["error"]["message"]


async def test_an_unknown_address_is_404_and_needs_a_key(stripe, app):
    assert (await stripe.get("/v1/payouts")).status_code == 404
    assert (await stripe.delete(f"/v1/refunds/{CHARGE}")).status_code == 404
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://s") as client:
        assert (await client.get("/v1/payouts")).status_code == 401


@pytest.mark.parametrize(
    ("fault", "status", "effects"),
    [
        (Fault.RATE_LIMITED, 429, 0),
        (Fault.SERVER_ERROR, 500, 0),
        (Fault.AUTH, 401, 0),
        (Fault.REFUSED, 400, 0),
        (Fault.HANG, 504, 0),
        (Fault.SLOW, 200, 1),
        (Fault.INSUFFICIENT_BALANCE, 200, 1),
        (Fault.NONE, 200, 1),
    ],
)
async def test_each_fault_answers_as_promised(stripe, books, faults, fault, status, effects):
    faults.set("stripe", fault, times=1, only="POST /v1/refunds")
    answer = await stripe.post(
        "/v1/refunds", data={"charge": CHARGE}, headers={"idempotency-key": "k"}
    )
    assert (answer.status_code, len(books.refunds_of(CHARGE))) == (status, effects)
    if fault is Fault.INSUFFICIENT_BALANCE:
        assert answer.json()["status"] == "pending"
    assert (await stripe.get(f"/v1/charges/{CHARGE}")).status_code == 200


@pytest.mark.parametrize("retry_after_s", [None, 2])
async def test_a_429_names_its_reason_and_only_on_demand_a_time(
    stripe, books, faults, retry_after_s
):
    faults.set("stripe", Fault.RATE_LIMITED)
    books.retry_after_s = retry_after_s
    answer = await stripe.get("/v1/refunds")
    assert answer.headers["stripe-rate-limited-reason"] == "endpoint-rate"
    assert answer.headers.get("retry-after") == (None if retry_after_s is None else "2")


async def test_a_hang_keeps_nothing_under_the_key(stripe, books, faults):
    faults.set("stripe", Fault.HANG, times=1)
    form, headers = {"charge": CHARGE}, {"idempotency-key": "k"}
    assert (await stripe.post("/v1/refunds", data=form, headers=headers)).status_code == 504
    assert (await stripe.post("/v1/refunds", data=form, headers=headers)).status_code == 200
    assert len(books.refunds_of(CHARGE)) == 1


async def test_a_lost_answer_breaks_the_connection_after_the_effect(app, books, faults):
    faults.set("stripe", Fault.LOST_ANSWER, times=1)
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    headers = HEADERS | {"idempotency-key": "k"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/v1/refunds", data={"charge": CHARGE})
        assert len(books.refunds_of(CHARGE)) == 1
        again = await client.post("/v1/refunds", data={"charge": CHARGE})
    server.should_exit = True
    await serving
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json()["id"] == books.refunds_of(CHARGE)[0]["id"]
    assert len(books.refunds_of(CHARGE)) == 1


async def test_everything_asked_is_written_down_but_the_key(stripe, books, app):
    headers = {"idempotency-key": "call_1:stripe.create_refund:1"}
    await stripe.post("/v1/refunds", data={"charge": CHARGE}, headers=headers)
    await stripe.post("/v1/refunds", json={"secret": "canary"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://s") as client:
        await client.get("/v1/charges?limit=3")
    first, second, third = books.requests
    assert (first.method, first.path, first.body) == ("POST", "/v1/refunds", f"charge={CHARGE}")
    assert first.idempotency_key == "call_1:stripe.create_refund:1"
    assert first.version == "2026-10-28.endive"
    assert "canary" in second.body
    assert (third.query, books.statuses[third.request_id]) == ("limit=3", 401)
    assert KEY not in repr(books.requests)


async def test_receipts_and_invoices_send_a_mail_each_time(stripe, books):
    for _ in range(2):
        await stripe.post(f"/v1/charges/{CHARGE}", data={"receipt_email": "a@b.example"})
        await stripe.post("/v1/invoices/in_1Local20467/send")
    assert [mail.kind for mail in books.mails] == ["receipt", "invoice"] * 2
    assert {mail.to for mail in books.mails} == {"a@b.example", "faktura@nordlysfilm.example"}
    await stripe.post("/v1/refunds", data={"charge": CHARGE, "amount": "900"})
    await stripe.post(f"/v1/charges/{CHARGE}", data={"receipt_email": "a@b.example"})
    assert books.mails[-1].subject == "Receipt for 49.00 EUR, 9.00 EUR refunded"


@pytest.mark.parametrize(
    ("invoice", "status"),
    [
        ("in_1Local20418", 200),  # paid
        ("in_1Local20481", 400),  # a draft
        ("in_1Local20459", 400),  # charged automatically
        ("in_1Local00000", 404),
    ],
)
async def test_only_a_finalized_invoice_that_is_billed_by_mail_is_sent(
    stripe, books, invoice, status
):
    assert (await stripe.post(f"/v1/invoices/{invoice}/send")).status_code == status
    assert len(books.mails) == (status == 200)


async def test_a_customer_update_changes_only_what_was_sent(stripe):
    path = "/v1/customers/cus_LocalLindero"
    form = {"address[line1]": "Calle del Horno 8", "address[city]": "Sevilla", "phone": ""}
    after = (await stripe.post(path, data=form)).json()
    assert after["address"]["line1"] == "Calle del Horno 8"
    assert after["email"] == "admin@azulejoslindero.example"
    assert (await stripe.post(path, data={"address[planet]": "x"})).status_code == 400
    assert (await stripe.post(path, data={"tax_exempt": "maybe"})).status_code == 400
    assert (await stripe.post("/v1/customers/cus_LocalGone", data={"name": "x"})).status_code == 404


async def test_the_world_moves_refunds_and_disputes_through_json_doors(stripe, books):
    made = (await stripe.post("/ui/stripe/charges/ch_3LocalPinecrestKit/refund")).json()["object"]
    assert made["amount"] == 21_500
    failed = (await stripe.post(f"/ui/stripe/refunds/{made['id']}/fail")).json()["object"]
    assert failed["status"] == "failed"
    again = await stripe.post(f"/ui/stripe/refunds/{made['id']}/settle")
    assert (again.status_code, again.json()["ok"]) == (400, False)
    assert (await stripe.post("/ui/stripe/refunds/re_x/settle")).status_code == 404
    opened = await stripe.post(f"/ui/stripe/charges/{CHARGE}/dispute", json={"reason": "general"})
    dispute_id = opened.json()["object"]["id"]
    closed = await stripe.post(f"/ui/stripe/disputes/{dispute_id}/close", json={"status": "lost"})
    assert closed.json()["object"]["status"] == "lost"
    await stripe.post("/ui/stripe/settings", json={"search_lag_s": 5, "retry_after_s": 1})
    assert (books.search_lag_s, books.retry_after_s) == (5, 1)
    for amount in ("1", 0, -5, 1.5):
        answer = await stripe.post(
            "/ui/stripe/charges/ch_3LocalPinecrestKit/refund", json={"amount_minor": amount}
        )
        assert (answer.status_code, answer.json()["ok"]) == (400, False)
    state = (await stripe.get("/ui/stripe/state")).json()
    assert state["refunds"][0]["status"] == "failed"
    await stripe.post("/ui/stripe/reset")
    assert books.refunds_of("ch_3LocalPinecrestKit") == []
