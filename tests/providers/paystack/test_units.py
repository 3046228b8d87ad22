"""Paystack's hundredths against ISO minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from providers.paystack.units import CURRENCIES, from_paystack, to_paystack


@pytest.mark.parametrize(
    ("currency", "minor", "subunits"),
    [
        ("NGN", 1_250_000, 1_250_000),
        ("GHS", 1, 1),
        ("ZAR", 99, 99),
        ("KES", 100, 100),
        ("USD", 4_900, 4_900),
        ("XOF", 25_000, 2_500_000),  # no decimals by ISO, two at Paystack
        ("ngn", 5, 5),
    ],
)
def test_both_ways(currency, minor, subunits):
    assert to_paystack(minor, currency) == subunits
    assert from_paystack(subunits, currency) == minor


@given(st.sampled_from(sorted(CURRENCIES)), st.integers(0, 10**12))
def test_there_and_back_is_the_same(currency, minor):
    assert from_paystack(to_paystack(minor, currency), currency) == minor


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD", "XXQ", ""])
def test_a_currency_that_paystack_has_not_is_refused(currency):
    with pytest.raises(Refused):
        to_paystack(100, currency)
    with pytest.raises(Refused):
        from_paystack(100, currency)


@pytest.mark.parametrize("subunits", [1, 99, 2_500_050])
def test_a_fraction_of_a_franc_cannot_be_expressed(subunits):
    with pytest.raises(Refused, match="XOF"):
        from_paystack(subunits, "XOF")
