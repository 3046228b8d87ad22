"""`proabono.update_payment_settings`: how a customer pays from now on, for a renewal that failed.

A card or a direct debit comes from the payment gateway and cannot be set here; leaving one of them
ends automatic charging: https://docs.proabono.com/api/#customers. A next billing date is only set
where nothing is charged by itself on that day, so no money moves by this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Final

from bot.errors import OutcomeUnknown, Refused
from bot.handoff.operations import OperationFacts, RepeatSafety
from bot.ports import Clock
from bot.redaction import redact
from bot.vendors import Effect, Order
from providers.proabono.client import ProAbonoClient
from providers.proabono.models import Customer, PaymentSettings
from providers.proabono.orders import filled_in_whole
from providers.proabono.owners import Owners

PATH: Final = "/v1/CustomerSettingsPayment"
FACTS: Final = OperationFacts(
    name="proabono.update_payment_settings",
    writes=True,
    moves_money=False,
    requires=("record_id",),
    repeat_safety=RepeatSafety.NATURAL,
    can_look_up=True,
    title="Payment settings at ProAbono",
    card_may_say="ProAbono keeps the new payment settings; nothing was charged by this.",
)
METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bank": "ExternalBank",
        "bank transfer": "ExternalBank",
        "transfer": "ExternalBank",
        "cash": "ExternalCash",
        "check": "ExternalCheck",
        "cheque": "ExternalCheck",
        "other": "ExternalOther",
    }
)
"""What a person writes, as ProAbono calls it."""
IN_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ExternalBank": "bank transfer",
        "ExternalCash": "cash",
        "ExternalCheck": "check",
        "ExternalOther": "another way outside ProAbono",
        "Card": "card",
        "DirectDebit": "direct debit",
        "Free": "nothing to pay",
    }
)
EXTERNAL: Final = frozenset(METHODS.values())


class UpdatePaymentSettings:
    """Implements `bot.vendors.Operation`. `record_id` is a record of the customer who pays."""

    facts = FACTS

    def __init__(self, client: ProAbonoClient, owners: Owners, clock: Clock) -> None:
        self._client = client
        self._owners = owners
        self._clock = clock

    async def send(self, order: Order) -> Effect:
        """Set what was filled in; what was left empty stays as it is."""
        wanted = _changes(order)
        payer = await self._owners.paying(order.record_id)
        self._check(wanted, await self.of(payer))
        made = await self._client.post(PATH, PaymentSettings, wanted, _whose(payer))
        if not _holds(made, wanted):
            raise OutcomeUnknown(
                "ProAbono's answer does not show the new settings.", code="not_shown"
            )
        return _effect(payer, made)

    async def find_effect(self, order: Order) -> Effect | None:
        """See whether the settings hold all of it already."""
        payer = await self._owners.payer_of(order.record_id)
        held = await self.of(payer)
        return _effect(payer, held) if _holds(held, _changes(order)) else None

    async def watch(self, order: Order, reference: str) -> Effect:  # noqa: ARG002 - the port names it
        """Read the settings again."""
        payer = await self._owners.payer_of(order.record_id)
        return _effect(payer, await self.of(payer))

    async def of(self, payer: Customer) -> PaymentSettings:
        """How a customer pays now."""
        return await self._client.find(PATH, PaymentSettings, _whose(payer)) or PaymentSettings()

    def _check(self, wanted: Mapping[str, str], held: PaymentSettings) -> None:
        """A date is a promise about money: never a day that has come, never an automatic charge."""
        if "DateNextBilling" not in wanted:
            return
        if datetime.fromisoformat(wanted["DateNextBilling"]) <= self._clock():
            raise Refused("The next billing day must be ahead; nothing was sent.", code="past_day")
        if wanted.get("TypePayment", held.type_payment) not in EXTERNAL:
            raise Refused(
                "On that day ProAbono would charge the customer by itself: a billing day is only "
                "set here for who pays outside ProAbono. Nothing was sent.",
                code="charges_by_itself",
            )


def _changes(order: Order) -> dict[str, str]:
    filled = filled_in_whole(order, "payment_method", "next_billing_on", "invoice_note")
    if not filled:
        raise Refused("Nothing was filled in, so nothing changes.", code="nothing_to_change")
    wanted = {"NoteInvoice": filled.get("invoice_note", "")}
    if "payment_method" in filled:
        wanted["TypePayment"] = _method(filled["payment_method"])
    if "next_billing_on" in filled:
        wanted["DateNextBilling"] = _instant(filled["next_billing_on"])
    return {name: value for name, value in wanted.items() if value}


def _method(text: str) -> str:
    method = METHODS.get(" ".join(text.casefold().split()))
    if method is None:
        raise Refused(
            "A payment method is bank transfer, cash, check or other; nothing was sent.",
            code="payment_method",
        )
    return method


def _instant(day: str) -> str:
    try:
        at = datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError:
        raise Refused("That is no day; nothing was sent.", code="day") from None
    return at.isoformat().replace("+00:00", "Z")


def _holds(held: PaymentSettings, wanted: Mapping[str, str]) -> bool:
    shown = {"TypePayment": held.type_payment, "NoteInvoice": held.note_invoice}
    billed = held.date_next_billing
    if "DateNextBilling" in wanted and (
        billed is None or billed != datetime.fromisoformat(wanted["DateNextBilling"])
    ):
        return False
    return all(shown[name] == value for name, value in wanted.items() if name in shown)


def _whose(customer: Customer) -> dict[str, str]:
    return {"ReferenceCustomer": customer.reference_customer}


def _effect(payer: Customer, settings: PaymentSettings) -> Effect:
    method = IN_WORDS.get(settings.type_payment or "", "a way it does not name")
    return Effect(
        status="done",
        reference=str(payer.id),
        said=redact(f"ProAbono's payment method for this customer is {method} now."),
        facts={"type_payment": settings.type_payment},
    )
