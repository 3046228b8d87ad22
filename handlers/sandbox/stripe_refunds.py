"""The rules of refunds: never more than was captured, never on a charge that is charged back.

https://docs.stripe.com/refunds and https://docs.stripe.com/api/refunds.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_errors import invalid, refused
from handlers.sandbox.stripe_money import amount_text, check_sendable
from handlers.sandbox.stripe_params import merged_metadata
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

COUNTED: Final = frozenset({"pending", "requires_action", "succeeded"})
DISPUTES_OVER: Final = frozenset({"won", "warning_closed", "prevented"})


def create(store: ObjectStore, params: Mapping[str, Any], *, pending: bool = False) -> StripeObject:
    """Refund a charge; `pending` when the balance is too low to pay it out now.

    Raises StripeError when the target is unclear, gone, disputed or has too little left.
    """
    charge = _target(store, params)
    metadata = merged_metadata({}, params.get("metadata") or {})
    amount_minor = _amount(store, charge, params.get("amount"))
    refund = shapes.refund(
        store.new_id("re"), store.unix(), amount_minor=amount_minor, paid_by=charge
    )
    refund |= {"reason": params.get("reason"), "metadata": metadata}
    if pending:
        refund |= {"status": "pending", "pending_reason": "insufficient_funds"}
    store.put(refund)
    if refund["reason"] == "fraudulent":
        charge["fraud_details"] = {"user_report": "fraudulent"}
    recount(store, charge)
    store.tell("refund.created", refund)
    if not pending:
        store.tell("charge.refunded", charge)
    return refund


def _target(store: ObjectStore, params: Mapping[str, Any]) -> StripeObject:
    charge_id, intent_id = params.get("charge"), params.get("payment_intent")
    if charge_id and intent_id:
        raise invalid("Give either charge or payment_intent, not both.", param="charge")
    if charge_id:
        return store.get("charge", charge_id, param="charge")
    if intent_id:
        intent = store.get("payment_intent", intent_id, param="payment_intent")
        return store.get("charge", intent["latest_charge"], param="payment_intent")
    raise invalid("Missing required param: charge.", code="parameter_missing", param="charge")


def _amount(store: ObjectStore, charge: StripeObject, asked: int | None) -> int:
    _check_open(store, charge)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left <= 0:
        raise refused(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            charge=charge["id"],
        )
    amount_minor = left if asked is None else asked
    if amount_minor < 1:
        raise invalid("The amount must be at least 1.", param="amount")
    if amount_minor > left:
        raise _too_large(charge, amount_minor, left)
    check_sendable(amount_minor, charge["currency"])
    return amount_minor


def _too_large(charge: StripeObject, asked: int, left: int) -> Exception:
    wanted, rest = amount_text(asked, charge["currency"]), amount_text(left, charge["currency"])
    return refused(
        f"The refund of {wanted} is above what is left on the charge ({rest}).",
        code="amount_too_large",
        param="amount",
        charge=charge["id"],
    )


def _check_open(store: ObjectStore, charge: StripeObject) -> None:
    if charge["status"] != "succeeded":
        raise refused(f"Charge {charge['id']} was not paid.", code="charge_not_refundable")
    if any(_blocks(dispute, charge["id"]) for dispute in store.every("dispute")):
        raise refused(
            f"Charge {charge['id']} has been charged back; it cannot be refunded.",
            code="charge_disputed",
            charge=charge["id"],
        )


def _blocks(dispute: StripeObject, charge_id: str) -> bool:
    lasting = dispute["status"] not in DISPUTES_OVER and not dispute["is_charge_refundable"]
    return dispute["charge"] == charge_id and lasting


def refunds_of(store: ObjectStore, charge_id: str) -> list[StripeObject]:
    return [refund for refund in store.every("refund") if refund["charge"] == charge_id]


def recount(store: ObjectStore, charge: StripeObject) -> None:
    """Bring `amount_refunded` and `refunded` in line with the refunds that still count."""
    counted = (r["amount"] for r in refunds_of(store, charge["id"]) if r["status"] in COUNTED)
    charge["amount_refunded"] = sum(counted)
    charge["refunded"] = charge["amount_refunded"] >= charge["amount_captured"]
    store.put(charge)


def cancel(store: ObjectStore, refund_id: str) -> StripeObject:
    """Only a refund that waits for the customer can be taken back."""
    refund = store.get("refund", refund_id)
    if refund["status"] != "requires_action":
        raise refused(f"Refund {refund_id} is {refund['status']}; it cannot be canceled.")
    return move(store, refund, {"status": "canceled", "next_action": None})


def move(store: ObjectStore, refund: StripeObject, change: Mapping[str, Any]) -> StripeObject:
    """Change a refund's status and recount its charge."""
    refund.update(change)
    store.put(refund)
    recount(store, store.get("charge", refund["charge"]))
    store.tell("refund.failed" if refund["status"] == "failed" else "refund.updated", refund)
    return refund
