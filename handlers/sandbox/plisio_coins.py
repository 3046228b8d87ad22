"""The coins that the local shop takes, with invented and fixed rates."""

from decimal import Decimal
from typing import Any, Final

COINS: Final = {
    "BTC": ("Bitcoin", "BTC", Decimal("0.00001")),
    "LTC": ("Litecoin", "LTC", Decimal("0.0125")),
    "USDT_TRX": ("Tether TRC-20", "USDT", Decimal(1)),
}
"""By id: name, currency, and how much of it one dollar is."""
OFF: Final = {"DOGE": ("Dogecoin", "DOGE", Decimal(8))}
"""Known to Plisio, switched off in this shop."""
WORTH: Final = {
    "USD": Decimal(1),
    "EUR": Decimal("1.08"),
    "GBP": Decimal("1.25"),
    "JPY": Decimal("0.0068"),
    "KWD": Decimal("3.25"),
    "NGN": Decimal("0.00065"),
    "CAD": Decimal("0.73"),
}
"""What one unit of a money is in dollars."""
_STEP: Final = Decimal("0.00000001")


def in_coins(amount: str, money: str, coin: str) -> Decimal:
    """What a sum of money is in a coin today."""
    return (Decimal(amount) * WORTH[money] * COINS[coin][2]).quantize(_STEP)


def listed(money: str) -> list[dict[str, Any]]:
    """What `/currencies/{fiat}` shows."""
    both = [(cid, one, 0) for cid, one in COINS.items()]
    both += [(cid, one, 1) for cid, one in OFF.items()]
    return [_shown(cid, *one, money=money, hidden=hidden) for cid, one, hidden in both]


def _shown(
    cid: str, name: str, currency: str, per_dollar: Decimal, *, money: str, hidden: int
) -> dict[str, Any]:
    return {
        "name": name,
        "cid": cid,
        "currency": currency,
        "icon": f"https://plisio.net/img/psys-icon/{currency}.svg",
        "rate_usd": coin_text(per_dollar),
        "price_usd": f"{1 / per_dollar:.2f}",
        "precision": "8",
        "output_precision": "8",
        "fiat": money,
        "fiat_rate": f"{(per_dollar * WORTH[money]).normalize():f}",
        "min_sum_in": coin_text(per_dollar),
        "invoice_commission_percentage": "0.5",
        "hidden": hidden,
        "maintenance": False,
    }


def coin_text(amount: Decimal) -> str:
    """Eight decimals, as Plisio writes coins."""
    return f"{amount.quantize(_STEP):f}"
