"""`ProAbonoBooks`: one local business, what was asked of it, and what the world does to it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from handlers.sandbox.proabono_errors import ProAbonoError, missing, out_of_reach
from handlers.sandbox.telling import Tell, silence
from handlers.sandbox.visits import RecordedRequest

Clock: TypeAlias = Callable[[], datetime]
ProAbonoObject: TypeAlias = dict[str, Any]

FIRST_NUMBER: Final = 5001
SEGMENT: Final = {"IdSegment": 7, "ReferenceSegment": "main-eur"}
BUSINESS: Final = 42
UNPAID: Final = frozenset({"Due", "Problem"})


@dataclass
class ProAbonoBooks:
    """One business with one segment. `fill` puts the seed data in, at the start and after `reset`.

    `now` gives aware UTC datetimes. `retry_after_s` is sent with a 429 when set: ProAbono publishes
    nothing of it. Customers are kept by reference; there are no keys against repetition.
    """

    agent_key: str
    api_key: str
    now: Clock
    fill: Callable[["ProAbonoBooks"], None] | None = None
    retry_after_s: int | None = 1
    customers: dict[str, ProAbonoObject] = field(default_factory=dict)
    addresses: dict[str, ProAbonoObject] = field(default_factory=dict)
    settings: dict[str, ProAbonoObject] = field(default_factory=dict)
    subscriptions: dict[int, ProAbonoObject] = field(default_factory=dict)
    invoices: dict[int, ProAbonoObject] = field(default_factory=dict)
    requests: list[RecordedRequest] = field(default_factory=list)
    tell: Tell = silence
    """Reports to whoever listens what has happened."""

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        for kept in (self.customers, self.addresses, self.settings):
            kept.clear()
        self.subscriptions.clear()
        self.invoices.clear()
        self.requests.clear()
        self._numbers = itertools.count(FIRST_NUMBER)
        if self.fill is not None:
            self.fill(self)

    # --- reading ---

    def new_number(self) -> int:
        return next(self._numbers)

    def customer(self, reference: str) -> ProAbonoObject:
        """By reference, or ProAbonoError 404."""
        found = self.customers.get(reference)
        if found is None:
            raise missing("Customer")
        return found

    def reached(self, reference: str) -> ProAbonoObject:
        """As `customer`; addresses and settings of nobody are out of reach, not missing."""
        found = self.customers.get(reference)
        if found is None:
            raise out_of_reach()
        return found

    def invoice(self, number: int) -> ProAbonoObject:
        found = self.invoices.get(number)
        if found is None:
            raise missing("Invoice")
        return found

    # --- writing ---

    def put_customer(self, given: ProAbonoObject) -> tuple[ProAbonoObject, bool]:
        """Create or update by reference; whether it is new. Metadata is replaced as a whole."""
        reference = given["ReferenceCustomer"]
        if given.get("ReferenceSegment", SEGMENT["ReferenceSegment"]) != "main-eur":
            raise ProAbonoError(403, "Local.Segment", "Segment not accessible")
        known = self.customers.get(reference)
        if known is None:
            known = {
                "Id": self.new_number(),
                **SEGMENT,
                "ReferenceCustomer": reference,
                "Currency": "EUR",
                "Language": "en",
                "Status": "Enabled",
                "Metadata": {},
                "Links": [{"rel": "insite-home", "href": f"https://portal.example/{reference}"}],
            }
            self.customers[reference] = known
            self.addresses[reference] = {}
            self.settings[reference] = {"TypePayment": "Card", "ModeBilling": "Auto"}
            known |= _without_place(given)
            return known, True
        known |= _without_place(given)
        return known, False

    # --- what the world does. Each raises ProAbonoError when the state forbids it ---

    def pay(self, number: int) -> ProAbonoObject:
        """An invoice is settled; what was suspended for it runs again."""
        invoice = self.invoice(number)
        if invoice["Status"] not in UNPAID:
            raise ProAbonoError(409, "Local.Conflict", f"The invoice is {invoice['Status']}.")
        invoice |= {"Status": "Paid", "StateInvoice": "Paid", "DatePayment": stamp(self.now())}
        for one in self.subscriptions.values():
            same = one["ReferenceCustomerBuyer"] == invoice["ReferenceCustomer"]
            if same and one["StateSubscription"] == "SuspendedPaymentDue":
                one |= {"Status": "Active", "StateSubscription": "ActiveRunning"}
        self._tell_invoice("InvoiceDebitPaid", invoice)
        return invoice

    def fall_overdue(self, number: int) -> ProAbonoObject:
        """Its limit passes without a payment."""
        invoice = self.invoice(number)
        if invoice["Status"] not in UNPAID:
            raise ProAbonoError(409, "Local.Conflict", f"The invoice is {invoice['Status']}.")
        invoice |= {"Status": "Problem", "StateInvoice": "ProblemOverdue"}
        self._tell_invoice("InvoiceDebitOverdue", invoice)
        return invoice

    def suspend_customer(self, reference: str) -> ProAbonoObject:
        """Meant for fraud."""
        customer = self.customer(reference)
        customer["Status"] = "Suspended"
        return customer

    def _tell_invoice(self, event: str, invoice: ProAbonoObject) -> None:
        whose = self.customers.get(invoice["ReferenceCustomer"], {})
        self.tell(event, {"Customer": whose, "InvoiceDebit": invoice})


def stamp(at: datetime) -> str:
    """ProAbono's instants: UTC, with hundredths of a second."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 10_000:02d}Z"


def _without_place(given: ProAbonoObject) -> ProAbonoObject:
    fixed = {"ReferenceCustomer", "ReferenceSegment", "ReferenceOffer"}
    return {name: value for name, value in given.items() if name not in fixed}
