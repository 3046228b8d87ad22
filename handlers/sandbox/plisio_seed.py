"""Invented invoices of the local shop; the names are what tests and sample calls ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from handlers.sandbox.plisio_books import Invoice, PlisioBooks
from handlers.sandbox.plisio_coins import in_coins

Row = tuple[str, str, str, tuple[str, str], str | None, str, str]

# id's last digits, order number, name, sum, address, status, share that came in
ROWS: tuple[Row, ...] = (
    (
        "c001",
        "PLI-2001",
        "Cedar shelving",
        ("240.00", "USD"),
        "office@cedarlane.example",
        "new",
        "0",
    ),
    (
        "c002",
        "PLI-2002",
        "Lantern hire",
        ("1150.00", "USD"),
        "till@lanternhire.example",
        "expired",
        "0",
    ),
    (
        "c003",
        "PLI-2003",
        "Lantern hire, May",
        ("90.00", "EUR"),
        "till@lanternhire.example",
        "completed",
        "1",
    ),
    (
        "c004",
        "PLI-2004",
        "Cedar samples",
        ("15.00", "USD"),
        "old-office@cedarlane.example",
        "new",
        "0",
    ),
    (
        "c005",
        "PLI-2005",
        "Rope and tar",
        ("310.00", "GBP"),
        "quay@ropewalk.example",
        "expired",
        "0.4",
    ),
    (
        "c006",
        "PLI-2006",
        "Glass, Kōbe",
        ("12000", "JPY"),
        "desk@kobeglass.example",
        "mismatch",
        "1.1",
    ),
    (
        "c007",
        "PLI-2007",
        "Pearl set",
        ("85.250", "KWD"),
        "shop@pearlset.example",
        "pending",
        "0",
    ),
)


def seeded_plisio(*, api_key: str, now: Callable[[], datetime]) -> PlisioBooks:
    """A shop with the invoices above, one asked in coins, and one whose payer changed the coin."""
    return PlisioBooks(api_key=api_key, now=now, fill=_fill)


def seed_id(number: str) -> str:
    """The id of a seeded invoice by its last four digits."""
    return f"65f0{number:0>20}"


def _fill(books: PlisioBooks) -> None:
    for row in ROWS:
        _put(books, _made(books, row))
    _put(
        books,
        Invoice(
            id=seed_id("c008"),
            order_number="PLI-2008",
            order_name="Tip in coins",
            coin="LTC",
            amount=Decimal("0.5"),
            created_at=books.now() - timedelta(hours=1),
            email="tips@quietbay.example",
        ),
    )
    old = _made(
        books,
        ("c009", "PLI-2009", "Canvas", ("64.00", "USD"), "loft@canvasloft.example", "new", "0"),
    )
    _put(books, old)
    new = _made(
        books,
        ("c010", "PLI-2009", "Canvas", ("64.00", "USD"), "loft@canvasloft.example", "new", "0"),
    )
    _put(books, new)
    old.status, old.active_id = "cancelled duplicate", new.id


def _put(books: PlisioBooks, invoice: Invoice) -> None:
    books.invoices[invoice.id] = invoice


def _made(books: PlisioBooks, row: Row) -> Invoice:
    number, order_number, name, source, email, status, share = row
    amount = in_coins(*source, "BTC")
    return Invoice(
        id=seed_id(number),
        order_number=order_number,
        order_name=name,
        coin="BTC",
        amount=amount,
        created_at=books.now() - timedelta(hours=2),
        source=source,
        email=email,
        status=status,
        received=amount * Decimal(share),
    )
