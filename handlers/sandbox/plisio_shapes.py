"""How local Plisio writes its objects: short for a hosted shop, long for a white-label one."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from typing import TYPE_CHECKING, Any, Final

from handlers.sandbox.plisio_coins import COINS, coin_text

if TYPE_CHECKING:
    from handlers.sandbox.plisio_books import Invoice, PlisioBooks

SHOP_ID: Final = "shop0000000000001"
SHOP: Final = {
    "name": "Local shop",
    "link": "https://shop.example",
    "logo": None,
    "commission_payment": 1,
    "extra_commission": 0,
    "verified": True,
}
CODES: Final = {"new": 0, "pending": 1, "pending internal": 2, "completed": 3, "mismatch": 4}


def page_of(invoice: "Invoice") -> str:
    return f"https://plisio.net/invoice/{invoice.id}"


def params(invoice: "Invoice") -> dict[str, Any]:
    """What the invoice was asked for."""
    shown: dict[str, Any] = {
        "order_number": invoice.order_number,
        "order_name": invoice.order_name,
        "currency": COINS[invoice.coin][1],
        "psys_cid": invoice.coin,
        "amount": coin_text(invoice.amount),
    }
    if invoice.source:
        shown |= {"source_amount": invoice.source[0], "source_currency": invoice.source[1]}
    if invoice.email:
        shown["email"] = invoice.email
    return shown


def created(books: "PlisioBooks", invoice: "Invoice") -> dict[str, Any]:
    """The answer to a create."""
    short = {
        "txn_id": invoice.id,
        "invoice_url": page_of(invoice),
        "invoice_total_sum": coin_text(invoice.amount),
    }
    if not books.white_label:
        return short
    return short | {
        "amount": coin_text(invoice.amount),
        "pending_amount": coin_text(invoice.amount - invoice.received),
        "wallet_hash": "tb1qlocalwallet",
        "psys_cid": invoice.coin,
        "currency": COINS[invoice.coin][1],
        "status": invoice.status,
        "expire_utc": instant(books, invoice.expires_at),
        "expected_confirmations": "1",
        "invoice_commission": "0.00001000",
        "invoice_sum": coin_text(invoice.amount),
        **({"source_currency": invoice.source[1]} if invoice.source else {}),
    }


def operation(books: "PlisioBooks", invoice: "Invoice") -> dict[str, Any]:
    """One row of `/operations`, and `/operations/{id}`."""
    short: dict[str, Any] = {
        "user_id": 1,
        "shop_id": SHOP_ID,
        "type": "invoice",
        "status": invoice.status,
        "tx_url": [f"https://explorer.example/tx/{invoice.id}"] if invoice.received else None,
        "id": invoice.id,
    }
    if not books.white_label:
        return short
    return short | {
        "pending_sum": coin_text(invoice.amount - invoice.received),
        "psys_cid": invoice.coin,
        "currency": COINS[invoice.coin][1],
        "source_currency": invoice.source[1] if invoice.source else "",
        "params": params(invoice),
        "expire_at_utc": instant(books, invoice.expires_at),
        "created_at_utc": instant(books, invoice.created_at),
        "amount": coin_text(invoice.amount),
        "sum": coin_text(invoice.amount),
        "actual_sum": coin_text(invoice.received),
        "tx_id": [],
        "status_code": CODES.get(invoice.status, 5),
    }


def details(invoice: "Invoice") -> dict[str, Any]:
    """`/invoices/{id}`."""
    left = max(invoice.amount - invoice.received, invoice.amount * 0)
    return {
        "invoice": {
            "id": invoice.id,
            "status": invoice.status,
            "amount": coin_text(invoice.amount),
            "received_amount": coin_text(invoice.received),
            "pending_amount": coin_text(left),
            "remaining_amount": coin_text(left),
            "psys_cid": invoice.coin,
            "currency": COINS[invoice.coin][1],
            "source_currency": invoice.source[1] if invoice.source else "",
            "email_already_set": invoice.email is not None,
            "switch_id": invoice.active_id,
            "paid_id": None,
            "view_key": f"view-{invoice.id}",
            "params": params(invoice),
        },
        "active_invoice_id": invoice.active_id or invoice.id,
        "shop": SHOP,
        "paysys": {"amount": coin_text(invoice.amount)},
        "allowed_psys_cids": [],
    }


def instant(books: "PlisioBooks", when: datetime) -> int:
    """Seconds or, as Plisio's own SDK warns, milliseconds."""
    return int(when.timestamp()) * (1000 if books.in_milliseconds else 1)


# --- what is reported ---


def report(invoice: "Invoice") -> dict[str, Any]:
    """A status change, as text throughout and in the order of the alphabet."""
    amount, money = invoice.source or ("", "")
    said = {
        "amount": coin_text(invoice.amount),
        "comment": "see https://shop.example/a",
        "confirmations": "1" if invoice.received else "0",
        "currency": COINS[invoice.coin][1],
        "ipn_type": "invoice",
        "merchant": SHOP["name"],
        "merchant_id": SHOP_ID,
        "order_name": invoice.order_name,
        "order_number": invoice.order_number,
        "psys_cid": invoice.coin,
        "source_amount": amount,
        "source_currency": money,
        "status": invoice.status,
        "txn_id": invoice.id,
    }
    return dict(sorted(said.items()))


def signed(about: Mapping[str, Any], key: str) -> bytes:
    """The JSON form of a report, with its HMAC inside."""
    plain = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    made = hmac.new(key.encode(), plain, sha1).hexdigest()
    return json.dumps({**about, "verify_hash": made}).encode()
