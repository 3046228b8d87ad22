"""What stands in the local account at the start: the payments that the sample calls speak about.

All people, companies and ids are invented. Creation times count back from the books' clock.
"""

from typing import Any, Final

from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_store import Clock, StripeObject

HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S
LIVE_CHARGE: Final = "ch_3LiveElsewhere"
"""Exists in live mode only: a test key gets 404."""


def seeded_books(*, api_key: str, now: Clock, **options: Any) -> StripeBooks:
    """The local account with the data of the demo in it."""
    return StripeBooks(api_key=api_key, now=now, fill=fill, **options)


def fill(books: StripeBooks) -> None:
    """Everything the sample calls need, and a few charges nobody asks about."""
    _plain_refunds(books)
    _hard_refunds(books)
    _not_refunds(books)
    gone = add_customer(books, "Gone", name="Gone Traders", email=None)
    books.delete_customer(gone["id"])
    books.live_mode_ids.add(LIVE_CHARGE)


def add_customer(
    books: StripeBooks, ref: str, *, name: str, email: str | None, age_s: int = 400 * DAY_S
) -> StripeObject:
    created = books.unix() - age_s
    item = shapes.customer(f"cus_Local{ref}", created, name=name, email=email)
    return books.put(item, at=created)


def add_charge(
    books: StripeBooks, ref: str, payer: StripeObject, *, money: tuple[int, str], age_s: int = DAY_S
) -> StripeObject:
    """A paid card charge `ch_3Local<ref>` of `money` = (minor units, currency), and its intent."""
    created = books.unix() - age_s
    amount_minor, currency = money
    charge = shapes.charge(
        f"ch_3Local{ref}", created, amount_minor=amount_minor, currency=currency, payer=payer
    )
    books.put(shapes.payment_intent(charge["payment_intent"], charge), at=created)
    return books.put(charge, at=created)


def add_invoice(
    books: StripeBooks, number: str, owner: StripeObject, *, money: tuple[int, str],
    age_s: int = DAY_S,
) -> StripeObject:  # fmt: skip
    """An open invoice `in_1Local<digits>` that waits to be paid."""
    created = books.unix() - age_s
    item = shapes.invoice(
        f"in_1Local{number.removeprefix('INV-')}",
        created,
        number=number,
        amount_minor=money[0],
        currency=money[1],
        owner=owner,
    )
    return books.put(item, at=created)


def add_paid_invoice(books: StripeBooks, number: str, charge: StripeObject) -> StripeObject:
    """An invoice that this charge paid, with the payment that links the two."""
    owner = books.get("customer", charge["customer"])
    money = (charge["amount"], charge["currency"])
    age_s = books.unix() - charge["created"]
    bill = shapes.paid(
        add_invoice(books, number, owner, money=money, age_s=age_s), charge["created"]
    )
    charge["description"] = f"Payment for invoice {number}"
    books.put(charge, at=charge["created"])
    payment_id = f"inpay_1Local{number.removeprefix('INV-')}"
    payment = shapes.invoice_payment(payment_id, bill, charge["payment_intent"])
    books.put(payment, at=charge["created"])
    return books.put(bill, at=charge["created"])


def _backdate(books: StripeBooks, about: StripeObject, age_s: int) -> None:
    """Move what happened to a charge into the past, where search sees it at once."""
    about["created"] -= age_s
    books.put(about, at=about["created"])
    books.put(books.get("charge", about["charge"]), at=about["created"])


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
    _backdate(books, books.refund_elsewhere(rooms["id"], 10_000), 12 * DAY_S)
    harbor = add_customer(
        books, "Harbor", name="Harbor Lane Books", email="till@harborlane.example"
    )
    shelf = add_charge(books, "HarborShelf", harbor, money=(18_900, "usd"), age_s=15 * DAY_S)
    dispute = books.open_dispute(shelf["id"], "product_not_received")
    dispute["evidence_details"]["due_by"] -= 3 * DAY_S
    _backdate(books, dispute, 3 * DAY_S)
    kawase = add_customer(
        books, "Kawase", name="Kawase Design Office", email="keiri@kawasedesign.example"
    )
    add_charge(books, "KawaseFonts", kawase, money=(12_800, "jpy"), age_s=3 * DAY_S)
    qasr = add_customer(books, "Qasr", name="Qasr Interiors", email="hesabat@qasrinteriors.example")
    add_charge(books, "QasrPanels", qasr, money=(12_500, "kwd"), age_s=8 * DAY_S)


def _not_refunds(books: StripeBooks) -> None:
    fern = add_customer(books, "Fern", name="Fern & Fable Toys", email="billing@fernfable.example")
    for ref, age_s in (("FernFirst", 3 * DAY_S), ("FernSecond", 3 * DAY_S - 240)):
        add_charge(books, ref, fern, money=(6_450, "cad"), age_s=age_s)
    tide = add_customer(
        books, "Tidewater", name="Tidewater Clinic", email="office@tidewaterclinic.example"
    )
    add_charge(books, "TidewaterYear", tide, money=(31_500, "usd"), age_s=9 * DAY_S)
    nordlys = add_customer(
        books, "Nordlys", name="Nordlys Film", email="faktura@nordlysfilm.example"
    )
    add_invoice(books, "INV-20467", nordlys, money=(845_000, "nok"), age_s=11 * DAY_S)
    cobalt = add_customer(
        books, "Cobalt", name="Cobalt Freight", email="payables@cobaltfreight.example"
    )
    _past_due(books, cobalt)
    meridian = add_customer(
        books, "Meridian", name="Meridian Labs", email="finance@meridianlabs.example"
    )
    add_invoice(books, "INV-20472", meridian, money=(1_840_000, "usd"), age_s=5 * DAY_S)
    juniper = add_customer(
        books, "Juniper", name="Juniper Catering", email="buero@junipercatering.example"
    )
    add_invoice(books, "INV-20377", juniper, money=(64_000, "eur"), age_s=47 * DAY_S)
    lindero = add_customer(
        books, "Lindero", name="Azulejos Lindero", email="admin@azulejoslindero.example"
    )
    add_invoice(books, "INV-20455", lindero, money=(92_000, "eur"), age_s=8 * DAY_S)


def _past_due(books: StripeBooks, owner: StripeObject) -> None:
    """A subscription whose renewal could not be charged."""
    created = books.unix() - 2 * DAY_S
    bill = add_invoice(books, "INV-20459", owner, money=(118_000, "usd"), age_s=2 * DAY_S)
    plan = shapes.subscription(
        "sub_1LocalCobaltFleet", created, amount_minor=118_000, currency="usd", owner=owner["id"]
    )
    plan |= {"status": "past_due", "latest_invoice": bill["id"]}
    details = {"subscription": plan["id"], "metadata": None}
    bill["parent"] = {"type": "subscription_details", "subscription_details": details}
    bill |= {"billing_reason": "subscription_cycle", "collection_method": "charge_automatically"}
    books.put(bill, at=created)
    books.put(plan, at=created)
