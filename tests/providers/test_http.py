"""The HTTP door: where it goes, how long it waits, what it repeats, what it never says."""

import tomllib
import traceback
from pathlib import Path

import httpx
import pytest

from bot.errors import ConfigurationError, OutcomeUnknown, Refused, Unavailable, VendorFailure
from providers import http
from providers.http import Call, Patience, VendorHttp, new_client, retry_after_s
from providers.http_failures import WrongHost, failure_from

READ = Call(method="GET", template="/v1/things/{id}", ids={"id": "th_secretive"})
WRITE = Call(method="POST", template="/v1/things", form=[("email", "ann@acme.example")])
SEARCH = Call(method="GET", template="/v1/things", query=[("email", "ann@acme.example")])
KEY = "Bearer the-key-itself"
VERSION = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]


@pytest.fixture
async def door(sleep):
    opened = []

    def open_at(url, **options):
        client = new_client(url, headers={"Authorization": KEY}, read_timeout_s=1.2)
        opened.append(VendorHttp("Acme", client, sleep=sleep, **options))
        return opened[-1]

    yield open_at
    for one in opened:
        await one.aclose()


# --- where it goes ---


async def test_paths_are_joined_to_the_base_and_ids_cannot_leave_their_place(
    script, scripted, door
):
    script.say({})
    call = Call(method="GET", template="/v1/things/{id}", ids={"id": "../refunds?all=1#x"})
    await door(f"{scripted}/acme").read(call)
    assert script.seen[0].path == "/acme/v1/things/..%2Frefunds%3Fall%3D1%23x"


async def test_another_host_is_refused_and_nothing_is_sent(script, scripted):
    async with new_client("http://127.0.0.1:9") as client:
        elsewhere = httpx.Request("GET", scripted)
        with pytest.raises(WrongHost):
            await client.send(elsewhere)
    assert not script.seen


async def test_redirects_are_not_followed(script, scripted, door):
    script.say({}, 307, {"Location": f"{scripted}/elsewhere"})
    answer = await door(scripted).write(WRITE)
    assert answer.status_code == 307
    assert len(script.seen) == 1


@pytest.mark.parametrize("url", ["http://api.acme.example", "ftp://127.0.0.2", "api.acme.example"])
def test_a_base_that_is_neither_https_nor_local_is_a_configuration_error(url):
    with pytest.raises(ConfigurationError, match="https"):
        new_client(url)


async def test_only_far_hosts_may_be_reached_through_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.acme.example:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.acme.example:3128")
    async with new_client("http://127.0.0.1:9") as near, new_client("https://a.example") as far:
        assert not near._mounts
        assert far._mounts


async def test_it_says_which_program_it_is(script, scripted, door):
    script.say({})
    await door(scripted).read(READ)
    assert script.seen[0].headers["user-agent"] == f"handoff/{VERSION}"


async def test_forms_are_sent_as_forms(script, scripted, door):
    script.say({})
    form = [("metadata[ä]", "ö&="), ("amount", "1")]
    await door(scripted).write(Call(method="POST", template="/v1/things", form=form))
    assert script.seen[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert script.seen[0].form == dict(form)


async def test_json_is_sent_as_json(script, scripted, door):
    script.say({})
    await door(scripted).write(Call(method="POST", template="/v1/things", json={"ä": 1}))
    assert script.seen[0].headers["content-type"] == "application/json"
    assert script.seen[0].body == b'{"\\u00e4": 1}'


# --- what it repeats ---


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_reads_are_repeated_while_the_vendor_is_away(script, scripted, door, pauses, status):
    script.say({}, status).say({}, status).say({"fine": True})
    answer = await door(scripted).read(READ)
    assert answer.json() == {"fine": True}
    assert [0.25 <= pauses[0] <= 0.5, 0.5 <= pauses[1] <= 1.0] == [True, True]


async def test_reads_are_repeated_at_most_three_times_in_all(script, scripted, door):
    script.say({}, 503)
    answer = await door(scripted).read(READ)
    assert (answer.status_code, len(script.seen)) == (503, 3)


@pytest.mark.parametrize("status", [200, 400, 404, 409, 500])
async def test_other_answers_are_final(script, scripted, door, status):
    script.say({}, status)
    await door(scripted).read(READ)
    assert len(script.seen) == 1


async def test_retry_after_is_honoured(script, scripted, door, pauses):
    script.say({}, 429, {"Retry-After": "2"}).say({})
    await door(scripted).read(READ)
    assert 2 <= pauses[0] <= 2.25


async def test_nobody_waits_longer_than_patience_lasts(script, scripted, door, pauses):
    script.say({}, 429, {"Retry-After": "60"})
    answer = await door(scripted).read(READ)
    assert (answer.status_code, pauses) == (429, [])


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_write_is_never_repeated(script, scripted, door, status):
    script.say({}, status)
    await door(scripted).write(WRITE)
    assert len(script.seen) == 1


@pytest.mark.parametrize(("wish", "sent"), [(False, 1), (True, 3), (None, 3)])
async def test_the_vendors_own_word_on_repeating_goes_first(script, scripted, door, wish, sent):
    script.say({}, 503)
    await door(scripted, wants_retry=lambda _: wish).read(READ)
    assert len(script.seen) == sent


async def test_a_success_is_never_repeated(script, scripted, door):
    script.say({})
    await door(scripted, wants_retry=lambda _: True).read(READ)
    assert len(script.seen) == 1


async def test_unreachable_reads_are_tried_again_and_then_unavailable(nobody_there, door, pauses):
    with pytest.raises(Unavailable, match="nothing was sent"):
        await door(nobody_there, patience=Patience(tries=2)).read(READ)
    assert len(pauses) == 1


# --- what a failure means ---


async def test_a_write_that_never_left_is_unavailable(nobody_there, door):
    with pytest.raises(Unavailable, match="nothing was sent"):
        await door(nobody_there).write(WRITE)


@pytest.mark.parametrize(
    ("behaviour", "answered"),
    [
        ("vanishes", False),
        ("says nothing", False),
        ("stops midway", False),
        ("speaks gibberish", False),
        ("trickles", False),
        ("garbles", True),
    ],
)
async def test_a_write_without_a_whole_answer_is_of_unknown_outcome(
    misbehave, door, behaviour, answered
):
    async with misbehave(behaviour) as url:
        with pytest.raises(OutcomeUnknown) as caught:
            await door(url, deadline_s=0.8).write(WRITE)
    assert caught.value.answered is answered


@pytest.mark.parametrize(
    "behaviour",
    ["vanishes", "says nothing", "stops midway", "speaks gibberish", "trickles", "garbles"],
)
async def test_a_read_without_a_whole_answer_is_unavailable(misbehave, door, behaviour):
    async with misbehave(behaviour) as url:
        with pytest.raises(Unavailable):
            await door(url, deadline_s=0.8).read(READ)


REQUEST = httpx.Request("POST", "https://api.acme.example")


@pytest.mark.parametrize(
    ("error", "on_write", "on_read"),
    [
        (httpx.ConnectError("x"), Unavailable, Unavailable),
        (httpx.ConnectTimeout("x"), Unavailable, Unavailable),
        (httpx.PoolTimeout("x"), Unavailable, Unavailable),
        (httpx.ProxyError("x"), Unavailable, Unavailable),
        (httpx.ReadTimeout("x"), OutcomeUnknown, Unavailable),
        (httpx.WriteTimeout("x"), OutcomeUnknown, Unavailable),
        (httpx.ReadError("x"), OutcomeUnknown, Unavailable),
        (httpx.WriteError("x"), OutcomeUnknown, Unavailable),
        (httpx.CloseError("x"), OutcomeUnknown, Unavailable),
        (httpx.RemoteProtocolError("x"), OutcomeUnknown, Unavailable),
        (httpx.DecodingError("x"), OutcomeUnknown, Unavailable),
        (TimeoutError(), OutcomeUnknown, Unavailable),
        (httpx.LocalProtocolError("x"), Refused, Refused),
        (httpx.UnsupportedProtocol("x"), Refused, Refused),
        (httpx.InvalidURL("x"), Refused, Refused),
        (WrongHost("x"), Refused, Refused),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_every_failure_of_the_library_has_one_meaning(error, on_write, on_read):
    assert type(failure_from(error, "Acme", writes=True)) is on_write
    assert type(failure_from(error, "Acme", writes=False)) is on_read


# --- what it never says ---


@pytest.mark.parametrize("behaviour", ["vanishes", "says nothing", "garbles"])
async def test_failures_carry_neither_request_nor_library_with_them(misbehave, door, behaviour):
    async with misbehave(behaviour) as url:
        with pytest.raises(VendorFailure) as caught:
            await door(url).write(WRITE)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    said = "".join(traceback.format_exception(caught.value))
    assert KEY not in said
    assert "ann@" not in said


async def test_logs_hold_no_query_id_body_or_key(script, scripted, door, logged):
    script.say({"secret": "unsaid"}, headers={"Request-Id": "req_1"})
    opened = door(scripted)
    for call in (READ, SEARCH):
        await opened.read(call)
    await opened.write(WRITE)
    text = logged()
    for secret in ("ann", "th_secretive", "the-key-itself", "unsaid", "email"):
        assert secret not in text
    for wanted in ("/v1/things/{id}", "req_1", "'status': 200", "'ms': ", "127.0.0.1", "POST"):
        assert wanted in text


async def test_a_failed_call_is_logged_without_what_it_carried(nobody_there, door, logged):
    with pytest.raises(Unavailable):
        await door(nobody_there, patience=Patience(tries=1)).read(SEARCH)
    assert "ConnectError" in logged()
    assert "ann" not in logged()


def test_a_call_shows_only_its_template():
    assert repr(WRITE) == "Call(method='POST', template='/v1/things')"


# --- headers ---


def test_a_wire_key_is_sent_as_it_is():
    assert http.idempotency_header("call:op:1:1") == {"Idempotency-Key": "call:op:1:1"}


@pytest.mark.parametrize("odd", ["ä" * 3, "x" * 256, "a\nb"])
def test_a_key_no_header_can_carry_is_hashed_the_same_way_each_time(odd):
    value = http.idempotency_header(odd)["Idempotency-Key"]
    assert value == http.idempotency_header(odd)["Idempotency-Key"]
    assert value.startswith("sha256-")
    assert len(value) < http.LONGEST_KEY


DATE = "Wed, 05 Mar 2031 09:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 0 "}, 0),
        ({"Retry-After": "-7"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Wed, 05 Mar 2031 09:31:30 GMT", "Date": DATE}, 90),
        ({"Retry-After": "Wed, 05 Mar 2031 09:29:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Wed, 05 Mar 2031 09:31:30 GMT"}, None),
        ({"Retry-After": "Wed, 05 Mar 2031 09:31:30 -0000", "Date": DATE}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers, seconds):
    assert retry_after_s(headers) == seconds
