"""What was given back elsewhere is booked once, on the one customer with that address."""

from datetime import UTC, datetime

import pytest

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.billing_call import BillingCall
from bot.handoff.record import FoundBy, Record, RecordStatus
from bot.handoff.words import Workflow
from bot.redaction import redact
from bot.vendors import Done, Matter
from handlers.sandbox.faults import Fault

RECEIPT, CREDIT = "quickbooks.create_refund_receipt", "quickbooks.record_credit"
AT = datetime(2031, 3, 5, tzinfo=UTC)


def record(email="accounts@kestrelfittings.example", **change):
    whole = {
        "vendor": "stripe",
        "record_id": "ch_1",
        "found_by": FoundBy.REFERENCE,
        "customer_email": redact(email) if email else None,
        "status": RecordStatus.PAID,
        "livemode": False,
        "observed_at": AT,
    }
    return Record(**(whole | change))


def done(**change):
    return Done(
        **(
            {
                "operation": "stripe.create_refund",
                "reference": "re_1LocalRefundOfTheTests",
                "amount_minor": 4_900,
                "currency": "USD",
            }
            | change
        )
    )


@pytest.fixture
def booking(order):
    def booking(name=RECEIPT, on=None, what=None, **call):
        told = {name: redact(text) for name, text in call.items()}
        about = BillingCall(call_id="call_1", workflow=Workflow.REFUND_REQUEST, **told)
        matter = Matter("ho_1", about, on or record(), what or done())
        return order(name, "ch_1", matter=matter)

    return booking


async def test_a_refund_is_a_receipt_with_the_providers_reference(books, vendor, booking):
    effect = await vendor.operations[RECEIPT].send(booking())
    [receipt] = books.every("RefundReceipt")
    assert (effect.reference, effect.amount_minor) == (receipt["Id"], 4_900)
    assert receipt["TotalAmt"] == 49.0
    assert receipt["PaymentRefNum"] == "re_1LocalRefundOfTheT"
    assert receipt["DepositToAccountRef"] == {"value": "35"}
    assert receipt["CustomerRef"]["value"] == "67"
    assert "call call_1" in receipt["PrivateNote"]


async def test_a_credit_is_a_memo(books, vendor, booking):
    made = booking(CREDIT, what=done(operation="stripe.create_credit_note"))
    effect = await vendor.operations[CREDIT].send(made)
    assert [one["TotalAmt"] for one in books.every("CreditMemo")] == [49.0]
    assert (await vendor.operations[CREDIT].find_effect(made)).reference == effect.reference
    assert (await vendor.operations[CREDIT].watch(made, effect.reference)).status == "done"


async def test_it_is_tied_to_the_customers_invoice_of_that_number(books, vendor, booking):
    await vendor.operations[RECEIPT].send(booking(invoice_number="QB-1042"))
    assert "invoice 130 in QuickBooks" in books.every("RefundReceipt")[0]["PrivateNote"]


@pytest.mark.parametrize("number", ["QB-1045", "QB-2001", "QB-9999"])
async def test_another_customers_invoice_is_left_alone(books, vendor, booking, number):
    await vendor.operations[RECEIPT].send(booking(invoice_number=number))
    assert "in QuickBooks" not in books.every("RefundReceipt")[0]["PrivateNote"]


async def test_a_lost_answer_is_found_and_not_booked_again(books, faults, vendor, booking):
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, "POST /refundreceipt")
    with pytest.raises(OutcomeUnknown):
        await vendor.operations[RECEIPT].send(booking())
    found = await vendor.operations[RECEIPT].find_effect(booking())
    books.answers.clear()
    again = await vendor.operations[RECEIPT].send(booking())
    assert found.reference == again.reference
    assert len(books.every("RefundReceipt")) == 1


@pytest.mark.parametrize(
    ("name", "kind", "operation"),
    [
        (RECEIPT, "RefundReceipt", "stripe.create_refund"),
        (CREDIT, "CreditMemo", "stripe.create_credit_note"),
    ],
)
async def test_another_sum_than_was_given_back_is_said(
    books, vendor, booking, name, kind, operation
):
    made = booking(name, what=done(operation=operation))
    effect = await vendor.operations[name].send(made)
    assert "as asked" not in effect.said
    books.change(kind, effect.reference, {"TotalAmt": 53.9})
    found = await vendor.operations[name].find_effect(made)
    assert "over USD 53.90, and not over USD 49.00 as asked" in found.said


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (record(email=None), "no_email"),
        (record(email="nobody@acme.example"), "no_single_customer"),
        (record(email="office@twinmills.example"), "no_single_customer"),
        (record(email="hello@goneaway.example"), "no_single_customer"),
    ],
)
async def test_who_is_not_one_clear_customer_is_for_a_person(books, vendor, booking, on, code):
    with pytest.raises(Refused) as refused:
        await vendor.operations[RECEIPT].send(booking(on=on))
    assert (refused.value.code, books.every("RefundReceipt")) == (code, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [({"refund_account_id": None}, "no_account"), ({"item_id": None}, "no_item")],
)
async def test_what_is_not_configured_is_said(opened, booking, change, code):
    with pytest.raises(Refused) as refused:
        await opened(**change).operations[RECEIPT].send(booking())
    assert (refused.value.code, refused.value.mendable) == (code, True)


async def test_an_account_of_another_type_is_refused(opened, booking):
    with pytest.raises(Refused) as refused:
        await opened(refund_account_id="79").operations[RECEIPT].send(booking())
    assert refused.value.code == "6000"


async def test_nothing_is_booked_of_what_was_not_done(order, vendor):
    for name in (RECEIPT, CREDIT):
        with pytest.raises(Refused):
            await vendor.operations[name].send(order(name))
