"""`quickbooks.add_note`: a line among the notes on the customer, with the invoice and its balance.

Staff alone see them. Other people's lines stay; when there is no room, our oldest line goes.
"""

from __future__ import annotations

from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.redaction import literal
from bot.vendors import Effect, Order
from providers.quickbooks.customers import Customers
from providers.quickbooks.ids import CUSTOMER, INVOICE, number_of, number_or_none
from providers.quickbooks.invoices import Invoices, paid
from providers.quickbooks.marks import short_of
from providers.quickbooks.models import Customer, Invoice
from providers.quickbooks.units import shown

FACTS: Final = OperationFacts(
    name="quickbooks.add_note",
    writes=True,
    moves_money=False,
    requires=("record_id", "note"),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Note on the customer at QuickBooks",
    card_may_say="The note stands on the customer's record at QuickBooks.",
    summary_in="notes on the customer",
)
LONGEST: Final = 2000


class AddNote:
    """Implements `bot.vendors.Operation`. `order.record_id` names an invoice or a customer."""

    facts = FACTS

    def __init__(self, customers: Customers, invoices: Invoices) -> None:
        self._customers = customers
        self._invoices = invoices

    async def send(self, order: Order) -> Effect:
        """Add the line to the notes as they are at that moment."""
        if not order.note:
            raise Refused("There is nothing to note; nothing was sent.", code="no_note")
        invoice = await self._invoice(order)
        line = _line(order, invoice)
        customer = await self._customers.change(
            _customer(order, invoice),
            lambda one: {"Notes": _with(line, one.Notes or "", _mark(order))},
            lambda _one: None,  # a line is added to whatever the notes are by then
            key=order.wire_key,
        )
        if _mark(order) not in (customer.Notes or ""):
            raise OutcomeUnknown("QuickBooks' answer does not show the note.", code="not_shown")
        return _effect(customer)

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether the step's line stands there."""
        number = _customer(order, await self._invoice(order))
        customer = await self._customers.read(number)
        return _effect(customer) if _mark(order) in (customer.Notes or "") else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the record again; `reference` is its number."""
        return _effect(await self._customers.read(reference))

    async def _invoice(self, order: Order) -> Invoice | None:
        named = number_or_none(order.record_id, INVOICE)
        return await self._invoices.read(order.record_id) if named else None


def _customer(order: Order, invoice: Invoice | None) -> str:
    if invoice is None:
        return number_of(order.record_id, CUSTOMER)
    if invoice.CustomerRef is None:
        raise Refused("The invoice in QuickBooks has no customer.", code="no_customer")
    return invoice.CustomerRef.value


def _mark(order: Order) -> str:
    return f"[{short_of(order.step_key)}]"


def _line(order: Order, invoice: Invoice | None) -> str:
    note = " ".join((order.note or "").split())
    parts = ("Handoff:", note, _standing(invoice) if invoice else "", _mark(order))
    return " ".join(part for part in parts if part)


def _standing(invoice: Invoice) -> str:
    """What the books say of it, in facts alone."""
    number = invoice.DocNumber or invoice.Id
    whole = shown(invoice.TotalAmt, invoice.iso)
    due = f", due {invoice.DueDate:%Y-%m-%d}" if invoice.DueDate else ""
    if not invoice.Balance:
        return f"(invoice {number} over {whole} is paid{due})"
    some = f" of {whole}" if paid(invoice) else ""
    return f"(invoice {number}: {shown(invoice.Balance, invoice.iso)}{some} is open{due})"


def _with(line: str, notes: str, mark: str) -> str:
    """The notes with the line at their end; an earlier attempt that was taken late counts.

    Raises Refused when others left no room.
    """
    if mark in notes:
        return notes
    kept = notes.splitlines()
    while len("\n".join((*kept, line))) > LONGEST:
        ours = next((one for one in kept if one.startswith("Handoff:")), None)
        if ours is None:
            raise Refused(
                "The customer's notes at QuickBooks are full; nothing was sent.", code="no_room"
            )
        kept.remove(ours)
    return "\n".join((*kept, line))


def _effect(customer: Customer) -> Effect:
    return Effect(
        status="done",
        reference=customer.Id,
        said=literal("The note stands on the customer's record at QuickBooks."),
    )
