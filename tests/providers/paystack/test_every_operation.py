"""Every write at local Paystack beside refunds: repeat-safe, and each fault means one thing."""

from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import MONEY_OPERATIONS, RepeatSafety
from handlers.sandbox.faults import Fault
from tests.providers.paystack.orders import (
    ASK,
    BENIN,
    CREATE,
    EVIDENCE,
    KANO,
    NEWCOMER,
    NOTE,
    ROUTES,
    SEED,
    SHELF,
    UPDATE,
    truth,
    writes,
)

ALL = pytest.mark.parametrize("name", list(ROUTES))


@ALL
async def test_what_each_declares(vendor, name):
    facts = vendor.operations[name].facts
    assert (facts.writes, facts.moves_money) == (True, name in MONEY_OPERATIONS)
    assert facts.key_window is None, "Paystack has no idempotency keys"
    assert facts.can_look_up is (facts.repeat_safety is not RepeatSafety.NONE)


@ALL
async def test_each_does_it_once_and_says_so(vendor, books, order, name):
    effect = await vendor.operations[name].send(order(name))
    assert effect.status == ("accepted" if name == EVIDENCE else "done")
    assert effect.reference
    assert effect.said.endswith(".")
    assert len(writes(books)) == 1


@ALL
@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.REFUSED, (Refused, False)),
        (Fault.AUTH, (Refused, False)),
        (Fault.RATE_LIMITED, (Unavailable, False)),
        (Fault.SERVER_ERROR, (OutcomeUnknown, False)),
        (Fault.HANG, (OutcomeUnknown, False)),  # timed out before the effect
        (Fault.LOST_ANSWER, (OutcomeUnknown, True)),
        (Fault.SLOW, (OutcomeUnknown, True)),  # timed out after it
    ],
)
async def test_faults(vendor, books, faults, order, name, fault, meaning):
    kind, happens = meaning
    before = truth(books)
    faults.set("paystack", fault, times=1, only=ROUTES[name])
    with pytest.raises(kind) as caught:
        await vendor.operations[name].send(order(name))
    assert (truth(books) != before) is happens
    assert len(writes(books)) == 1, "a write is never repeated here"
    assert not getattr(caught.value, "answered", False)


@ALL
@pytest.mark.parametrize("wait", [7, None])
async def test_a_rate_limit_hands_on_the_wait(vendor, books, faults, order, name, wait):
    books.reset_after_s = wait
    faults.set("paystack", Fault.RATE_LIMITED, times=1, only=ROUTES[name])
    with pytest.raises(Unavailable) as caught:
        await vendor.operations[name].send(order(name))
    assert caught.value.retry_after_s == wait


@ALL
async def test_after_a_lost_answer_the_books_show_it_or_say_that_they_cannot(
    vendor, faults, order, name
):
    operation = vendor.operations[name]
    if operation.facts.can_look_up:
        assert await operation.find_effect(order(name)) is None
    faults.set("paystack", Fault.LOST_ANSWER, times=1, only=ROUTES[name])
    with pytest.raises(OutcomeUnknown):
        await operation.send(order(name))
    if operation.facts.can_look_up:
        assert (await operation.find_effect(order(name))).status == "done"
    else:
        with pytest.raises(Unavailable):
            await operation.find_effect(order(name))


@ALL
async def test_what_the_books_hold_is_not_done_again(vendor, books, order, name):
    """A ledger that was restored from an older copy does not know what it sent."""
    operation = vendor.operations[name]
    await operation.send(order(name))
    before = truth(books)
    if operation.facts.repeat_safety is RepeatSafety.LOOK_UP:
        await operation.send(replace(order(name), wire_key="again"))
        assert (len(writes(books)), truth(books)) == (1, before)
    if operation.facts.repeat_safety is RepeatSafety.NATURAL:
        await operation.send(replace(order(name), wire_key="again"))
        assert truth(books) == before, "the same end state however often"


@ALL
async def test_nothing_of_live_mode_is_touched(vendor, books, order, name):
    for item in (one for kept in books.objects.values() for one in kept.values()):
        item["domain"] = "live"
    books.customer(BENIN)["email"] = NEWCOMER["email"]
    with pytest.raises(Refused, match="not of test mode"):
        await vendor.operations[name].send(order(name))
    assert writes(books) == []


@ALL
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.LOST_ANSWER, Fault.RATE_LIMITED])
async def test_without_a_look_into_the_books_nothing_is_sent(
    vendor, books, faults, order, name, fault
):
    for only in (
        "GET /paymentrequest/verify/{code}",
        "GET /customer/{email_or_code}",
        "GET /subscription/{id_or_code}",
        "GET /dispute",
    ):
        faults.set("paystack", fault, only=only)
    with pytest.raises(Unavailable):
        await vendor.operations[name].send(order(name))
    assert writes(books) == []


@ALL
@pytest.mark.parametrize("record_id", ["", "..", "PRQ_none", "CUS_none", "SUB_none", "PSK-None"])
async def test_a_record_that_is_not_there_is_refused(vendor, books, order, name, record_id):
    if name == CREATE:
        return  # it has none
    with pytest.raises(Refused):
        await vendor.operations[name].send(order(name, record_id=record_id))
    assert writes(books) == []


@pytest.mark.parametrize(
    "said",
    [None, [], {}, {"status": "true"}, {"data": {}}, {"status": 1, "data": {"id": "x"}}],
    ids=str,
)
@ALL
async def test_a_success_that_cannot_be_read_is_of_unknown_outcome(
    scripted_vendor, script, order, name, said
):
    for path, item in _items().items():
        script.at(path, {"status": True, "message": "", "data": item, "brand_new": [1]})
    script.at("/customer/new@house.example", {"status": False, "message": "Customer not found"})
    script.say(said)
    if name in READ_BEFORE_WRITTEN:
        path = READ_BEFORE_WRITTEN[name]
        script.at(path, *script.by_path[path], said)
    with pytest.raises(OutcomeUnknown):
        await scripted_vendor.operations[name].send(order(name))
    assert script.seen[-1].method != "GET"


READ_BEFORE_WRITTEN = {
    ASK: "/paymentrequest",
    UPDATE: "/customer/CUS_localbenin",
    NOTE: "/customer/CUS_localbenin",
}
"""Addresses that are read first: the second answer is the one to the write."""


def _items():
    """Answers as Paystack may give them: what is optional left out, unknown fields besides."""
    person = {"id": 5, "email": "x@y.example", "customer_code": BENIN, "first_name": "Ó",
              "phone": "080", "brand_new": [1]}  # fmt: skip
    common = {"id": 1, "domain": "test", "amount": 5, "currency": "ngn", "customer": person}
    return {
        "/customer/CUS_localbenin": {**person, "domain": "test", "metadata": '{"kept": 1}'},
        f"/paymentrequest/verify/{KANO}": {
            **common, "request_code": KANO, "status": "pending", "paid": False,
            "notifications": None},
        f"/paymentrequest/verify/{SEED}": {
            **common, "request_code": SEED, "status": "draft", "paid": False,
            "notifications": None},
        "/paymentrequest": [],
        "/subscription/SUB_localjosplan": {
            **common, "subscription_code": "SUB_localjosplan", "status": "active"},
        f"/transaction/verify/{SHELF}": {**common, "status": "success", "reference": SHELF},
        "/dispute": [{"id": 9, "domain": "test", "status": "awaiting-merchant-feedback",
                      "transaction": {"id": 1}}],
    }  # fmt: skip
