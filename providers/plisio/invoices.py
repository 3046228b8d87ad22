"""Invoices: found by id, order number or the payer's address, read afresh, shown as records.

Plisio's search matches parts of a text, so every hit is read and compared whole. The path
`/invoices/email/{id}` looks like a search and is none: it may store the address on the invoice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.errors import Refused, Unavailable
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from bot.redaction import Redacted, redact
from providers.answers import none_if_missing
from providers.plisio.client import VENDOR, PlisioClient
from providers.plisio.models import NO_PARAMS, Details, Invoice, Operation, Params
from providers.plisio.units import decimal_of, from_plisio

MOST_RECORDS: Final = 5
"""Each takes two more reads."""
MOST_READ: Final = 30
"""Hits of a search that are read, most of which may be of others whose text is similar."""
MOST_SWITCHES: Final = 5
PAGE: Final = "https://plisio.net/invoice/"
"""Where an invoice is paid; whoever has its id has this address."""

_ID: Final = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)
_MILLISECONDS: Final = 10**11
"""An instant above this is not counted in seconds (that would be after the year 5000)."""

_STATUS: Mapping[str, RecordStatus] = MappingProxyType(
    {
        "new": RecordStatus.OPEN,
        "pending": RecordStatus.PENDING,
        "pending internal": RecordStatus.PENDING,
        "completed": RecordStatus.PAID,
        "mismatch": RecordStatus.PAID,  # more than was asked
        "error": RecordStatus.FAILED,
    }
)
"""https://plisio.net/documentation/endpoints/transactions; any other word leaves nothing to pay."""
_ORDER: Final = (RecordStatus.OPEN, RecordStatus.PENDING, RecordStatus.VOID)


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice as it stands: `invoice_id` is the one that was asked for.

    When the payer has switched to another coin, `status` and `received` are of the active one.
    """

    invoice_id: str
    status: str
    params: Params
    received: Decimal | None  # None: the shop does not show it
    expires_at: datetime | None = None

    @property
    def asked(self) -> tuple[int, str] | None:
        """What is asked, in minor units and ISO code; None for a sum in coins alone."""
        return from_plisio(self.params.source_amount, self.params.source_currency)

    @property
    def is_paid_in_part(self) -> bool:
        """Something came in before it ran out: neither paid nor unpaid, so for a person."""
        return record_status(self.status) is RecordStatus.VOID and bool(self.received)

    @property
    def may_be_paid_in_part(self) -> bool:
        """Time ran out on it, and the shop does not show what had come in by then."""
        return self.status == "expired" and self.received is None


class Invoices:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "plisio.read_invoice",
        "Invoice at Plisio, by the id of its operation or its order number",
        "The invoice as Plisio shows it now.",
        by=("payment_ids", "invoice_number", "subscription_id", "email"),
    )

    def __init__(self, client: PlisioClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most five, best evidence first, those that can be paid before others."""
        named = [await none_if_missing(self.read(one)) for one in _ids(claim)]
        if any(named):
            return [self._record(one, FoundBy.REFERENCE) for one in named if one]
        numbered = [bill for name in _numbers(claim) for bill in await self.of_order(name)]
        if numbered:
            return [self._record(one, FoundBy.INVOICE) for one in numbered]
        return self._by_address(await self.of_email(claim.email or ""), claim)

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def read(self, invoice_id: str) -> Bill:
        """Read by id. Raises Refused for what is no invoice of this shop."""
        if not is_invoice_id(invoice_id):
            raise Refused("That is no invoice of Plisio's.", code="not_an_invoice_id")
        operation = await self.operation(invoice_id)
        details = await self._details(invoice_id)
        params = details.invoice.params or operation.params or NO_PARAMS
        at = invoice_id
        for _ in range(MOST_SWITCHES):
            active = details.active_invoice_id
            if not active or active == at or not is_invoice_id(active):
                break
            at, (operation, details) = active, await self._switched(active, params)
        return _bill(invoice_id, operation, details.invoice, params)

    async def operation(self, operation_id: str) -> Operation:
        """One operation by its id. Raises Refused unless it is the invoice that was asked for."""
        found = await self._client.get("/operations/{id}", Operation, ids={"id": operation_id})
        if found.id != operation_id or found.type != "invoice":
            raise Refused("Plisio answered with another operation.", code="other_operation")
        return found

    async def of_order(self, order_number: str) -> list[Bill]:
        """Those with exactly this order number, which is one or none unless a coin was switched."""
        wanted = order_number.strip()
        found = await self._like(wanted, lambda asked: asked.order_number) if wanted else []
        return _apart(found)

    async def of_step(self, step_key: str) -> list[Bill]:
        """Those of any attempt of a step: its key stands before the last colon."""
        return _apart(await self._like(step_key, lambda asked: step_of(asked.order_number)))

    async def of_email(self, email: str) -> list[Bill]:
        """The payer's latest, by exactly this address; none where the shop does not show it."""
        wanted = email.strip().casefold()
        found = await self._like(wanted, _address) if "@" in wanted else []
        return _apart(found)

    async def _like(self, wanted: str, shown: Callable[[Params], str | None]) -> list[Bill]:
        """The first few hits of a search that show exactly this, each read by itself.

        A list may show next to nothing. Raises Unavailable when there are too many others to be
        sure.
        """
        hits = await self._client.invoices_like(wanted)
        likely = [one for one in hits if (one.params and shown(one.params)) in {None, "", wanted}]
        found: list[Bill] = []
        for number, hit in enumerate(sorted(likely, key=_rank)):
            if len(found) == MOST_RECORDS:
                break
            if number == MOST_READ:
                raise Unavailable(
                    "Plisio finds too many invoices that are similar to be sure of this one.",
                    code="too_many_similar",
                )
            bill = await none_if_missing(self.read(hit.id))
            if bill and shown(bill.params) == wanted:
                found.append(bill)
        return found

    async def _details(self, invoice_id: str) -> Details:
        details = await self._client.get("/invoices/{id}", Details, ids={"id": invoice_id})
        if details.invoice.id != invoice_id:
            raise Refused("Plisio answered with another invoice.", code="other_invoice")
        return details

    async def _switched(self, active: str, params: Params) -> tuple[Operation, Details]:
        """Its payment arrives under another id, with the same order number."""
        operation, details = await self.operation(active), await self._details(active)
        there = details.invoice.params or operation.params or NO_PARAMS
        if there.order_number != params.order_number:
            raise Refused("Plisio names an invoice of another order.", code="other_invoice")
        return operation, details

    def _by_address(self, bills: Sequence[Bill], claim: RecordClaim) -> Sequence[Record]:
        """Those of the claimed sum when there are some, else all."""
        same = [one for one in bills if one.asked == (claim.amount_minor, claim.currency)]
        found_by = FoundBy.EMAIL_AND_AMOUNT if same else FoundBy.EMAIL
        return [self._record(one, found_by) for one in same or bills]

    def _record(self, bill: Bill, found_by: FoundBy) -> Record:
        amount_minor, currency = bill.asked or (None, None)
        paid = record_status(bill.status) is RecordStatus.PAID
        return Record(
            vendor=VENDOR,
            kind=RecordKind.INVOICE,
            record_id=bill.invoice_id,
            found_by=found_by,
            customer_email=_cleaned(bill.params.email),
            invoice_number=_cleaned(bill.params.order_number),
            description=_described(bill),
            amount_minor=amount_minor,
            currency=currency,
            paid_minor=(amount_minor or 0) if paid else 0,
            status=RecordStatus.PENDING if bill.is_paid_in_part else record_status(bill.status),
            livemode=self._client.mode == "live",
            due_at=bill.expires_at,
            mailable=False,
            record_url=f"{PAGE}{bill.invoice_id}",
            observed_at=self._clock(),
        )


# --- what an invoice says ---------------------------------------------------------------------


def is_invoice_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def step_of(order_number: str | None) -> str | None:
    """The step that an order number of ours was made for; None for what is none."""
    return (order_number or "").rpartition(":")[0] or None


def record_status(word: str) -> RecordStatus:
    """A word we do not know leaves nothing to pay."""
    return _STATUS.get(word, RecordStatus.VOID)


def _bill(invoice_id: str, operation: Operation, invoice: Invoice, params: Params) -> Bill:
    return Bill(
        invoice_id=invoice_id,
        status=operation.status,
        params=params,
        received=_first_sum(invoice.received_amount, operation.actual_sum),
        expires_at=_instant(operation.expire_at_utc),
    )


def _first_sum(*shown: str | None) -> Decimal | None:
    """What came in, in coins, as far as the shop says it."""
    return next((sum_ for sum_ in map(decimal_of, shown) if sum_ is not None), None)


def _instant(count: int | None) -> datetime | None:
    if count is None or count <= 0:
        return None
    seconds = count / 1000 if count > _MILLISECONDS else count
    return datetime.fromtimestamp(seconds, UTC)


def _described(bill: Bill) -> Redacted | None:
    """What a person must know of it beside its status."""
    if bill.is_paid_in_part:
        return redact("A part of it was paid before it ran out: look at it in Plisio.")
    if bill.may_be_paid_in_part:
        return redact("It ran out; what was paid of it is not shown: look at it in Plisio.")
    if bill.status == "mismatch":
        return redact("More than it asked was paid: look at it in Plisio.")
    return _cleaned(bill.params.order_name)


def _cleaned(text: str | None) -> Redacted | None:
    return redact(text) if text else None


def _address(asked: Params) -> str | None:
    return (asked.email or "").strip().casefold() or None


def _rank(hit: Operation) -> int:
    """What can be paid goes before what cannot."""
    status = record_status(hit.status)
    return _ORDER.index(status) if status in _ORDER else len(_ORDER)


def _apart(bills: Iterable[Bill]) -> list[Bill]:
    """Of an invoice and the one its payer switched to only one: they stand for the same order."""
    return list({one.params.order_number or one.invoice_id: one for one in bills}.values())


def _names(claim: RecordClaim) -> list[str]:
    """Callers say one number where another is asked for: every name is tried."""
    names = (*claim.payment_ids, claim.invoice_number or "", claim.subscription_id or "")
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _ids(claim: RecordClaim) -> list[str]:
    return [name.lower() for name in _names(claim) if is_invoice_id(name)]


def _numbers(claim: RecordClaim) -> list[str]:
    return [name for name in _names(claim) if not is_invoice_id(name)]
