"""Ticket, internal note and approved reply at local Zendesk: once each, and nothing leaks out."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from bot.redaction import redact
from handlers.sandbox.faults import Fault
from handlers.sandbox.zendesk_seed import CLOSED_TICKET, HOST, ORCHARD_TICKET
from providers.zendesk.tickets import mark_of

CREATE, NOTE = "zendesk.create_ticket", "zendesk.add_internal_note"
REPLY = "zendesk.add_public_comment"
ROUTES = {CREATE: "POST /tickets", NOTE: "PUT /tickets/{id}", REPLY: "PUT /tickets/{id}"}
ALL = pytest.mark.parametrize("name", [CREATE, NOTE, REPLY])


@pytest.fixture
def ask(order):
    """The order of an operation where it would write: a new ticket has no link yet."""
    return lambda name, **more: order(name, **({"ticket": None} if name == CREATE else {}), **more)


def writes(books):
    return [one for one in books.requests if one.method != "GET" and one.path != "/oauth/tokens"]


def truth(books):
    """Everything in the books, so that nothing can have happened unseen."""
    return json.dumps([books.tickets, books.comments]), list(books.mails)


@ALL
def test_what_each_declares(vendor, name):
    facts = vendor.operations[name].facts
    assert (facts.writes, facts.moves_money, facts.can_look_up) == (True, False, True)
    keyed = name == CREATE
    assert facts.repeat_safety is (RepeatSafety.NATIVE_KEY if keyed else RepeatSafety.LOOK_UP)
    assert facts.key_window == (timedelta(hours=2) if keyed else None)


async def test_a_note_is_for_colleagues_alone_on_a_ticket_that_began_in_public(
    vendor, books, order
):
    effect = await vendor.operations[NOTE].send(order())
    [_, note] = books.comments[ORCHARD_TICKET]
    assert (effect.status, effect.reference) == ("done", str(ORCHARD_TICKET))
    assert effect.facts["audit"] == note["audit_id"]
    assert note["public"] is False
    assert note["body"].splitlines() == [
        "refund request; approved by Zoë; handoff ho_1",
        "Done: stripe.create_refund re_1, EUR 49.00",
        f"ref {mark_of(order())}",
    ]
    assert books.mails == [], "nobody outside is written to"
    assert json.loads(writes(books)[0].body)["ticket"]["comment"]["public"] is False


async def test_without_a_ticket_one_is_opened_that_carries_the_call(vendor, books, order):
    before = len(books.tickets)
    effect = await vendor.operations[NOTE].send(order(ticket=None))
    [ticket] = books.carrying("call_1")
    assert (str(ticket["id"]), len(books.tickets)) == (effect.reference, before + 1)
    assert books.users[ticket["requester_id"]]["email"] == "accounts@orchardlane.example"
    assert [one["public"] for one in books.comments[ticket["id"]]] == [False]
    assert books.mails == []


async def test_a_closed_ticket_is_gone_on_from(vendor, books, order):
    await vendor.operations[NOTE].send(order(ticket=CLOSED_TICKET))
    [made] = books.carrying("call_1")
    assert json.loads(writes(books)[0].body)["ticket"]["via_followup_source_id"] == CLOSED_TICKET
    again = await vendor.operations[NOTE].send(order(ticket=CLOSED_TICKET))
    assert (again.reference, len(books.carrying("call_1"))) == (str(made["id"]), 1)


@pytest.mark.parametrize(
    "link",
    [
        "https://other.zendesk.com/agent/tickets/35402",
        f"https://{HOST}.evil.example/agent/tickets/35402",
        f"https://{HOST}/agent/users/35402",
        f"https://{HOST}/agent/tickets/9999999",
        "not a link",
    ],
)
async def test_a_link_to_another_account_names_no_ticket_of_ours(vendor, books, order, link):
    mine = order()
    call = mine.matter.call.model_copy(update={"ticket_url": link})
    await vendor.operations[NOTE].send(replace(mine, matter=replace(mine.matter, call=call)))
    assert len(books.comments[ORCHARD_TICKET]) == 1
    assert len(books.carrying("call_1")) == 1


async def test_a_reply_goes_to_the_customer_on_record_as_it_was_approved(vendor, books, order):
    effect = await vendor.operations[REPLY].send(order(REPLY))
    [mail] = books.mails
    assert (mail.to, mail.ticket_id) == ("accounts@orchardlane.example", ORCHARD_TICKET)
    assert mail.text.startswith("Your refund is on its way.")
    assert "handoff ho_1" not in mail.text, "the summary is not the customer's to read"
    assert effect.status == "done"


@pytest.mark.parametrize(
    "change",
    [
        {"email": "somebody@house.example"},
        {"email": "zoe@elsewhere.example"},  # whom Zendesk knows, on another ticket
        {"email": None},
        {"ticket": None},
        {"ticket": CLOSED_TICKET},
        {"fields": {}},
        {"fields": {"message": redact("Your card 4242 4242 4242 4242 is refunded.")}},
    ],
    ids=str,
)
async def test_a_reply_that_is_not_surely_the_customers_is_not_sent(vendor, books, order, change):
    with pytest.raises(Refused, match="nothing was sent"):
        await vendor.operations[REPLY].send(order(REPLY, **change))
    assert (writes(books), books.mails) == ([], [])


async def test_a_requester_who_came_with_the_ticket_may_be_found_later(vendor, books, order):
    """The search lags behind new users, and the note opened the ticket a moment ago."""
    books.search_lag_s = 60
    await vendor.operations[NOTE].send(order(ticket=None, email="new@house.example"))
    reply = order(REPLY, ticket=None, email="new@house.example")
    with pytest.raises(Unavailable, match="nothing was sent") as caught:
        await vendor.operations[REPLY].send(reply)
    assert caught.value.retry_after_s == 30
    books.search_lag_s = 0
    await vendor.operations[REPLY].send(reply)
    assert [mail.to for mail in books.mails] == ["new@house.example"]
    assert books.user("new@house.example")["name"] == "Zoë Ñandú"


async def test_a_reply_on_a_ticket_that_was_closed_since_is_no_other_reply(vendor, books, order):
    """A ledger that was restored from an older copy does not know what it sent."""
    first = await vendor.operations[REPLY].send(order(REPLY))
    books.tickets[ORCHARD_TICKET]["status"] = "closed"
    await vendor.operations[NOTE].send(order())  # which opens the follow-up
    again = await vendor.operations[REPLY].send(order(REPLY))
    assert (again.reference, len(books.mails)) == (first.reference, 1)


@ALL
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.REFUSED, (Refused, False)),
        (Fault.RATE_LIMITED, (Unavailable, False)),
        (Fault.SERVER_ERROR, (OutcomeUnknown, False)),
        (Fault.HANG, (OutcomeUnknown, False)),
        (Fault.LOST_ANSWER, (OutcomeUnknown, True)),
        (Fault.SLOW, (OutcomeUnknown, True)),
        (Fault.MALFORMED, (OutcomeUnknown, True)),
    ],
)
async def test_faults(vendor, books, faults, ask, name, fault, meaning):
    kind, happens = meaning
    before = truth(books)
    faults.set("zendesk", fault, times=1, only=ROUTES[name])
    with pytest.raises(kind) as caught:
        await vendor.operations[name].send(ask(name))
    assert (truth(books) != before) is happens
    assert len(writes(books)) == 1, "a write is never repeated here"
    assert not getattr(caught.value, "answered", False)


@ALL
@pytest.mark.parametrize("wait", [7, None])
async def test_a_rate_limit_hands_on_the_wait(vendor, books, faults, ask, name, wait):
    books.retry_after_s = wait
    faults.set("zendesk", Fault.RATE_LIMITED, times=1, only=ROUTES[name])
    with pytest.raises(Unavailable) as caught:
        await vendor.operations[name].send(ask(name))
    assert caught.value.retry_after_s == wait


@ALL
async def test_after_a_lost_answer_the_books_show_it(vendor, faults, ask, name):
    operation = vendor.operations[name]
    assert await operation.find_effect(ask(name)) is None
    faults.set("zendesk", Fault.LOST_ANSWER, times=1, only=ROUTES[name])
    with pytest.raises(OutcomeUnknown):
        await operation.send(ask(name))
    assert (await operation.find_effect(ask(name))).status == "done"


@ALL
async def test_the_same_step_twice_is_one_effect(vendor, books, ask, name):
    """A ledger that was restored from an older copy does not know what it sent."""
    first = await vendor.operations[name].send(ask(name))
    before = truth(books)
    again = await vendor.operations[name].send(replace(ask(name), wire_key="again"))
    assert (again.reference, truth(books), len(writes(books))) == (first.reference, before, 1)


@ALL
async def test_watching_shows_it_still(vendor, ask, name):
    effect = await vendor.operations[name].send(ask(name))
    seen = await vendor.operations[name].watch(ask(name), effect.reference)
    assert (seen.status, seen.reference) == ("done", effect.reference)


async def test_one_wire_key_makes_one_ticket_even_where_the_list_is_late(vendor, books, order):
    """Zendesk's own key holds while the look-up cannot see the ticket yet."""
    create = vendor.operations[CREATE]
    made = await create.open(order(CREATE, ticket=None))
    again = await create.open(order(CREATE, ticket=None))
    assert (again.id, len(books.carrying("call_1"))) == (made.id, 1)
    assert writes(books)[0].idempotency_key == f"call_1:{CREATE}:1:1"


async def test_a_key_with_other_words_is_looked_up_and_not_refused(vendor, order):
    create = vendor.operations[CREATE]
    await create.open(order(CREATE, ticket=None))
    with pytest.raises(OutcomeUnknown) as caught:
        await create.open(order(CREATE, ticket=None, note=redact("Other words.")))
    assert caught.value.answered, "the books can tell at once"


@ALL
@pytest.mark.parametrize("missing", ["note", "matter"])
async def test_without_anything_to_say_nothing_is_sent(vendor, books, ask, name, missing):
    if (name, missing) == (REPLY, "note"):
        return  # a reply has words of its own
    with pytest.raises(Refused, match="nothing was sent"):
        await vendor.operations[name].send(replace(ask(name), **{missing: None}))
    assert writes(books) == []


@ALL
@pytest.mark.parametrize("route", ["GET /tickets", "POST /oauth/tokens"])
async def test_without_a_look_nothing_is_sent(vendor, books, faults, ask, name, route):
    faults.set("zendesk", Fault.SERVER_ERROR, only=route)
    with pytest.raises(Unavailable):
        await vendor.operations[name].send(ask(name))
    assert writes(books) == []


async def test_the_tickets_of_a_call_are_read_to_the_last_page(vendor, books, order):
    for _ in range(101):
        books.add_ticket({"comment": {"body": "x", "public": False}, "external_id": "call_1"})
    newest = max(one["id"] for one in books.carrying("call_1"))
    books.comment(books.tickets[newest], {"body": f"ref {mark_of(order())}", "public": False})
    effect = await vendor.operations[NOTE].find_effect(order(ticket=None))
    assert effect.reference == str(newest)


async def test_comments_are_read_back_to_the_step_and_no_further(vendor, books, order, clock):
    ticket = books.ticket(str(ORCHARD_TICKET))
    for number in range(230):
        books.comment(ticket, {"body": f"note {number}", "public": False})
    ours = books.comments[ORCHARD_TICKET][5]
    ours["body"] = f"ref {mark_of(order())}"
    assert (await vendor.operations[NOTE].find_effect(order())).facts["audit"] == ours["audit_id"]
    pages = [one for one in books.requests if one.path.endswith("/comments")]
    assert len(pages) == 3, "to the end, since all are of these minutes"
    for comment in books.comments[ORCHARD_TICKET]:
        comment["created_at"] = f"{clock() - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    books.requests.clear()
    assert await vendor.operations[NOTE].find_effect(order()) is None
    assert len([one for one in books.requests if one.path.endswith("/comments")]) == 1
