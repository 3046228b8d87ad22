"""What stands in the local account at the start: the payments that the sample calls speak about.

All people, companies and ids are invented. Creation times count back from the books' clock.
"""

from typing import Any, Final

from handlers.sandbox.stripe_add import (
    DAY_S,
    HOUR_S,
    add_charge,
    add_customer,
    add_paid_invoice,
    backdate,
)
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_seed_dues import fill_dues
from handlers.sandbox.stripe_store import Clock

LIVE_CHARGE: Final = "ch_3LiveElsewhere"
"""Exists in live mode only: a test key gets 404."""


def seeded_books(*, api_key: str, now: Clock, **options: Any) -> StripeBooks:
    """The local account with the data of the demo in it."""
    return StripeBooks(api_key=api_key, now=now, fill=fill, **options)


def fill(books: StripeBooks) -> None:
    """Everything the sample calls need, and a few charges nobody asks about."""
    _plain_refunds(books)
    _hard_refunds(books)
    fill_dues(books)
    gone = add_customer(books, "Gone", name="Gone Traders", email=None)
    books.delete_customer(gone["id"])
    books.live_mode_ids.add(LIVE_CHARGE)


def _plain_refunds(books: StripeBooks) -> None:
    orchard = add_customer(
        books, "Orchard", name="Orchard Lane Studio", email="accounts@orchardlane.example"
    )
    export = add_charge(books, "OrchardExport", orchard, money=(249_000, "usd"), age_s=4 * DAY_S)
    add_paid_invoice(books, "INV-20418", export)
    birke = add_customer(
        books, "Birke", name="Birke und Sohn", email="rechnung@birkeundsohn.example"
    )
    seats = add_charge(books, "BirkeSeats", birke, money=(4_900, "eur"), age_s=3 * DAY_S)
    add_paid_invoice(books, "INV-20431", seats)
    pembroke = add_customer(
        books, "Pembroke", name="Pembroke Cycles", email="office@pembrokecycles.example"
    )
    add_charge(books, "PembrokeAddon", pembroke, money=(12_000, "gbp"), age_s=6 * DAY_S)
    add_charge(books, "PembrokePlan", pembroke, money=(36_000, "gbp"), age_s=36 * DAY_S)
    pine = add_customer(
        books, "Pinecrest", name="Pinecrest Veterinary", email="desk@pinecrestvet.example"
    )
    add_charge(books, "PinecrestKit", pine, money=(21_500, "usd"), age_s=2 * DAY_S)
    gull = add_customer(books, "Gullwing", name="Gullwing Print", email="shop@gullwing.example")
    add_charge(books, "GullwingProofs", gull, money=(3_150, "usd"), age_s=5 * DAY_S)


def _hard_refunds(books: StripeBooks) -> None:
    sundial = add_customer(
        books, "Sundial", name="Sundial Yoga Rooms", email="hello@sundialyoga.example"
    )
    for ref, age_s in (("SundialMorning", 2 * DAY_S), ("SundialEvening", 2 * DAY_S - 9 * HOUR_S)):
        add_charge(books, ref, sundial, money=(7_500, "usd"), age_s=age_s)
    alpen = add_customer(
        books, "Alpen", name="Hotel Alpenrose", email="finanzen@hotelalpenrose.example"
    )
    rooms = add_charge(books, "AlpenRooms", alpen, money=(30_000, "chf"), age_s=20 * DAY_S)
    add_paid_invoice(books, "INV-20366", rooms)
    backdate(books, books.refund_elsewhere(rooms["id"], 10_000), 12 * DAY_S)
    harbor = add_customer(
        books, "Harbor", name="Harbor Lane Books", email="till@harborlane.example"
    )
    shelf = add_charge(books, "HarborShelf", harbor, money=(18_900, "usd"), age_s=15 * DAY_S)
    dispute = books.open_dispute(shelf["id"], "product_not_received")
    dispute["evidence_details"]["due_by"] -= 3 * DAY_S
    backdate(books, dispute, 3 * DAY_S)
    kawase = add_customer(
        books, "Kawase", name="Kawase Design Office", email="keiri@kawasedesign.example"
    )
    add_charge(books, "KawaseFonts", kawase, money=(12_800, "jpy"), age_s=3 * DAY_S)
    qasr = add_customer(books, "Qasr", name="Qasr Interiors", email="hesabat@qasrinteriors.example")
    add_charge(books, "QasrPanels", qasr, money=(12_500, "kwd"), age_s=8 * DAY_S)
