"""Every write at local ProAbono: repeat-safe, and each fault means one thing."""

from dataclasses import replace

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import MONEY_OPERATIONS, RepeatSafety
from handlers.sandbox.faults import Fault
from tests.providers.proabono.orders import CREATE, ROUTES, truth, writes

ALL = pytest.mark.parametrize("name", list(ROUTES))


def test_the_table_names_every_operation(vendor):
    assert set(vendor.operations) == set(ROUTES)


@ALL
async def test_what_each_declares(vendor, name):
    facts = vendor.operations[name].facts
    assert (facts.writes, facts.moves_money) == (True, name in MONEY_OPERATIONS)
    assert facts.key_window is None, "ProAbono has no idempotency keys"
    assert (facts.repeat_safety, facts.can_look_up) == (RepeatSafety.NATURAL, True)


@ALL
async def test_each_does_it_once_and_says_so(vendor, books, order, name):
    effect = await vendor.operations[name].send(order(name))
    assert (effect.status, effect.said[-1]) == ("done", ".")
    assert len(writes(books)) == 1
    again = await vendor.operations[name].watch(order(name), effect.reference)
    assert (again.status, again.reference) == ("done", effect.reference)


@ALL
async def test_what_is_kept_of_it_is_a_number(vendor, order, name):
    """A reference is the business's own, and may be an e-mail address."""
    effect = await vendor.operations[name].send(order(name))
    assert effect.reference.isdigit()
    assert (await vendor.operations[name].find_effect(order(name))).reference == effect.reference


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
        (Fault.MALFORMED, (OutcomeUnknown, True)),
    ],
)
async def test_faults(vendor, books, faults, order, name, fault, meaning):
    kind, happens = meaning
    before = truth(books)
    faults.set("proabono", fault, times=1, only=ROUTES[name])
    with pytest.raises(kind):
        await vendor.operations[name].send(order(name))
    assert (truth(books) != before) is happens
    assert len(writes(books)) == 1, "a write is never repeated here"


@ALL
@pytest.mark.parametrize("wait", [7, None])
async def test_a_rate_limit_hands_on_the_wait(vendor, books, faults, order, name, wait):
    books.retry_after_s = wait
    faults.set("proabono", Fault.RATE_LIMITED, times=1, only=ROUTES[name])
    with pytest.raises(Unavailable) as caught:
        await vendor.operations[name].send(order(name))
    assert caught.value.retry_after_s == wait


@ALL
async def test_after_a_lost_answer_the_books_show_it(vendor, faults, order, name):
    operation = vendor.operations[name]
    assert await operation.find_effect(order(name)) is None
    faults.set("proabono", Fault.LOST_ANSWER, times=1, only=ROUTES[name])
    with pytest.raises(OutcomeUnknown):
        await operation.send(order(name))
    assert (await operation.find_effect(order(name))).status == "done"


@ALL
async def test_sent_twice_it_is_the_same_end_state(vendor, books, order, name):
    operation = vendor.operations[name]
    first = await operation.send(order(name))
    before = truth(books)
    again = await operation.send(replace(order(name), wire_key="again"))
    assert (again.reference, truth(books)) == (first.reference, before)


@ALL
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.LOST_ANSWER, Fault.RATE_LIMITED])
async def test_without_a_look_into_the_books_nothing_is_sent(
    vendor, books, faults, order, name, fault
):
    for only in ("GET /v1/Customer", "GET /v1/Customers", "GET /v1/CustomerSettingsPayment"):
        faults.set("proabono", fault, only=only)
    with pytest.raises(Unavailable):
        await vendor.operations[name].send(order(name))
    assert writes(books) == []


@pytest.mark.parametrize("name", [name for name in ROUTES if name != CREATE])
@pytest.mark.parametrize(
    "record_id",
    ["", "..", "invoice:9", "invoice:0", "invoice:3004", "customer:none", "customer:%3C",
     "subscription:9@glycine-42", "subscription:2001@moulin-7", "in_1"],
)  # fmt: skip
async def test_a_record_that_is_not_there_is_refused(vendor, books, order, name, record_id):
    with pytest.raises(Refused):
        await vendor.operations[name].send(order(name, record_id=record_id))
    assert writes(books) == []


@pytest.mark.parametrize("name", list(ROUTES))
@pytest.mark.parametrize("said", [None, [], {}, {"Id": "x"}, {"Items": []}], ids=str)
async def test_a_success_that_cannot_be_read_is_of_unknown_outcome(
    scripted_vendor, script, order, name, said
):
    person = {"Id": 1001, "ReferenceCustomer": "glycine-42", "Status": "Enabled", "New": [1]}
    bill = {"Id": 3001, "ReferenceCustomer": "glycine-42", "Status": "Due", "AmountTotal": 5,
            "StateInvoice": "DueAuto", "Currency": "eur", "New": {}}  # fmt: skip
    held = {"Id": 2001, "ReferenceCustomer": "glycine-42", "Status": "Active", "New": 1,
            "StateSubscription": "ActiveRunning"}  # fmt: skip
    page = {"Page": 1, "SizePage": 10, "Count": 1, "TotalItems": 1}
    script.at("/v1/Invoice/3001", bill).at("/v1/Subscriptions", page | {"Items": [held]})
    script.at("/v1/Customers", page | {"Items": [person]}).at("/v1/Customer", person, said)
    if name == CREATE:
        script.at("/v1/Customer", said)
    script.at("/v1/CustomerSettingsPayment", {"TypePayment": "Card"}, said)
    script.say(said)
    with pytest.raises(OutcomeUnknown):
        await scripted_vendor.operations[name].send(order(name))
    assert script.seen[-1].method == "POST"
