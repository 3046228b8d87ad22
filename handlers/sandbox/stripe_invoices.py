"""The rules of invoices: draft, open, paid or void, and the card that pays one.

https://docs.stripe.com/api/invoices and https://docs.stripe.com/invoicing/overview.
"""

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from handlers.sandbox import stripe_bills as bills
from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_errors import StripeError, refused
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

PAYABLE: Final = frozenset({"open", "uncollectible"})
WAITING: Final = frozenset({"paused", "past_due", "unpaid", "incomplete"})
"""Subscriptions that a paid invoice brings back."""


def finalize(store: ObjectStore, invoice_id: str) -> StripeObject:
    """Draft to open, with number, link and what the customer's balance takes off."""
    invoice = store.get("invoice", invoice_id)
    if invoice["status"] != "draft":
        raise refused(
            f"Invoice {invoice_id} is {invoice['status']}; only a draft can be finalized.",
            code="invoice_not_editable",
        )
    owner = store.get("customer", invoice["customer"])
    link = f"https://invoice.stripe.com/i/EXAMPLE/{invoice_id}"
    invoice |= {
        "status": "open",
        "number": invoice["number"] or next_number(store, owner),
        "hosted_invoice_url": link,
        "invoice_pdf": f"{link}/pdf",
        "status_transitions": invoice["status_transitions"] | {"finalized_at": store.unix()},
    }
    _use_balance(store, invoice, owner)
    if invoice["amount_remaining"] == 0:
        _settle(store, invoice)
    return store.put(invoice)


def next_number(store: ObjectStore, owner: StripeObject) -> str:
    number = f"{owner['invoice_prefix']}-{owner['next_invoice_sequence']:04d}"
    owner["next_invoice_sequence"] += 1
    store.put(owner)
    return number


def _use_balance(store: ObjectStore, invoice: StripeObject, owner: StripeObject) -> None:
    """A credit on the customer's balance lowers the next invoice, never below nothing."""
    credit = min(invoice["total"], max(0, -owner["balance"]))
    invoice |= {
        "starting_balance": owner["balance"],
        "ending_balance": owner["balance"] + credit,
        "amount_due": invoice["total"] - credit,
        "amount_remaining": invoice["total"] - credit,
    }
    owner["balance"] += credit
    store.put(owner)


def check_sendable(invoice: StripeObject) -> None:
    """A paid one may be mailed as well; one that is charged automatically never by hand."""
    if invoice["status"] not in ("open", "paid"):
        raise refused(f"Invoice {invoice['id']} is {invoice['status']}; it cannot be sent.")
    if invoice["collection_method"] != "send_invoice":
        raise refused("Only invoices with the collection method send_invoice are sent by hand.")
    if not invoice["customer_email"]:
        raise refused("The customer has no e-mail address.")


def void(store: ObjectStore, invoice_id: str) -> StripeObject:
    """Finalized and unpaid only; for ever."""
    invoice = store.get("invoice", invoice_id)
    if invoice["status"] not in PAYABLE:
        raise refused(f"Invoice {invoice_id} is {invoice['status']}; it cannot be voided.")
    moments = invoice["status_transitions"] | {"voided_at": store.unix()}
    voided = store.put(invoice | {"status": "void", "status_transitions": moments})
    store.tell("invoice.voided", voided)
    return voided


def pay(
    store: ObjectStore, invoice_id: str, params: Mapping[str, Any], *, shortage: bool = False
) -> StripeObject:
    """Charge what is left to the card on file. Raises StripeError 400 by state, 402 by the card."""
    invoice = store.get("invoice", invoice_id)
    if invoice["status"] == "paid":
        raise refused("Invoice is already paid")
    if invoice["status"] not in PAYABLE:
        raise refused(f"Invoice {invoice_id} is {invoice['status']}; only open ones are paid.")
    method = _method(store, invoice, params)
    last4 = method["card"]["last4"]
    why = "insufficient_funds" if shortage else bills.DECLINED.get(last4)
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    charge = _charge(store, invoice, method)
    if why is not None:
        _decline(store, invoice, charge, why)
    if last4 == bills.WANTS_ACTION and params.get("off_session", True):
        _ask_for_action(store, invoice, charge)
    return _paid_by(store, invoice, charge)


def _method(store: ObjectStore, invoice: StripeObject, params: Mapping[str, Any]) -> StripeObject:
    """Named in the call, else on the invoice, its subscription, or the customer, in this order."""
    owner = store.get("customer", invoice["customer"])
    plan = subscription_of(store, invoice) or {}
    candidates = (
        params.get("payment_method"),
        invoice.get("default_payment_method"),
        plan.get("default_payment_method"),
        (owner.get("invoice_settings") or {}).get("default_payment_method"),
    )
    method_id = next((candidate for candidate in candidates if candidate), None)
    if method_id is None:
        raise refused(
            "This customer has no attached payment source or default payment method.",
            code="resource_missing",
        )
    method = store.get("payment_method", method_id, param="payment_method")
    if method["customer"] != owner["id"]:
        raise refused(f"{method_id} belongs to another customer.", param="payment_method")
    return method


def _charge(store: ObjectStore, invoice: StripeObject, method: StripeObject) -> StripeObject:
    charge = shapes.charge(
        store.new_id("ch"),
        store.unix(),
        amount_minor=invoice["amount_remaining"],
        currency=invoice["currency"],
        payer=store.get("customer", invoice["customer"]),
    )
    details = {"type": "card", "card": shapes.card_details()["card"] | method["card"]}
    return charge | {
        "description": f"Payment for invoice {invoice['number']}",
        "payment_method": method["id"],
        "payment_method_details": details,
    }


def _decline(store: ObjectStore, invoice: StripeObject, charge: StripeObject, why: str) -> NoReturn:
    message = "Your card was declined."
    if why == "insufficient_funds":
        message = "Your card has insufficient funds."
    failed = store.put(bills.failed_charge(charge, "card_declined", message))
    store.put(shapes.payment_intent(failed["payment_intent"], failed))
    store.put(invoice)
    _fall_behind(store, invoice)
    raise StripeError(
        402,
        message,
        kind="card_error",
        code="card_declined",
        decline_code=why,
        charge=failed["id"],
    )


def _ask_for_action(store: ObjectStore, invoice: StripeObject, charge: StripeObject) -> NoReturn:
    """The bank wants to see the cardholder; nothing was charged."""
    waiting = bills.failed_charge(charge, "authentication_required", "")
    intent = shapes.payment_intent(charge["payment_intent"], waiting)
    store.put(intent | {"status": "requires_action", "latest_charge": None})
    store.put(invoice)
    raise StripeError(
        402,
        "Payment for this invoice requires additional user action before it can be completed.",
        kind="card_error",
        code="invoice_payment_intent_requires_action",
    )


def _paid_by(store: ObjectStore, invoice: StripeObject, charge: StripeObject) -> StripeObject:
    store.put(charge)
    store.put(shapes.payment_intent(charge["payment_intent"], charge))
    invoice |= {
        "amount_paid": invoice["amount_paid"] + charge["amount"],
        "amount_remaining": 0,
    }
    _settle(store, invoice)
    link = shapes.invoice_payment(store.new_id("inpay"), invoice, charge["payment_intent"])
    store.put(link | {"amount_paid": charge["amount"], "amount_requested": charge["amount"]})
    return store.put(invoice)


def _settle(store: ObjectStore, invoice: StripeObject) -> None:
    moments = invoice["status_transitions"] | {"paid_at": store.unix()}
    invoice |= {"status": "paid", "status_transitions": moments}
    store.tell("invoice.paid", invoice)
    plan = subscription_of(store, invoice)
    if plan is not None and plan["status"] in WAITING:
        store.put(plan | {"status": "active"})


def settle_if_nothing_is_left(store: ObjectStore, invoice: StripeObject) -> StripeObject:
    """After a credit note: an open invoice that asks for nothing any more is paid."""
    if invoice["status"] == "open" and invoice["amount_remaining"] == 0:
        _settle(store, invoice)
    return store.put(invoice)


def _fall_behind(store: ObjectStore, invoice: StripeObject) -> None:
    """A resumption that could not be charged leaves the subscription past due."""
    plan = subscription_of(store, invoice)
    if plan is not None and plan["status"] == "paused":
        store.put(plan | {"status": "past_due"})


def subscription_of(store: ObjectStore, invoice: StripeObject) -> StripeObject | None:
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    named = details.get("subscription")
    return store.find("subscription", named) if named else None
