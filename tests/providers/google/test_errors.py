"""Every negative answer of Google's, written or read: the reason decides, not the number."""

import traceback

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable, VendorFailure
from bot.vendor_settings import SheetsSettings
from providers.google.client import Wire, connect
from providers.http import Call

R, U, K = Refused, Unavailable, OutcomeUnknown
TOKEN = {"access_token": "ya29.x", "token_type": "Bearer", "expires_in": 3599}


class Anything(Wire):
    id: str


@pytest.fixture
async def google(script, scripted, access):
    script.at("/token", TOKEN)
    address = SheetsSettings(base_url=scripted).base_url
    client = connect("Google Sheets", address, access(scripted, timeout_s=2), scopes=("a",))
    yield client
    await client.aclose()


def write(google):
    return google.write(Call(method="POST", template="/v4/x", json={}), Anything)


def read(google):
    return google.get("/v4/x", Anything)


async def failure(doing):
    with pytest.raises(VendorFailure) as caught:
        await doing
    return caught.value


def error(code, reason="", message="No.", status=""):
    errors = [{"domain": "global", "reason": reason, "message": message}] if reason else []
    return {"error": {"code": code, "message": message, "status": status, "errors": errors}}


ROWS = [
    # status, body, on a write, on a read
    (400, error(400, "badRequest"), R, R),
    (400, error(400, "failedPrecondition"), R, R),
    (400, error(400, status="INVALID_ARGUMENT"), R, R),
    (401, error(401, "authError"), R, R),
    (403, error(403, "insufficientPermissions"), R, R),
    (403, error(403, "storageQuotaExceeded"), R, R),
    (403, error(403, "dailyLimitExceeded"), R, R),
    (403, error(403, "userRateLimitExceeded"), U, U),
    (403, error(403, "rateLimitExceeded"), U, U),
    (403, error(403, status="RESOURCE_EXHAUSTED"), U, U),
    (403, {}, R, R),
    (404, error(404, "notFound"), R, R),
    (409, error(409, "fileIdInUse"), R, R),
    (429, error(429, "rateLimitExceeded"), U, U),
    (429, {}, U, U),
    (307, {}, K, U),
    (408, {}, K, U),
    (500, error(500, "backendError"), K, U),
    (502, {}, K, U),
    (503, error(503, "backendError"), K, U),
    (504, {}, K, U),
    (500, {"error": "a word"}, K, U),
    (500, {"error": {"errors": ["a word"], "message": 5}}, K, U),
]


@pytest.mark.parametrize(("status", "body", "on_write", "on_read"), ROWS)
async def test_the_table(script, google, status, body, on_write, on_read):
    script.say(body, status)
    for doing, kind in ((write, on_write), (read, on_read)):
        failed = await failure(doing(google))
        assert type(failed) is kind
        assert not getattr(failed, "answered", False)


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '{"id": 5}', "<html>"])
async def test_a_success_that_cannot_be_read(script, google, raw):
    script.say(raw=raw)
    assert type(await failure(write(google))) is OutcomeUnknown
    assert type(await failure(read(google))) is Unavailable


async def test_an_unknown_field_is_let_be(script, google):
    script.say({"id": "1", "new": {"thing": [1]}})
    assert (await read(google)).id == "1"


async def test_reads_are_repeated_while_that_may_help_and_writes_never(script, google, pauses):
    for status, body, tries in (
        (500, {}, 3),
        (503, {}, 3),
        (403, error(403, "userRateLimitExceeded"), 3),
        (403, error(403, "forbidden"), 1),
    ):
        script.words.clear()
        script.seen.clear()
        script.say(body, status)
        await failure(read(google))
        assert len([one for one in script.seen if one.method == "GET"]) == tries
        script.seen.clear()
        await failure(write(google))
        assert len([one for one in script.seen if one.path == "/v4/x"]) == 1


async def test_a_wish_for_patience_is_kept_and_an_absurd_one_is_not(script, google):
    for stated, kept in (("7", 7.0), ("90000", None)):
        script.words.clear()
        script.say({}, 429, {"Retry-After": stated})
        assert (await failure(write(google))).retry_after_s == kept


async def test_what_google_says_is_redacted_and_short(script, google):
    message = "No: card 4242 4242 4242 4242 of ada@lovelace.example. " + "x" * 900
    script.say(error(400, "invalid", message), 400)
    failed = await failure(write(google))
    assert "4242 4242" not in failed.reason
    assert len(failed.reason) < 320


@pytest.mark.parametrize("behaviour", ["vanishes", "stops midway", "speaks gibberish"])
async def test_a_broken_line_carries_nothing_along(misbehave, access, scripted, script, behaviour):
    script.at("/token", TOKEN)
    async with misbehave(behaviour) as url:
        client = connect("Gmail", url, access(scripted, timeout_s=1.2), scopes=("a",))
        failed = await failure(write(client))
        assert type(failed) is OutcomeUnknown
        assert "ya29" not in "".join(traceback.format_exception(failed))
        await client.aclose()
