"""Minor units as Stripe counts them: https://docs.stripe.com/currencies."""

from typing import Final

from handlers.sandbox.stripe_errors import refused

# fmt: off
ZERO_DECIMAL: Final = frozenset((
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga",
    "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf",
))
# fmt: on
THREE_DECIMAL: Final = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
MULTIPLE_OF: Final = {"isk": 100} | dict.fromkeys(THREE_DECIMAL, 10)


def decimals(currency: str) -> int:
    """How many digits of `amount_minor` stand after the point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def amount_text(amount_minor: int, currency: str) -> str:
    """For people, `2,490.00 USD`; digits only, never through a float."""
    places = decimals(currency)
    whole, rest = divmod(abs(amount_minor), 10**places)
    sign = "-" if amount_minor < 0 else ""
    fraction = f".{rest:0{places}d}" if places else ""
    return f"{sign}{whole:,}{fraction} {currency.upper()}"


def check_sendable(amount_minor: int, currency: str) -> None:
    """Refuse amounts whose last digits the currency does not have in practice."""
    step = MULTIPLE_OF.get(currency, 1)
    if amount_minor % step:
        raise refused(
            f"Amounts in {currency} must be a multiple of {step}; got {amount_minor}.",
            code="invalid_charge_amount_no_decimal_compatible",
            param="amount",
        )
