"""What stands in the local Zendesk account at the start. All people and companies are invented."""

from datetime import timedelta
from typing import Any, Final

from handlers.sandbox.zendesk_books import Clock, ZendeskBooks, instant

HOST: Final = "quillhaven.zendesk.com"
"""Links to the local account's tickets stand under it."""
ORCHARD_TICKET: Final = 35402
CLOSED_TICKET: Final = 35406


def seeded_zendesk(
    *, client_id: str, client_secret: str, now: Clock, **options: Any
) -> ZendeskBooks:
    """The local account with the data of the demo in it."""
    return ZendeskBooks(
        client_id=client_id, client_secret=client_secret, now=now, fill=fill, **options
    )


def fill(books: ZendeskBooks) -> None:
    """A ticket that began in public, one that is closed, and one of somebody else."""
    _ticket(books, "Priscilla Moreno", "accounts@orchardlane.example", "Archive export", "open")
    _ticket(books, "Gwen Pembroke", "office@pembrokecycles.example", "Stock add-on", "closed")
    _ticket(books, "Zoë Nuñez", "zoe@elsewhere.example", "Another matter", "pending")


def _ticket(books: ZendeskBooks, name: str, email: str, subject: str, status: str) -> None:
    before = instant(books.now() - timedelta(days=2))
    books.add_user(name, email)["created_at"] = before
    ticket = books.add_ticket(
        {
            "subject": subject,
            "comment": {"body": f"{subject}: please have a look.", "public": True},
            "requester": {"name": name, "email": email},
            "priority": "normal",
        }
    )
    ticket |= {"status": status, "created_at": before}
