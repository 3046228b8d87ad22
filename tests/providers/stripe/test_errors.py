"""Every negative answer of Stripe's, on a write and on a read: refused, unavailable or unknown."""

import traceback

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers.http import VendorHttp, new_client
from providers.stripe.client import StripeClient
from providers.stripe.errors import wants_retry
from providers.stripe.models import Refund

KEY = "sk_test_local"
R, U, K, KA = (Refused, None), (Unavailable, None), (OutcomeUnknown, False), (OutcomeUnknown, True)


@pytest.fixture
async def stripe(scripted, sleep):
    client = new_client(scripted, headers={"Authorization": f"Bearer {KEY}"}, read_timeout_s=2)
    http = VendorHttp("Stripe", client, sleep=sleep, wants_retry=wants_retry)
    yield StripeClient(http, key_mode="test", mode="test")
    await http.aclose()


def write(stripe):
    return stripe.post("/v1/refunds", Refund, wire_key="k", form={"charge": "ch_1"})


def read(stripe):
    return stripe.get("/v1/refunds/{id}", Refund, ids={"id": "re_1"})


async def failure(doing):
    with pytest.raises(VendorFailure) as caught:
        await doing
    return caught.value


def kind(failed):
    return type(failed), getattr(failed, "answered", None)


ROWS = [
    # status, error, on a write, on a read
    (400, {"type": "invalid_request_error", "code": "parameter_missing"}, R, R),
    (400, {"type": "invalid_request_error", "code": "charge_already_refunded"}, R, R),
    (400, {"type": "idempotency_error"}, KA, U),
    (401, {"type": "invalid_request_error"}, R, R),
    (402, {"type": "card_error", "decline_code": "expired_card"}, R, R),
    (403, {"type": "invalid_request_error"}, R, R),
    (404, {"type": "invalid_request_error", "code": "resource_missing"}, R, R),
    (409, {"type": "invalid_request_error", "code": "idempotency_key_in_use"}, K, U),
    (409, {"type": "idempotency_error", "code": "idempotency_key_in_use"}, K, U),
    (409, {"type": "idempotency_error"}, K, U),
    (409, {"type": "invalid_request_error"}, U, U),
    (424, {"type": "api_error"}, KA, U),
    (429, {"type": "invalid_request_error", "code": "rate_limit"}, U, U),
    (429, {"type": "rate_limit_error"}, U, U),
    (429, {"type": "invalid_request_error", "code": "lock_timeout"}, U, U),
    (500, {"type": "api_error"}, KA, U),
    (502, {"type": "api_error"}, K, U),
    (503, {"type": "api_error"}, K, U),
    (504, {"type": "api_error"}, K, U),
    (307, {}, K, U),
    (418, {}, K, U),
]


@pytest.mark.parametrize(("status", "error", "on_write", "on_read"), ROWS)
async def test_the_table(script, stripe, status, error, on_write, on_read):
    script.say({"error": error}, status)
    assert kind(await failure(write(stripe))) == on_write
    assert len(script.seen) == 1
    assert kind(await failure(read(stripe))) == on_read


@pytest.mark.parametrize("status", sorted({row[0] for row in ROWS}))
@pytest.mark.parametrize("raw", ["", "<html>busy</html>", "[]", '{"error": "odd"}', '"x"', "\xff"])
async def test_a_body_that_is_no_envelope_changes_nothing_but_the_words(
    script, stripe, status, raw
):
    script.say(status=status, raw=raw.encode("latin-1"))
    plain = {row[0]: row[2] for row in reversed(ROWS) if row[1].get("type") != "idempotency_error"}
    expected = plain[status] if status != 409 else U
    assert kind(await failure(write(stripe))) == expected


@pytest.mark.parametrize(
    ("status", "stated", "on_write"),
    [(402, "true", U), (409, "false", R), (409, "true", U), (429, "false", U), (500, "true", KA)],
)
async def test_stripes_own_word_on_repeating_counts(script, stripe, status, stated, on_write):
    script.say({"error": {"type": "api_error"}}, status, {"Stripe-Should-Retry": stated})
    assert kind(await failure(write(stripe))) == on_write


async def test_stripes_own_word_stops_the_repeating_of_reads(script, stripe):
    script.say({"error": {}}, 503, {"Stripe-Should-Retry": "false"})
    await failure(read(stripe))
    assert len(script.seen) == 1


async def test_a_stated_wait_is_handed_on(script, stripe):
    script.say({"error": {"code": "rate_limit"}}, 429, {"Retry-After": "9"})
    assert (await failure(write(stripe))).retry_after_s == 9


async def test_without_a_stated_wait_there_is_none(script, stripe):
    script.say({"error": {"code": "lock_timeout"}}, 429)
    failed = await failure(write(stripe))
    assert (failed.retry_after_s, failed.code) == (None, "lock_timeout")


# --- words ---


async def test_the_reason_is_stripes_message_redacted(script, stripe):
    message = "No such card: 4242 4242 4242 4242 for Zoë"
    script.say({"error": {"message": message, "decline_code": "lost_card"}}, 402)
    reason = (await failure(write(stripe))).reason
    assert "4242 4242" not in reason
    assert reason.startswith("Stripe said no: No such card:")
    assert reason.endswith("for Zoë (lost_card)")


@pytest.mark.parametrize("status", [400, 402, 403, 409, 429, 500])
async def test_keys_in_stripes_message_are_taken_out(script, stripe, status):
    message = "The key rk_test_abc***def lacks rights, sk_test_local too."
    script.say({"error": {"message": message}}, status)
    reason = (await failure(write(stripe))).reason
    assert "rk_test" not in reason
    assert "sk_test" not in reason


async def test_a_refused_key_is_told_in_our_words(script, stripe):
    script.say({"error": {"message": "Invalid API Key provided: sk_test_*ocal"}}, 401)
    assert (await failure(write(stripe))).reason == (
        "Stripe does not accept the configured API key; nothing was done."
    )


async def test_a_long_message_is_cut(script, stripe):
    script.say({"error": {"message": "x " * 5000}}, 400)
    assert len((await failure(write(stripe))).reason) < 400


# --- answers that claim success ---

REFUND = {
    "id": "re_1",
    "object": "refund",
    "amount": 5,
    "currency": "eur",
    "created": 1,
    "status": "succeeded",
}


async def test_unknown_fields_and_words_are_tolerated(script, stripe):
    script.say({**REFUND, "brand_new": {"a": [1]}, "charge": {"id": "ch_1", "object": "charge"}})
    answer = await write(stripe)
    assert (answer.body.id, answer.body.charge) == ("re_1", "ch_1")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "OK",
        "[]",
        "null",
        "{}",
        '{"id": "re_1"}',
        '{"id": "", "amount": 5, "currency": "eur", "created": 1}',
        '{"id": "re_1", "amount": "5", "currency": "eur", "created": 1}',
        '{"id": "re_1", "amount": 5.5, "currency": "eur", "created": 1}',
        '{"id": "re_1", "amount": true, "currency": "eur", "created": 1}',
        '{"id": "re_1", "amount": 5, "currency": null, "created": 1}',
    ],
)
async def test_a_success_that_cannot_be_read(script, stripe, raw):
    script.say(raw=raw)
    assert kind(await failure(write(stripe))) == K
    assert kind(await failure(read(stripe))) == U


@pytest.mark.parametrize(
    ("status", "raw"), [(200, '{"id": 5, "secret": "leak"}'), (402, '{"error": {"message": ""}}')]
)
async def test_failures_carry_no_answer_and_no_exception_along(script, stripe, status, raw):
    script.say(raw=raw, status=status)
    failed = await failure(write(stripe))
    assert failed.__cause__ is None
    assert failed.__context__ is None
    assert "leak" not in "".join(traceback.format_exception(failed))
