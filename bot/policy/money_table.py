"""Amounts per currency as a policy states them, and as limits in minor units of any currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.money import MAX_AMOUNT_MINOR, currency_or_none, exponent, to_minor
from bot.policy.strict import Strict


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError('write a fraction as text, e.g. "0.85", so that it stays exact')  # noqa: TRY004 - pydantic reports ValueError
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("must be a whole number or a number as text")  # noqa: TRY004 - likewise
    return value


def _known(code: str) -> str:
    if currency_or_none(code) != code:
        raise ValueError("is not an ISO 4217 currency code in capitals")
    return code


Currency = Annotated[str, AfterValidator(_known)]
Exact = Annotated[Decimal, BeforeValidator(_exact)]


def _in_minor_units(table: dict[str, Decimal]) -> dict[str, Decimal]:
    for currency, amount in table.items():
        if to_minor(amount, currency) is None:
            raise ValueError(f"{currency} {amount} is negative, too large or finer than its coins")
    return table


Amounts = Annotated[dict[Currency, Exact], Field(min_length=1), AfterValidator(_in_minor_units)]
"""Major units per currency: `{ USD = 5000, JPY = 750000 }`."""


class Rates(Strict):
    """Fixed conversion for limits: what one unit of a currency is worth in `base`."""

    base: Currency
    worth: dict[Currency, Annotated[Exact, Field(gt=0)]] = Field(default_factory=dict)


def limit_in(currency: str, amounts: Mapping[str, Decimal], rates: Rates | None) -> int | None:
    """State one of the limits of `spread`; None when that currency has none."""
    if currency in amounts:
        return _floor(amounts[currency], currency)
    if rates is None or rates.base not in amounts or currency not in rates.worth:
        return None
    return _floor(amounts[rates.base] / rates.worth[currency], currency)


def spread(amounts: Mapping[str, Decimal], rates: Rates | None) -> dict[str, int]:
    """State amounts in minor units of every currency that is named or has a rate.

    A currency that is not named is converted from the base's amount and rounded down, so that a
    limit never grows by conversion. A currency that is missing has no limit: it counts as above.
    """
    known = dict.fromkeys((*(rates.worth if rates else ()), *amounts))
    limits = {currency: limit_in(currency, amounts, rates) for currency in known}
    return {currency: limit for currency, limit in limits.items() if limit is not None}


@lru_cache(maxsize=4096)
def _floor(amount: Decimal, currency: str) -> int:
    """A policy's limits are the same for each call: they are worked out once."""
    scaled = amount.scaleb(exponent(currency)).to_integral_value(rounding=ROUND_FLOOR)
    return min(int(scaled), MAX_AMOUNT_MINOR)
