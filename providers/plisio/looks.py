"""Questions to Plisio that a card can ask: the payer's invoices, what the shop holds, the rates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.handoff.operations import reading
from bot.money import currency_or_none, format_money
from bot.redaction import literal, redact
from bot.vendors import Finding, Question
from providers.plisio.client import VENDOR, PlisioClient
from providers.plisio.invoices import PAGE, Bill, Invoices
from providers.plisio.models import Balance, Coin
from providers.plisio.units import decimal_of
from providers.questions import concerns

MOST_COINS: Final = 5


class InvoicesByEmail:
    """Implements `bot.vendors.Look`: the invoices whose payer has exactly the caller's address."""

    facts = reading(
        "plisio.find_invoices",
        "Invoices at Plisio by e-mail",
        "What Plisio shows of the invoices of this address, now.",
        by=("email",),
    )

    def __init__(self, invoices: Invoices) -> None:
        self._invoices = invoices

    def applies(self, question: Question) -> bool:
        return bool(_email(question))

    async def ask(self, question: Question) -> Sequence[Finding]:
        """One line an invoice, what can be paid first. Raises Refused or Unavailable."""
        return [_finding(one) for one in await self._invoices.of_email(_email(question))]


def _email(question: Question) -> str:
    """The address on record goes before one that was said."""
    record = question.record
    return (record.customer_email if record else None) or question.call.email or ""


def _finding(bill: Bill) -> Finding:
    sums = format_money(*bill.asked) if bill.asked else "a sum in coins"
    number = bill.params.order_number or bill.invoice_id
    part = ", paid in part" if bill.is_paid_in_part else ""
    return Finding(
        label=str(redact(f"Invoice {number}")),
        value=redact(f"{sums}, {bill.status}{part}"),
        url=f"{PAGE}{bill.invoice_id}",
    )


class Balances:
    """Implements `bot.vendors.Look`: what the shop holds of the coins it takes."""

    facts = reading(
        "plisio.read_balances",
        "Balances at Plisio",
        "What Plisio shows as the shop's balances, now.",
    )

    def __init__(self, client: PlisioClient) -> None:
        self._client = client

    def applies(self, question: Question) -> bool:
        return concerns(question, VENDOR)

    async def ask(self, question: Question) -> Sequence[Finding]:  # noqa: ARG002 - the port's: it needs nothing
        """One line a coin; Plisio has no call for all of them. Raises Refused or Unavailable."""
        coins = await coins_taken(self._client, "USD")
        held = [await self._of(coin) for coin in coins[:MOST_COINS]]
        return [
            Finding(label=redact(coin.name), value=redact(f"{one.balance} {one.currency}"))
            for coin, one in zip(coins, held, strict=False)
        ]

    async def _of(self, coin: Coin) -> Balance:
        return await self._client.get("/balances/{psys_cid}", Balance, ids={"psys_cid": coin.cid})


class Rates:
    """Implements `bot.vendors.Look`: what a coin is worth in the currency of the call."""

    facts = reading(
        "plisio.read_rates",
        "Rates at Plisio",
        "What Plisio shows as the rate of each coin the shop takes, now.",
        by=("currency",),
    )

    def __init__(self, client: PlisioClient) -> None:
        self._client = client

    def applies(self, question: Question) -> bool:
        return concerns(question, VENDOR) and _currency(question) is not None

    async def ask(self, question: Question) -> Sequence[Finding]:
        """One line a coin. Raises Refused or Unavailable."""
        iso = _currency(question)
        coins = await coins_taken(self._client, iso) if iso else []
        return [_rate(coin, iso or "") for coin in coins[:MOST_COINS]]


async def coins_taken(client: PlisioClient, iso: str) -> list[Coin]:
    """The coins that the shop can be paid in now, with their rates in a currency."""
    coins = await client.get("/currencies/{fiat}", list[Coin], ids={"fiat": iso})
    return [coin for coin in coins if coin.is_taken]


def _currency(question: Question) -> str | None:
    record = question.record
    return (record.currency if record else None) or currency_or_none(question.call.currency)


def _rate(coin: Coin, iso: str) -> Finding:
    rate = decimal_of(coin.fiat_rate)
    if rate is None or rate <= 0 or coin.fiat not in {None, iso}:
        return Finding(label=redact(coin.name), value=literal("no rate is stated"))
    worth = _rounded(1 / rate)
    return Finding(
        label=redact(coin.name), value=redact(f"1 {coin.currency} is about {iso} {worth}")
    )


def _rounded(worth: Decimal) -> str:
    """To two decimals; what is worth little to four digits, so that it is not worth nothing."""
    return f"{worth:,.2f}" if worth >= 1 else f"{Decimal(f'{worth:.4g}'):f}"
