"""`stripe.send_invoice`: Stripe mails an invoice again, to the address on its record."""

from __future__ import annotations

from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.stripe.billing_models import Invoice
from providers.stripe.client import StripeClient
from providers.stripe.invoices import Invoices
from providers.stripe.lookups import Lookups
from providers.stripe.orders import KEY_WINDOW
from providers.stripe.receipts import masked

FACTS: Final = OperationFacts(
    name="stripe.send_invoice",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=False,  # Stripe lists no mails
    title="Invoice by Stripe's mail",
    card_may_say="Stripe was asked to mail the invoice to the address on its record.",
)


class SendInvoice:
    """Implements `bot.ports.Operation`.

    Each call is another mail (https://docs.stripe.com/api/invoices/send); none leaves in test mode.
    Stripe mails by hand only what is collected by mail, never what it charges automatically.
    """

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups, invoices: Invoices) -> None:
        self._client = client
        self._lookups = lookups
        self._invoices = invoices

    async def send(self, order: Order) -> Effect:
        """Read invoice and address now; send only when both name the same mailbox."""
        invoice = await self._invoices.read(order.record_id)
        _check_sendable(invoice)
        email = await self._address(invoice)
        answer = await self._client.post(
            "/v1/invoices/{id}/send",
            Invoice,
            ids={"id": invoice.id},
            wire_key=order.wire_key,
            form={},
        )
        return _effect(answer.body, masked(email), answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:  # noqa: ARG002 - the port names it
        """Always Unavailable: a mail cannot be looked up, and None would claim it was not sent."""
        raise Unavailable("Stripe keeps no list of the invoices it mailed.", code="no_look_up")

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the invoice again; `reference` is its id."""
        return _effect(await self._invoices.read(reference), None, None)

    async def _address(self, invoice: Invoice) -> str:
        """Where the mail will go. The invoice keeps the address it was issued to."""
        customer = await self._lookups.customer(invoice.customer)
        on_record = customer.email if customer and not customer.deleted else None
        if not on_record:
            raise Refused("The customer's record at Stripe has no e-mail address.", code="no_email")
        if not invoice.customer_email:
            raise Refused("The invoice holds no e-mail address to send to.", code="no_email")
        if invoice.customer_email.casefold() != on_record.casefold():
            raise Refused(
                "The invoice was issued to another address than the customer's record has now, "
                "so it is not clear where Stripe would mail it; nothing was sent.",
                code="other_email",
            )
        return on_record


def _check_sendable(invoice: Invoice) -> None:
    if invoice.status not in {"open", "paid"}:
        raise Refused(
            f"The invoice is {invoice.status or 'in no known state'}: there is nothing to send.",
            code="invoice_not_issued",
        )
    if invoice.collection_method != "send_invoice":
        raise Refused(
            "Stripe charges this invoice automatically and does not mail such invoices by hand.",
            code="charged_automatically",
        )


def _effect(invoice: Invoice, address: str | None, request_id: str | None) -> Effect:
    return Effect(
        status="done",
        reference=invoice.id,
        said=literal("Stripe was asked to mail the invoice to the address on its record."),
        facts={"address": address, "status": invoice.status, "request_id": request_id},
    )
