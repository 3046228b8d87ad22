"""Paystack's conventions on a real socket: key, mode, pages, JSON, nothing in the logs."""

import json

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable
from bot.vendor_settings import PaystackSettings
from providers.paystack import build
from providers.paystack.client import PAGE_SIZE, connect, mode_of_key
from providers.paystack.models import Refund


def refund(number, domain="test"):
    return {
        "id": number,
        "domain": domain,
        "status": "processed",
        "amount": 1,
        "currency": "NGN",
        "transaction": 7,
    }


def page(numbers, meta=None):
    body = {"status": True, "message": "ok", "data": [refund(number) for number in numbers]}
    return body if meta is None else body | {"meta": meta}


@pytest.fixture
def opened(scripted, sleep):
    def open_with(key="sk_test_local", mode="test"):
        return connect(SecretStr(key), base_url=scripted, mode=mode, sleep=sleep, timeout_s=2)

    return open_with


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        ("sk_test_local", "test"),
        ("sk_live_x", "live"),
        ("pk_test_local", None),
        ("rk_test_local", None),
        ("test", None),
        ("", None),
    ],
)
def test_the_key_says_the_mode(key, mode):
    assert mode_of_key(key) == mode


@pytest.mark.parametrize(
    ("key", "mode"), [("sk_test_local", "live"), ("sk_live_x", "test"), ("x", "test")]
)
async def test_a_key_of_another_mode_sends_nothing(script, opened, key, mode):
    client = opened(key, mode)
    for doing in (
        client.get("/refund/{id}", Refund, ids={"id": 1}),
        client.all("/refund", Refund, {}),
        client.post("/refund", Refund, {}),
    ):
        with pytest.raises(Refused, match="nothing was sent"):
            await doing
    assert script.seen == []
    await client.aclose()


async def test_an_object_of_another_mode_is_refused(script, opened):
    client = opened()
    script.say({"status": True, "message": "", "data": refund(1, "live")})
    with pytest.raises(Refused, match="not of test mode"):
        await client.get("/refund/{id}", Refund, ids={"id": 1})
    script.words.clear()
    script.say({"status": True, "message": "", "data": [refund(1), refund(2, "live")]})
    with pytest.raises(Refused, match="not of test mode"):
        await client.all("/refund", Refund, {})
    await client.aclose()


async def test_pages_are_read_to_the_count_of_pages(script, opened):
    client = opened()
    for number, numbers in enumerate(([5, 4], [4, 3], [2]), start=1):
        script.say(page(numbers, {"page": number, "pageCount": 3}))
    found = await client.all("/refund", Refund, {"transaction": 7})
    assert [one.id for one in found] == [5, 4, 3, 2], "one that moved over a page counts once"
    assert [dict(one.query)["page"] for one in script.seen] == ["1", "2", "3"]
    assert dict(script.seen[0].query) == {"perPage": "50", "page": "1", "transaction": "7"}
    await client.aclose()


async def test_without_a_count_a_page_that_is_not_full_ends_the_list(script, opened):
    client = opened()
    script.say(page(range(PAGE_SIZE))).say(page([99]))
    assert len(await client.all("/refund", Refund, {})) == PAGE_SIZE + 1
    await client.aclose()


async def test_a_list_without_an_end_is_not_believed(script, opened):
    client = opened()
    script.say(page([1], {"page": 1, "pageCount": 10**6}))
    with pytest.raises(Unavailable, match="too long"):
        await client.all("/refund", Refund, {}, most_pages=3)
    assert len(script.seen) == 3
    await client.aclose()


async def test_a_write_is_json_sent_once(script, opened):
    client = opened()
    script.say({"status": True, "message": "", "data": refund(1)})
    await client.post("/refund", Refund, {"transaction": "PSK-ñ", "amount": 5})
    [sent] = script.seen
    assert json.loads(sent.body) == {"transaction": "PSK-ñ", "amount": 5}
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["authorization"] == "Bearer sk_test_local"
    assert "idempotency-key" not in sent.headers, "nothing shows that it is honoured"
    await client.aclose()


async def test_a_read_is_repeated_while_harmless_and_a_write_is_not(script, opened, pauses):
    client = opened()
    script.say({"status": False, "message": ""}, 503)
    with pytest.raises(Unavailable):
        await client.get("/refund/{id}", Refund, ids={"id": 1})
    assert (len(script.seen), len(pauses)) == (3, 2)
    script.seen.clear()
    with pytest.raises(OutcomeUnknown):
        await client.post("/refund", Refund, {})
    assert len(script.seen) == 1
    await client.aclose()


@pytest.mark.parametrize("behaviour", ["vanishes", "stops midway", "speaks gibberish", "garbles"])
async def test_a_broken_line_is_of_unknown_outcome_for_a_write(misbehave, sleep, behaviour):
    async with misbehave(behaviour) as url:
        client = connect(
            SecretStr("sk_test_local"), base_url=url, mode="test", sleep=sleep, timeout_s=1.2
        )
        with pytest.raises(OutcomeUnknown):
            await client.post("/refund", Refund, {})
        with pytest.raises(Unavailable):
            await client.get("/refund/{id}", Refund, ids={"id": 1})
        await client.aclose()


async def test_where_nobody_listens_nothing_was_sent(nobody_there, sleep):
    client = connect(
        SecretStr("sk_test_local"), base_url=nobody_there, mode="test", sleep=sleep, timeout_s=1.2
    )
    with pytest.raises(Unavailable, match="nothing was sent"):
        await client.post("/refund", Refund, {})
    await client.aclose()


async def test_logs_hold_no_values(script, opened, logged):
    client = opened()
    script.say({"status": True, "message": "said-in-body", "data": refund(8675309)})
    await client.post("/refund", Refund, {"merchant_note": "sent-in-body"})
    await client.get("/refund/{id}", Refund, ids={"id": 8675309})
    text = logged()
    for secret in ("said-in-body", "sent-in-body", "8675309", "sk_test"):
        assert secret not in text
    assert "/refund/{id}" in text
    await client.aclose()


def test_without_a_key_it_is_off_and_an_unsafe_address_is_refused():
    assert build(PaystackSettings()) is None
    assert build(PaystackSettings(secret_key=SecretStr(""))) is None
    with pytest.raises(ConfigurationError):
        build(PaystackSettings(secret_key=SecretStr("x"), base_url="http://paystack.example"))
