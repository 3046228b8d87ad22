"""The rules of credit notes: first off what is still due, the rest given back as the caller says.

https://docs.stripe.com/api/credit_notes/create.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_bills as bills
from handlers.sandbox import stripe_invoices as invoices
from handlers.sandbox import stripe_refunds as refunds
from handlers.sandbox.stripe_errors import invalid, refused
from handlers.sandbox.stripe_money import amount_text
from handlers.sandbox.stripe_params import integer, merged_metadata
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

FINALIZED: Final = frozenset({"open", "paid", "uncollectible"})
UNPLAYED: Final = ("lines", "shipping_cost")


def preview(store: ObjectStore, params: Mapping[str, Any]) -> StripeObject:
    """What `create` would make; nothing is written."""
    invoice = store.get("invoice", params["invoice"], param="invoice")
    amount_minor = _amount(store, invoice, params)
    note = bills.credit_note(
        store.new_id("cn"),
        store.unix(),
        amount_minor=amount_minor,
        pre_payment=min(amount_minor, invoice["amount_remaining"]),
        about=invoice,
    )
    linked = _linked(params)
    _check_returned(note, params, linked)
    return note | {
        "number": f"{invoice['number']}-CN-{len(notes_of(store, invoice['id'])) + 1:02d}",
        "memo": params.get("memo"),
        "metadata": merged_metadata({}, params.get("metadata") or {}),
        "out_of_band_amount": params.get("out_of_band_amount"),
        "reason": params.get("reason"),
        "refunds": [
            {"amount_refunded": amount, "refund": refund_id, "type": "refund"}
            for refund_id, amount in linked.items()
        ],
    }


def create(store: ObjectStore, params: Mapping[str, Any]) -> StripeObject:
    """Issue it: the invoice, the customer's balance and the refund follow."""
    note = preview(store, params)
    for refund_id in _linked(params):
        store.get("refund", refund_id, param="refunds")
    if params.get("refund_amount"):
        note["refunds"].append(_refund(store, note, params["refund_amount"]))
    if params.get("credit_amount"):
        _credit(store, note, params["credit_amount"])
    _lower(store, note)
    return store.put(note)


def notes_of(store: ObjectStore, invoice_id: str) -> list[StripeObject]:
    return [note for note in store.every("credit_note") if note["invoice"] == invoice_id]


def _amount(store: ObjectStore, invoice: StripeObject, params: Mapping[str, Any]) -> int:
    for name in UNPLAYED:
        if name in params:
            raise refused(f"{name} is not played here.", param=name)
    if invoice["status"] not in FINALIZED:
        raise refused(f"Invoice {invoice['id']} is {invoice['status']}; it takes no credit note.")
    if "amount" not in params:
        raise invalid("Give amount, lines or shipping_cost.", param="amount")
    amount_minor = int(params["amount"])
    issued = (n["amount"] for n in notes_of(store, invoice["id"]) if n["status"] == "issued")
    left = invoice["total"] - sum(issued)
    if not 0 < amount_minor <= left:
        raise refused(
            f"The credit note must be above nothing and at most {_text(left, invoice)}.",
            param="amount",
        )
    return amount_minor


def _text(amount_minor: int, item: StripeObject) -> str:
    return amount_text(amount_minor, item["currency"])


def _linked(params: Mapping[str, Any]) -> dict[str, int]:
    """`refunds[0][refund]` and `[amount_refunded]`: refunds that were made before."""
    rows = params.get("refunds") or {}
    rows = rows.values() if isinstance(rows, Mapping) else rows
    found = {}
    for row in rows:
        if not isinstance(row, Mapping) or "refund" not in row:
            raise invalid("Each of refunds names a refund.", param="refunds")
        found[str(row["refund"])] = integer("amount_refunded", row.get("amount_refunded", ""))
    return found


def _check_returned(
    note: StripeObject, params: Mapping[str, Any], linked: Mapping[str, int]
) -> None:
    names = ("refund_amount", "credit_amount", "out_of_band_amount")
    returned = sum(params.get(name) or 0 for name in names) + sum(linked.values())
    if returned != note["post_payment_amount"]:
        raise refused(
            "The sum of refund_amount, refunds, credit_amount and out_of_band_amount must equal "
            f"the post-payment amount of {_text(note['post_payment_amount'], note)}."
        )


def _refund(store: ObjectStore, note: StripeObject, amount_minor: int) -> dict[str, Any]:
    intents = (
        link["payment"]["payment_intent"]
        for link in store.every("invoice_payment")
        if link["invoice"] == note["invoice"] and link["status"] == "paid"
    )
    intent = next(intents, None)
    if intent is None:
        raise refused("The invoice has no payment that could be refunded.", param="refund_amount")
    made = refunds.create(store, {"payment_intent": intent, "amount": amount_minor})
    return {"amount_refunded": amount_minor, "refund": made["id"], "type": "refund"}


def _credit(store: ObjectStore, note: StripeObject, amount_minor: int) -> None:
    """A negative balance is what we owe: it is taken off the customer's next invoice."""
    owner = store.get("customer", note["customer"])
    owner["balance"] -= amount_minor
    owner["currency"] = owner["currency"] or note["currency"]
    note["customer_balance_transaction"] = store.new_id("cbtxn")
    store.put(owner)


def _lower(store: ObjectStore, note: StripeObject) -> None:
    invoice = store.get("invoice", note["invoice"])
    pre, post = note["pre_payment_amount"], note["post_payment_amount"]
    invoice["amount_due"] -= pre
    invoice["amount_remaining"] -= pre
    invoice["pre_payment_credit_notes_amount"] += pre
    invoice["post_payment_credit_notes_amount"] += post
    invoices.settle_if_nothing_is_left(store, invoice)
