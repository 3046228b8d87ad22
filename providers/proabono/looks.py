"""What can be asked of ProAbono from a card, and changes nothing there.

The link to an invoice's document opens it for whoever has the link, so it is read and dropped: the
answer only says whether there is a document, and where a person finds it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from pydantic import SecretStr

from bot.errors import Refused
from bot.handoff.operations import OperationFacts, reading
from bot.handoff.record import Record, RecordKind
from bot.money import format_money
from bot.redaction import Redacted, redact
from bot.vendors import Finding, Question
from providers.proabono.invoices import Invoices, expressible
from providers.proabono.models import Invoice, Subscription
from providers.proabono.names import VENDOR
from providers.proabono.owners import Owners
from providers.proabono.payment_settings import IN_WORDS, UpdatePaymentSettings
from providers.proabono.subscriptions import Subscriptions

SHOWN: Final = 5
DOCUMENT: Final = frozenset({"insite-related-invoice", "related-invoice"})
"""The two names under which the link to the PDF was seen."""

_STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ActiveRunning": "running",
        "ActiveDelayedUpgrade": "running, changes at its end",
        "ActiveDelayedTermination": "running, ends at its term",
        "ActiveDelayedSuspension": "running, is suspended at its term",
        "SuspendedAgent": "suspended by a person",
        "SuspendedNoPaymentInfo": "suspended: no way to pay is known",
        "SuspendedPaymentDue": "suspended: a payment is due",
        "EndedComplete": "ended",
        "EndedUpgrade": "ended, replaced by another",
        "EndedTerminated": "ended before its term",
        "ProblemAuto": "the automatic payment failed",
        "ProblemOverdue": "overdue",
        "ProblemDisputed": "disputed at the bank",
        "DueAuto": "due, is charged by itself",
        "DueOffline": "due, is paid outside ProAbono",
        "PaidRefunded": "paid and refunded",
    }
)

Ask: TypeAlias = Callable[[Record], Awaitable[Sequence[Finding]]]


class RecordLook:
    """Implements `bot.vendors.Look` for a record of ProAbono's."""

    def __init__(self, facts: OperationFacts, ask: Ask, kinds: frozenset[RecordKind]) -> None:
        self._facts = facts
        self._ask = ask
        self._kinds = kinds

    @property
    def facts(self) -> OperationFacts:
        return self._facts

    def applies(self, question: Question) -> bool:
        record = question.record
        return record is not None and record.vendor == VENDOR and record.kind in self._kinds

    async def ask(self, question: Question) -> Sequence[Finding]:
        if question.record is None:
            raise Refused("There is no record of ProAbono's to ask about.", code="no_record")
        return await self._ask(question.record)


class Looks:
    """The questions, by name."""

    def __init__(
        self,
        owners: Owners,
        invoices: Invoices,
        subscriptions: Subscriptions,
        settings: UpdatePaymentSettings,
    ) -> None:
        self._owners = owners
        self._invoices = invoices
        self._subscriptions = subscriptions
        self._settings = settings

    def all(self) -> tuple[RecordLook, ...]:
        anything = frozenset(RecordKind)
        return (
            RecordLook(_SUBSCRIPTIONS, self._subscription_states, anything),
            RecordLook(_INVOICES, self._latest_invoices, anything),
            RecordLook(_DOCUMENT, self._document, frozenset({RecordKind.INVOICE})),
        )

    async def _subscription_states(self, record: Record) -> Sequence[Finding]:
        customer = await self._owners.of(record.record_id)
        held = await self._subscriptions.of_customer(customer.reference_customer)
        settings = await self._settings.of(customer)
        method = IN_WORDS.get(settings.type_payment or "")
        found = [Finding(f"Subscription {one.id}", _state(one)) for one in held[:SHOWN]]
        return [*found, *([Finding("Pays by", redact(method))] if method else [])]

    async def _latest_invoices(self, record: Record) -> Sequence[Finding]:
        customer = await self._owners.of(record.record_id)
        found = await self._invoices.of_customer(customer.reference_customer)
        return [_line(one) for one in found[:SHOWN] if expressible(one)]

    async def _document(self, record: Record) -> Sequence[Finding]:
        invoice = await self._invoices.read(record.record_id)
        there = document_link(invoice) is not None
        words = "can be downloaded in ProAbono's BackOffice" if there else "is not made yet"
        label = redact(f"Document of {invoice.full_number or 'the draft'}")
        return [Finding(label, redact(words))]


def document_link(invoice: Invoice) -> SecretStr | None:
    """The link to the PDF, for an https receiver alone; drafts and fresh invoices have none."""
    links = (one.href for one in invoice.links if one.rel in DOCUMENT)
    return next((href for href in links if href and href.get_secret_value()), None)


def _state(subscription: Subscription) -> Redacted:
    word = _STATES.get(subscription.state_subscription, subscription.status.casefold())
    offer = subscription.reference_offer or "no offer named"
    until = f", until {subscription.date_term:%d %b %Y}" if subscription.date_term else ""
    return redact(f"{offer}: {word}{until}")


def _line(invoice: Invoice) -> Finding:
    word = _STATES.get(invoice.state_invoice, invoice.status.casefold())
    said = f"{format_money(invoice.amount_total, invoice.iso)}, {word}"
    return Finding(redact(f"Invoice {invoice.full_number or '(draft)'}"), redact(said))


_SUBSCRIPTIONS: Final = reading(
    "proabono.subscription_state",
    "Subscription state at ProAbono",
    "What ProAbono shows of the customer's subscriptions now.",
    by=("record_id",),
)
_INVOICES: Final = reading(
    "proabono.find_invoices",
    "Latest invoices at ProAbono",
    "What ProAbono shows of the customer's invoices now.",
    by=("record_id",),
)
_DOCUMENT: Final = reading(
    "proabono.document_link",
    "Invoice document at ProAbono",
    "Whether the document is there; its link is never shown.",
    by=("record_id",),
)
