"""Stripe's own amounts against ISO minor units: exact both ways, or a refusal in words.

Stripe counts in "the smallest unit", with lists of its own: https://docs.stripe.com/currencies.
Ours are `bot.money.exponent`; the two differ where Stripe keeps old habits (ISK has two decimals
there) or drops them (MGA has none).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bot.errors import Refused
from bot.money import currency_or_none, exponent, format_money, to_major, to_minor

ZERO_DECIMAL: Final = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"}
    | {"XAF", "XOF", "XPF"}
)
THREE_DECIMAL: Final = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
STEP: Final = {"ISK": 100, **dict.fromkeys(THREE_DECIMAL, 10)}
"""What an amount must be a multiple of, in Stripe's units: whole krona, no last digit."""

UNCLEAR: Final = frozenset({"UGX"})
"""Stripe's page lists UGX as zero-decimal and as two-decimal; a guess is wrong by 100."""


def stripe_exponent(currency: str) -> int:
    """Decimals of Stripe's unit of an ISO currency. Raises Refused where Stripe is unclear."""
    if currency in UNCLEAR:
        raise Refused(f"Stripe's unit of {currency} is not certain, so no amount in it is handled.")
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def to_stripe(amount_minor: int, currency: str) -> int:
    """Convert ISO minor units to what Stripe expects. Raises Refused when it cannot be exact."""
    iso = _known(currency)
    major = to_major(amount_minor, iso)
    scaled = major.scaleb(stripe_exponent(iso))
    if scaled != scaled.to_integral_value() or scaled % STEP.get(iso, 1) != 0:
        shown = format_money(amount_minor, iso)
        raise Refused(f"Stripe cannot take {shown}: the amount is finer than it allows.")
    return int(scaled)


def from_stripe(amount: int, currency: str) -> int:
    """Convert Stripe's integer to ISO minor units. Raises Refused when it cannot be exact."""
    iso = _known(currency)
    major = Decimal(amount).scaleb(-stripe_exponent(iso))
    minor = to_minor(major, iso)
    if minor is None:
        raise Refused(
            f"Stripe shows {iso} {major}, which {exponent(iso)} decimals cannot hold: "
            "look at it in Stripe's own pages."
        )
    return minor


def _known(currency: str) -> str:
    iso = currency_or_none(currency)
    if iso is None:
        raise Refused("The currency is not known, so no amount in it is handled.")
    return iso
