"""Amounts cross Stripe's border exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from providers.stripe.units import THREE_DECIMAL, UNCLEAR, ZERO_DECIMAL, from_stripe, to_stripe


@pytest.mark.parametrize(
    ("minor", "currency", "stripe"),
    [
        (1_000, "USD", 1_000),
        (1_000, "eur", 1_000),
        (500, "JPY", 500),
        (12_800, "KRW", 12_800),
        (7, "XOF", 7),
        (12_500, "KWD", 12_500),  # 12.500
        (10, "BHD", 10),
        (5, "ISK", 500),  # krona have no cents, Stripe's have
        (100, "HUF", 100),
        (100, "TWD", 100),
        (3, "RSD", 300),  # CLDR counts no para, Stripe does
    ],
)
def test_both_ways(minor, currency, stripe):
    assert to_stripe(minor, currency) == stripe
    assert from_stripe(stripe, currency.lower()) == minor


@pytest.mark.parametrize(
    ("minor", "currency"), [(12_501, "KWD"), (1, "OMR"), (999, "TND"), (5_005, "JOD")]
)
def test_the_last_of_three_decimals_must_be_zero(minor, currency):
    with pytest.raises(Refused, match=f"{currency} .*finer"):
        to_stripe(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"), [(1_250, "isk", "ISK 12.50"), (101, "rsd", "RSD 1.01")]
)
def test_what_our_units_cannot_hold_is_refused_with_the_figure(amount, currency, shown):
    with pytest.raises(Refused, match=shown):
        from_stripe(amount, currency)


@pytest.mark.parametrize("convert", [to_stripe, from_stripe])
@pytest.mark.parametrize("currency", ["UGX", "ugx", "XXQ", "", "EURO"])
def test_unclear_and_unknown_currencies_are_refused(convert, currency):
    with pytest.raises(Refused, match=r"not (certain|known)"):
        convert(100, currency)


def test_the_lists_do_not_overlap():
    assert not ZERO_DECIMAL & THREE_DECIMAL
    assert not (ZERO_DECIMAL | THREE_DECIMAL) & UNCLEAR


@given(
    minor=st.integers(0, 10**12),
    currency=st.sampled_from(sorted(ZERO_DECIMAL | {"USD", "EUR", "GBP", "ISK", "HUF", "RSD"})),
)
def test_there_and_back_changes_nothing(minor, currency):
    assert from_stripe(to_stripe(minor, currency), currency) == minor


@given(amount=st.integers(0, 10**10), currency=st.sampled_from(sorted(THREE_DECIMAL)))
def test_what_stripe_shows_in_three_decimals_is_read_even_with_a_last_digit(amount, currency):
    assert from_stripe(amount, currency) == amount
