"""`quickbooks.create_credit_memo`: a credit in the customer's favour, for a paid invoice.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/creditmemo.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.documents import Credit, body_of, check_currency, item_of, over, sum_of
from providers.quickbooks.errors import NUMBER_IN_USE
from providers.quickbooks.invoices import Invoices
from providers.quickbooks.marks import find_ours, is_ours
from providers.quickbooks.models import CreditMemo, Invoice
from providers.quickbooks.units import minor_or_none

KEY_WINDOW: Final = timedelta(hours=1)
"""How long a request id is remembered is not published, and doubles were seen in spite of one
(https://github.com/intuit/QuickBooks-V3-DotNET-SDK/issues/352): the books are looked into first."""

FACTS: Final = OperationFacts(
    name="quickbooks.create_credit_memo",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Credit memo at QuickBooks",
    card_may_say="QuickBooks holds a credit memo in the customer's favour, not applied yet.",
    summary_in="private note of the credit memo",
)


class CreateCreditMemo:
    """Implements `bot.vendors.Operation`. `order.record_id` names the invoice it is of."""

    facts = FACTS

    def __init__(
        self, client: QuickBooksClient, invoices: Invoices, *, item_id: str | None
    ) -> None:
        """`item_id` is the product to book on where the invoice sold none."""
        self._client = client
        self._invoices = invoices
        self._item_id = item_id

    async def send(self, order: Order) -> Effect:
        """Credit exactly the approved sum, on the product that the invoice sold."""
        amount_minor, currency = sum_of(order)
        invoice = await self._invoices.read(order.record_id)
        check_currency(invoice, currency)
        credit = Credit(
            amount_minor=amount_minor,
            currency=currency,
            customer=_customer(invoice),
            item=item_of(invoice.sold, self._item_id),
            invoice=invoice,
        )
        return effect_of(await write_memo(self._client, order, credit), order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look through the customer's credit memos."""
        invoice = await self._invoices.read(order.record_id)
        memo = await find_ours(self._client, CreditMemo, order, _customer(invoice))
        return effect_of(memo, order) if memo else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read it again; `reference` is QuickBooks' number of it."""
        return await read_memo(self._client, order, reference)


def _customer(invoice: Invoice) -> str:
    if invoice.CustomerRef is None:
        raise Refused("The invoice in QuickBooks has no customer.", code="no_customer")
    return invoice.CustomerRef.value


async def write_memo(client: QuickBooksClient, order: Order, credit: Credit) -> CreditMemo:
    """Create it once. A number that is in use may be in use by the very same memo."""
    try:
        return await client.write(CreditMemo, body_of(order, credit), key=order.wire_key)
    except Refused as refusal:
        if refusal.code != NUMBER_IN_USE:
            raise
        ours = await find_ours(client, CreditMemo, order, credit.customer)
        if ours is None:
            raise
        return ours


async def read_memo(client: QuickBooksClient, order: Order, reference: str) -> Effect:
    """Read one of ours again. Raises Refused for one of another step."""
    memo = await client.read(CreditMemo, reference)
    if not is_ours(memo, order):
        raise Refused("That credit memo was not made for this step.", code="other_credit_memo")
    return effect_of(memo, order)


def effect_of(memo: CreditMemo, order: Order) -> Effect:
    """What one credit memo shows. A voided one stays in the books with nothing on it."""
    number = memo.DocNumber or memo.Id
    if not memo.TotalAmt:
        words = f"Credit memo {number} was voided in QuickBooks."
    else:
        words = (
            f"QuickBooks holds credit memo {number} {over(memo, order)}; it touches no invoice "
            "until somebody applies it."
        )
    return Effect(
        status="done" if memo.TotalAmt else "failed",
        reference=memo.Id,
        amount_minor=minor_or_none(memo.TotalAmt, memo.iso),
        currency=memo.iso,
        said=redact(words),
        facts={"number": number},
    )
