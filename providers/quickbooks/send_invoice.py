"""`quickbooks.send_invoice`: QuickBooks mails an invoice again, to the address in its books.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice. An address
in the request would replace the invoice's own, so there is one only where the invoice has none. A
wrong address is not reported when it is mailed; a failure may show later.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.errors import OutcomeUnknown, Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.redaction import Redacted, literal
from bot.vendors import Effect, Order
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.create_credit_memo import KEY_WINDOW
from providers.quickbooks.invoices import Invoices, mailbox_of, status_of
from providers.quickbooks.models import Invoice

FACTS: Final = OperationFacts(
    name="quickbooks.send_invoice",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Invoice by QuickBooks' mail",
    card_may_say="QuickBooks took the invoice to be mailed to the address on its record.",
)
LONGEST_ADDRESS: Final = 100
MAILED: Final = "EmailSent"


class SendInvoice:
    """Implements `bot.vendors.Operation`. `order.record_id` names the invoice."""

    facts = FACTS

    def __init__(self, client: QuickBooksClient, invoices: Invoices) -> None:
        self._client = client
        self._invoices = invoices

    async def send(self, order: Order) -> Effect:
        """Mail it, unless it was mailed since the step was made: each call is another mail."""
        invoice = await self._invoices.read(order.record_id)
        if _sent_since(invoice, _since(order)):
            return _effect(invoice)
        _check(invoice)
        own = mailbox_of(invoice, None)
        to = None if own else await self._address(invoice)
        sent = await self._client.mail(Invoice, invoice.Id, key=order.wire_key, to=to)
        if sent.EmailStatus != MAILED and not _sent_since(sent, _since(order)):
            raise OutcomeUnknown("QuickBooks' answer does not show the mail.", code="not_shown")
        return _effect(sent)

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether it was mailed since the step was made."""
        invoice = await self._invoices.read(order.record_id)
        return _effect(invoice) if _sent_since(invoice, _since(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the invoice again."""
        return _effect(await self._invoices.read(order.record_id))

    async def _address(self, invoice: Invoice) -> str:
        address = mailbox_of(invoice, await self._invoices.customer_of(invoice))
        if not address or len(address) > LONGEST_ADDRESS:
            raise Refused(
                "QuickBooks has no e-mail address for this invoice; nothing was sent.",
                code="no_email",
            )
        return address


def _since(order: Order) -> datetime:
    """QuickBooks states whole seconds. Raises Unavailable where no look is possible."""
    if order.since is None:
        raise Unavailable(
            "Without the step's own time, its mail cannot be told from others.", code="no_since"
        )
    return order.since.replace(microsecond=0)


def _sent_since(invoice: Invoice, since: datetime) -> bool:
    return invoice.sent_at is not None and invoice.sent_at >= since


def _check(invoice: Invoice) -> None:
    if status_of(invoice) is RecordStatus.VOID:
        raise Refused("The invoice was voided: there is nothing to send.", code="void")


def _effect(invoice: Invoice) -> Effect:
    return Effect(
        status="failed" if invoice.undelivered else "done",
        reference=invoice.Id,
        said=_words(invoice),
    )


def _words(invoice: Invoice) -> Redacted:
    if invoice.undelivered:
        return literal("QuickBooks could not deliver the invoice to the address on its record.")
    return literal("QuickBooks took the invoice to be mailed to the address on its record.")
