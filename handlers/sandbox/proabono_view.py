"""The local ProAbono business as the page draws it: JSON, newest first; no links to documents."""

from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.proabono_books import ProAbonoBooks

SHOWN_REQUESTS: Final = 60


def view_of(books: ProAbonoBooks) -> dict[str, Any]:
    """Money as text for people beside the integers."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    return {
        "customers": [
            _plain(one)
            | {
                "address": books.addresses[reference],
                "payment_settings": books.settings[reference],
            }
            for reference, one in reversed(books.customers.items())
        ],
        "subscriptions": [_plain(one) for one in reversed(books.subscriptions.values())],
        "invoices": [
            _plain(one) | {"amount_text": amount_text(one["AmountTotal"], one["Currency"])}
            for one in reversed(books.invoices.values())
        ],
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
    }


def amount_text(amount: int, currency: str) -> str:
    """For people, `300.00 EUR`; digits only, never through a float."""
    whole, rest = divmod(amount, 100)
    return f"{whole:,}.{rest:02d} {currency}"


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "Links"}
