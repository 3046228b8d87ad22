"""What each answer of Zendesk's can mean, and what no answer may be taken for."""

from datetime import timedelta

import pytest
from starlette.responses import JSONResponse

from bot.errors import OutcomeUnknown, Refused, Unavailable
from handlers.sandbox.zendesk_seed import ORCHARD_TICKET
from providers.zendesk.tickets import mark_of

CREATE, NOTE = "zendesk.create_ticket", "zendesk.add_internal_note"
REPLY = "zendesk.add_public_comment"


@pytest.fixture
def until_the_write(script):
    """Signed in, and the look found the open ticket of somebody, without comments."""
    script.at("/oauth/tokens", {"access_token": "abc"})
    ticket = {"ticket": {"id": ORCHARD_TICKET, "requester_id": 7}}
    script.at(f"/api/v2/tickets/{ORCHARD_TICKET}/comments", {"comments": []})
    script.at(
        "/api/v2/users/search", {"users": [{"id": 7, "email": "accounts@orchardlane.example"}]}
    )
    return ticket


@pytest.mark.parametrize("name", [NOTE, REPLY])
@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (400, Refused),
        (403, Refused),
        (404, Refused),
        (409, OutcomeUnknown),  # ours may have counted
        (422, Refused),
        (429, Unavailable),
        (302, OutcomeUnknown),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (503, OutcomeUnknown),
        (504, OutcomeUnknown),
    ],
)
async def test_each_status_of_an_update(
    scripted_vendor, script, order, until_the_write, name, status, meaning
):
    script.at("/api/v2/tickets", {"tickets": []})
    path = f"/api/v2/tickets/{ORCHARD_TICKET}"
    script.at(path, until_the_write, JSONResponse({"error": "Because"}, status))
    with pytest.raises(meaning) as caught:
        await scripted_vendor.operations[name].send(order(name))
    assert [one.method for one in script.seen if one.path == path] == ["GET", "PUT"]
    assert getattr(caught.value, "answered", False) is (status == 409)


async def test_a_ticket_that_only_came_along_is_not_the_calls(
    scripted_vendor, script, order, until_the_write
):
    """A filter that is not heeded lists everybody's tickets."""
    other = [{"id": 1, "external_id": "call_2"}, {"id": 2, "external_id": None}]
    script.at("/api/v2/tickets", {"tickets": other}, {"ticket": {"id": 3, "external_id": "call_1"}})
    effect = await scripted_vendor.operations[CREATE].send(order(CREATE, ticket=None))
    assert effect.reference == "3"


async def test_an_answer_about_another_ticket_is_of_unknown_outcome(
    scripted_vendor, script, order, until_the_write
):
    made = {"ticket": {"id": 3, "external_id": "call_2"}}
    script.at("/api/v2/tickets", {"tickets": []}, made)
    with pytest.raises(OutcomeUnknown, match="another ticket"):
        await scripted_vendor.operations[CREATE].send(order(CREATE, ticket=None))


async def test_a_clock_that_goes_after_ours_hides_no_comment(
    scripted_vendor, script, order, clock, until_the_write
):
    def comment(number, text, minutes):
        at = order().since - timedelta(minutes=minutes)
        return {"id": number, "audit_id": number, "body": text, "created_at": at.isoformat()}

    script.at("/api/v2/tickets", {"tickets": []})
    script.at(f"/api/v2/tickets/{ORCHARD_TICKET}", until_the_write)
    script.at(
        f"/api/v2/tickets/{ORCHARD_TICKET}/comments",
        {"comments": [comment(1, "x", 1)], "meta": {"has_more": True, "after_cursor": "1"}},
        {"comments": [comment(2, f"ref {mark_of(order())}", 2)], "meta": {"has_more": False}},
    )
    assert (await scripted_vendor.operations[NOTE].find_effect(order())).facts["audit"] == 2


@pytest.mark.parametrize(
    "more",
    [
        {"meta": {"has_more": True, "after_cursor": None}},
        {"meta": {"has_more": True}},
        {"next_page": "https://quillhaven.zendesk.com/api/v2/tickets?page=2"},
    ],
    ids=str,
)
async def test_a_list_that_goes_on_without_saying_where_proves_nothing(
    scripted_vendor, script, order, more
):
    script.at("/oauth/tokens", {"access_token": "abc"})
    script.at("/api/v2/tickets", {"tickets": [], **more})
    with pytest.raises(Unavailable):
        await scripted_vendor.operations[CREATE].send(order(CREATE, ticket=None))
    assert {one.method for one in script.seen if one.path == "/api/v2/tickets"} == {"GET"}


async def test_comments_that_come_in_another_order_are_read_to_their_end(
    scripted_vendor, script, order
):
    """An order that was asked for and not heeded must not end the look."""
    old = [{"id": n, "body": "old", "created_at": f"2031-01-0{n}T00:00:00Z"} for n in (1, 2)]
    ours = {"id": 3, "body": f"ref {mark_of(order())}", "audit_id": 9,
            "created_at": "2031-03-05T09:29:30Z"}  # fmt: skip
    script.at("/oauth/tokens", {"access_token": "abc"})
    script.at(f"/api/v2/tickets/{ORCHARD_TICKET}", {"ticket": {"id": ORCHARD_TICKET}})
    script.at("/api/v2/tickets", {"tickets": []})
    script.at(
        f"/api/v2/tickets/{ORCHARD_TICKET}/comments",
        {"comments": old, "meta": {"has_more": True, "after_cursor": "2"}},
        {"comments": [ours], "meta": {"has_more": False}},
    )
    assert (await scripted_vendor.operations[NOTE].find_effect(order())).facts["audit"] == 9
