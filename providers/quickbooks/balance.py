"""`quickbooks.balance`: what a customer owes, and on which invoices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.handoff.operations import reading
from bot.redaction import redact
from bot.vendors import Finding, Question
from providers.quickbooks.client import QuickBooksClient
from providers.quickbooks.customers import customers_at
from providers.quickbooks.ids import CUSTOMER, INVOICE, VENDOR, page_of
from providers.quickbooks.models import Customer, Invoice
from providers.quickbooks.statements import Equals
from providers.quickbooks.units import shown

FACTS: Final = reading(
    "quickbooks.balance",
    "Balance at QuickBooks",
    "What QuickBooks' books show as open, when it was asked.",
    by=("customer_email",),
)
MOST_CUSTOMERS: Final = 3
MOST_INVOICES: Final = 5


class BalanceLook:
    """Implements `bot.vendors.Look`."""

    facts = FACTS

    def __init__(self, client: QuickBooksClient) -> None:
        self._client = client

    def applies(self, question: Question) -> bool:
        """A customer of QuickBooks', or an address."""
        return _number(question) is not None or _email(question) is not None

    async def ask(self, question: Question) -> Sequence[Finding]:
        """The balance of each customer that is meant, then their oldest open invoices."""
        customers = (await self._customers(question))[:MOST_CUSTOMERS]
        return [finding for one in customers for finding in await self._of(one)]

    async def _customers(self, question: Question) -> list[Customer]:
        number = _number(question)
        if number is not None:
            return [await self._client.read(Customer, number)]
        return await customers_at(self._client, _email(question) or "")

    async def _of(self, customer: Customer) -> list[Finding]:
        invoices = await self._client.query(Invoice, Equals("CustomerRef", customer.Id))
        due = sorted((one for one in invoices if one.Balance), key=_due)
        return [self._balance(customer), *(self._invoice(one) for one in due[:MOST_INVOICES])]

    def _balance(self, customer: Customer) -> Finding:
        currency = customer.CurrencyRef.value if customer.CurrencyRef else None
        amount = "not stated" if customer.Balance is None else shown(customer.Balance, currency)
        return Finding(
            label="Balance",
            value=redact(f"{customer.DisplayName}: {amount}"),
            url=page_of(CUSTOMER, customer.Id, self._client.mode),
        )

    def _invoice(self, invoice: Invoice) -> Finding:
        due = f", due {invoice.DueDate:%Y-%m-%d}" if invoice.DueDate else ""
        return Finding(
            label=f"Invoice {redact(invoice.DocNumber or invoice.Id)}",
            value=redact(f"{shown(invoice.Balance, invoice.iso)} open{due}"),
            url=page_of(INVOICE, invoice.Id, self._client.mode),
        )


def _due(invoice: Invoice) -> tuple[str, int]:
    return (invoice.DueDate.isoformat() if invoice.DueDate else "9999", int(invoice.Id))


def _number(question: Question) -> str | None:
    record = question.record
    return record.customer_id if record and record.vendor == VENDOR else None


def _email(question: Question) -> str | None:
    """The record's address goes before what the caller said."""
    record = question.record
    return (record.customer_email if record else None) or question.call.email
