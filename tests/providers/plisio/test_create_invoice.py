"""`plisio.create_invoice` against local Plisio, where a GET creates and a repeat gives the same."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import RepeatSafety
from bot.handoff.record import RecordKind
from handlers.sandbox.faults import Fault
from handlers.sandbox.plisio_seed import seed_id
from providers.plisio.create_invoice import FACTS, NAME

WRITE = "GET /api/v1/invoices/new"
STEP = "call_1:plisio.create_invoice:1"
FIRST, SECOND = f"{STEP}:1", f"{STEP}:2"


def creates(books):
    return [one for one in books.requests if one.path.endswith("/invoices/new")]


def test_what_it_declares():
    assert FACTS.repeat_safety is RepeatSafety.NATURAL
    assert FACTS.can_look_up
    assert not FACTS.moves_money


# --- what is sent ---


async def test_an_invoice_is_made_over_exactly_this_sum_and_waits_to_be_paid(create, books, order):
    effect = await create.send(order(email="payer@newbuyer.example"))
    made = books.of_order(FIRST)
    assert (made.source, made.email) == (("240.00", "USD"), "payer@newbuyer.example")
    assert (effect.status, effect.reference) == ("accepted", made.id)
    assert (effect.amount_minor, effect.currency) == (24_000, "USD")
    assert effect.said.startswith(f"Plisio's invoice {made.id} of USD 240.00: made, not paid yet.")
    assert f"https://plisio.net/invoice/{made.id}" in effect.said
    assert effect.facts == {"status": "new"}
    [sent] = creates(books)
    assert "return_existing=true" in sent.query


@pytest.mark.parametrize(
    ("amount_minor", "currency", "written"),
    [(12_000, "JPY", "12000"), (85_250, "KWD", "85.250"), (1, "USD", "0.01")],
)
async def test_amounts_are_decimal_text_in_major_units(
    create, books, order, amount_minor, currency, written
):
    effect = await create.send(order(amount_minor, currency))
    assert books.of_order(FIRST).source == (written, currency)
    assert (effect.amount_minor, effect.currency) == (amount_minor, currency)


async def test_sent_twice_there_is_one_invoice(create, books, order):
    first = await create.send(order())
    second = await create.send(order())
    assert first == second
    assert sum(one.order_number == FIRST for one in books.every()) == 1


async def test_what_ran_out_can_be_asked_for_again(create, books, order):
    """A wire key that was used is not used again, and its invoice says nothing of the next one."""
    first = await create.send(order())
    books.expire(first.reference)
    again = replace(order(), wire_key=SECOND)
    assert await create.find_effect(again) is None
    second = await create.send(again)
    assert (second.status, second.reference == first.reference) == ("accepted", False)
    assert (await create.find_effect(again)).reference == second.reference


async def test_an_invoice_of_an_earlier_attempt_is_found_while_it_can_be_paid(create, order):
    """Its answer was lost, and it was not there yet when it was looked for."""
    first = await create.send(order())
    found = await create.find_effect(replace(order(), wire_key=SECOND))
    assert found.reference == first.reference
    other = replace(order(), step_key=f"{STEP}0", wire_key=f"{STEP}0:1")
    assert await create.find_effect(other) is None


async def test_the_payer_of_an_earlier_invoice_is_asked_again(create, books, order):
    await create.send(order(record_id=seed_id("c002")))
    assert books.of_order(FIRST).email == "till@lanternhire.example"


@pytest.mark.parametrize("status", ["new", "pending"])
async def test_who_can_still_pay_another_invoice_gets_no_second_one(create, books, order, status):
    """Somebody else made it since the record was looked for."""
    other = books.create(
        order_number="A-1", order_name="x", coin="BTC", amount=Decimal(1), email="Payer@b.example"
    )
    other.status = status
    with pytest.raises(Refused, match="could be paid as well"):
        await create.send(order(email="payer@b.example"))
    assert creates(books) == []
    other.status = "expired"
    await create.send(order(email="payer@b.example"))
    await create.send(order(email="payer@b.example"))
    assert len(creates(books)) == 2, "its own is no other"


async def test_without_an_address_plisio_asks_the_payer(create, books, order):
    await create.send(order())
    assert books.of_order(FIRST).email is None


# --- what comes back may be an older one ---


async def test_an_older_invoice_of_another_sum_is_not_taken_for_it(create, books, order):
    await create.send(order())
    with pytest.raises(OutcomeUnknown, match="not over USD 250") as other:
        await create.send(order(25_000))
    assert other.value.code == "not_comparable", "it is there, and can be paid"
    with pytest.raises(Refused, match="over USD 240"):
        await create.find_effect(order(25_000))
    assert books.of_order(FIRST).source == ("240.00", "USD")


async def test_nor_one_in_another_currency(create, order):
    await create.send(order())
    with pytest.raises(OutcomeUnknown, match="over USD"):
        await create.send(order(24_000, "EUR"))


async def test_an_invoice_of_another_order_is_no_answer(create, order):
    with pytest.raises(Refused, match="not made for this step"):
        await create.watch(order(), seed_id("c001"))


@pytest.mark.parametrize(
    ("amount_minor", "currency"), [(None, "USD"), (0, "USD"), (100, None), (100, "BTC")]
)
async def test_without_a_sum_of_money_nothing_is_sent(create, books, order, amount_minor, currency):
    with pytest.raises(Refused, match="amount above zero"):
        await create.send(order(amount_minor, currency))
    assert books.requests == []


@pytest.mark.parametrize("email", ["nobody", "a b@c.example", "[e-mail]@x.example"])
async def test_what_is_no_address_is_not_sent(create, books, order, email):
    with pytest.raises(Refused, match="no e-mail address"):
        await create.send(order(email=email))
    assert creates(books) == []


# --- what becomes of it ---


@pytest.mark.parametrize(
    ("act", "status", "words"),
    [
        (lambda books, it: books.see(it), "accepted", "waits to be confirmed"),
        (lambda books, it: books.pay(it), "done", ": paid."),
        (lambda books, it: books.pay(it, "1.2"), "done", "more than it asked"),
        (lambda books, it: books.expire(it), "failed", "nothing was paid"),
        (lambda books, it: books.cancel(it), "failed", "cancelled"),
    ],
)
async def test_only_what_plisio_calls_completed_is_done(create, books, order, act, status, words):
    made = await create.send(order())
    act(books, made.reference)
    seen = await create.watch(order(), made.reference)
    assert (seen.status, seen.reference) == (status, made.reference)
    assert words in seen.said


async def test_one_that_was_paid_in_part_before_it_ran_out_is_for_a_person(create, books, order):
    made = await create.send(order())
    books.pay(made.reference, "0.4")
    books.expire(made.reference)
    seen = await create.watch(order(), made.reference)
    assert (seen.status, "a part was paid" in seen.said) == ("failed", True)


async def test_a_payer_who_takes_another_coin_pays_the_same_invoice(create, books, order):
    made = await create.send(order())
    other = books.switch(made.reference, "LTC")
    assert (await create.watch(order(), made.reference)).status == "accepted"
    books.pay(other.id)
    for seen in (await create.watch(order(), made.reference), await create.find_effect(order())):
        assert (seen.status, seen.amount_minor) == ("done", 24_000)


async def test_nor_does_it_matter_how_often_the_coin_is_changed(create, books, order):
    made = await create.send(order())
    other = books.switch(made.reference, "LTC")
    last = books.switch(other.id, "USDT_TRX")
    books.pay(last.id)
    seen = await create.watch(order(), made.reference)
    assert (seen.status, seen.reference) == ("done", made.reference)


ID = "65f000000000000000000001"


def shop_says(script, status, **invoice):
    """A made invoice, and what a shop shows of it afterwards."""
    made = {"txn_id": ID, "invoice_url": f"https://plisio.net/invoice/{ID}"}
    for path, data in (
        ("invoices/new", made),
        (f"operations/{ID}", {"id": ID, "type": "invoice", "status": status}),
        (f"invoices/{ID}", {"invoice": {"id": ID, **invoice}}),
    ):
        script.at(f"/api/v1/{path}", {"status": "success", "data": data})


ASKED = {"order_number": FIRST, "source_amount": "240.00", "source_currency": "USD"}


@pytest.mark.parametrize("received", [{}, {"received_amount": "many"}])
async def test_of_what_ran_out_it_is_not_said_that_nothing_came_in_unless_that_is_shown(
    scripted_vendor, script, order, received
):
    shop_says(script, "expired", params=ASKED, **received)
    seen = await scripted_vendor.operations[NAME].watch(order(), ID)
    assert seen.status == "failed"
    assert "nothing was paid" not in seen.said
    assert "look at it in Plisio" in seen.said
    record = await scripted_vendor.observe(RecordKind.INVOICE, ID)
    assert "look at it in Plisio" in record.description


@pytest.mark.parametrize(
    "params",
    [None, {}, {"order_number": FIRST}, {**ASKED, "order_number": STEP[:20]}],
    ids=["nothing", "no params", "no sum", "cut number"],
)
async def test_a_new_invoice_that_cannot_be_compared_is_no_refusal(
    scripted_vendor, script, order, params
):
    """It is there and can be paid, whatever the shop shows of it."""
    shop_says(script, "new", **({} if params is None else {"params": params}))
    with pytest.raises(OutcomeUnknown, match="cannot be compared"):
        await scripted_vendor.operations[NAME].send(order())


# --- when it fails ---


async def test_nothing_is_found_before_it_is_made(create, order):
    assert await create.find_effect(order()) is None


async def test_a_lost_answer_is_unknown_and_the_books_know_it(create, books, faults, order):
    faults.set("plisio", Fault.LOST_ANSWER, 1, WRITE)
    with pytest.raises(OutcomeUnknown):
        await create.send(order())
    found = await create.find_effect(order())
    assert found.reference == books.of_order(FIRST).id
    assert len(creates(books)) == 1, "a GET that creates is not repeated by itself"


@pytest.mark.parametrize("fault", [Fault.HANG])
async def test_a_time_out_before_the_effect_is_unknown_too_and_a_repeat_makes_one(
    create, books, faults, order, fault
):
    faults.set("plisio", fault, 1, WRITE)
    with pytest.raises(OutcomeUnknown):
        await create.send(order())
    assert await create.find_effect(order()) is None
    await create.send(order())
    assert books.of_order(FIRST)


async def test_made_but_not_to_be_read_back_is_unknown(create, faults, order):
    faults.set("plisio", Fault.AUTH, None, "GET /api/v1/operations/{id}")
    with pytest.raises(OutcomeUnknown, match="could not be read back"):
        await create.send(order())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.AUTH, Refused),
        (Fault.REFUSED, Refused),
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, OutcomeUnknown),
        (Fault.MALFORMED, OutcomeUnknown),
        (Fault.SLOW, OutcomeUnknown),
    ],
)
async def test_what_each_fault_means(create, books, faults, order, fault, error):
    faults.set("plisio", fault, 1, WRITE)
    with pytest.raises(error):
        await create.send(order())
    assert len(creates(books)) == 1


@pytest.mark.parametrize("status", [422, 500])
async def test_a_published_code_is_a_refusal_whatever_its_status(
    scripted_vendor, script, order, status
):
    """https://plisio.net/documentation/endpoints/balance: errors come as 422 or 500."""
    said = {"name": "Unprocessable entity", "message": "Unsupported currency", "code": 105}
    script.say({"status": "error", "data": said}, status=status)
    with pytest.raises(Refused, match="Unsupported currency"):
        await scripted_vendor.operations[NAME].send(order())


@pytest.mark.parametrize(("stated", "wait_s"), [(7, 7.0), (None, None)])
async def test_a_stated_wait_is_handed_on(create, books, faults, order, stated, wait_s):
    books.retry_after_s = stated
    faults.set("plisio", Fault.RATE_LIMITED, 1, WRITE)
    with pytest.raises(Unavailable) as later:
        await create.send(order())
    assert later.value.retry_after_s == wait_s


async def test_a_currency_that_plisio_has_not_is_refused_in_words(create, order):
    with pytest.raises(Refused, match="source_currency: Unknown currency"):
        await create.send(order(5_000, "CHF"))
