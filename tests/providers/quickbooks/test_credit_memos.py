"""A credit memo over exactly the approved sum, once, and never in another currency."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.record import RecordKind
from handlers.sandbox.faults import Fault
from handlers.sandbox.quickbooks_documents import void

NAME = "quickbooks.create_credit_memo"
CREATE = "POST /creditmemo"


@pytest.fixture
def operation(vendor):
    return vendor.operations[NAME]


@pytest.fixture
def credit(order):
    def credit(amount_minor=5_000, currency="USD", **change):
        return order(NAME, amount_minor=amount_minor, currency=currency, **change)

    return credit


async def test_the_memo_is_over_the_approved_sum_and_says_what_it_is_of(books, operation, credit):
    effect = await operation.send(credit())
    [memo] = books.every("CreditMemo")
    assert (effect.status, effect.reference) == ("done", memo["Id"])
    assert (effect.amount_minor, effect.currency) == (5_000, "USD")
    assert memo["TotalAmt"] == 50.0
    assert memo["CustomerRef"]["value"] == "67"
    assert (
        "call_1:quickbooks.create_credit_memo:1; invoice 130 in QuickBooks]" in memo["PrivateNote"]
    )
    assert "USD 50.00; it touches no invoice until somebody applies it" in effect.said


@pytest.mark.parametrize(
    ("record_id", "amount_minor", "currency", "total"),
    [
        ("invoice-141", 12_000, "JPY", 12_000.0),
        ("invoice-142", 12_345, "KWD", 12.345),
        ("invoice-140", 90_000, "EUR", 900.0),  # taxed: the sum includes it
        ("invoice-133", 6_420, "USD", 64.2),  # taxed in the US: the credit is not
        ("invoice-130", 10, "USD", 0.1),
    ],
)
async def test_each_currency_and_tax_comes_to_the_approved_sum(
    books, operation, credit, record_id, amount_minor, currency, total
):
    effect = await operation.send(credit(amount_minor, currency, record_id=record_id))
    assert books.every("CreditMemo")[0]["TotalAmt"] == total
    assert effect.amount_minor == amount_minor


async def test_a_line_for_shipping_is_no_product_to_credit(books, operation, credit):
    shipping = {"DetailType": "SalesItemLineDetail", "Amount": 9.0}
    detail = {"SalesItemLineDetail": {"ItemRef": {"value": "SHIPPING_ITEM_ID"}}}
    lines = books.get("Invoice", "130")["Line"]
    books.change("Invoice", "130", {"Line": [shipping | detail, *lines]})
    await operation.send(credit())
    [line] = books.every("CreditMemo")[0]["Line"]
    assert line["SalesItemLineDetail"]["ItemRef"] == {"value": "1"}


async def test_without_a_product_on_the_invoice_the_configured_one_is_credited(
    books, opened, operation, credit
):
    books.change("Invoice", "130", {"Line": [{"Amount": 480.0, "DetailType": "GroupLineDetail"}]})
    await operation.send(credit())
    [line] = books.every("CreditMemo")[0]["Line"]
    assert line["SalesItemLineDetail"]["ItemRef"] == {"value": "1"}
    with pytest.raises(Refused) as refused:
        await opened(item_id=None).operations[NAME].send(credit())
    assert (refused.value.code, refused.value.mendable) == ("no_item", True)


async def test_a_sum_that_is_not_the_approved_one_is_said(books, operation, credit):
    """Automatic sales tax, or somebody at work in QuickBooks."""
    made = await operation.send(credit())
    books.change("CreditMemo", made.reference, {"TotalAmt": 55.0})
    for seen in (
        await operation.find_effect(credit()),
        await operation.watch(credit(), made.reference),
    ):
        assert seen.amount_minor == 5_500
        assert "over USD 55.00, and not over USD 50.00 as asked" in seen.said


async def test_the_same_key_twice_is_one_memo(books, operation, credit):
    first, second = await operation.send(credit()), await operation.send(credit())
    assert first.reference == second.reference
    assert len(books.every("CreditMemo")) == 1


async def test_the_same_key_is_one_memo_also_where_numbers_tell_nothing(books, operation, credit):
    """The request id is all there is until the books are looked into."""
    books.numbers_itself = True
    first, second = await operation.send(credit()), await operation.send(credit())
    assert first.reference == second.reference
    assert len(books.every("CreditMemo")) == 1


async def test_a_lost_answer_is_found_by_the_step(books, faults, operation, credit):
    faults.set("quickbooks", Fault.LOST_ANSWER, 1, CREATE)
    with pytest.raises(OutcomeUnknown):
        await operation.send(credit())
    found = await operation.find_effect(credit())
    assert found.reference == books.every("CreditMemo")[0]["Id"]
    again = await operation.send(credit())
    assert (again.reference, len(books.every("CreditMemo"))) == (found.reference, 1)


async def test_it_is_found_where_the_company_numbers_for_itself(books, operation, credit):
    books.numbers_itself = True
    made = await operation.send(credit())
    assert (await operation.find_effect(credit())).reference == made.reference


async def test_another_steps_memo_is_not_ours(operation, credit):
    made = await operation.send(credit())
    step = credit().step_key
    longer = replace(credit(), step_key=f"{step}0", wire_key="w")
    shorter = replace(credit(), step_key=step[:-1], wire_key="w")
    for other in (longer, shorter):
        assert await operation.find_effect(other) is None
        with pytest.raises(Refused):
            await operation.watch(other, made.reference)


async def test_a_number_in_use_by_the_very_same_memo_is_that_memo(books, operation, credit):
    made = await operation.send(credit())
    books.answers.clear()  # the request id is forgotten
    assert (await operation.send(credit())).reference == made.reference
    assert len(books.every("CreditMemo")) == 1


async def test_a_voided_memo_has_failed(books, operation, credit):
    made = await operation.send(credit())
    void(books, "CreditMemo", made.reference)
    assert (await operation.watch(credit(), made.reference)).status == "failed"


async def test_what_is_credited_can_not_be_credited_again(vendor, operation, credit):
    before = await vendor.observe(RecordKind.PAYMENT, "invoice-130")
    await operation.send(credit())
    after = await vendor.observe(RecordKind.PAYMENT, "invoice-130")
    assert (before.refundable_minor, after.refundable_minor) == (48_000, 43_000)
    other = await vendor.observe(RecordKind.PAYMENT, "invoice-132")
    assert other.refundable_minor == 22_450  # what was paid of it, and nothing of that is gone


async def test_a_credit_that_somebody_else_gave_of_it_counts(books, vendor):
    """Tied to the invoice by a person; another one is not."""
    tied = {"TxnId": "130", "TxnType": "Invoice"}
    for amount, links in ((80.0, [tied]), (5.0, [tied | {"TxnType": "Payment"}]), (7.0, [])):
        common = {"CustomerRef": {"value": "67"}, "CurrencyRef": {"value": "USD"}}
        books.add("CreditMemo", common | {"TotalAmt": amount, "LinkedTxn": links})
    seen = await vendor.observe(RecordKind.PAYMENT, "invoice-130")
    assert seen.refundable_minor == 40_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "EUR"}, "other_currency"),
        ({"amount_minor": 0}, "no_amount"),
        ({"amount_minor": None}, "no_amount"),
        ({"record_id": "customer-67"}, "other_kind"),
        ({"record_id": "invoice-999"}, "610"),
    ],
)
async def test_what_cannot_be_is_refused_before_anything_is_written(
    books, operation, credit, change, code
):
    with pytest.raises(Refused) as refused:
        await operation.send(credit(**change))
    assert refused.value.code == code
    assert books.every("CreditMemo") == []


async def test_a_closed_period_is_refused_and_can_be_mended(books, operation, credit):
    books.closed = True
    with pytest.raises(Refused) as refused:
        await operation.send(credit())
    assert (refused.value.code, refused.value.mendable) == ("6210", True)


async def test_a_fault_inside_a_success_is_a_refusal(books, faults, operation, credit):
    faults.set("quickbooks", Fault.REFUSED, 1, CREATE)
    with pytest.raises(Refused):
        await operation.send(credit())
    assert books.every("CreditMemo") == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.RATE_LIMITED, Unavailable),
        (Fault.SERVER_ERROR, OutcomeUnknown),
        (Fault.HANG, OutcomeUnknown),
        (Fault.SLOW, OutcomeUnknown),
        (Fault.MALFORMED, OutcomeUnknown),
    ],
)
async def test_each_failure_says_whether_it_may_have_happened(
    faults, operation, credit, fault, error
):
    faults.set("quickbooks", fault, 1, CREATE)
    with pytest.raises(error) as failed:
        await operation.send(credit())
    assert getattr(failed.value, "retry_after_s", None) == (
        1.0 if fault is Fault.RATE_LIMITED else None
    )


def test_a_repeat_is_looked_up_first(operation):
    facts = operation.facts
    assert facts.can_look_up
    assert facts.key_window == timedelta(hours=1)
