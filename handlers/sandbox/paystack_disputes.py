"""Local Paystack's disputes: evidence is added, as often as it is sent, until one is resolved."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import paystack_params as params
from handlers.sandbox import paystack_shapes as shapes
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation, listed, said
from handlers.sandbox.paystack_errors import invalid, missing
from handlers.sandbox.paystack_shapes import PaystackObject

UPLOADS: Final = "https://files.example.net/paystack"

_EVIDENCE: Final = {
    "customer_email": params.email,
    "customer_name": params.filled,
    "customer_phone": params.filled,
    "service_details": params.filled,
}
_DELIVERY: Final = {"delivery_address": params.text, "delivery_date": params.day}
_ANSWER: Final = {
    "resolution": {"merchant-accepted", "declined"}.__contains__,
    "message": params.filled,
    "refund_amount": params.whole,
    "uploaded_filename": params.filled,
}


def _list(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    query = call.query("transaction", "status")
    found = [
        one
        for one in books.every("dispute")
        if query.get("transaction", str(one["transaction"]["id"])) == str(one["transaction"]["id"])
        and query.get("status", one["status"]) == one["status"]
    ]
    return listed("Disputes retrieved", found, query)


def _fetch(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    return said("Dispute retrieved", books.get("dispute", call.number()))


def _of_transaction(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    number = call.number()
    for one in books.every("dispute"):
        if one["transaction"]["id"] == number:
            return said("Dispute retrieved", one)
    raise missing("Dispute")


def _add_evidence(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    dispute = _open(books, call.number())
    given = call.fields(required=_EVIDENCE, optional=_DELIVERY)
    made = shapes.evidence(books.new_number(), books.now(), dispute=dispute["id"], given=given)
    dispute["evidence"] = books.put("evidence", made)
    return said("Evidence created", made)


def _upload_url(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    books.get("dispute", call.number())
    name = call.query("upload_filename").get("upload_filename", "")
    if "." not in name or "/" in name:
        raise invalid("upload_filename needs an extension", "missing_params")
    kept = f"local{books.new_number()}"
    url = f"{UPLOADS}/{kept}?sig=LOCAL-SAMPLE-NOT-A-SIGNATURE"
    return said("Upload url generated", {"signedUrl": url, "fileName": kept})


def _resolve(books: PaystackBooks, call: Call) -> Mapping[str, Any]:
    """Accepting queues a refund; declining hands the dispute on to the bank."""
    dispute = _open(books, call.number())
    given = call.fields(required=_ANSWER, optional={"evidence": params.positive})
    about = books.get("transaction", dispute["transaction"]["id"])
    if given["refund_amount"] > about["amount"]:
        raise invalid("Refund amount cannot be greater than initial amount")
    accepted = given["resolution"] == "merchant-accepted"
    if accepted and given["refund_amount"]:
        books.refund(about["reference"], given["refund_amount"])
    books.resolve_dispute(dispute["id"], given["resolution"])
    if not accepted:
        dispute |= {"status": "awaiting-bank-feedback", "resolvedAt": None}
    dispute["refund_amount"] = given["refund_amount"]
    return said("Dispute successfully resolved", dispute)


def _open(books: PaystackBooks, number: int) -> PaystackObject:
    dispute = books.get("dispute", number)
    if dispute["resolution"] is not None or dispute["status"] == "resolved":
        raise invalid("Dispute has been resolved already")
    return dispute


DISPUTE_OPERATIONS: Final = (
    Operation("GET", "/dispute", _list),
    Operation("GET", "/dispute/{id}", _fetch),
    Operation("GET", "/dispute/transaction/{id}", _of_transaction),
    Operation("POST", "/dispute/{id}/evidence", _add_evidence),
    Operation("GET", "/dispute/{id}/upload_url", _upload_url),
    Operation("PUT", "/dispute/{id}/resolve", _resolve),
)
