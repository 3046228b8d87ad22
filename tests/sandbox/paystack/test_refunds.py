"""Local Paystack: its door, its books, what the world does to it, and no idempotency keys."""

import json
from datetime import UTC, datetime

import pytest

from handlers.sandbox.config import RealAccountRefused, SandboxConfig
from handlers.sandbox.faults import Fault
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_seed import LIVE_REFERENCE

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = "sk_test_local"
SEAT = "PSK-LocalKanoSeat"
ORDER = {"transaction": SEAT, "amount": 250_000, "currency": "NGN", "merchant_note": "a step"}


async def refunded(paystack, **change):
    return await paystack.post("/refund", json=ORDER | change)


# --- the door ---


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer sk_test_other", f"Basic {KEY}", KEY])
async def test_another_key_is_refused(paystack, header):
    answer = await paystack.get("/refund", headers={"authorization": header})
    assert (answer.status_code, answer.json()) == (401, {"status": False, "message": "Invalid key"})


async def test_an_unknown_address_is_told(paystack):
    assert (await paystack.get("/nowhere")).status_code == 404
    assert (await paystack.delete("/refund/1")).status_code == 404


@pytest.mark.parametrize(
    ("fault", "status", "effects"),
    [
        (Fault.NONE, 200, 1),
        (Fault.AUTH, 401, 0),
        (Fault.RATE_LIMITED, 429, 0),
        (Fault.SERVER_ERROR, 500, 0),
        (Fault.HANG, 504, 0),
        (Fault.REFUSED, 400, 0),
        (Fault.SLOW, 200, 1),
    ],
)
async def test_each_fault_answers_as_promised(paystack, books, faults, fault, status, effects):
    faults.set("paystack", fault, times=1, only="POST /refund")
    answer = await refunded(paystack)
    assert (answer.status_code, answer.json()["status"]) == (status, status == 200)
    assert len(books.refunds_of(SEAT)) == effects
    assert books.requests[-1].status == status


@pytest.mark.parametrize("wait", [7, None])
async def test_a_429_states_a_wait_when_told_to(paystack, books, faults, wait):
    books.reset_after_s = wait
    faults.set("paystack", Fault.RATE_LIMITED)
    answer = await refunded(paystack)
    assert answer.headers.get("x-ratelimit-reset") == (str(wait) if wait else None)


async def test_what_came_is_written_down_without_the_key(paystack, books):
    await refunded(paystack)
    [sent] = books.requests
    assert (sent.method, sent.path, json.loads(sent.body)) == ("POST", "/refund", ORDER)
    assert KEY not in str(sent)


# --- refunds ---


async def test_the_same_request_twice_is_two_refunds(paystack, books):
    for _ in range(2):
        answer = await paystack.post("/refund", json=ORDER, headers={"idempotency-key": "same"})
        assert answer.status_code == 200
    assert len(books.refunds_of(SEAT)) == 2


async def test_a_refund_is_queued_and_its_transaction_is_an_object_only_then(paystack):
    made = (await refunded(paystack)).json()["data"]
    assert (made["status"], made["transaction"]["reference"]) == ("pending", SEAT)
    seen = (await paystack.get(f"/refund/{made['id']}")).json()["data"]
    assert seen["transaction"] == made["transaction"]["id"]
    assert (seen["merchant_note"], seen["amount"]) == ("a step", 250_000)


async def test_without_an_amount_everything_left_goes_back(paystack, books):
    books.refund(SEAT, 250_000)
    answer = await paystack.post("/refund", json={"transaction": books.by_reference(SEAT)["id"]})
    assert answer.json()["data"]["amount"] == 1_000_000
    assert "transaction" in answer.json()["data"]["merchant_note"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"amount": 0}, 400),
        ({"amount": "100"}, 400),
        ({"amount": 1.5}, 400),
        ({"amount": 1_250_001}, 400),
        ({"currency": "GHS"}, 400),
        ({"currency": "EUR"}, 400),
        ({"colour": "red"}, 400),
        ({"merchant_note": 5}, 400),
        ({"transaction": ""}, 400),
        ({"transaction": "PSK-None"}, 404),
        ({"transaction": LIVE_REFERENCE}, 404),
        ({"transaction": "PSK-LocalIbadanDeclined"}, 400),
    ],
    ids=str,
)
async def test_what_makes_no_sense_is_refused(paystack, books, change, status):
    before = len(books.every("refund"))
    answer = await refunded(paystack, **change)
    assert (answer.status_code, answer.json()["status"]) == (status, False)
    assert len(books.every("refund")) == before


@pytest.mark.parametrize("raw", ["", "[]", "{", '"x"'])
async def test_a_body_that_is_no_object_is_refused(paystack, raw):
    headers = {"content-type": "application/json"}
    assert (await paystack.post("/refund", content=raw, headers=headers)).status_code == 400
    assert (await paystack.post("/refund", data={"transaction": SEAT})).status_code == 400


async def test_a_dispute_does_not_stop_paystack(paystack, books):
    answer = await paystack.post("/refund", json={"transaction": "PSK-LocalIbadanShelf"})
    assert answer.status_code == 200, "it may pay twice: whoever asks has to look"


# --- reading ---


async def test_lists_come_in_pages_newest_first(paystack, books):
    made = [books.refund(SEAT, 1)["id"] for _ in range(5)]
    number = books.by_reference(SEAT)["id"]
    seen = []
    for page in (1, 2, 3):
        query = {"transaction": number, "perPage": 2, "page": page}
        answer = (await paystack.get("/refund", params=query)).json()
        seen += [one["id"] for one in answer["data"]]
        assert (answer["meta"]["page"], answer["meta"]["pageCount"]) == (page, 3)
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "path",
    ["/refund?colour=red", "/refund?page=0", "/transaction?customer=x", "/refund?page=1&page=2"],
)
async def test_a_query_that_makes_no_sense_is_refused(paystack, path):
    assert (await paystack.get(path)).status_code == 400


async def test_transactions_are_narrowed(paystack, books):
    payer = (await paystack.get("/customer/till%40ibadanbooks.example")).json()["data"]
    query = {"customer": payer["id"], "status": "success", "amount": 750_000}
    found = (await paystack.get("/transaction", params=query)).json()["data"]
    assert [one["reference"] for one in found] == ["PSK-LocalIbadanSecond", "PSK-LocalIbadanFirst"]
    assert (await paystack.get("/customer/no@body.example")).status_code == 404


# --- what the world does ---


async def test_settling_everything_reverses_the_transaction_and_mails_the_customer(paystack, books):
    made = books.refund(SEAT)
    answer = (await paystack.post(f"/ui/paystack/refunds/{made['id']}/settle")).json()
    assert (answer["ok"], answer["object"]["status"]) == (True, "processed")
    assert books.by_reference(SEAT)["status"] == "reversed"
    assert [mail.to for mail in books.mails] == ["books@kanostudios.example"]
    again = await paystack.post(f"/ui/paystack/refunds/{made['id']}/fail")
    assert (again.status_code, again.json()["ok"]) == (400, False)


async def test_a_failed_refund_gives_the_sum_free(paystack, books):
    made = books.refund(SEAT)
    await paystack.post(f"/ui/paystack/refunds/{made['id']}/need_attention")
    await paystack.post(f"/ui/paystack/refunds/{made['id']}/fail")
    assert books.refund(SEAT)["amount"] == 1_250_000


async def test_disputes_are_opened_and_resolved(paystack, books):
    opened = (await paystack.post(f"/ui/paystack/transactions/{SEAT}/dispute")).json()["object"]
    query = {"transaction": books.by_reference(SEAT)["id"]}
    [seen] = (await paystack.get("/dispute", params=query)).json()["data"]
    assert (seen["id"], seen["resolution"]) == (opened["id"], None)
    await paystack.post(f"/ui/paystack/disputes/{opened['id']}/resolve")
    [seen] = (await paystack.get("/dispute", params=query)).json()["data"]
    assert (seen["status"], seen["resolution"]) == ("resolved", "declined")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("refunds/x/settle", {}, 400),
        ("refunds/1/settle", {}, 404),
        ("transactions/none/refund", {}, 404),
        (f"transactions/{SEAT}/refund", {"amount": "x"}, 400),
        (f"transactions/{SEAT}/refund", [], 400),
    ],
)
async def test_acts_that_make_no_sense(paystack, path, body, status):
    answer = await paystack.post(f"/ui/paystack/{path}", json=body)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)


async def test_the_page_sees_money_as_text(paystack, books):
    books.refund(SEAT, 250_000, "a step")
    view = (await paystack.get("/ui/paystack/state")).json()
    newest = view["refunds"][0]
    assert (newest["reference"], newest["amount_text"]) == (SEAT, "2,500.00 NGN")
    assert {"transactions", "disputes", "mails", "requests", "settings"} < set(view)


def test_reset_brings_the_seed_back(books):
    books.refund(SEAT)
    books.reset()
    assert books.refunds_of(SEAT) == []
    assert len(books.every("transaction")) == 9


@pytest.mark.parametrize("key", ["sk_live_x", "sk_test", "x"])
def test_only_a_test_key_is_taken(key):
    with pytest.raises(ValueError, match="test key"):
        PaystackBooks(api_key=key, now=lambda: NOW)


def test_a_real_key_is_refused_by_the_world():
    with pytest.raises(RealAccountRefused):
        SandboxConfig(paystack_secret_key="sk_live_" + "invented")


async def test_the_whole_world_shows_and_resets_it(world, state, doors):
    answer = await doors("paystack/transactions/PSK-LocalKanoSeat/refund", amount=100)
    assert answer["ok"]
    assert state()["paystack"]["refunds"][0]["amount"] == 100
    await doors("reset")
    assert all(one["reference"] != SEAT for one in state()["paystack"]["refunds"])


@pytest.mark.browser
async def test_a_refund_in_the_queue_is_settled_on_the_page(browser, world, state, doors):
    await doors(f"paystack/transactions/{SEAT}/refund", amount=100)
    [made] = [one for one in state()["paystack"]["refunds"] if one["reference"] == SEAT]
    row = f"[data-refund='{made['id']}']"
    browser.open(f"{world.base_url}/?world=money")
    browser.until(f'document.querySelector("{row}")')
    browser.press(f"{row} button")
    browser.until(f'document.querySelector("{row} .tag.good")')
    assert browser.complaints() == []
