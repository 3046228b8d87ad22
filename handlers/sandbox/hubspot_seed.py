"""What stands in the local HubSpot account at the start. All people and companies are invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from handlers.sandbox.hubspot_books import Clock, CrmObject, HubSpotBooks, instant

ADA: Final = "41629779"
CLEO: Final = "41629780"
GONE: Final = "41629781"
QUEUE: Final = "41629782"
RENEWALS: Final = "renewals"
"""The pipeline in which renewals stand; the other one holds new business."""

_CUSTOMERS: Final = (
    ("Orchard Lane Studio", "Priscilla", "Moreno", "accounts@orchardlane.example"),
    ("Birke und Sohn", "Jonas", "Birke", "rechnung@birkeundsohn.example"),
    ("Pembroke Cycles", "Gwen", "Pembroke", "office@pembrokecycles.example"),
    ("Juniper Catering", "Klara", "Voss", "buero@junipercatering.example"),
    ("Pinecrest Veterinary", "Dana", "Whitlock", "desk@pinecrestvet.example"),
    ("Gullwing Print", "Iris", "Tollefsen", "shop@gullwing.example"),
    ("Kawase Design Office", "Haruka", "Kawase", "keiri@kawasedesign.example"),
    ("Qasr Interiors", "Layla", "Haddad", "hesabat@qasrinteriors.example"),
    ("Fern & Fable Toys", "Tobias", "Fern", "billing@fernfable.example"),
    ("Tidewater Clinic", "Marcus", "Bell", "office@tidewaterclinic.example"),
    ("Nordlys Film", "Ingrid", "Solheim", "faktura@nordlysfilm.example"),
    ("Azulejos Lindero", "Inés", "Lindero", "admin@azulejoslindero.example"),
    ("Lantern Row Studio", "Petra", "Laun", "konto@lanternrow.example"),
    ("Larkfield Timber", "Owen", "Lark", "ledger@larkfieldtimber.example"),
    ("Kano Studios", "Halima", "Sani", "books@kanostudios.example"),
    ("Adire Looms", "Folake", "Àjàyí", "accounts@adirelooms.example"),
)


def seeded_hubspot(*, access_token: str, now: Clock, **options: Any) -> HubSpotBooks:
    """The local account with the data of the demo in it."""
    return HubSpotBooks(access_token=access_token, now=now, fill=fill, **options)


def fill(books: HubSpotBooks) -> None:
    """The customers of the sample calls, two with renewals, and a few snags."""
    _owners(books)
    for name, first, last, email in _CUSTOMERS:
        _customer(books, name, first, last, email, owner=ADA)
    cobalt = _customer(
        books, "Cobalt Freight", "Bruno", "Salter", "payables@cobaltfreight.example", owner=CLEO
    )
    _deal(books, cobalt, "Cobalt Freight fleet renewal", "14160", RENEWALS, days=40)
    _deal(books, cobalt, "Cobalt Freight depots", "5200", "default", days=90)
    meridian = _customer(
        books, "Meridian Labs", "Wanda", "Achebe", "finance@meridianlabs.example", owner=CLEO
    )
    _deal(books, meridian, "Meridian Labs renewal", "18400", RENEWALS, days=12)
    _snags(books)


def _owners(books: HubSpotBooks) -> None:
    made = instant(books.now() - timedelta(days=400))
    for number, user, first, last, kind, archived in (
        (ADA, 9_586_504, "Ada", "Approver", "PERSON", False),
        (CLEO, 9_586_505, "Cleo", "Chief", "PERSON", False),
        (GONE, 9_586_506, "Dora", "Departed", "PERSON", True),
        (QUEUE, 9_586_507, "Renewals", "Queue", "QUEUE", False),
    ):
        books.owners[number] = {
            "id": number,
            "email": f"{first.lower()}@finance.example",
            "type": kind,
            "firstName": first,
            "lastName": last,
            "userId": user,
            "userIdIncludingInactive": user,
            "createdAt": made,
            "updatedAt": made,
            "archived": archived,
        }


def _customer(
    books: HubSpotBooks, name: str, first: str, last: str, email: str, *, owner: str
) -> CrmObject:
    """A company that somebody owns, and its contact, whom nobody owns."""
    company = books.add("companies", {"name": name, "hubspot_owner_id": owner}, at=_long_ago(books))
    contact = books.add(
        "contacts", {"firstname": first, "lastname": last, "email": email}, at=_long_ago(books)
    )
    books.tie("contacts", contact["id"], "companies", company["id"])
    return contact


def _deal(
    books: HubSpotBooks, contact: CrmObject, name: str, amount: str, pipeline: str, *, days: int
) -> None:
    deal = books.add(
        "deals",
        {
            "dealname": name,
            "amount": amount,
            "deal_currency_code": "USD",
            "closedate": instant(books.now() + timedelta(days=days)),
            "dealstage": "contractsent",
            "pipeline": pipeline,
            "hubspot_owner_id": ADA,
            "hs_is_closed": "false",
        },
        at=_long_ago(books),
    )
    books.tie("contacts", contact["id"], "deals", deal["id"])


def _snags(books: HubSpotBooks) -> None:
    """Two with one address, one under a second address, and owners nobody can call."""
    for first in ("Reto", "Regula"):
        books.add(
            "contacts",
            {"firstname": first, "hs_additional_emails": "finanzen@hotelalpenrose.example"},
            at=_long_ago(books),
        )
    books.add(
        "contacts",
        {
            "firstname": "Ines",
            "lastname": "Calder",
            "email": "ines@sundialyoga.example",
            "hs_additional_emails": "hello@sundialyoga.example",
            "hubspot_owner_id": ADA,
        },
        at=_long_ago(books),
    )
    gone = books.add(
        "contacts",
        {"email": "till@harborlane.example", "hubspot_owner_id": GONE},
        at=_long_ago(books),
    )
    company = books.add("companies", {"hubspot_owner_id": QUEUE}, at=_long_ago(books))
    books.tie("contacts", gone["id"], "companies", company["id"])


def _long_ago(books: HubSpotBooks) -> datetime:
    return books.now() - timedelta(days=200)
