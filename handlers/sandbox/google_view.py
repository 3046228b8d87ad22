"""Local Google as the page draws it: JSON, newest first."""

from dataclasses import asdict
from typing import Any, Final

from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_mail import Mail

SHOWN_REQUESTS: Final = 60


def view_of(books: GoogleBooks) -> dict[str, Any]:
    """Rows by tab as they stand in the sheet."""
    requests = list(books.requests)[: -SHOWN_REQUESTS - 1 : -1]
    files = list(books.drive.files.values())[::-1]
    return {
        "files": [one.shown("id,name,md5Checksum,appProperties") for one in files],
        "sheets": books.sheets,
        "mails": [_mail(one) for one in books.mailbox.mails[::-1]],
        "requests": [
            asdict(one) | {"at": one.at.isoformat(), "body": len(one.body)} for one in requests
        ],
    }


def _mail(mail: Mail) -> dict[str, Any]:
    attached = [one.name for one in mail.attached]
    return asdict(mail) | {"at": mail.at.isoformat(), "attached": attached}
