"""Every negative answer of Paystack's, written or read: refused, unavailable or unknown."""

import json
import traceback

import pytest
from pydantic import SecretStr

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers.paystack.client import connect
from providers.paystack.models import Refund

R, U, K = (Refused, None), (Unavailable, None), (OutcomeUnknown, False)
REFUND = {
    "id": 3018284,
    "domain": "test",
    "status": "pending",
    "amount": 10000,
    "currency": "NGN",
    "transaction": 4099260516,
}


@pytest.fixture
async def paystack(scripted, sleep):
    client = connect(
        SecretStr("sk_test_local"), base_url=scripted, mode="test", sleep=sleep, timeout_s=2
    )
    yield client
    await client.aclose()


def write(paystack):
    return paystack.post("/refund", Refund, {"transaction": "PSK-1"})


def read(paystack):
    return paystack.get("/refund/{id}", Refund, ids={"id": 3018284})


async def failure(doing):
    with pytest.raises(VendorFailure) as caught:
        await doing
    return caught.value


def kind(failed):
    return type(failed), getattr(failed, "answered", None)


VALIDATION = {"type": "validation_error", "code": "invalid_params", "meta": {"nextStep": "x"}}
ROWS = [
    # status, body beside `status: false`, on a write, on a read
    (200, {}, R, R),
    (200, {"type": "processor_error", "code": "declined"}, R, R),
    (201, {}, R, R),
    (400, {}, R, R),
    (400, VALIDATION, R, R),
    (401, {}, R, R),
    (403, {}, R, R),
    (404, {}, R, R),
    (422, {}, R, R),
    (429, {"type": "api_error", "code": "rate_limited"}, U, U),
    (307, {}, K, U),
    (408, {}, K, U),
    (409, {}, K, U),
    (418, {}, K, U),
    (500, {"type": "api_error"}, K, U),
    (502, {}, K, U),
    (503, {}, K, U),
    (504, {}, K, U),
]


@pytest.mark.parametrize(("status", "more", "on_write", "on_read"), ROWS)
async def test_the_table(script, paystack, status, more, on_write, on_read):
    script.say({"status": False, "message": "No.", **more}, status)
    assert kind(await failure(write(paystack))) == on_write
    assert len(script.seen) == 1
    assert kind(await failure(read(paystack))) == on_read


@pytest.mark.parametrize("status", sorted({row[0] for row in ROWS} - {200, 201}))
@pytest.mark.parametrize("raw", ["", "<html>busy</html>", "[]", '{"message": 5}', '"x"', "\xff"])
async def test_a_body_that_is_no_envelope_changes_nothing_but_the_words(
    script, paystack, status, raw
):
    script.say(status=status, raw=raw.encode("latin-1"))
    plain = {row[0]: row[2] for row in ROWS}
    assert kind(await failure(write(paystack))) == plain[status]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry-After": "9"}, 9),
        ({"X-RateLimit-Reset": "7"}, 7),
        ({"ratelimit-reset": "7", "Retry-After": "9"}, 9),
        ({"x-ratelimit-reset": "1798761600"}, None),  # an instant, not a wait
        ({"x-ratelimit-reset": "soon"}, None),
        ({}, None),
    ],
)
async def test_a_stated_wait_is_handed_on(script, paystack, headers, waits):
    script.say({"status": False, "message": "Rate limit exceeded!"}, 429, headers)
    assert (await failure(write(paystack))).retry_after_s == waits


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (404, "Entity not found", "not_found"),
        (400, "Transaction reference not found.", "not_found"),
        (400, "Amount is wrong", "http_400"),
    ],
)
async def test_what_is_not_there_has_one_code(script, paystack, status, message, code):
    script.say({"status": False, "message": message}, status)
    assert (await failure(read(paystack))).code == code


# --- words ---


async def test_the_reason_is_paystacks_message_redacted(script, paystack):
    script.say({"status": False, "message": "No card 4242 4242 4242 4242 for Zoë"}, 400)
    reason = (await failure(write(paystack))).reason
    assert "4242 4242" not in reason
    assert reason.startswith("Paystack said no: No card")
    assert reason.endswith("for Zoë")


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
async def test_keys_in_paystacks_message_are_taken_out(script, paystack, status):
    script.say({"status": False, "message": "The key sk_test_abc***def is off."}, status)
    assert "sk_test" not in (await failure(write(paystack))).reason


async def test_a_refused_key_is_told_in_our_words(script, paystack):
    script.say({"status": False, "message": "Invalid key"}, 401)
    assert (await failure(write(paystack))).reason == (
        "Paystack does not accept the configured API key; nothing was done."
    )


async def test_a_long_message_is_cut(script, paystack):
    script.say({"status": False, "message": "x " * 5000}, 400)
    assert len((await failure(write(paystack))).reason) < 400


# --- answers that claim success ---


@pytest.mark.parametrize("transaction", [4099260516, {"id": 4099260516, "reference": "PSK-1"}])
async def test_unknown_fields_and_both_shapes_of_a_transaction_are_read(
    script, paystack, transaction
):
    body = {**REFUND, "transaction": transaction, "brand_new": [1], "fully_deducted": 1}
    script.say({"status": True, "message": "ok", "data": body})
    answer = await write(paystack)
    assert (answer.id, answer.transaction) == (3018284, 4099260516)


@pytest.mark.parametrize(
    "body",
    [
        [],
        None,
        {},
        {"status": True, "message": "ok"},
        {"status": True, "data": []},
        {"status": "true", "data": REFUND},
        {"data": REFUND},
        {"status": True, "data": {**REFUND, "amount": "10000"}},
        {"status": True, "data": {**REFUND, "amount": 1.5}},
        {"status": True, "data": {**REFUND, "currency": None}},
        {"status": True, "data": {**REFUND, "domain": None}},
    ],
    ids=str,
)
async def test_a_success_that_cannot_be_read(script, paystack, body):
    script.say(raw=json.dumps(body))
    assert kind(await failure(write(paystack))) == K
    assert kind(await failure(read(paystack))) == U


@pytest.mark.parametrize("status", [200, 400])
async def test_failures_carry_no_answer_and_no_exception_along(script, paystack, status):
    script.say({"status": True, "data": {"id": "x", "secret": "leak"}}, status)
    failed = await failure(write(paystack))
    assert failed.__cause__ is None
    assert failed.__context__ is None
    assert "leak" not in "".join(traceback.format_exception(failed))
