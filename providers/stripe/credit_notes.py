"""`stripe.create_credit_note`: a credit on the customer's balance, taken off the next invoice."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.stripe.billing_models import CreditNote, Invoice
from providers.stripe.client import Params, StripeClient
from providers.stripe.lookups import Lookups
from providers.stripe.orders import (
    KEY_WINDOW,
    amount_of,
    check_currency,
    is_ours,
    marked,
    minor_or_none,
    shown,
)

FACTS: Final = OperationFacts(
    name="stripe.create_credit_note",
    writes=True,
    moves_money=True,
    requires=("record_id", "amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATIVE_KEY,
    key_window=KEY_WINDOW,
    can_look_up=True,
    title="Credit at Stripe",
    card_may_say="Stripe credited the customer's balance; the next invoice is lower by it.",
    summary_in="metadata `handoff_note` of the credit note",
)

_STATUS: MappingProxyType[str, Literal["done", "failed"]] = MappingProxyType(
    {"issued": "done", "void": "failed"}
)


class CreateCreditNote:
    """Implements `bot.ports.Operation`.

    `order.record_id` is the charge; the note is made on the invoice that it paid. The whole sum
    goes to the customer's balance (`credit_amount`), nothing back to the card:
    https://docs.stripe.com/api/credit_notes/create. No mail leaves (`email_type=none`).
    """

    facts = FACTS

    def __init__(self, client: StripeClient, lookups: Lookups) -> None:
        self._client = client
        self._lookups = lookups

    async def send(self, order: Order) -> Effect:
        """Credit exactly `order.amount_minor`; a preview must agree before anything is written."""
        amount = amount_of(order)
        invoice = await self._invoice(order)
        _check_invoice(invoice, order)
        sums: Params = {"invoice": invoice.id, "amount": amount, "credit_amount": amount}
        await self._check_preview(sums, amount)
        answer = await self._client.post(
            "/v1/credit_notes",
            CreditNote,
            wire_key=order.wire_key,
            form={**sums, "email_type": "none", "metadata": marked(order)},
        )
        if not is_ours(answer.body.metadata, order) or answer.body.amount != amount:
            raise OutcomeUnknown(
                "Stripe answered with another credit note than the one asked for.",
                code="other_credit_note",
            )
        return effect_of(answer.body, request_id=answer.request_id)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look through all credit notes of the invoice."""
        invoice = await self._invoice(order)
        query: Params = {"invoice": invoice.id}
        notes = await self._client.all("/v1/credit_notes", CreditNote, query)
        ours = [note for note in notes if is_ours(note.metadata, order)]
        ours.sort(key=lambda note: note.status == "void")  # one that stands speaks first
        return effect_of(ours[0]) if ours else None

    async def watch(self, order: Order, reference: str) -> Effect:
        note = await self._client.get("/v1/credit_notes/{id}", CreditNote, ids={"id": reference})
        if not is_ours(note.metadata, order):
            raise Refused("That credit note was not made for this step.", code="other_credit_note")
        return effect_of(note)

    async def _invoice(self, order: Order) -> Invoice:
        charge = await self._lookups.charge(order.record_id)
        invoice = await self._lookups.paid_invoice(charge)
        if invoice is None:
            raise Refused(
                "No invoice belongs to this payment, so no credit note can be made.",
                code="no_invoice",
            )
        return invoice

    async def _check_preview(self, sums: Params, amount: int) -> None:
        preview = await self._client.get("/v1/credit_notes/preview", CreditNote, query=sums)
        if (preview.amount, preview.credited) != (amount, amount):
            raise Refused(
                "Stripe would make another credit note than the approved one; nothing was sent.",
                code="other_preview",
            )


def _check_invoice(invoice: Invoice, order: Order) -> None:
    """On an invoice that is not settled a note would lower what is due instead."""
    check_currency(invoice.iso, order)
    if invoice.status != "paid" or invoice.amount_remaining:
        raise Refused(
            f"The invoice is {invoice.status or 'in no known state'}, not paid; nothing was sent.",
            code="invoice_not_paid",
        )


def effect_of(note: CreditNote, *, request_id: str | None = None) -> Effect:
    """What one credit note shows."""
    status = _STATUS.get(note.status, "done")
    amount = shown(note.amount, note.currency)
    words = {
        "done": f"Stripe credited {amount} to the customer's balance ({note.number}).",
        "failed": f"The credit of {amount} was voided ({note.number}).",
    }
    return Effect(
        status=status,
        reference=note.id,
        amount_minor=minor_or_none(note.amount, note.currency),
        currency=note.currency.upper(),
        said=redact(words[status]),
        facts={
            "status": note.status,
            "invoice": note.invoice,
            "created": note.created,
            "request_id": request_id,
        },
    )
