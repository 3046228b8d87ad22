"""Money is whole minor units of an ISO currency; what is unclear is None, never a guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money import (
    MAX_AMOUNT_MINOR,
    currency_or_none,
    exponent,
    format_money,
    parse_amount,
    read_typed,
    to_major,
    to_minor,
)

currencies = st.sampled_from(["USD", "EUR", "GBP", "INR", "NGN", "JPY", "KRW", "KWD", "BHD"])
minor_units = st.integers(0, MAX_AMOUNT_MINOR)


@pytest.mark.parametrize(
    ("currency", "decimals"), [("USD", 2), ("NGN", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)]
)
def test_each_currency_has_its_own_decimals(currency, decimals):
    assert exponent(currency) == decimals


@given(minor_units, currencies)
def test_minor_and_major_units_say_the_same(amount_minor, currency):
    assert to_minor(to_major(amount_minor, currency), currency) == amount_minor


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.001", "USD"), ("0.5", "JPY"), ("-1", "USD"), ("1e12", "USD"), ("1e30", "JPY")],
)
def test_finer_than_a_coin_negative_or_absurd_is_no_amount(amount, currency):
    assert to_minor(Decimal(amount), currency) is None


@pytest.mark.parametrize(
    ("amount_minor", "currency", "written"),
    [
        (249000, "USD", "USD 2,490.00"),
        (12000, "JPY", "JPY 12,000"),
        (1500, "KWD", "KWD 1.500"),
        (5, "EUR", "EUR 0.05"),
        (0, "USD", "USD 0.00"),
        (125000000, "INR", "INR 1,250,000.00"),
    ],
)
def test_amounts_are_written_with_their_code(amount_minor, currency, written):
    assert format_money(amount_minor, currency) == written


@given(minor_units, currencies)
def test_what_is_written_reads_as_the_same_amount(amount_minor, currency):
    number = format_money(amount_minor, currency).removeprefix(f"{currency} ")
    assert read_typed(number, currency) == amount_minor


@pytest.mark.parametrize(
    ("said", "code"),
    [("USD", "USD"), (" eur ", "EUR"), ("jpy", "JPY")]
    + [(wrong, None) for wrong in ("", "US", "USDT", "ZZZ", "$", "12", None, 840, ["USD"])],
)
def test_a_currency_is_a_known_code(said, code):
    assert currency_or_none(said) == code


@pytest.mark.parametrize(
    "said",
    [
        *(1250, 1250.0, Decimal(1250), "1250", "1250.00", "1,250", "1,250.00", "1.250,00"),
        *("1'250.00", "1 250,00", "1\u202f250", "$1,250", "USD 1,250.00", "1250 dollars", "1250."),
    ],
)
def test_a_claim_is_read_in_any_grouping(said):
    assert parse_amount(said, "USD") == 125000


def test_indian_grouping_is_read():
    assert parse_amount("12,50,000", "INR") == 125000000


def test_a_comma_before_two_digits_is_the_decimal_mark():
    assert parse_amount("12,50", "EUR") == 1250


@pytest.mark.parametrize(
    "said",
    [
        *("", "free", "10 or 20", "between 5 and 9", "1e5", "-5", "0.0051", "9" * 30),
        *(None, True, False, [], {}, float("nan"), float("inf"), 10**40),
    ],
)
def test_a_claim_that_is_unclear_or_absurd_is_none(said):
    assert parse_amount(said, "USD") is None


@given(st.text(max_size=40) | st.integers() | st.floats(), currencies)
def test_any_claim_is_an_amount_in_bounds_or_none(said, currency):
    found = parse_amount(said, currency)
    assert found is None or 0 <= found <= MAX_AMOUNT_MINOR


@pytest.mark.parametrize(
    ("typed", "amount_minor"),
    [("2490", 249000), (" 2,490.00 ", 249000), ("0.5", 50), ("1,234,567.89", 123456789)],
)
def test_a_typed_amount_is_read(typed, amount_minor):
    assert read_typed(typed, "USD") == amount_minor


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2490 USD",
        "$5",
        "1.234,50",
        "12,50",
        "1,23,456",
        "-5",
        "+5",
        "5.",
        ".5",
        "1e3",
        "٣٠",
        "5.001",
    ],
)
def test_a_typed_amount_that_could_mean_two_things_is_refused(typed):
    assert read_typed(typed, "USD") is None


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("0.001", "USD"),  # finer than a cent, and a group never starts with a nought
        ("1.234", "KWD"),  # three decimals or a thousand: unclear
        ("10 20", "USD"),
        ("1 2 3", "USD"),
        ("1.2.3", "USD"),
        ("12,345,67", "USD"),
        ("-5", "USD"),
        ("between 5 and 6", "USD"),
        (Decimal("1e999999"), "USD"),
    ],
)
def test_an_unclear_amount_is_unknown_never_a_guess(text, currency):
    assert parse_amount(text, currency) is None


@pytest.mark.parametrize(("currency", "decimals"), [("RSD", 2), ("IQD", 3), ("ISK", 0), ("MGA", 2)])
def test_decimals_are_those_of_iso_4217_where_cldr_shows_fewer(currency, decimals):
    assert exponent(currency) == decimals


@pytest.mark.parametrize("code", ["XXX", "XTS", "DEM", "BTC", "", None, 978])
def test_what_is_no_money_today_is_no_currency(code):
    assert currency_or_none(code) is None
