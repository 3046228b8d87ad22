"""How things get into the local account: customers, charges, invoices, subscriptions.

Creation times count back from the books' clock.
"""

from typing import Final

from handlers.sandbox import stripe_bills as bills
from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_store import StripeObject
from handlers.sandbox.stripe_subscriptions import renewal_of

HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S


def add_customer(
    books: StripeBooks, ref: str, *, name: str, email: str | None, age_s: int = 400 * DAY_S
) -> StripeObject:
    created = books.unix() - age_s
    item = shapes.customer(f"cus_Local{ref}", created, name=name, email=email)
    return books.put(item, at=created)


def add_card(books: StripeBooks, owner: StripeObject, last4: str = "4242") -> StripeObject:
    """A default card; its last digits say what it does (`stripe_bills`)."""
    card = bills.card_on_file(owner["id"].replace("cus_", "pm_1", 1), owner["id"], last4=last4)
    owner["invoice_settings"] = owner["invoice_settings"] | {"default_payment_method": card["id"]}
    books.put(owner, at=owner["created"])
    return books.put(card, at=owner["created"])


def add_address(books: StripeBooks, owner: StripeObject, **parts: str) -> StripeObject:
    owner["address"] = owner["address"] | parts
    return books.put(owner, at=owner["created"])


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


def add_subscription(
    books: StripeBooks, ref: str, owner: StripeObject, *, money: tuple[int, str],
    status: str = "active", latest: StripeObject | None = None, age_s: int = DAY_S,
) -> StripeObject:  # fmt: skip
    """A monthly plan `sub_1Local<ref>`; `latest` becomes its renewal invoice."""
    created = books.unix() - age_s
    plan = shapes.subscription(
        f"sub_1Local{ref}", created, amount_minor=money[0], currency=money[1], owner=owner["id"]
    )
    plan["status"] = status
    if latest is not None:
        plan["latest_invoice"] = latest["id"]
        renewal = latest | renewal_of(plan["id"], "subscription_cycle")
        books.put(renewal, at=latest["created"])
    return books.put(plan, at=created)


def backdate(books: StripeBooks, about: StripeObject, age_s: int) -> None:
    """Move what happened to a charge into the past, where search sees it at once."""
    about["created"] -= age_s
    books.put(about, at=about["created"])
    books.put(books.get("charge", about["charge"]), at=about["created"])
