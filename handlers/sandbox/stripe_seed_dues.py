"""What the sample calls find that are about invoices, subscriptions, disputes and addresses."""

from handlers.sandbox import stripe_bills as bills
from handlers.sandbox import stripe_credit_notes as credit_notes
from handlers.sandbox.stripe_add import (
    DAY_S,
    add_address,
    add_card,
    add_charge,
    add_customer,
    add_invoice,
    add_paid_invoice,
    add_subscription,
)
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_subscriptions import renewal_of


def fill_dues(books: StripeBooks) -> None:
    """One record for each kind of call that is not about a refund."""
    _documents(books)
    _renewals(books)
    _open_invoices(books)
    _credited(books)


def _documents(books: StripeBooks) -> None:
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
    lindero = add_customer(
        books, "Lindero", name="Azulejos Lindero", email="admin@azulejoslindero.example"
    )
    add_address(
        books, lindero, line1="Calle Vieja 3", city="Sevilla", postal_code="41001", country="ES"
    )
    add_invoice(books, "INV-20455", lindero, money=(92_000, "eur"), age_s=8 * DAY_S)


def _renewals(books: StripeBooks) -> None:
    """One that could not be charged, one that is paused, one that runs."""
    cobalt = add_customer(
        books, "Cobalt", name="Cobalt Freight", email="payables@cobaltfreight.example"
    )
    add_card(books, cobalt)
    money = (118_000, "usd")
    bill = add_invoice(books, "INV-20459", cobalt, money=money, age_s=2 * DAY_S)
    bill |= {"attempted": True, "attempt_count": 1}
    add_subscription(
        books, "CobaltFleet", cobalt, money=money, status="past_due", latest=bill, age_s=2 * DAY_S
    )
    lantern = add_customer(
        books, "Lantern", name="Lantern Row Studio", email="konto@lanternrow.example"
    )
    add_card(books, lantern)
    add_subscription(
        books, "LanternStudio", lantern, money=(4_500, "eur"), status="paused", age_s=70 * DAY_S
    )
    pembroke = books.get("customer", "cus_LocalPembroke")
    plan = (36_000, "gbp")
    bill = add_invoice(books, "INV-20478", pembroke, money=plan, age_s=6 * DAY_S)
    billed = add_subscription(books, "PembrokePlan", pembroke, money=plan, age_s=6 * DAY_S)
    billed |= {"collection_method": "send_invoice", "latest_invoice": bill["id"]}
    bill["parent"] = renewal_of(billed["id"], "subscription_cycle")["parent"]
    books.put(bill, at=bill["created"])


def _open_invoices(books: StripeBooks) -> None:
    meridian = add_customer(
        books, "Meridian", name="Meridian Labs", email="finance@meridianlabs.example"
    )
    add_card(books, meridian)
    add_invoice(books, "INV-20472", meridian, money=(1_840_000, "usd"), age_s=5 * DAY_S)
    juniper = add_customer(
        books, "Juniper", name="Juniper Catering", email="buero@junipercatering.example"
    )
    add_card(books, juniper, "9995")
    add_invoice(books, "INV-20377", juniper, money=(64_000, "eur"), age_s=47 * DAY_S)


def _credited(books: StripeBooks) -> None:
    """A customer nobody calls about: a credit note on a paid invoice, and a draft."""
    larkfield = add_customer(
        books, "Larkfield", name="Larkfield Timber", email="ledger@larkfieldtimber.example"
    )
    boards = add_charge(
        books, "LarkfieldBoards", larkfield, money=(26_000, "usd"), age_s=30 * DAY_S
    )
    bill = add_paid_invoice(books, "INV-20402", boards)
    credit_notes.create(books, {"invoice": bill["id"], "amount": 1_500, "credit_amount": 1_500})
    draft = add_invoice(books, "INV-20481", larkfield, money=(8_000, "usd"))
    books.put(bills.draft_of(draft), at=draft["created"])
