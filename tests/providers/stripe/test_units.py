"""Amounts cross Stripe's border exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from providers.stripe.units import (
    STEP,
    THREE_DECIMAL,
    UNCLEAR,
    ZERO_DECIMAL,
    from_stripe,
    to_stripe,
)


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
        (300, "RSD", 300),  # nobody shows the para, both count them
        (500, "MGA", 5),  # ISO counts iraimbilanja, Stripe does not
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


def test_what_our_units_cannot_hold_is_refused_with_the_figure():
    with pytest.raises(Refused, match=r"ISK 12\.50"):
        from_stripe(1_250, "isk")


def test_what_stripes_units_cannot_hold_is_refused_with_the_figure():
    with pytest.raises(Refused, match=r"MGA 5\.01.*finer"):
        to_stripe(501, "MGA")


@pytest.mark.parametrize("convert", [to_stripe, from_stripe])
@pytest.mark.parametrize("currency", ["UGX", "ugx", "XXQ", "", "EURO"])
def test_unclear_and_unknown_currencies_are_refused(convert, currency):
    with pytest.raises(Refused, match=r"not (certain|known)"):
        convert(100, currency)


def test_the_lists_do_not_overlap():
    assert not ZERO_DECIMAL & THREE_DECIMAL
    assert not (ZERO_DECIMAL | THREE_DECIMAL) & UNCLEAR


@given(
    steps=st.integers(0, 10**9),
    currency=st.sampled_from(sorted(ZERO_DECIMAL | set(STEP) | {"USD", "HUF", "RSD"})),
)
def test_there_and_back_changes_nothing(steps, currency):
    amount = steps * STEP.get(currency, 1)
    assert to_stripe(from_stripe(amount, currency), currency) == amount


@given(amount=st.integers(0, 10**10), currency=st.sampled_from(sorted(THREE_DECIMAL)))
def test_what_stripe_shows_in_three_decimals_is_read_even_with_a_last_digit(amount, currency):
    assert from_stripe(amount, currency) == amount
