"""`plisio.create_invoice`: the customer can pay a sum in coins, on a page of Plisio's.

The wire key is the order number, which is unique within the shop, and `return_existing` gives back
the invoice that has it. What comes back may therefore be an older one, so its sum is compared:
https://plisio.net/documentation/endpoints/create-an-invoice. An attempt that is known to have come
to nothing leaves its number spent; the next one has a number of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from bot.errors import OutcomeUnknown, Refused, VendorFailure
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.handoff.record import RecordStatus
from bot.money import format_money
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.plisio.client import PlisioClient
from providers.plisio.invoices import PAGE, Bill, Invoices, record_status, step_of
from providers.plisio.units import sum_of, to_plisio

_PAYABLE: Final = frozenset({RecordStatus.OPEN, RecordStatus.PENDING})
NAME: Final = "plisio.create_invoice"
FACTS: Final = OperationFacts(
    name=NAME,
    writes=True,
    moves_money=False,
    requires=("amount_minor", "currency"),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Invoice at Plisio",
    card_may_say=(
        "Plisio made an invoice, which is not paid yet; Plisio mails nobody, so the customer has "
        "to be told where its page is. Once Plisio's books show it as paid, that."
    ),
)


class CreateInvoice:
    """Implements `bot.vendors.Operation`. `order.record_id` is an earlier invoice, or empty."""

    facts = FACTS

    def __init__(
        self, client: PlisioClient, invoices: Invoices, *, callback_url: str | None = None
    ) -> None:
        self._client = client
        self._invoices = invoices
        self._callback_url = callback_url

    async def send(self, order: Order) -> Effect:
        """Ask for exactly `order.amount_minor`; sent again it gives the same invoice."""
        amount_minor, iso = sum_of(order)
        email = await self._payer(order)
        if email and not order.record_id:
            await self._check_nothing_open(email, order)
        made = await self._client.create_invoice(
            {
                "order_name": "Payment request",
                "order_number": order.wire_key,
                "source_currency": iso,
                "source_amount": to_plisio(amount_minor, iso),
                "return_existing": "true",
                **({"email": email} if email else {}),
                **({"callback_url": self._callback_url} if self._callback_url else {}),
            }
        )
        return _compared(await self._read_on(made.txn_id, order), order)

    async def find_effect(self, order: Order) -> Effect | None:
        """Look for this attempt's invoice, else for one of an earlier attempt that came late."""
        made = await self._invoices.of_step(order.step_key)
        own = [one for one in made if one.params.order_number == order.wire_key]
        late = [one for one in made if _outcome(one)[0] != "failed"]
        found = next(iter((*own, *late)), None)
        return _compared(found, order) if found else None

    async def watch(self, order: Order, reference: str) -> Effect:
        """Read the invoice again; `reference` is its id."""
        return _compared(await self._invoices.read(reference), order)

    async def _check_nothing_open(self, email: str, order: Order) -> None:
        """Where there was no record, one may have come since; with one the desk looks again."""
        found = await self._invoices.of_email(email)
        others = [one for one in found if step_of(one.params.order_number) != order.step_key]
        if any(record_status(one.status) in _PAYABLE for one in others):
            raise Refused(
                "Another invoice of this address can still be paid at Plisio: a second one could "
                "be paid as well. Nothing was sent.",
                code="still_open",
            )

    async def _payer(self, order: Order) -> str | None:
        """From the form, else from the earlier invoice; without one Plisio asks the payer."""
        typed = order.fields.get("email")
        if typed:
            return _address(typed)
        if not order.record_id:
            return None
        return (await self._invoices.read(order.record_id)).params.email

    async def _read_on(self, invoice_id: str, order: Order) -> Bill:
        """The answer to a create holds no sum of money; what cannot be compared is not claimed.

        Nor is it refused: it is there, and can be paid.
        """
        try:
            bill = await self._invoices.read(invoice_id)
        except VendorFailure as failure:
            raise OutcomeUnknown(
                "Plisio made an invoice that could not be read back.", code=failure.code
            ) from None
        if bill.params.order_number != order.wire_key or bill.asked != sum_of(order):
            raise OutcomeUnknown(_not_the_same(bill, order), code="not_comparable")
        return bill


def _address(typed: str) -> str:
    email = typed.strip()
    name, at, domain = email.partition("@")
    if not (name and at and "." in domain) or any(char.isspace() or char == "[" for char in email):
        raise Refused("That is no e-mail address; nothing was sent.", code="no_email")
    return email


def _compared(bill: Bill, order: Order) -> Effect:
    """What the invoice shows, once it is the one that was approved."""
    if step_of(bill.params.order_number) != order.step_key:
        raise Refused("That invoice was not made for this step.", code="other_invoice")
    if bill.asked != sum_of(order):
        raise Refused(_not_the_same(bill, order), code="other_amount")
    return effect_of(bill)


def _not_the_same(bill: Bill, order: Order) -> str:
    number = f"Plisio has an invoice for this ({bill.invoice_id})"
    if bill.asked is None or bill.asked == sum_of(order):
        return f"{number} that cannot be compared with what was approved: look at it in Plisio."
    there, approved = format_money(*bill.asked), format_money(*sum_of(order))
    return f"{number}, over {there}, not over {approved}: look at it in Plisio."


def effect_of(bill: Bill) -> Effect:
    """Only what Plisio calls completed is done; what ran out has failed."""
    amount_minor, iso = bill.asked or (None, None)
    amount = format_money(amount_minor, iso) if amount_minor is not None and iso else "its sum"
    status, said = _outcome(bill)
    return Effect(
        status=status,
        reference=bill.invoice_id,
        amount_minor=amount_minor,
        currency=iso,
        said=redact(f"Plisio's invoice {bill.invoice_id} of {amount}: {said}"),
        facts={"status": bill.status},
    )


Outcome: TypeAlias = tuple[Literal["done", "accepted", "failed"], str]


def _outcome(bill: Bill) -> Outcome:
    if bill.is_paid_in_part:
        return "failed", "a part was paid before it ran out, so look at it in Plisio."
    return _OUTCOMES.get(bill.status, _unknown_word)(bill)


def _new(bill: Bill) -> Outcome:
    page = f"{PAGE}{bill.invoice_id}"
    return "accepted", f"made, not paid yet. Plisio mails nobody: the customer pays at {page}"


def _ran_out(bill: Bill) -> Outcome:
    if bill.may_be_paid_in_part:
        return "failed", "it ran out; what was paid of it is not shown: look at it in Plisio."
    return "failed", "it ran out, and nothing was paid."


def _unknown_word(_bill: Bill) -> Outcome:
    return "accepted", "made; what became of it is not clear, so look at it in Plisio."


_OUTCOMES: Mapping[str, Callable[[Bill], Outcome]] = MappingProxyType(
    {
        "new": _new,
        "pending": lambda _: ("accepted", "a payment was seen and waits to be confirmed."),
        "pending internal": lambda _: ("accepted", "a payment is on its way into the wallet."),
        "completed": lambda _: ("done", "paid."),
        "mismatch": lambda _: ("done", "paid, and more than it asked: look at it in Plisio."),
        "expired": _ran_out,
        "cancelled": lambda _: ("failed", "it was cancelled, and nothing was paid."),
        "error": lambda _: ("failed", "its payment failed."),
    }
)
