"""What stands in the local ProAbono business at the start. Everybody in it is invented."""

from datetime import timedelta
from typing import Any, Final

from handlers.sandbox.proabono_books import (
    SEGMENT,
    Clock,
    ProAbonoBooks,
    ProAbonoObject,
    stamp,
)

STATES: Final = {
    "Draft": "Draft",
    "DueAuto": "Due",
    "DueOffline": "Due",
    "Paid": "Paid",
    "ProblemAuto": "Problem",
    "ProblemOverdue": "Problem",
    "ProblemDisputed": "Problem",
    "Void": "Void",
}


def seeded_proabono(*, agent_key: str, api_key: str, now: Clock, **options: Any) -> ProAbonoBooks:
    """The local business with the data of the demo in it."""
    return ProAbonoBooks(agent_key=agent_key, api_key=api_key, now=now, fill=fill, **options)


def fill(books: ProAbonoBooks) -> None:
    """What the sample calls need, and a few snags."""
    add_customer(books, "glycine-42", "Éditions Glycine", "compta@glycine.example", number=1001)
    books.addresses["glycine-42"] |= {
        "Company": "Éditions Glycine",
        "AddressLine1": "4 rue des Tilleuls",
        "ZipCode": "69002",
        "City": "Lyon",
        "Country": "FR",
        "TaxInformation": "kept here alone",
    }
    add_subscription(books, 2001, "glycine-42", "offer-pro", "SuspendedPaymentDue")
    add_invoice(books, 3001, "glycine-42", "F7.00000012", 30_000, "ProblemOverdue", days_ago=40)
    add_invoice(books, 3002, "glycine-42", "F7.00000019", 30_000, "DueAuto", days_ago=1)
    add_invoice(books, 3003, "glycine-42", None, 12_000, "Draft")
    credit = add_invoice(books, 3004, "glycine-42", "FA7.00000003", 3_000, "Paid", days_ago=12)
    credit |= {"TypeCredit": "Refund", "Reason": "duplicate"}
    add_customer(books, "moulin-7", "Moulin des Prés", "bureau@moulindespres.example", number=1002)
    add_subscription(books, 2002, "moulin-7", "offer-basic", "ActiveRunning")
    add_invoice(books, 3005, "moulin-7", "F7.00000021", 6_000, "Paid", days_ago=20)
    _snags(books)


def _snags(books: ProAbonoBooks) -> None:
    """One address on two records; a buyer who is not the holder; somebody who was suspended."""
    add_customer(books, "atelier sud", "Atelier Sud", "contact@ateliersud.example", number=1003)
    add_customer(books, "atelier-nord", "Atelier Nord", "contact@ateliersud.example", number=1004)
    held = add_subscription(books, 2003, "atelier sud", "offer-pro", "SuspendedNoPaymentInfo")
    held |= {"ReferenceCustomerBuyer": "atelier-nord", "IdCustomerBuyer": 1004}
    add_invoice(books, 3006, "atelier-nord", "S-7.00001673", 49_900, "ProblemAuto", days_ago=3)
    books.invoices[3006]["Links"] = [_link("related-invoice", 3006)]
    add_customer(books, "ombre-9", "Ombre et Cie", "ombre@ombrecie.example", number=1005)
    books.suspend_customer("ombre-9")


def add_customer(
    books: ProAbonoBooks, reference: str, name: str, email: str, *, number: int
) -> ProAbonoObject:
    made, _ = books.put_customer({"ReferenceCustomer": reference, "Name": name, "Email": email})
    made["Id"] = number
    return made


def add_subscription(
    books: ProAbonoBooks, number: int, reference: str, offer: str, state: str
) -> ProAbonoObject:
    """A monthly subscription of 250.00 before tax, held and paid by one customer."""
    owner = books.customer(reference)
    books.subscriptions[number] = {
        "Id": number,
        "IdSegment": SEGMENT["IdSegment"],
        "IdOffer": 31,
        "IdCustomer": owner["Id"],
        "IdCustomerBuyer": owner["Id"],
        "ReferenceSegment": SEGMENT["ReferenceSegment"],
        "ReferenceOffer": offer,
        "ReferenceCustomer": reference,
        "ReferenceCustomerBuyer": reference,
        "Status": "Suspended" if state.startswith("Suspended") else "Active",
        "StateSubscription": state,
        "IsCustomerBillable": True,
        "IsPaymentCappingReached": False,
        "AmountRecurrence": 25_000,
        "DurationRecurrence": 1,
        "UnitRecurrence": "Month",
        "DateNextBilling": stamp(books.now() + timedelta(days=12)),
        "Links": [],
    }
    return books.subscriptions[number]


def add_invoice(
    books: ProAbonoBooks, number: int, reference: str, full_number: str | None, amount: int,
    state: str, *, days_ago: int = 0,
) -> ProAbonoObject:  # fmt: skip
    """An invoice of `amount` minor units with tax; drafts have neither number nor document."""
    issued = books.now() - timedelta(days=days_ago)
    item = {
        "Id": number,
        **SEGMENT,
        "IdCustomer": books.customer(reference)["Id"],
        "ReferenceCustomer": reference,
        "Status": STATES[state],
        "StateInvoice": state,
        "TypePayment": "Card" if state.endswith("Auto") else "ExternalBank",
        "AmountSubtotal": amount * 5 // 6,
        "AmountTotal": amount,
        "Currency": "EUR",
        "Links": [],
    }
    if full_number is not None:
        item |= {
            "FullNumber": full_number,
            "DateIssue": stamp(issued),
            "DatePaymentLimit": stamp(issued + timedelta(days=14)),
            "Links": [_link("insite-related-invoice", number)],
        }
    books.invoices[number] = item
    return item


def _link(rel: str, number: int) -> dict[str, str]:
    """A bearer link: whoever has it reads the invoice."""
    address = f"https://main-eur.portal.example/portal-inv-pdf/local{number}"
    return {"rel": rel, "href": address, "type": "application/pdf"}
