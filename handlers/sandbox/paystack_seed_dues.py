"""Money still to come in the local Paystack account: payment requests and subscriptions."""

from datetime import timedelta
from typing import Final

from handlers.sandbox import paystack_dues as dues
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_shapes import PaystackObject, instant

_REQUESTS: Final = (
    # code, customer, subunits, currency, what for, due in days
    ("PRQ_localadire", "CUS_localadire", 9_200_000, "NGN", "Loom parts, spring order", 9),
    ("PRQ_localkano", "CUS_localkano", 3_750_000, "NGN", "Studio seats, next quarter", 12),
    ("PRQ_localaccra", "CUS_localaccra", 126_000, "GHS", "Proof sheets", 7),
    ("PRQ_localdakar", "CUS_localdakar", 4_100_000, "XOF", "Tissus, commande 88", 5),
    ("PRQ_localibadan", "CUS_localibadan", 2_100_000, "NGN", "Shelf labels", -6),
    ("PRQ_localcape", "CUS_localcape", 88_000, "ZAR", "Frames, second delivery", 20),
)
"""Who has paid before has one open request. Invoice numbers count from 1041 in this order."""


def fill_dues(books: PaystackBooks) -> None:
    """All that is to be paid, reminded of or renewed; the customers are there already."""
    for code, customer, amount, currency, what, due_in in _REQUESTS:
        add_request(books, code, customer, money=(amount, currency), what=what, due_in_days=due_in)
    _odd_requests(books)
    _subscriptions(books)


def _odd_requests(books: PaystackBooks) -> None:
    """One paid in part, one draft, one paid, of a customer who owes more than one thing."""
    for code, amount in (("late", 32_000_000), ("seed", 1_500_000), ("paid", 640_000)):
        add_request(
            books, f"PRQ_localenugu{code}", "CUS_localenugu", money=(amount, "NGN"), due_in_days=-11
        )
    dues.pay(books, "PRQ_localenugulate", 12_000_000)
    dues.pay(books, "PRQ_localenugupaid")
    dues.found(books, "PRQ_localenuguseed").update(status="draft", notifications=[])


def _subscriptions(books: PaystackBooks) -> None:
    """One in good standing, one whose card was refused, one that is over."""
    for name, customer, amount, status in (
        ("kanoplan", "CUS_localkano", 1_250_000, "active"),
        ("josplan", "CUS_localjos", 2_800_000, "attention"),
        ("adireplan", "CUS_localadire", 900_000, "cancelled"),
    ):
        plan = shapes.plan(
            books.new_number(), code=f"PLN_local{name}", name=name, amount=amount, currency="NGN"
        )
        item = shapes.subscription(
            books.new_number(),
            books.now() - timedelta(days=31),
            code=f"SUB_local{name}",
            payer=books.customer(customer),
            plan=plan,
            status=status,
        )
        books.put("subscription", item)


def add_request(
    books: PaystackBooks, code: str, customer: str, *, money: tuple[int, str],
    what: str = "Goods delivered", due_in_days: int = 14,
) -> PaystackObject:  # fmt: skip
    """A request of `money` = (subunits, currency), mailed fifteen days ago and open since."""
    due = books.now() + timedelta(days=due_in_days)
    given = {
        "code": code,
        "customer": customer,
        "amount": money[0],
        "currency": money[1],
        "description": what,
        "due_date": f"{due:%Y-%m-%d}",
        "has_invoice": True,
    }
    made = dues.ask(books, given)
    at = instant(books.now() - timedelta(days=15))
    made |= {"created_at": at, "notifications": [{"sent_at": at, "channel": "email"}]}
    return made
