"""Idempotency keys of local Stripe, as https://docs.stripe.com/api/idempotent_requests has them."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books

CHARGE = "ch_3LocalOrchardExport"
OTHER = "ch_3LocalPembrokePlan"
START = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)


class World:
    """Local Stripe with a clock that the test moves."""

    def __init__(self):
        self.at = START
        self.books = seeded_books(api_key="sk_test_local", now=lambda: self.at)
        self.faults = Switchboard(slow_s=0.05)
        app = Starlette(routes=stripe_routes(self.books, self.faults))
        headers = {
            "authorization": "Bearer sk_test_local",
            "stripe-version": "2026-10-28.endive",
        }
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://stripe", headers=headers
        )

    async def refund(self, key="k1", /, charge=CHARGE, **form):
        return await self.client.post(
            "/v1/refunds", data={"charge": charge, **form}, headers={"idempotency-key": key}
        )

    @property
    def made(self):
        return len(self.books.refunds_of(CHARGE))


@pytest.fixture
async def world():
    made = World()
    async with made.client:
        yield made


async def test_the_first_answer_is_replayed_to_the_bit(world):
    first = await world.refund(amount="500")
    second = await world.refund(amount="500")
    assert (first.status_code, world.made) == (200, 1)
    assert second.content == first.content
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["request-id"] != first.headers["request-id"]


async def test_the_order_of_parameters_does_not_matter(world):
    form = {"amount": "500", "metadata[step]": "a"}
    first = await world.refund("k", **form)
    second = await world.refund("k", **dict(reversed(form.items())))
    assert second.content == first.content


async def test_another_key_is_another_refund(world):
    await world.refund("k1", amount="500")
    await world.refund("k2", amount="500")
    assert world.made == 2


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/v1/refunds", {"charge": CHARGE, "amount": "501"}),
        ("/v1/refunds", {"charge": OTHER, "amount": "500"}),
        ("/v1/refunds", {"charge": CHARGE, "amount": "500", "nonsense": "1"}),
        (f"/v1/charges/{CHARGE}", {"description": "x"}),
    ],
)
async def test_a_key_is_good_for_one_request_only(world, path, form):
    await world.refund(amount="500")
    answer = await world.client.post(path, data=form, headers={"idempotency-key": "k1"})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "idempotency_error"
    assert world.made == 1


async def test_a_server_error_is_stored_and_replayed(world):
    world.faults.set("stripe", Fault.SERVER_ERROR, times=1)
    first = await world.refund(amount="500")
    second = await world.refund(amount="500")
    assert (first.status_code, second.status_code, world.made) == (500, 500, 0)
    assert second.content == first.content
    assert (await world.refund("k1:2", amount="500")).status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [({"amount": "249001"}, 400), ({"charge": "ch_nowhere"}, 404), ({"charge": OTHER}, 400)],
)
async def test_a_refusal_from_execution_is_stored(world, form, status):
    world.books.open_dispute(OTHER)
    first = await world.refund("k", **form)
    if world.books.find("charge", form.get("charge", CHARGE)):
        for dispute in world.books.every("dispute"):
            world.books.close_dispute(dispute["id"])
    second = await world.refund("k", **form)
    assert (first.status_code, second.status_code) == (status, status)
    assert second.headers["idempotent-replayed"] == "true"


async def test_a_refusal_on_demand_is_stored_too(world):
    world.faults.set("stripe", Fault.REFUSED, times=1, only="POST /v1/refunds")
    first = await world.refund(amount="500")
    second = await world.refund(amount="500")
    assert (first.status_code, second.status_code, world.made) == (400, 400, 0)


@pytest.mark.parametrize(
    "bad",
    [
        {"amount": "1.5"},
        {"amount": "0"},
        {"amount": ""},
        {"reason": "because"},
        {"colour": "red"},
        {"metadata[k]": "v" * 501},
        {"metadata[" + "k" * 41 + "]": "v"},
        {"expand[]": "status"},
    ],
)
async def test_nothing_is_stored_when_validation_failed(world, bad):
    assert (await world.refund("k", **bad)).status_code == 400
    right = await world.refund("k", amount="500")
    assert (right.status_code, world.made) == (200, 1)
    assert "idempotent-replayed" not in right.headers


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.RATE_LIMITED, 429), (Fault.AUTH, 401)], ids=["429", "401"]
)
async def test_limiter_and_key_come_before_the_idempotency_layer(world, fault, status):
    world.faults.set("stripe", fault, times=1)
    assert (await world.refund(amount="500")).status_code == status
    assert (await world.refund(amount="500")).status_code == 200
    assert world.made == 1


async def test_a_running_first_request_answers_409_to_the_second(world):
    world.faults.set("stripe", Fault.SLOW, times=1)
    answers = await asyncio.gather(*(world.refund(amount="500") for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    busy = next(a for a in answers if a.status_code == 409)
    assert busy.json()["error"]["code"] == "idempotency_key_in_use"
    assert (await world.refund(amount="500")).headers["idempotent-replayed"] == "true"
    assert world.made == 1


@pytest.mark.parametrize(
    ("later", "made"), [(timedelta(hours=23, minutes=59), 1), (timedelta(hours=24), 2)]
)
async def test_after_24_hours_the_key_is_new(world, later, made):
    await world.refund(amount="500")
    world.at = START + later
    await world.refund(amount="500")
    assert world.made == made


async def test_a_duplicated_full_refund_under_a_new_key_fails(world):
    await world.refund("k1")
    answer = await world.refund("k2")
    assert answer.json()["error"]["code"] == "charge_already_refunded"


async def test_a_key_longer_than_255_is_refused(world):
    assert (await world.refund("k" * 256, amount="500")).status_code == 400
    assert (await world.refund("k" * 255, amount="500")).status_code == 200


async def test_a_key_has_no_effect_on_get(world):
    for _ in range(2):
        answer = await world.client.get(f"/v1/charges/{CHARGE}", headers={"idempotency-key": "k"})
        assert answer.status_code == 200
        assert "idempotent-replayed" not in answer.headers
