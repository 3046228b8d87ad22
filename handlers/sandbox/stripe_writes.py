"""What can be written of customers, charges and refunds.

Parts of Stripe that are not played here (Connect, cash balances, tax) are taken or refused,
never silently done.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_params as p
from handlers.sandbox import stripe_refunds as refunds
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_call import EXPAND, Call, Operation
from handlers.sandbox.stripe_errors import missing, refused
from handlers.sandbox.stripe_money import amount_text
from handlers.sandbox.stripe_store import StripeObject

ADDRESS: Final = p.group(
    **dict.fromkeys(("line1", "line2", "city", "state", "postal_code", "country"), p.clearable)
)
CUSTOMER_FIELDS: Final[p.Spec] = {
    **dict.fromkeys(("name", "email", "phone", "description"), p.clearable),
    **dict.fromkeys(("business_name", "individual_name", "default_source"), p.clearable),
    "address": ADDRESS,
    "shipping": p.group(address=ADDRESS, name=p.text, phone=p.clearable),
    "balance": p.integer,
    "invoice_prefix": p.text,
    "invoice_settings": p.group(
        custom_fields=p.anything,
        default_payment_method=p.text,
        footer=p.clearable,
        rendering_options=p.anything,
    ),
    "next_invoice_sequence": p.integer,
    "preferred_locales": p.texts,
    "tax_exempt": p.one_of("", "exempt", "none", "reverse"),
}
CUSTOMER_UPDATE: Final[p.Spec] = {
    **EXPAND,
    **CUSTOMER_FIELDS,
    "metadata": p.metadata,
    "cash_balance": p.group(settings=p.anything),
    "tax": p.group(
        ip_address=p.clearable, validate_location=p.one_of("auto", "deferred", "immediately")
    ),
    "validate": p.flag,
    "source": p.text,
}
REFUND_CREATE: Final[p.Spec] = {
    **EXPAND,
    **dict.fromkeys(("charge", "payment_intent", "customer", "currency"), p.text),
    "amount": p.between(1),
    "instructions_email": p.text,
    "metadata": p.metadata,
    "origin": p.one_of("customer_balance"),
    "reason": p.one_of("duplicate", "fraudulent", "requested_by_customer"),
    "refund_application_fee": p.flag,
    "reverse_transfer": p.flag,
}
REFUND_UPDATE: Final[p.Spec] = EXPAND | {"metadata": p.metadata}
CHARGE_UPDATE: Final[p.Spec] = {
    **EXPAND,
    "description": p.clearable,
    "metadata": p.metadata,
    "receipt_email": p.text,
}


def _update_customer(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    customer = books.get("customer", call.target)
    if customer.get("deleted"):
        raise missing("customer", call.target)
    if "source" in call.params:
        raise refused("No such token.", code="resource_missing", param="source")
    change = {name: call.params[name] for name in CUSTOMER_FIELDS if name in call.params}
    if "tax_exempt" in change:
        change["tax_exempt"] = change["tax_exempt"] or "none"
    for name in ("address", "invoice_settings"):
        if change.get(name) is not None:
            change[name] = {**(customer[name] or {}), **change[name]}
    return books.put(_with_metadata(customer, call.params, change))


def _with_metadata(
    item: StripeObject, params: Mapping[str, Any], change: Mapping[str, Any]
) -> StripeObject:
    if "metadata" in params:
        item["metadata"] = p.merged_metadata(item["metadata"], params["metadata"])
    item.update(change)
    return item


def _update_charge(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    """A `receipt_email` sends a receipt each time: https://docs.stripe.com/api/charges/update."""
    charge = books.get("charge", call.target)
    change = {k: call.params[k] for k in ("description", "receipt_email") if k in call.params}
    books.put(_with_metadata(charge, call.params, change))
    if "receipt_email" in change:
        books.send_mail(
            "receipt", change["receipt_email"], subject=_receipt_line(charge), about=charge["id"]
        )
    return charge


def _receipt_line(charge: StripeObject) -> str:
    total = amount_text(charge["amount"], charge["currency"])
    if not charge["amount_refunded"]:
        return f"Receipt for {total}"
    back = amount_text(charge["amount_refunded"], charge["currency"])
    return f"Receipt for {total}, {back} refunded"


def _create_refund(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    unplayed = ("origin", "customer", "currency", "reverse_transfer", "refund_application_fee")
    for name in unplayed:
        if name in call.params:
            raise refused(f"{name} does not fit this charge.", param=name)
    return refunds.create(books, call.params, pending=call.shortage)


def _update_refund(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return books.put(_with_metadata(books.get("refund", call.target), call.params, {}))


def _cancel_refund(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return refunds.cancel(books, call.target)


WRITES: Final = (
    Operation("POST", "/v1/customers/{customer}", _update_customer, "customer", CUSTOMER_UPDATE),
    Operation("POST", "/v1/charges/{charge}", _update_charge, "charge", CHARGE_UPDATE),
    Operation("POST", "/v1/refunds", _create_refund, "refund", REFUND_CREATE),
    Operation("POST", "/v1/refunds/{refund}", _update_refund, "refund", REFUND_UPDATE),
    Operation("POST", "/v1/refunds/{refund}/cancel", _cancel_refund, "refund", EXPAND),
)
