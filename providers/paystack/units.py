"""Paystack's subunits against ISO minor units: exact both ways, or a refusal in words.

Paystack counts every currency in hundredths of the major unit, XOF too, although ISO gives it no
decimals and Paystack ignores the fraction: https://paystack.com/docs/api/ (supported currency).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import structlog

from bot.errors import Refused
from bot.money import to_major, to_minor

CURRENCIES: Final = frozenset({"NGN", "USD", "GHS", "ZAR", "KES", "XOF"})
_DECIMALS: Final = 2

_log = structlog.get_logger(__name__)


def to_paystack(amount_minor: int, currency: str) -> int:
    """Convert ISO minor units to subunits. Raises Refused for a currency Paystack has not."""
    iso = _known(currency)
    return int(to_major(amount_minor, iso).scaleb(_DECIMALS))


def from_paystack(subunits: int, currency: str) -> int:
    """Convert subunits to ISO minor units. Raises Refused when it cannot be exact."""
    iso = _known(currency)
    major = Decimal(subunits).scaleb(-_DECIMALS)
    minor = to_minor(major, iso)
    if minor is None:
        raise Refused(
            f"Paystack shows {iso} {major}, which {iso} cannot hold: look at it in Paystack."
        )
    return minor


def expressible(subunits: int, currency: str) -> bool:
    """Tell whether an amount can be shown exactly; what cannot is logged and left out of lists."""
    try:
        from_paystack(subunits, currency)
    except Refused:
        _log.warning("paystack_amount_not_expressible", currency=currency)
        return False
    return True


def _known(currency: str) -> str:
    iso = currency.strip().upper()
    if iso not in CURRENCIES:
        raise Refused("Paystack has no such currency, so no amount in it is handled.")
    return iso
