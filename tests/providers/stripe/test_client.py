"""Stripe's conventions on the wire: headers, brackets, pages, modes."""

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError, Refused, Unavailable
from bot.vendor_settings import StripeSettings
from providers.stripe import build
from providers.stripe.client import Page, bracketed, connect, mode_of_key
from providers.stripe.models import Dispute, Refund

KEY = "rk_test_local"
REFUND = {"id": "re_1", "amount": 5, "currency": "eur", "created": 1, "status": "succeeded"}


@pytest.fixture
async def stripe(scripted):
    client = connect(SecretStr(KEY), base_url=f"{scripted}/stripe", mode="test")
    yield client
    await client.aclose()


async def test_every_call_names_key_and_version(script, stripe):
    script.say(REFUND)
    await stripe.get("/v1/refunds/{id}", Refund, ids={"id": "re_1"})
    headers = script.seen[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["stripe-version"] == "2026-10-28.endive"
    assert "idempotency-key" not in headers


async def test_a_write_has_a_key_and_keeps_the_request_id(script, stripe):
    script.say(REFUND, headers={"Request-Id": "req_9"})
    answer = await stripe.post(
        "/v1/refunds", Refund, wire_key="c:op:1:2", form={"metadata": {"a": "b"}, "amount": 5}
    )
    seen = script.seen[0]
    assert (seen.method, seen.path) == ("POST", "/stripe/v1/refunds")
    assert seen.headers["idempotency-key"] == "c:op:1:2"
    assert seen.form == {"metadata[a]": "b", "amount": "5"}
    assert answer.request_id == "req_9"


def test_brackets():
    nested = {"a": {"b": {"c": 1}}, "expand": ["x", "y"], "t": True, "f": False, "empty": ""}
    assert bracketed(nested) == [
        ("a[b][c]", "1"),
        ("expand[]", "x"),
        ("expand[]", "y"),
        ("t", "true"),
        ("f", "false"),
        ("empty", ""),
    ]


# --- pages ---


def page(ids, *, more):
    data = [{**REFUND, "id": refund_id} for refund_id in ids]
    return {"object": "list", "data": data, "has_more": more, "url": "/v1/refunds"}


async def test_all_pages_are_read_to_the_end(script, stripe):
    script.say(page(["re_1", "re_2"], more=True)).say(page(["re_3"], more=True))
    script.say(page(["re_4"], more=False))
    found = await stripe.all("/v1/refunds", Refund, {"charge": "ch_1"})
    assert [refund.id for refund in found] == ["re_1", "re_2", "re_3", "re_4"]
    asked = [dict(seen.query) for seen in script.seen]
    assert [query.get("starting_after") for query in asked] == [None, "re_2", "re_3"]
    assert all(query["limit"] == "100" and query["charge"] == "ch_1" for query in asked)


async def test_a_list_without_an_end_is_given_up(script, stripe):
    script.say(page(["re_1"], more=True))
    with pytest.raises(Unavailable, match="too long"):
        await stripe.all("/v1/refunds", Refund, {}, most_pages=4)
    assert len(script.seen) == 4


async def test_an_empty_page_that_promises_more_is_given_up(script, stripe):
    script.say(page([], more=True))
    with pytest.raises(Unavailable):
        await stripe.all("/v1/refunds", Refund, {})


async def test_the_newest_are_one_page(script, stripe):
    script.say(page(["re_1"], more=True))
    assert len(await stripe.newest("/v1/refunds", Refund, {})) == 1
    assert len(script.seen) == 1


def test_pages_of_different_things_are_different_types():
    assert Page[Refund] is not Page[Dispute]


# --- modes ---


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        ("sk_test_x", "test"),
        ("rk_test_x", "test"),
        ("sk_live_x", "live"),
        ("rk_live_x", "live"),
        ("pk_test_x", None),
        ("whsec_x", None),
        ("sk_prod_x", None),
        ("", None),
    ],
)
def test_the_key_says_its_mode(key, mode):
    assert mode_of_key(key) == mode


@pytest.mark.parametrize(
    ("key", "mode"), [("sk_live_x", "test"), ("sk_test_x", "live"), ("pk_test_x", "test")]
)
async def test_a_key_of_another_mode_sends_nothing(script, scripted, key, mode):
    script.say(REFUND)
    client = connect(SecretStr(key), base_url=scripted, mode=mode)
    for doing in (
        client.get("/v1/refunds/{id}", Refund, ids={"id": "re_1"}),
        client.post("/v1/refunds", Refund, wire_key="k", form={}),
        client.all("/v1/refunds", Refund, {}),
    ):
        with pytest.raises(
            Refused, match=f"configured for {mode} mode.*nothing was sent"
        ) as caught:
            await doing
        assert key not in caught.value.reason
    await client.aclose()
    assert not script.seen


async def test_an_answer_of_another_mode_is_refused(script, stripe):
    script.say({**REFUND, "livemode": True})
    with pytest.raises(Refused, match="not of test mode"):
        await stripe.get("/v1/refunds/{id}", Refund, ids={"id": "re_1"})


async def test_a_page_with_an_object_of_another_mode_is_refused(script, stripe):
    details = {"has_evidence": False, "past_due": False, "submission_count": 0}
    won = {"id": "dp_1", "status": "won", "livemode": True, "evidence_details": details}
    mixed = {"data": [won], "has_more": False}
    script.say(mixed)
    with pytest.raises(Refused, match="not of test mode"):
        await stripe.all("/v1/disputes", Dispute, {})


# --- building ---


def test_without_a_key_stripe_is_off(monkeypatch):
    monkeypatch.delenv("STRIPE_API_KEY", raising=False)
    assert build(StripeSettings()) is None
    assert build(StripeSettings(api_key=SecretStr(""))) is None


def test_an_unsafe_address_is_a_configuration_error():
    settings = StripeSettings(api_key=SecretStr(KEY), base_url="http://stripe.example")
    with pytest.raises(ConfigurationError):
        build(settings)
