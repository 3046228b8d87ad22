"""Payment requests, Paystack's invoices: found by code, number or address, shown as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.errors import Refused, VendorFailure
from bot.handoff.operations import reading
from bot.handoff.record import FoundBy, Record, RecordClaim, RecordKind, RecordStatus
from bot.ports import Clock
from providers.answers import none_if_missing
from providers.paystack.client import PaystackClient
from providers.paystack.customers import Customers
from providers.paystack.models import Payer, PaymentRequest
from providers.paystack.payer import VENDOR, cleaned, payer_fields
from providers.paystack.units import expressible, from_paystack

CODE: Final = re.compile(r"PRQ_[A-Za-z0-9]{1,60}")
MOST_RECORDS: Final = 5
"""Each takes one more read, of a quota of 100 a minute in test mode."""
PAGES_SEARCHED: Final = 4
"""No query asks for an invoice number: without a customer, the newest two hundred are read."""

_STATUS: Mapping[str, RecordStatus] = MappingProxyType(
    {"draft": RecordStatus.DRAFT, "pending": RecordStatus.OPEN, "success": RecordStatus.PAID}
)
"""A word that is not here means that nothing can be done with it."""


class PaymentRequests:
    """Raises Refused or Unavailable; a claim that leads nowhere is no error."""

    facts = reading(
        "paystack.read_invoice",
        "Payment request at Paystack",
        "The payment request as Paystack shows it now.",
        by=("payment_ids", "invoice_number", "email"),
    )

    def __init__(self, client: PaystackClient, customers: Customers, clock: Clock) -> None:
        self._client = client
        self._customers = customers
        self._clock = clock

    async def find(self, claim: RecordClaim) -> Sequence[Record]:
        """At most five, best evidence first, open ones before others."""
        coded = [name for name in _names(claim) if is_request_code(name)]
        named = [await none_if_missing(self.read(name)) for name in coded]
        if any(named):
            return [self._record(one, FoundBy.REFERENCE) for one in _unique(named)]
        owed = await self._of_caller(claim)
        numbered = await self._numbered(owed, claim)
        if numbered:
            return [self._record(one, FoundBy.INVOICE) for one in numbered]
        return await self._by_address(owed, claim)

    async def observe(self, record_id: str) -> Record:
        return self._record(await self.read(record_id), FoundBy.REFERENCE)

    async def read(self, code: str) -> PaymentRequest:
        """Verify a request by its code. Raises Refused for what is none, or was archived."""
        if not is_request_code(code):
            raise Refused("That is no payment request of Paystack's.", code="not_a_request_code")
        found = await self._client.get(
            "/paymentrequest/verify/{code}", PaymentRequest, ids={"code": code}
        )
        if found.request_code.casefold() != code.casefold():
            raise Refused("Paystack answered with another payment request.", code="other_request")
        return found

    async def read_on(self, request: PaymentRequest) -> PaymentRequest:
        """Read again what a write was accepted for: a failure to read says nothing against that."""
        try:
            return await self.read(request.request_code)
        except VendorFailure:
            return request

    async def of_customer(self, payer: Payer, *, archived: bool = False) -> list[PaymentRequest]:
        """All requests to a customer, newest first; `archived` ones as well when wanted."""
        query: dict[str, str | int] = {"customer": payer.id}
        if archived:
            query["include_archive"] = "true"
        found = await self._client.all("/paymentrequest", PaymentRequest, query)
        return [one for one in found if one.customer is None or one.customer.id == payer.id]

    async def _of_caller(self, claim: RecordClaim) -> list[PaymentRequest]:
        customer = await self._customers.by_email(claim.email or "")
        return await self.of_customer(customer) if customer else []

    # --- by number ---

    async def _numbered(
        self, owed: list[PaymentRequest], claim: RecordClaim
    ) -> list[PaymentRequest]:
        """The caller's requests of that number, else anybody's among the newest."""
        found = [one for one in owed if _bears(one, claim)]
        if not found and any(_is_number(name) for name in _names(claim)):
            newest = await self._client.newest(
                "/paymentrequest", PaymentRequest, {}, pages=PAGES_SEARCHED
            )
            found = [one for one in newest if _bears(one, claim)]
        return await self._completed(found)

    # --- by the customer's address ---

    async def _by_address(self, owed: list[PaymentRequest], claim: RecordClaim) -> Sequence[Record]:
        """Those of the claimed sum when there are some, else all."""
        likely = [one for one in owed if expressible(one.amount, one.iso)]
        found = await self._completed(likely)
        same = [one for one in found if _asks(one, claim)]
        if same:
            return [self._record(one, FoundBy.EMAIL_AND_AMOUNT) for one in same]
        return [self._record(one, FoundBy.EMAIL) for one in found]

    async def _completed(self, found: Iterable[PaymentRequest]) -> list[PaymentRequest]:
        """Read each by itself: a list does not say what is still to be paid."""
        first = sorted(found, key=lambda one: request_status(one) is not RecordStatus.OPEN)
        read = [await none_if_missing(self.read(one.request_code)) for one in first[:MOST_RECORDS]]
        return _unique(read)

    def _record(self, request: PaymentRequest, found_by: FoundBy) -> Record:
        number = request.invoice_number
        return Record(
            vendor=VENDOR,
            kind=RecordKind.INVOICE,
            record_id=request.request_code,
            found_by=found_by,
            **payer_fields(request.customer),
            invoice_number=cleaned(str(number)) if number is not None else None,
            description=cleaned(request.description),
            amount_minor=from_paystack(request.amount, request.iso),
            currency=request.iso,
            paid_minor=from_paystack(_paid(request), request.iso),
            status=request_status(request),
            livemode=request.domain == "live",
            due_at=request.due_date,
            last_sent_at=request.last_sent_at,
            observed_at=self._clock(),
        )


# --- what a request says ----------------------------------------------------------------------


def is_request_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def request_status(request: PaymentRequest) -> RecordStatus:
    """A word we do not know leaves nothing to pay or to send."""
    if request.paid:
        return RecordStatus.PAID
    return _STATUS.get(request.status, RecordStatus.VOID)


def _paid(request: PaymentRequest) -> int:
    """The settled part, in subunits."""
    if request.pending_amount is not None:
        return max(0, request.amount - request.pending_amount)
    return request.amount if request_status(request) is RecordStatus.PAID else 0


def _names(claim: RecordClaim) -> list[str]:
    """Callers say one number where another is asked for: every name is tried."""
    return [name.strip() for name in (*claim.payment_ids, claim.invoice_number or "") if name]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit()


def _bears(request: PaymentRequest, claim: RecordClaim) -> bool:
    """Whether exactly this invoice number or offline reference was named."""
    numbered = request.invoice_number is not None
    is_invoice = (claim.invoice_number or "").strip() == str(request.invoice_number)
    return (numbered and is_invoice) or request.offline_reference in _names(claim)


def _asks(request: PaymentRequest, claim: RecordClaim) -> bool:
    """Whether the claimed sum is what it asks in all, or what is still to be paid."""
    if claim.amount_minor is None or claim.currency != request.iso:
        return False
    sums = (request.amount, request.amount - _paid(request))
    return claim.amount_minor in {from_paystack(one, request.iso) for one in sums}


def _unique(found: Iterable[PaymentRequest | None]) -> list[PaymentRequest]:
    return list({one.id: one for one in found if one}.values())
