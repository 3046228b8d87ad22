"""Payment requests at local Paystack: mailed once more, and made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from handlers.sandbox import paystack_dues as dues
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.faults import Fault
from tests.providers.paystack.orders import (
    ASK,
    BENIN,
    FINALIZE,
    KANO,
    NOTIFY,
    SEED,
    SHELF,
    mails,
    sent,
    writes,
)

# --- a draft is issued ---


async def test_a_draft_is_issued_and_mailed_once(vendor, books, order):
    operation = vendor.operations[FINALIZE]
    assert await operation.find_effect(order(FINALIZE)) is None
    effect = await operation.send(order(FINALIZE))
    assert dues.found(books, SEED)["status"] == "pending"
    assert mails(books) == [("ledger@enuguharvest.example", SEED)]
    assert effect.said == "Paystack shows payment request PRQ_localenuguseed as issued."
    assert (await operation.find_effect(order(FINALIZE))).status == "done"
    assert (await operation.send(order(FINALIZE))).status == "done"
    assert len(writes(books)) == 1


async def test_a_word_that_nobody_knows_after_the_order_to_issue_is_no_refusal(
    scripted_vendor, script, order
):
    """Paystack took the order: whatever it shows then, it may have mailed."""
    draft = {"id": 1, "domain": "test", "request_code": SEED, "status": "draft", "amount": 100,
             "currency": "NGN", "paid": False}  # fmt: skip
    script.at(
        f"/paymentrequest/verify/{SEED}",
        {"status": True, "data": draft},
        {"status": True, "data": draft | {"status": "brand-new"}},
    )
    script.at(f"/paymentrequest/finalize/{SEED}", {"status": True, "data": draft})
    with pytest.raises(OutcomeUnknown, match="brand-new"):
        await scripted_vendor.operations[FINALIZE].send(order(FINALIZE))


async def test_what_was_archived_is_not_issued(vendor, books, order):
    books.archived.add(dues.found(books, SEED)["id"])
    with pytest.raises(Refused):
        await vendor.operations[FINALIZE].send(order(FINALIZE))
    assert writes(books) == []


# --- a payment request is mailed again ---


async def test_the_mail_goes_to_the_address_on_record_and_nothing_else_is_said(
    vendor, books, order
):
    effect = await vendor.operations[NOTIFY].send(order(NOTIFY))
    assert mails(books) == [("books@kanostudios.example", KANO)]
    assert [one.body for one in writes(books)] == [""]
    assert effect.said == (
        "Paystack mailed payment request PRQ_localkano to the address on its record."
    )


async def test_a_mail_from_before_the_step_is_not_its_mail(vendor, books, order, clock):
    operation = vendor.operations[NOTIFY]
    dues.mail(books, dues.found(books, KANO))
    later = order(NOTIFY, since=clock() + timedelta(seconds=1))
    assert await operation.find_effect(later) is None
    same_second = order(NOTIFY, since=clock() + timedelta(milliseconds=900))
    assert (await operation.find_effect(same_second)).status == "done", "seconds may be cut off"


async def test_a_mail_that_is_not_listed_yet_is_accepted_and_watched(
    vendor, books, order, clock, monkeypatch
):
    monkeypatch.setattr(dues, "mail", lambda _books, _request: None)
    operation = vendor.operations[NOTIFY]
    effect = await operation.send(order(NOTIFY))
    assert (effect.status, "took the order" in effect.said) == ("accepted", True)
    assert (await operation.watch(order(NOTIFY), effect.reference)).status == "accepted"
    at = shapes.instant(clock())
    dues.found(books, KANO)["notifications"].append({"sent_at": at, "channel": "email"})
    assert (await operation.watch(order(NOTIFY), effect.reference)).status == "done"


@pytest.mark.parametrize("name", [NOTIFY, ASK])
async def test_a_look_that_fails_after_the_mail_takes_nothing_back(
    vendor, books, faults, order, name, monkeypatch
):
    mail = dues.mail

    def and_break(*given):
        mail(*given)
        faults.set("paystack", Fault.SERVER_ERROR, only="GET /paymentrequest/verify/{code}")

    monkeypatch.setattr(dues, "mail", and_break)
    effect = await vendor.operations[name].send(order(name))
    assert (effect.status, len(books.mails)) == ("accepted", 1)


@pytest.mark.parametrize("code", ["PRQ_localenuguseed", "PRQ_localenugupaid"])
async def test_only_an_open_request_is_mailed(vendor, books, order, code):
    with pytest.raises(Refused, match="not open"):
        await vendor.operations[NOTIFY].send(order(NOTIFY, record_id=code))
    assert writes(books) == []


async def test_without_an_address_or_a_time_nothing_is_mailed(vendor, books, order):
    with pytest.raises(Unavailable):
        await vendor.operations[NOTIFY].send(order(NOTIFY, since=None))
    books.customer("CUS_localkano")["email"] = ""
    with pytest.raises(Refused, match="no e-mail"):
        await vendor.operations[NOTIFY].send(order(NOTIFY))
    assert writes(books) == []


# --- a customer is asked to pay ---


@pytest.mark.parametrize("record_id", [BENIN, "PRQ_localkano", "SUB_localjosplan", SHELF])
async def test_the_customer_of_any_record_is_asked(vendor, books, order, record_id):
    owner = {"PRQ_localkano": "CUS_localkano", "SUB_localjosplan": "CUS_localjos",
             SHELF: "CUS_localibadan"}.get(record_id, BENIN)  # fmt: skip
    effect = await vendor.operations[ASK].send(order(ASK, record_id=record_id))
    assert sent(books) == [
        {
            "customer": owner,
            "amount": 500_000,
            "currency": "NGN",
            "description": f"Payment link. Reference: call_1:{ASK}:1",
            "send_notification": True,
        }
    ]
    assert (effect.amount_minor, effect.currency) == (500_000, "NGN")
    assert effect.said == (
        f"Paystack made payment request {effect.reference} over NGN 5,000.00 and mailed it to the "
        "address on its record."
    )
    assert [about for _, about in mails(books)] == [effect.reference]


async def test_francs_are_asked_in_hundredths(vendor, books, order):
    effect = await vendor.operations[ASK].send(order(ASK, amount_minor=700, currency="XOF"))
    assert sent(books)[0]["amount"] == 70_000
    assert (effect.amount_minor, "XOF 700" in effect.said) == (700, True)


async def test_ours_is_found_paid_archived_or_among_many(vendor, books, order):
    operation = vendor.operations[ASK]
    made = await operation.send(order(ASK))
    dues.pay(books, made.reference)
    books.archived.add(dues.found(books, made.reference)["id"])
    for number in range(55):
        given = {"customer": BENIN, "amount": 5, "description": f"another {number}"}
        dues.ask(books, given)
    assert (await operation.find_effect(order(ASK))).reference == made.reference
    other = replace(order(ASK), step_key=f"call_2:{ASK}:1")
    assert await operation.find_effect(other) is None


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": None},
        {"amount_minor": 0},
        {"amount_minor": -5},
        {"currency": None},
        {"currency": "EUR"},
    ],
    ids=str,
)
async def test_a_sum_that_makes_no_sense_is_refused(vendor, books, order, change):
    with pytest.raises(Refused):
        await vendor.operations[ASK].send(order(ASK, **change))
    assert books.requests == []


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"currency": "GHS"},
        {"domain": "live"},
        {"description": "another"},
        {"customer": 7},
        {"customer": None},
    ],
    ids=str,
)
async def test_an_answer_about_another_request_is_of_unknown_outcome(
    vendor, order, monkeypatch, change
):
    made = shapes.request_created
    monkeypatch.setattr(shapes, "request_created", lambda *given: made(*given) | change)
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[ASK].send(order(ASK))


async def test_one_that_is_not_mailed_yet_is_watched_until_it_is(
    vendor, books, order, clock, monkeypatch
):
    monkeypatch.setattr(dues, "mail", lambda _books, _request: None)
    operation = vendor.operations[ASK]
    effect = await operation.send(order(ASK))
    assert (effect.status, "lists no mail" in effect.said) == ("accepted", True)
    at = shapes.instant(clock())
    dues.found(books, effect.reference)["notifications"].append({"sent_at": at})
    assert (await operation.watch(order(ASK), effect.reference)).status == "done"
    with pytest.raises(Refused, match="not made for this step"):
        await operation.watch(order(ASK), KANO)
