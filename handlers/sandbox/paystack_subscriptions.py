"""Local Paystack's subscriptions: read, and a link with which the customer changes the card."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import Mail, PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation, done, listed, said
from handlers.sandbox.paystack_errors import invalid, missing
from handlers.sandbox.paystack_shapes import PaystackObject

STATUSES: Final = frozenset({"active", "attention", "non-renewing", "complete", "cancelled"})
OVER: Final = frozenset({"complete", "cancelled"})


def found(books: PaystackBooks, name: str) -> PaystackObject:
    """One by code or id; PaystackError 404."""
    for one in books.every("subscription"):
        if name in {one["subscription_code"], str(one["id"])}:
            return one
    raise missing("Subscription")


def become(books: PaystackBooks, name: str, status: str) -> PaystackObject:
    """What a failed charge (`attention`), the customer or the end of a plan makes of one."""
    if status not in STATUSES:
        raise invalid(f"status is one of {', '.join(sorted(STATUSES))}.")
    one = found(books, name)
    one |= {"status": status, "updatedAt": shapes.instant(books.now())}
    return one


def _list(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("customer", "plan")
    picked = [
        one
        for one in books.every("subscription")
        if all(str(one[name]["id"]) == query.get(name, str(one[name]["id"])) for name in _OWNERS)
    ]
    return listed("Subscriptions retrieved", picked, query)


_OWNERS: Final = ("customer", "plan")


def _fetch(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    one = found(books, call.part("id_or_code"))
    return said("Subscription retrieved successfully", one | {"invoices": []})


def _link(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    one = _manageable(books, call)
    token = f"LOCAL-SAMPLE-NOT-A-TOKEN-{one['id']}"
    link = f"https://manage.example.net/subscriptions/{one['id']}?subscription_token={token}"
    return said("Link generated", {"link": link})


def _mail_link(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    """Each call sends another mail, and no list shows it."""
    one = _manageable(books, call)
    to = one["customer"]["email"]
    books.mails.append(Mail(books.now(), to, "Update your card", one["subscription_code"]))
    return done("Email successfully sent")


def _manageable(books: PaystackBooks, call: Call) -> PaystackObject:
    one = found(books, call.part("code"))
    if one["status"] in OVER:
        raise invalid(f"Subscription is {one['status']}.")
    return one


SUBSCRIPTION_OPERATIONS: Final = (
    Operation("GET", "/subscription", _list),
    Operation("GET", "/subscription/{id_or_code}", _fetch),
    Operation("GET", "/subscription/{code}/manage/link", _link),
    Operation("POST", "/subscription/{code}/manage/email", _mail_link),
)
