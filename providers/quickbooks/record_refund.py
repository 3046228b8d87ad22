"""What was given back elsewhere, in the books: a refund receipt for money, a memo for a credit.

Both follow a step at another provider and move nothing themselves. The customer is the one with the
address that the other provider's record holds: nobody, or several, is for a person to sort out.
https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/refundreceipt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordClaim
from bot.redaction import redact
from bot.vendors import Done, Effect, Matter, Order
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.create_credit_memo import KEY_WINDOW, effect_of, read_memo, write_memo
from providers.quickbooks.customers import customers_at
from providers.quickbooks.documents import Credit, body_of, item_of, over, sum_of
from providers.quickbooks.errors import NUMBER_IN_USE
from providers.quickbooks.invoice_search import InvoiceSearch
from providers.quickbooks.marks import find_ours, is_ours
from providers.quickbooks.models import CreditMemo, Customer, Invoice, RefundReceipt
from providers.quickbooks.units import minor_or_none

LONGEST_REFERENCE: Final = 21

RECEIPT: Final = OperationFacts(
    name="quickbooks.create_refund_receipt",
    writes=True,
    moves_money=False,
    requires=("matter", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Refund receipt in QuickBooks",
    card_may_say="QuickBooks' books hold the refund; it moved no money by itself.",
    summary_in="private note of the refund receipt",
)
CREDIT: Final = OperationFacts(
    name="quickbooks.record_credit",
    writes=True,
    moves_money=False,
    requires=("matter", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Credit memo in QuickBooks",
    card_may_say="QuickBooks' books hold the credit that was given elsewhere.",
    summary_in="private note of the credit memo",
)


class Bookings:
    """Finds what a step elsewhere is booked on. Raises Refused or Unavailable."""

    def __init__(
        self, client: QuickBooksClient, search: InvoiceSearch, *, item_id: str | None
    ) -> None:
        self._client = client
        self._search = search
        self._item_id = item_id

    async def customer(self, order: Order) -> Customer:
        """The only customer in use with the address on the other provider's record."""
        record = _matter(order).record
        email = record.customer_email if record else None
        if not email:
            raise Refused(
                "The record has no e-mail address to find a customer by.", code="no_email"
            )
        found = await customers_at(self._client, email)
        if len(found) != 1:
            many = "several customers" if found else "no customer"
            raise Refused(
                f"QuickBooks has {many} with the address on the record; book it there by hand.",
                code="no_single_customer",
            )
        return found[0]

    async def credit(self, order: Order) -> Credit:
        """The sum that was given back, on the product of the invoice when one is found."""
        amount_minor, currency = sum_of(order)
        customer = await self.customer(order)
        invoice = await self._invoice(order, customer, currency)
        return Credit(
            amount_minor=amount_minor,
            currency=currency,
            customer=customer.Id,
            item=item_of(invoice.sold if invoice else None, self._item_id),
            invoice=invoice,
        )

    async def _invoice(self, order: Order, customer: Customer, currency: str) -> Invoice | None:
        """The customer's invoice of that number and currency; None unless it is the only one."""
        matter = _matter(order)
        number = (matter.record.invoice_number if matter.record else None) or (
            matter.call.invoice_number
        )
        hits = await self._search.named(RecordClaim(invoice_number=number)) if number else []
        theirs = [
            invoice
            for invoice, _ in hits
            if invoice.CustomerRef
            and invoice.CustomerRef.value == customer.Id
            and invoice.iso == currency
        ]
        return theirs[0] if len(theirs) == 1 else None


class CreateRefundReceipt:
    """Implements `bot.vendors.Operation` for a refund that another provider carried out."""

    facts = RECEIPT

    def __init__(
        self, client: QuickBooksClient, bookings: Bookings, *, account_id: str | None
    ) -> None:
        self._client = client
        self._bookings = bookings
        self._account_id = account_id

    async def send(self, order: Order) -> Effect:
        """Record it once, as paid from the configured account."""
        order = _with_done(order)
        if not self._account_id:
            raise Refused(
                "No account of QuickBooks' is known that refunds are paid from: set "
                "QUICKBOOKS_REFUND_ACCOUNT_ID; nothing was sent.",
                code="no_account",
                mendable=True,
            )
        credit = await self._bookings.credit(order)
        body = {**body_of(order, credit), "DepositToAccountRef": {"value": self._account_id}}
        if reference := _done(order).reference:
            body["PaymentRefNum"] = reference[:LONGEST_REFERENCE]
        return _effect(await self._write(order, body, credit.customer), order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look through the customer's refund receipts."""
        customer = await self._bookings.customer(order)
        receipt = await find_ours(self._client, RefundReceipt, order, customer.Id)
        return _effect(receipt, _as_done(order)) if receipt else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read it again; `reference` is QuickBooks' number of it."""
        receipt = await self._client.read(RefundReceipt, reference)
        if not is_ours(receipt, order):
            raise Refused("That receipt was not made for this step.", code="other_receipt")
        return _effect(receipt, _as_done(order))

    async def _write(self, order: Order, body: dict[str, object], customer: str) -> RefundReceipt:
        """A number that is in use may be in use by the very same receipt."""
        try:
            return await self._client.write(RefundReceipt, body, key=order.wire_key)
        except Refused as refusal:
            if refusal.code != NUMBER_IN_USE:
                raise
            ours = await find_ours(self._client, RefundReceipt, order, customer)
            if ours is None:
                raise
            return ours


class RecordCredit:
    """Implements `bot.vendors.Operation` for a credit that another provider gave."""

    facts = CREDIT

    def __init__(self, client: QuickBooksClient, bookings: Bookings) -> None:
        self._client = client
        self._bookings = bookings

    async def send(self, order: Order) -> Effect:
        """Record it once."""
        order = _with_done(order)
        credit = await self._bookings.credit(order)
        return effect_of(await write_memo(self._client, order, credit), order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look through the customer's credit memos."""
        customer = await self._bookings.customer(order)
        memo = await find_ours(self._client, CreditMemo, order, customer.Id)
        return effect_of(memo, _as_done(order)) if memo else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read it again; `reference` is QuickBooks' number of it."""
        return await read_memo(self._client, _as_done(order), reference)


def _matter(order: Order) -> Matter:
    if order.matter is None:
        raise Refused("This books what was done elsewhere, and nothing was.", code="no_matter")
    return order.matter


def _done(order: Order) -> Done:
    done = _matter(order).done
    if done is None:
        raise Refused("This books what was done elsewhere, and nothing was.", code="not_done")
    return done


def _with_done(order: Order) -> Order:
    """The sum that was really given back, which may be less than anybody asked for."""
    done = _done(order)
    return replace(order, amount_minor=done.amount_minor, currency=done.currency)


def _as_done(order: Order) -> Order:
    """The same where only a look is taken, which may know nothing of what was done."""
    return _with_done(order) if order.matter and order.matter.done else order


def _effect(receipt: RefundReceipt, order: Order) -> Effect:
    number = receipt.DocNumber or receipt.Id
    words = (
        f"QuickBooks holds refund receipt {number} {over(receipt, order)}."
        if receipt.TotalAmt
        else f"Refund receipt {number} was voided in QuickBooks."
    )
    return Effect(
        status="done" if receipt.TotalAmt else "failed",
        reference=receipt.Id,
        amount_minor=minor_or_none(receipt.TotalAmt, receipt.iso),
        currency=receipt.iso,
        said=redact(words),
        facts={"number": number},
    )
