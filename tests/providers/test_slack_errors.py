"""Every negative answer of Slack's: refused, unavailable, or, for a post alone, unknown."""

import traceback

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers.slack.errors import FAULTS, SENTENCES, TURNED_AWAY, Nature, failure_of
from providers.slack.models import PostedAnswer, Said
from providers.slack.wire import SlackWire

TOKEN = "xoxb-local-token"
WORDS = "the words of the card"
R, U, K, KA = (Refused, None), (Unavailable, None), (OutcomeUnknown, False), (OutcomeUnknown, True)


@pytest.fixture
async def wire_to():
    wires = []

    def open_to(url):
        wires.append(SlackWire(SecretStr(TOKEN), api_url=f"{url}/api/", read_timeout_s=0.5))
        return wires[-1]

    yield open_to
    for wire in wires:
        await wire.aclose()


@pytest.fixture
def wire(wire_to, scripted):
    return wire_to(scripted)


def posting(wire):
    arguments = {"channel": "C0", "text": WORDS, "blocks": [{"type": "divider"}]}
    return wire.call("chat.postMessage", PostedAnswer, Nature.POST, arguments)


def updating(wire):
    return wire.call("chat.update", Said, Nature.REPEATABLE, {"text": WORDS})


def reading(wire):
    return wire.call("users.info", Said, Nature.READ, {"user": "U0"})


async def kind(doing):
    with pytest.raises(VendorFailure) as caught:
        await doing
    failed = caught.value
    assert failed.__cause__ is None
    assert failed.__context__ is None
    said = "".join(traceback.format_exception(failed))
    assert TOKEN not in said
    assert WORDS not in said
    return type(failed), getattr(failed, "answered", None)


ROWS = [
    *((200, error, R, R) for error in sorted(SENTENCES)),
    *((200, error, KA, U) for error in sorted(FAULTS)),
    *((200, error, U, U) for error in sorted(TURNED_AWAY)),
    (200, "an_error_of_the_future", R, R),
    (429, "ratelimited", U, U),
    (429, None, U, U),
    (400, "invalid_arguments", R, R),
    (403, None, R, R),
    (404, None, R, R),
    (500, "internal_error", KA, U),
    (500, None, KA, U),
    (502, None, KA, U),
    (503, "service_unavailable", KA, U),
    (503, "request_timeout", KA, U),
    (504, None, KA, U),
]


@pytest.mark.parametrize(("status", "error", "on_post", "otherwise"), ROWS)
async def test_the_table(script, wire, status, error, on_post, otherwise):
    script.say({"ok": False, **({"error": error} if error else {})}, status)
    assert await kind(posting(wire)) == on_post
    assert len(script.seen) == 1
    assert await kind(updating(wire)) == otherwise
    assert await kind(reading(wire)) == otherwise
    assert len(script.seen) == 3


@pytest.mark.parametrize("raw", ["", "<html>", "[]", "[1]", '"ok"', "1", "null", "{"])
@pytest.mark.parametrize(
    ("status", "on_post", "otherwise"), [(200, KA, U), (502, KA, U), (404, R, R)]
)
async def test_bodies_that_are_no_answer(script, wire, raw, status, on_post, otherwise):
    script.say(raw=raw, status=status)
    assert await kind(posting(wire)) == on_post
    assert await kind(reading(wire)) == otherwise


@pytest.mark.parametrize("raw", [b"\xff\xfe", b'{"ok": true, "ts": "\xff"}'])
async def test_bytes_that_are_no_text(script, wire, raw):
    script.say(raw=raw)
    assert await kind(posting(wire)) == KA
    assert await kind(reading(wire)) == U


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/gzip"])
async def test_bodies_of_another_kind(script, wire, media_type):
    script.say(raw="busy", headers={"Content-Type": media_type})
    assert await kind(posting(wire)) == KA
    assert await kind(reading(wire)) == U


@pytest.mark.parametrize(
    "answer", [{}, {"channel": "C0"}, {"channel": "C0", "ts": ""}, {"channel": None, "ts": "1.1"}]
)
async def test_a_post_that_does_not_say_where_is_of_unknown_outcome(script, wire, answer):
    script.say({"ok": True, **answer})
    assert await kind(posting(wire)) == KA


async def test_unknown_fields_are_tolerated(script, wire):
    script.say({"ok": True, "channel": "C0", "ts": "1.1", "warning": "x", "message": {"text": "?"}})
    answer = await posting(wire)
    assert (answer.channel, answer.ts) == ("C0", "1.1")


async def test_a_stated_wait_is_handed_on(script, wire):
    script.say({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "30"})
    with pytest.raises(Unavailable) as caught:
        await posting(wire)
    assert (caught.value.retry_after_s, caught.value.code) == (30, "ratelimited")


# --- connections ---


async def test_what_never_left_is_unavailable(wire_to, nobody_there):
    wire = wire_to(nobody_there)
    assert await kind(posting(wire)) == U
    assert await kind(reading(wire)) == U


@pytest.mark.parametrize(
    ("behaviour", "on_post"),
    [("vanishes", K), ("says nothing", K), ("stops midway", K), ("speaks gibberish", K)],
)
async def test_no_whole_answer(misbehave, wire_to, behaviour, on_post):
    async with misbehave(behaviour) as url:
        wire = wire_to(url)
        assert await kind(posting(wire)) == on_post
        assert await kind(updating(wire)) == U
        assert await kind(reading(wire)) == U


async def test_a_redirect_is_refused_and_the_token_goes_nowhere_else(script, wire, scripted):
    script.say({}, 307, {"Location": f"{scripted}/elsewhere"})
    assert await kind(posting(wire)) == R
    assert len(script.seen) == 1


def test_an_unsafe_address_is_a_configuration_error():
    with pytest.raises(ConfigurationError, match="https"):
        SlackWire(SecretStr(TOKEN), api_url="http://slack.example/api/")


# --- silence ---


async def test_nothing_logged_holds_token_text_or_blocks(script, wire, logged):
    mistakes = [f"[ERROR] must be shorter: {WORDS} [json-pointer:/blocks/3/text/text]"]
    failed = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": mistakes}}
    script.say(failed).say({"ok": True, "channel": "C0", "ts": "1.1"})
    await kind(posting(wire))
    await posting(wire)
    text = logged()
    for secret in (TOKEN, WORDS, "divider", "Bearer"):
        assert secret not in text
    assert "/blocks/3/text/text" in text
    assert "chat.postMessage" in text


@pytest.mark.parametrize("error", ["x" * 61, "Bad Words", "a<b", None, 5, {}])
def test_only_plain_words_of_slacks_are_repeated(error):
    failed = failure_of(400, error, Nature.POST)
    assert failed.code == "http_400"
    assert failed.reason == "Slack refused: it answered http 400."
