"""A note and a task at local HubSpot: made once, found again by our word, each fault one thing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from bot.redaction import redact
from handlers.sandbox.faults import Fault
from providers.hubspot.marks import mark_of

NOTE, TASK = "hubspot.create_note", "hubspot.create_task"
ROUTES = {NOTE: "POST /notes", TASK: "POST /tasks"}
BODIES = {NOTE: ("notes", "hs_note_body"), TASK: ("tasks", "hs_task_body")}
BOTH = pytest.mark.parametrize("name", [NOTE, TASK])


def creates(books, name):
    kind, _ = BODIES[name]
    return [one for one in books.requests if one.method == "POST" and one.path.endswith(f"/{kind}")]


@BOTH
def test_what_each_declares(vendor, name):
    facts = vendor.operations[name].facts
    assert (facts.writes, facts.moves_money, facts.can_look_up) == (True, False, True)
    assert facts.repeat_safety is RepeatSafety.LOOK_UP
    assert facts.key_window is None, "HubSpot has no idempotency keys"


@BOTH
async def test_each_is_made_once_on_the_contact_of_the_record(vendor, books, order, name):
    effect = await vendor.operations[name].send(order(name))
    kind, body = BODIES[name]
    [made] = books.every(kind)
    contact = books.get("contacts", "accounts@orchardlane.example", "email")
    assert (effect.status, effect.reference) == ("done", made["id"])
    assert books.tied(kind, made["id"], "contacts") == [contact["id"]]
    assert f"ref {mark_of(order(name))}" in made["properties"][body]
    assert await vendor.operations[name].watch(order(name), made["id"]) == effect


async def test_what_was_said_is_text_and_no_markup(vendor, books, order):
    await vendor.operations[NOTE].send(order())
    [made] = books.every("notes")
    assert "approved by Zoë &lt;ada&gt;" in made["properties"]["hs_note_body"]
    assert made["properties"]["hs_timestamp"] == "2031-03-05T09:29:00.000Z"


async def test_a_task_is_due_when_it_was_promised_and_its_owner_is_the_accounts(
    vendor, books, order
):
    await vendor.operations[TASK].send(order(TASK))
    properties = books.every("tasks")[0]["properties"]
    assert properties["hs_timestamp"] == "2031-03-11T09:00:00.000Z"
    assert properties["hubspot_owner_id"] == "41629779", "the id, not the user's own number"
    assert properties["hs_task_subject"] == "Follow up: promise to pay"
    assert properties["hs_task_body"].startswith("Write on the day &amp; &lt;b&gt;ask&lt;/b&gt;")
    assert (properties["hs_task_type"], properties["hs_task_priority"]) == ("TODO", "MEDIUM")


async def test_an_hour_in_another_zone_is_the_same_hour(vendor, books, order, call):
    asked = order(TASK)
    promised = datetime.fromisoformat("2031-03-11T18:30:00+05:30")
    matter = replace(asked.matter, call=call.model_copy(update={"follow_up_deadline": promised}))
    await vendor.operations[TASK].send(replace(asked, matter=matter))
    assert books.every("tasks")[0]["properties"]["hs_timestamp"] == "2031-03-11T13:00:00.000Z"


async def test_without_a_promised_day_there_is_no_task(vendor, books, order, call):
    unpromised = order(TASK)
    matter = replace(unpromised.matter, call=call.model_copy(update={"follow_up_deadline": None}))
    with pytest.raises(Refused, match="No day was promised"):
        await vendor.operations[TASK].send(replace(unpromised, matter=matter))
    assert books.requests == []


@BOTH
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.REFUSED, (Refused, False)),
        (Fault.AUTH, (Refused, False)),
        (Fault.RATE_LIMITED, (Unavailable, False)),
        (Fault.SERVER_ERROR, (OutcomeUnknown, False)),
        (Fault.HANG, (OutcomeUnknown, False)),
        (Fault.LOST_ANSWER, (OutcomeUnknown, True)),
        (Fault.SLOW, (OutcomeUnknown, True)),
        (Fault.MALFORMED, (OutcomeUnknown, True)),
    ],
)
async def test_faults(vendor, books, faults, order, name, fault, meaning):
    kind, happens = meaning
    faults.set("hubspot", fault, times=1, only=ROUTES[name])
    with pytest.raises(kind) as caught:
        await vendor.operations[name].send(order(name))
    assert bool(books.every(BODIES[name][0])) is happens
    assert len(creates(books, name)) == 1, "a write is never repeated here"
    assert not getattr(caught.value, "answered", False)


@BOTH
@pytest.mark.parametrize(
    ("limit", "wait_s"),
    [
        (("TEN_SECONDLY_ROLLING", None), 10.0),
        (("SECONDLY", None), 1.0),
        (("DAILY", None), 3600.0),
        (("SOMETHING_NEW", None), None),
        (("DAILY", 7), 7.0),
    ],
)
async def test_a_limit_says_how_long_it_lasts(vendor, books, faults, order, name, limit, wait_s):
    books.limit_policy, books.retry_after_s = limit
    faults.set("hubspot", Fault.RATE_LIMITED, times=1, only=ROUTES[name])
    with pytest.raises(Unavailable) as caught:
        await vendor.operations[name].send(order(name))
    assert caught.value.retry_after_s == wait_s


@BOTH
async def test_after_a_lost_answer_it_is_found_although_the_index_does_not_know_it_yet(
    vendor, books, faults, order, name
):
    operation = vendor.operations[name]
    assert await operation.find_effect(order(name)) is None
    faults.set("hubspot", Fault.LOST_ANSWER, times=1, only=ROUTES[name])
    with pytest.raises(OutcomeUnknown):
        await operation.send(order(name))
    kind, _ = BODIES[name]
    assert books.indexed(kind) == [], "new objects reach the search later"
    assert (await operation.find_effect(order(name))).reference == books.every(kind)[0]["id"]


@BOTH
async def test_the_same_step_twice_is_one_effect(vendor, books, order, name):
    """A ledger that was restored from an older copy does not know what it sent."""
    first = await vendor.operations[name].send(order(name))
    again = await vendor.operations[name].send(replace(order(name), wire_key="again"))
    assert (again.reference, len(creates(books, name))) == (first.reference, 1)


async def test_another_step_of_the_same_customer_is_another_note(vendor, books, order):
    await vendor.operations[NOTE].send(order())
    await vendor.operations[NOTE].send(replace(order(), step_key="call_2:hubspot.create_note:1"))
    assert len(books.every("notes")) == 2


async def test_a_note_behind_many_older_ones_is_found_by_the_index(vendor, books, order, clock):
    """Ids that do not rise with time, as nobody promises that they do."""
    contact = books.get("contacts", "accounts@orchardlane.example", "email")
    body = f"ref {mark_of(order())}"
    ours = books.add("notes", {"hs_note_body": body}, at=clock() - timedelta(seconds=30))
    books.tie("notes", ours["id"], "contacts", contact["id"])
    for _ in range(7):
        old = books.add("notes", {"hs_note_body": "old"}, at=clock() - timedelta(days=9))
        books.tie("notes", old["id"], "contacts", contact["id"])
    assert (await vendor.operations[NOTE].find_effect(order())).reference == ours["id"]
    reads = [one for one in books.requests if one.method == "GET" and "/notes/3" in one.path]
    assert len(reads) == 5, "several older ones in a row end the look"


async def test_an_association_list_is_read_to_its_end(vendor, books, order, clock):
    contact = books.get("contacts", "accounts@orchardlane.example", "email")
    mine = books.add("notes", {"hs_note_body": f"ref {mark_of(order())}"}, at=clock())
    for number in range(520):
        books.ties.append(("notes", str(number + 1), "contacts", contact["id"]))
    books.tie("notes", mine["id"], "contacts", contact["id"])
    assert (await vendor.operations[NOTE].find_effect(order())).reference == mine["id"]
    lists = [one for one in books.requests if "/associations/" in one.path]
    assert [one.query for one in lists] == ["limit=500", "limit=500&after=500"]


@BOTH
async def test_what_was_thrown_away_meanwhile_stops_no_look(vendor, books, order, name, clock):
    """The list of what hangs on a contact may name what is gone."""
    kind, _ = BODIES[name]
    contact = books.get("contacts", "accounts@orchardlane.example", "email")
    gone = books.add(kind, {}, at=clock())
    gone["archived"] = True
    books.tie(kind, gone["id"], "contacts", contact["id"])
    assert (await vendor.operations[name].send(order(name))).reference != gone["id"]


@BOTH
async def test_it_is_found_where_the_address_is_another_contacts_by_now(
    vendor, books, order, name, clock
):
    await vendor.operations[name].send(order(name))
    [made] = books.every(BODIES[name][0])
    made["updatedAt"] = "2031-03-05T09:00:00.000Z"  # the index knows it by now
    books.get("contacts", "accounts@orchardlane.example", "email")["properties"]["email"] = None
    books.add("contacts", {"email": "accounts@orchardlane.example"}, at=clock())
    assert (await vendor.operations[name].find_effect(order(name))).reference == made["id"]
    await vendor.operations[name].send(order(name))
    assert len(creates(books, name)) == 1


@BOTH
@pytest.mark.parametrize("email", [None, "nobody@house.example", "finanzen@hotelalpenrose.example"])
async def test_without_exactly_one_contact_nothing_is_sent(vendor, books, order, name, email):
    with pytest.raises(Refused, match="nothing was sent"):
        await vendor.operations[name].send(order(name, email))
    assert creates(books, name) == []


async def test_an_address_that_is_nobodys_first_is_searched_for(vendor, books, order):
    await vendor.operations[NOTE].send(order(email="hello@sundialyoga.example"))
    [made] = books.every("notes")
    [contact] = books.tied("notes", made["id"], "contacts")
    assert books.get("contacts", contact)["properties"]["email"] == "ines@sundialyoga.example"


@pytest.mark.parametrize("missing", ["note", "matter"])
async def test_without_anything_to_say_nothing_is_sent(vendor, books, order, missing):
    with pytest.raises(Refused, match="nothing was sent"):
        await vendor.operations[NOTE].send(replace(order(), **{missing: None}))
    assert books.requests == []


@BOTH
@pytest.mark.parametrize("route", ["GET /contacts/{id}", "GET associations"])
async def test_without_a_look_nothing_is_sent(vendor, books, faults, order, name, route):
    faults.set("hubspot", Fault.SERVER_ERROR, only=route)
    with pytest.raises(Unavailable):
        await vendor.operations[name].send(order(name))
    assert creates(books, name) == []


async def test_nothing_private_is_logged_or_raised(vendor, books, faults, order, logged):
    faults.set("hubspot", Fault.REFUSED, times=1, only="POST /notes")
    with pytest.raises(Refused) as caught:
        await vendor.operations[NOTE].send(order(note=redact("a word of the note")))
    said = f"{logged()} {caught.value.reason} {caught.value!r}"
    for private in ("orchardlane", "a word of the note", "pat-local-test", "Zoë"):
        assert private not in said
    assert "correlation_id" in said
