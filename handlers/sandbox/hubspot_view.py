"""The local HubSpot account as the page shows it: JSON, newest first."""

from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.hubspot_books import KINDS, HubSpotBooks

SHOWN_REQUESTS: Final = 60


def view_of(books: HubSpotBooks) -> dict[str, Any]:
    """Each kind's objects with what they hang on, the owners, and the last requests."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    objects = {
        kind: [
            {
                "id": one["id"],
                **one["properties"],
                "contacts": books.tied(kind, one["id"], "contacts"),
            }
            for one in books.every(kind)
        ]
        for kind in KINDS
    }
    return {
        **objects,
        "owners": list(books.owners.values()),
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
        "settings": {"index_lag_s": books.index_lag_s, "limit_policy": books.limit_policy},
    }
