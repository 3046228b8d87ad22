"""What stands in the local Paystack account at the start. All people and companies are invented."""

from datetime import timedelta
from typing import Any, Final

from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import Clock, PaystackBooks
from handlers.sandbox.paystack_seed_dues import fill_dues
from handlers.sandbox.paystack_shapes import PaystackObject

LIVE_REFERENCE: Final = "PSK-LiveElsewhere"
"""Exists in live mode only: a test key does not find it."""


def seeded_paystack(*, api_key: str, now: Clock, **options: Any) -> PaystackBooks:
    """The local account with the data of the demo in it."""
    return PaystackBooks(api_key=api_key, now=now, fill=fill, **options)


def fill(books: PaystackBooks) -> None:
    """What the sample calls need, a few snags, and payments nobody asks about."""
    adire = add_payer(books, "Adire", name="Adire Looms", email="accounts@adirelooms.example")
    add_transaction(books, "AdireLooms", adire, money=(18_500_000, "NGN"), days_ago=4)
    kano = add_payer(books, "Kano", name="Kano Studios", email="books@kanostudios.example")
    add_transaction(books, "KanoSeat", kano, money=(1_250_000, "NGN"), days_ago=2)
    accra = add_payer(books, "Accra", name="Accra Print", email="desk@accraprint.example")
    add_transaction(books, "AccraProofs", accra, money=(48_000, "GHS"), days_ago=3)
    dakar = add_payer(books, "Dakar", name="Atelier Dakar", email="compta@atelierdakar.example")
    add_transaction(books, "DakarFabric", dakar, money=(2_500_000, "XOF"), days_ago=5)
    _snags(books)
    _without_payments(books)
    fill_dues(books)
    books.mails.clear()


def _snags(books: PaystackBooks) -> None:
    ibadan = add_payer(books, "Ibadan", name="Ibadan Books", email="till@ibadanbooks.example")
    for ref, minutes in (("IbadanFirst", 0), ("IbadanSecond", 4)):  # one order, paid twice
        add_transaction(books, ref, ibadan, money=(750_000, "NGN"), days_ago=6, minutes=minutes)
    shelf = add_transaction(books, "IbadanShelf", ibadan, money=(6_400_000, "NGN"), days_ago=9)
    books.open_dispute(shelf["reference"])
    add_transaction(
        books, "IbadanDeclined", ibadan, money=(310_000, "NGN"), days_ago=9, status="failed"
    )
    cape = add_payer(books, "Cape", name="Cape Frames", email="info@capeframes.example")
    frames = add_transaction(books, "CapeFrames", cape, money=(190_000, "ZAR"), days_ago=12)
    books.settle(books.refund(frames["reference"], 50_000)["id"])


def _without_payments(books: PaystackBooks) -> None:
    """Customers who only owe, subscribe or moved house."""
    add_payer(books, "Enugu", name="Enugu Harvest", email="ledger@enuguharvest.example")
    add_payer(books, "Jos", name="Jos Potteries", email="studio@jospotteries.example")
    benin = add_payer(books, "Benin", name="Benin Bronzeworks", email="office@beninbronze.example")
    benin["metadata"] = {"segment": "craft", "billing_address": {"city": "Benin City"}}


def add_payer(books: PaystackBooks, ref: str, *, name: str, email: str) -> PaystackObject:
    """A customer `CUS_local<ref>` with a telephone number of its own."""
    at, number = books.now() - timedelta(days=300), books.new_number()
    item = shapes.customer(
        number,
        at,
        code=f"CUS_local{ref.lower()}",
        name=name,
        email=email,
        phone=f"0800{number % 10**7:07d}",
    )
    return books.put("customer", item)


def add_transaction(
    books: PaystackBooks, ref: str, payer: PaystackObject, *, money: tuple[int, str],
    days_ago: int = 1, minutes: int = 0, status: str = "success",
) -> PaystackObject:  # fmt: skip
    """A card payment `PSK-Local<ref>` of `money` = (subunits, currency), `minutes` later."""
    item = shapes.transaction(
        books.new_number(),
        books.now() - timedelta(days=days_ago) + timedelta(minutes=minutes),
        reference=f"PSK-Local{ref}",
        amount=money[0],
        currency=money[1],
        payer=payer,
        status=status,
    )
    return books.put("transaction", item)
