"""`PlisioBooks`: one local shop, its invoices, and what payers do to them.

Sums in coins are decimal text; the shop itself never counts in floats.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from handlers.sandbox.plisio_coins import COINS, in_coins
from handlers.sandbox.plisio_errors import PlisioError, invalid, missing
from handlers.sandbox.plisio_shapes import report
from handlers.sandbox.telling import Tell, silence
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]

OPEN: Final = frozenset({"new", "pending"})
LASTS: Final = timedelta(hours=10)
FIRST_NUMBER: Final = 0xA001


@dataclass
class Invoice:
    """`source` is (amount, currency) as asked, None for one that was asked in coins."""

    id: str
    order_number: str
    order_name: str
    coin: str
    amount: Decimal
    created_at: datetime
    source: tuple[str, str] | None = None
    email: str | None = None
    callback_url: str | None = None
    status: str = "new"
    received: Decimal = Decimal()
    active_id: str | None = None
    lasts: timedelta = LASTS

    @property
    def expires_at(self) -> datetime:
        return self.created_at + self.lasts


@dataclass
class PlisioBooks:
    """One shop. `fill` puts the seed data in, at the start and after `reset`.

    `white_label` decides what an answer shows: a hosted shop's operations hold next to nothing.
    `in_milliseconds` writes instants as some of Plisio's answers do. `retry_after_s` is sent with a
    429 when set; Plisio publishes no limits.
    """

    api_key: str
    now: Clock
    fill: Callable[["PlisioBooks"], None] | None = None
    white_label: bool = False
    in_milliseconds: bool = False
    retry_after_s: int | None = 1
    invoices: dict[str, Invoice] = field(default_factory=dict)
    requests: list[RecordedRequest] = field(default_factory=list)
    held: dict[str, Decimal] = field(default_factory=dict)
    tell: Tell = silence
    """Reports to whoever listens what has happened."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_NUMBER))

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.invoices.clear()
        self.requests.clear()
        self.held = {coin: Decimal("0.00110995") for coin in COINS}
        self._numbers = itertools.count(FIRST_NUMBER)
        if self.fill is not None:
            self.fill(self)

    # --- reading ---

    def get(self, invoice_id: str) -> Invoice:
        """The invoice, or PlisioError 404."""
        found = self.invoices.get(invoice_id)
        if found is None:
            raise missing()
        return found

    def every(self) -> list[Invoice]:
        """All invoices, newest first."""
        return list(self.invoices.values())[::-1]

    def of_order(self, order_number: str) -> Invoice | None:
        """The first with this order number; a payer who changed the coin made another one."""
        found = (one for one in self.invoices.values() if one.order_number == order_number)
        return next(found, None)

    def like(self, search: str) -> list[Invoice]:
        """Those whose id, order number or address contains the text, in any case."""
        wanted = search.casefold()
        return [
            one
            for one in self.every()
            if any(
                wanted in part.casefold() for part in (one.id, one.order_number, one.email or "")
            )
        ]

    # --- what the shop does ---

    def create(self, *, return_existing: bool = False, **asked: Any) -> Invoice:
        """Make an invoice. An order number is taken once: then the older one, or PlisioError 422.

        The older one comes back as it is, whatever was asked this time.
        """
        there = self.of_order(asked["order_number"])
        if there is not None:
            if return_existing:
                return there
            raise invalid(order_number="This order number is used already")
        made = Invoice(id=self._new_id(), created_at=self.now(), **asked)
        self.invoices[made.id] = made
        return made

    def _new_id(self) -> str:
        return f"65f0{next(self._numbers):020x}"

    def set_email(self, invoice_id: str, email: str) -> Invoice:
        """What `/invoices/email/{id}` does: no search, the address is stored."""
        invoice = self.get(invoice_id)
        invoice.email = email
        return invoice

    # --- what payers and time do. Each raises PlisioError when the state forbids it ---

    def pay(self, invoice_id: str, share: str = "1") -> Invoice:
        """Pay such a share of what is asked: less leaves it open, more is a mismatch."""
        invoice = self._payable(invoice_id)
        invoice.received += invoice.amount * Decimal(share)
        self.held[invoice.coin] += invoice.amount * Decimal(share)
        if invoice.received < invoice.amount:
            return self._become(invoice, "new")
        paid_more = invoice.received > invoice.amount
        return self._become(invoice, "mismatch" if paid_more else "completed")

    def see(self, invoice_id: str) -> Invoice:
        """A payment is seen and waits to be confirmed."""
        return self._become(self._payable(invoice_id), "pending")

    def expire(self, invoice_id: str) -> Invoice:
        """Time is up, paid in part or not at all."""
        return self._become(self._payable(invoice_id), "expired")

    def cancel(self, invoice_id: str) -> Invoice:
        return self._become(self._payable(invoice_id), "cancelled")

    def switch(self, invoice_id: str, coin: str) -> Invoice:
        """The payer takes another coin: another invoice of the same order becomes active."""
        old = self._payable(invoice_id)
        if coin not in COINS:
            raise invalid(currency="Unsupported currency")
        amount = in_coins(*old.source, coin) if old.source else old.amount
        new = Invoice(
            id=self._new_id(),
            order_number=old.order_number,
            order_name=old.order_name,
            coin=coin,
            amount=amount,
            created_at=self.now(),
            source=old.source,
            email=old.email,
            callback_url=old.callback_url,
        )
        self.invoices[new.id] = new
        old.active_id = new.id
        self._become(old, "cancelled duplicate")
        return new

    def _payable(self, invoice_id: str) -> Invoice:
        invoice = self.get(invoice_id)
        if invoice.status not in OPEN:
            raise PlisioError(422, f"The invoice is {invoice.status}.")
        return invoice

    def _become(self, invoice: Invoice, status: str) -> Invoice:
        invoice.status = status
        self.tell(status, report(invoice))
        return invoice
