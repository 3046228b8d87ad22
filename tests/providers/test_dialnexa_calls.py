"""DialNexa's calls over a real socket: one call, whole lists, links, and every way to fail."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import JSONResponse

from bot.errors import ConfigurationError, Refused, Unavailable
from handlers.sandbox.calls import fresh, sample_call
from handlers.sandbox.dialnexa_books import DialNexaBooks
from handlers.sandbox.dialnexa_routes import dialnexa_routes
from handlers.sandbox.faults import Fault, Switchboard
from providers.dialnexa import build
from providers.dialnexa.calls import MOST_PAGES, SMALLEST_FULL_PAGE

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)
KEY = SecretStr("local-key-id:local-key")
SPAN = (NOW - timedelta(hours=6), NOW)


@pytest.fixture
async def opened(sleep, waits_s):
    made = []

    def open_at(url, key=KEY):
        made.append(build(key, base_url=url, sleep=sleep, timeout_s=waits_s))
        return made[-1]

    yield open_at
    for calls in made:
        await calls.aclose()


@pytest.fixture
def books():
    return DialNexaBooks(api_key=KEY.get_secret_value(), now=lambda: NOW)


@pytest.fixture
def faults():
    return Switchboard(hang_s=0.01, slow_s=0.01)


@pytest.fixture
def calls(house, books, faults, opened):
    with house.open_to(Starlette(routes=dialnexa_routes(books, faults))) as url:
        yield opened(url)


@pytest.fixture
def scripted_calls(scripted, opened):
    return opened(scripted)


def entered(books, number):
    call = fresh(sample_call("refund_small", NOW), number)
    books.keep(call.body)
    return call.call_id


def listed(numbers, **more):
    return [{"id": f"call_{one}", "status": "completed", **more} for one in numbers]


# --- one call ---


async def test_one_call_is_read_as_it_stands(calls, books):
    call_id = entered(books, 1)
    assert json.loads(await calls.read_call(call_id))["id"] == call_id


async def test_an_unknown_call_is_refused(calls):
    with pytest.raises(Refused, match="no such call"):
        await calls.read_call("call_nowhere")


async def test_a_wrapped_call_is_unwrapped(script, scripted_calls):
    script.say({"statusCode": 200, "data": {"id": "call_1", "status": "completed"}})
    assert json.loads(await scripted_calls.read_call("call_1"))["id"] == "call_1"


async def test_another_call_than_asked_for_is_not_taken(script, scripted_calls):
    script.say({"id": "call_2"})
    with pytest.raises(Refused, match="another call"):
        await scripted_calls.read_call("call_1")


async def test_an_id_cannot_lead_elsewhere(script, scripted_calls):
    script.say({"message": "Call not found"}, 404)
    with pytest.raises(Refused):
        await scripted_calls.read_call("../agents?x=1#y")
    assert script.seen[0].path.endswith("/v1/calls/..%2Fagents%3Fx%3D1%23y")


async def test_the_key_is_sent_whole(script, scripted_calls):
    script.say({"id": "call_1"})
    await scripted_calls.read_call("call_1")
    assert script.seen[0].headers["authorization"] == f"Bearer {KEY.get_secret_value()}"
    assert "x-api-key" not in script.seen[0].headers


async def test_a_recording_link_is_read_afresh(calls, books):
    call_id = entered(books, 1)
    assert (await calls.recording_link(call_id)).startswith("https://recordings.")


@pytest.mark.parametrize("link", [None, 7, "", "http://plain.example/x", "javascript:alert(1)"])
async def test_what_is_no_link_is_none(script, scripted_calls, link):
    script.say({"id": "call_1", "recording_sas_url": link})
    assert await scripted_calls.recording_link("call_1") is None


# --- lists ---


async def test_a_list_is_read_to_its_end_oldest_first(calls, books):
    ids = [entered(books, number) for number in range(450)]
    found = await calls.list_completed(*SPAN)
    assert sorted(one.call_id for one in found) == sorted(ids)
    assert len(books.requests) == 4, "pages may be shorter than asked for, so one look beyond"


async def test_only_the_span_and_only_completed_calls_are_asked_for(script, scripted_calls):
    script.say([])
    assert await scripted_calls.list_completed(*SPAN) == ()
    query = dict(script.seen[0].query)
    assert query == {
        "status": "completed",
        "start_date": SPAN[0].isoformat(),
        "end_date": SPAN[1].isoformat(),
        "created_at": "asc",
        "limit": "200",
        "page": "1",
    }


async def test_a_page_of_another_size_does_not_end_the_list(script, scripted_calls):
    """Whoever ignores the size asked for sends its own."""
    script.say(listed(range(SMALLEST_FULL_PAGE))).say(listed([98, 99]))
    assert len(await scripted_calls.list_completed(*SPAN)) == SMALLEST_FULL_PAGE + 2


async def test_a_page_that_says_nothing_new_ends_the_list(script, scripted_calls):
    script.say(listed(range(SMALLEST_FULL_PAGE)))
    assert len(await scripted_calls.list_completed(*SPAN)) == SMALLEST_FULL_PAGE
    assert len(script.seen) == 2


async def test_a_page_of_other_calls_does_not_end_the_list(script, scripted_calls):
    """Whoever ignores the status asked for fills whole pages with calls of other kinds."""
    busy = [{"id": f"call_{one}", "status": "busy"} for one in range(SMALLEST_FULL_PAGE)]
    script.say(busy).say(listed([98]))
    assert [one.call_id for one in await scripted_calls.list_completed(*SPAN)] == ["call_98"]


async def test_a_list_without_an_end_is_not_believed(scripted, opened, house):
    pages = iter(range(10**6))

    async def endless(scope, receive, send):
        page = next(pages)
        rows = listed(range(page * 200, page * 200 + 200))
        await JSONResponse(rows)(scope, receive, send)

    with house.open_to(endless) as url, pytest.raises(Unavailable, match="too long"):
        await opened(url).list_completed(*SPAN)
    assert next(pages) == MOST_PAGES


async def test_when_each_call_ended_is_told_where_it_is_known(script, scripted_calls):
    script.say(
        [
            *listed([1], createdAt="2031-03-05T09:00:00.000Z", duration=60),
            *listed([2], created_at="2031-03-05T09:00:00Z", duration_seconds="90"),
            *listed([3], called_time="noon", duration=60),
            *listed([4]),
        ]
    )
    ends = {one.call_id: one.ended_at for one in await scripted_calls.list_completed(*SPAN)}
    nine = datetime(2031, 3, 5, 9, tzinfo=UTC)
    assert ends == {
        "call_1": nine + timedelta(seconds=60),
        "call_2": nine + timedelta(seconds=90),
        "call_3": None,
        "call_4": None,
    }


async def test_what_is_no_completed_call_is_left_out(script, scripted_calls, logged):
    script.say([*listed([1]), {"id": "call_2", "status": "busy"}, {"status": "completed"}, "x"])
    assert [one.call_id for one in await scripted_calls.list_completed(*SPAN)] == ["call_1"]
    assert "listed_without_id" in logged()


# --- failures ---


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.AUTH, Refused),
        (Fault.SERVER_ERROR, Unavailable),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.HANG, Unavailable),
        (Fault.LOST_ANSWER, Unavailable),
        (Fault.MALFORMED, Unavailable),
    ],
)
async def test_every_fault_is_one_of_two(calls, books, faults, fault, error):
    call_id = entered(books, 1)
    faults.set("dialnexa", fault)
    for reading in (calls.read_call(call_id), calls.list_completed(*SPAN)):
        with pytest.raises(error):
            await reading


async def test_a_slow_answer_is_an_answer(calls, books, faults):
    call_id = entered(books, 1)
    faults.set("dialnexa", Fault.SLOW)
    assert await calls.read_call(call_id)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({"retry-after": "30"}, 30),
        ({"x-ratelimit-reset": "42"}, 42),
        ({}, None),
        ({"retry-after": "soon", "x-ratelimit-reset": "99999999"}, None),
    ],
    ids=str,
)
async def test_a_limit_says_when_to_come_back(script, scripted_calls, headers, wait_s):
    script.say({"message": "Too many"}, 429, headers)
    with pytest.raises(Unavailable) as caught:
        await scripted_calls.read_call("call_1")
    assert caught.value.retry_after_s == wait_s


async def test_its_words_are_redacted_and_its_bodies_not_logged(script, scripted_calls, logged):
    card = "4242 4242 4242 4242"
    script.say({"statusCode": 400, "message": ["No", f"not {card}"], "error": "Bad"}, 400)
    with pytest.raises(Refused) as caught:
        await scripted_calls.read_call("call_1")
    assert "No; not" in caught.value.reason
    assert card not in caught.value.reason + logged()
    assert KEY.get_secret_value() not in logged()


async def test_nobody_there_is_unavailable(nobody_there, opened):
    with pytest.raises(Unavailable):
        await opened(nobody_there).list_completed(*SPAN)


@pytest.mark.parametrize("key", [None, SecretStr("")])
def test_without_a_key_it_is_off(key):
    assert build(key, base_url="https://api.dialnexa.com") is None


def test_a_base_address_must_be_safe():
    with pytest.raises(ConfigurationError):
        build(KEY, base_url="http://dialnexa.example")


async def test_why_the_list_cannot_be_read(calls, faults):
    assert await calls.why_unreadable(NOW) is None
    faults.set("dialnexa", Fault.AUTH)
    assert await calls.why_unreadable(NOW) == "DialNexa does not accept DIALNEXA_API_KEY."
