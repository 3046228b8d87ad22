"""The local Zendesk account as the page shows it: JSON, newest first."""

from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.zendesk_books import ZendeskBooks

SHOWN_REQUESTS: Final = 60


def view_of(books: ZendeskBooks) -> dict[str, Any]:
    """Tickets with their comments, the mails that public ones sent, and the last requests."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    names = ("id", "external_id", "subject", "status", "priority", "requester_id", "updated_at")
    return {
        "tickets": [
            {name: one[name] for name in names} | {"comments": books.comments[one["id"]]}
            for one in reversed(books.tickets.values())
        ],
        "users": list(books.users.values()),
        "mails": [asdict(one) | {"at": one.at.isoformat()} for one in reversed(books.mails)],
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
    }
