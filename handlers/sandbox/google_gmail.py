"""Local Gmail's operations. A service account has no mailbox: without a user it is told so."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_call import Call, Operation
from handlers.sandbox.google_errors import GoogleError, forbidden, invalid, missing
from handlers.sandbox.google_mail import LocalMailbox
from handlers.sandbox.google_tokens import MAILBOX


def _mailbox(books: GoogleBooks, call: Call, *scopes: str) -> LocalMailbox:
    call.token.check(*(f"gmail.{one}" for one in scopes))
    if call.token.subject is None:
        raise GoogleError(400, "failedPrecondition", "Precondition check failed.")
    if call.part("user") not in ("me", MAILBOX):
        raise forbidden("forbidden", "Delegation denied.")
    return books.mailbox


def _put_draft(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "compose", "modify")
    return mailbox.draft(_raw(call.json("message").get("message"))).as_draft


def _raw(message: object) -> object:
    if not isinstance(message, dict) or not set(message) <= {"raw", "threadId"}:
        raise invalid("Invalid JSON payload received.")
    return message.get("raw")


def _send_draft(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "compose", "modify")
    given = call.json("id", "message")
    mail = mailbox.send(
        given.get("id"), _raw(given["message"]) if given.get("message") is not None else None
    )
    return mail.reference | {"labelIds": ["SENT"]}


def _drafts(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "compose", "readonly", "modify")
    query = call.query("q", "maxResults", "pageToken")
    found = mailbox.search(mailbox.drafts, query.get("q", ""))
    shown = [{"id": one.draft_id, "message": one.reference} for one in found]
    return {"resultSizeEstimate": len(shown)} | ({"drafts": shown} if shown else {})


def _draft(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "compose", "readonly", "modify")
    for mail in mailbox.drafts:
        if mail.draft_id == call.part("id"):
            return mail.as_draft
    raise missing()


def _messages(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "readonly", "modify")
    query = call.query("q", "maxResults", "pageToken", "labelIds", "includeSpamTrash")
    found = mailbox.search(mailbox.mails, query.get("q", ""))
    shown = [one.reference for one in found]
    return {"resultSizeEstimate": len(shown)} | ({"messages": shown} if shown else {})


def _message(books: GoogleBooks, call: Call) -> Mapping[str, Any]:
    mailbox = _mailbox(books, call, "readonly", "metadata", "modify")
    for mail in mailbox.mails:
        if mail.id == call.part("id"):
            return mail.shown
    raise missing()


_USER: Final = "/gmail/v1/users/{user}"

GMAIL_OPERATIONS: Final = (
    Operation("gmail", "POST", f"{_USER}/drafts/send", _send_draft),
    Operation("gmail", "POST", f"{_USER}/drafts", _put_draft),
    Operation("gmail", "GET", f"{_USER}/drafts", _drafts),
    Operation("gmail", "GET", f"{_USER}/drafts/{{id}}", _draft),
    Operation("gmail", "GET", f"{_USER}/messages", _messages),
    Operation("gmail", "GET", f"{_USER}/messages/{{id}}", _message),
)
