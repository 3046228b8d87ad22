"""Amounts in any grouping, script and scale; whatever could mean two sums is none."""

import pytest

from bot.intake.readers import amount_of


@pytest.mark.parametrize(
    ("said", "currency", "minor"),
    [
        ("12,50,000", "INR", 125000000),
        ("\u20b912,50,000.50", "INR", 125000050),
        ("Rs. 4,999/-", "INR", 499900),
        ("1.250,00", "EUR", 125000),
        ("1 250,00", "EUR", 125000),
        ("1\u202f250,00", "EUR", 125000),
        ("12'500.00", "CHF", 1250000),
        ("12\u2019500.00", "CHF", 1250000),
        ("1,234,567.89", "USD", 123456789),
        ("12,800", "JPY", 12800),
        ("४,९९९", "INR", 499900),
        ("٤٩\u066b٩٩", "EGP", 4999),
        ("4999 rupees only", "INR", 499900),
        (4999, "INR", 499900),
        (49.99, "USD", 4999),
    ],
)
def test_any_grouping_is_read(said, currency, minor):
    assert amount_of(said, currency) == minor


@pytest.mark.parametrize(
    ("said", "minor"),
    [
        ("1 lakh", 10000000),
        ("1.5 lakh", 15000000),
        ("Rs 2 lakhs", 20000000),
        ("3 crore", 3000000000),
        ("2.5 लाख", 25000000),
        ("3 करोड़", 3000000000),
        ("5 हज़ार", 500000),
        ("5k", 500000),
        ("INR 5.5K", 550000),
        ("10 hazaar", 1000000),
        ("2 million", 200000000),
    ],
)
def test_a_word_that_multiplies_is_heard(said, minor):
    """One lakh is a hundred thousand, and never one."""
    assert amount_of(said, "INR") == minor


@pytest.mark.parametrize(
    "said",
    [
        "10%",
        "10 percent",
        "5 m",
        "5bn",
        "1,250 thousand",
        "2 to 3 lakh",
        "-5k",
        "50 and 20",
        "[card \u00b7\u00b7\u00b7\u00b74242]",
        "0",
    ],
)
def test_what_could_mean_two_sums_or_none_is_none(said):
    assert amount_of(said, "INR") is None
