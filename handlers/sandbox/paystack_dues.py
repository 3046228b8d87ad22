"""Local Paystack's payment requests: made, mailed again each time that is asked, paid, archived."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import paystack_params as params
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import Mail, PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation, done, listed, narrowed, said
from handlers.sandbox.paystack_errors import invalid, missing
from handlers.sandbox.paystack_params import within
from handlers.sandbox.paystack_shapes import PaystackObject

KIND: Final = "payment_request"
FIRST_INVOICE: Final = 1041

_OPTIONAL: Final = {
    "amount": params.positive,
    "due_date": params.day_or_instant,
    "description": params.text,
    "line_items": params.a_list,
    "tax": params.a_list,
    "currency": params.currency,
    "send_notification": params.flag,
    "draft": params.flag,
    "has_invoice": params.flag,
    "invoice_number": params.positive,
    "split_code": params.text,
}


# --- what happens to them, asked for or not ---


def ask(books: PaystackBooks, given: Mapping[str, Any]) -> PaystackObject:
    """Make one from the fields of a create; a draft is not mailed."""
    payer = _payer(books, given["customer"])
    amount = _amount(given)
    number = books.new_number()
    invoiced = bool({"has_invoice", "invoice_number", "line_items"} & set(given))
    made = shapes.payment_request(
        number,
        books.now(),
        code=str(given.get("code") or f"PRQ_made{number}"),
        payer_id=payer["id"],
        amount=amount,
        given=given,
        invoice_number=given.get("invoice_number", _next_invoice(books)) if invoiced else None,
    )
    books.put(KIND, made)
    if made["status"] == "pending" and given.get("send_notification", True):
        mail(books, made)
    return made


def mail(books: PaystackBooks, request: PaystackObject) -> None:
    """Write to the customer and list it; what was sent before does not matter."""
    at = books.now()
    to = books.get("customer", request["customer"])["email"]
    request["notifications"].append({"sent_at": shapes.instant(at), "channel": "email"})
    books.mails.append(Mail(at, to, "Payment request", request["request_code"]))


def pay(books: PaystackBooks, code: str, amount: int | None = None) -> PaystackObject:
    """The customer pays what is left, or a part of it."""
    request = found(books, code)
    left = request["pending_amount"]
    if request["status"] != "pending" or (amount or left) > left:
        raise invalid(f"Payment request is {request['status']}.")
    request["pending_amount"] = left - (amount or left)
    if request["pending_amount"] == 0:
        paid = {"status": "success", "paid": True, "paid_at": shapes.instant(books.now())}
        request |= paid
        books.tell("paymentrequest.success", request)
    return request


def found(books: PaystackBooks, name: str) -> PaystackObject:
    """One by code or id, unless it was archived; PaystackError 404."""
    for one in books.every(KIND):
        if name in {one["request_code"], str(one["id"])} and one["id"] not in books.archived:
            return one
    raise missing("Payment request")


def _payer(books: PaystackBooks, name: str) -> PaystackObject:
    return books.get("customer", int(name)) if name.isdigit() else books.customer(name)


def _amount(given: Mapping[str, Any]) -> int:
    if not given.get("line_items"):
        if "amount" not in given:
            raise invalid("amount or line_items is required", "missing_params")
        return int(given["amount"])
    try:
        items = sum(one["amount"] * one.get("quantity", 1) for one in given["line_items"])
        return int(items + sum(one["amount"] for one in given.get("tax", [])))
    except (KeyError, TypeError, AttributeError):
        raise invalid("line_items and tax need a name and an amount") from None


def _next_invoice(books: PaystackBooks) -> int:
    numbers = (one["invoice_number"] or 0 for one in books.every(KIND))
    return max(numbers, default=FIRST_INVOICE - 1) + 1


# --- the operations ---


def _create(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    given = call.fields(required={"customer": params.filled}, optional=_OPTIONAL)
    return said("Payment request created", shapes.request_created(ask(books, given)))


def _list(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("customer", "status", "currency", "include_archive", "from", "to")
    hidden = set() if query.get("include_archive") else books.archived
    items = [one for one in books.every(KIND) if one["id"] not in hidden]
    picked = [
        one
        for one in narrowed(items, query, "customer", "status", "currency")
        if within(one["created_at"], query)
    ]
    shown = [shapes.request_listed(one, _payer_of(books, one)) for one in picked]
    return listed("Payment requests retrieved", shown, query)


def _fetch(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return _shown(books, "Payment request retrieved", found(books, call.part("id_or_code")))


def _verify(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return _shown(books, "Payment request retrieved", _coded(books, call))


def _notify(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    request = _coded(books, call)
    if request["status"] != "pending":
        raise invalid(f"Payment request is {request['status']}, it cannot be notified.")
    mail(books, request)
    return done("Notification sent")


def _finalize(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    request = _coded(books, call)
    given = call.fields(optional={"send_notification": params.flag}) if call.body else {}
    if request["status"] != "draft":
        raise invalid("Only a draft can be finalized.")
    request["status"] = "pending"
    if given.get("send_notification", True):
        mail(books, request)
    return _shown(books, "Payment request finalized", request)


def _archive(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    books.archived.add(_coded(books, call)["id"])
    return done("Payment request has been archived")


def _coded(books: PaystackBooks, call: Call) -> PaystackObject:
    code = call.part("code")
    if not code.startswith("PRQ_"):
        raise missing("Payment request")
    return found(books, code)


def _shown(books: PaystackBooks, message: str, request: PaystackObject) -> Mapping[str, Any]:
    return said(message, shapes.request_shown(request, _payer_of(books, request)))


def _payer_of(books: PaystackBooks, request: Mapping[str, Any]) -> PaystackObject:
    return books.get("customer", request["customer"])


DUE_OPERATIONS: Final = (
    Operation("POST", "/paymentrequest", _create),
    Operation("GET", "/paymentrequest", _list),
    Operation("GET", "/paymentrequest/{id_or_code}", _fetch),
    Operation("GET", "/paymentrequest/verify/{code}", _verify),
    Operation("POST", "/paymentrequest/notify/{code}", _notify),
    Operation("POST", "/paymentrequest/finalize/{code}", _finalize),
    Operation("POST", "/paymentrequest/archive/{code}", _archive),
)
