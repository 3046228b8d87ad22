"""The rules of subscriptions: what a list shows, how a paused one comes back, what may change.

https://docs.stripe.com/billing/subscriptions/pause and https://docs.stripe.com/api/subscriptions.
"""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_invoices as invoices
from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox.stripe_errors import StripeError, refused
from handlers.sandbox.stripe_store import ObjectStore, StripeObject

OVER: Final = frozenset({"canceled", "incomplete_expired"})
SUCCESS: Final = "resume_on_payment_success"
PLAYED: Final = frozenset(
    {"cancel_at_period_end", "collection_method", "days_until_due", "default_payment_method"}
    | {"description", "pause_collection"}
)
IGNORED: Final = frozenset({"expand", "metadata", "proration_behavior"})


def fits_status(plan: StripeObject, wanted: str | None) -> bool:
    """A list leaves canceled ones out until it is asked for them."""
    if wanted in (None, "all"):
        return wanted == "all" or plan["status"] != "canceled"
    return plan["status"] in OVER if wanted == "ended" else plan["status"] == wanted


def price_of(plan: Mapping[str, Any]) -> int:
    items = plan["items"]["data"]
    return sum(int(item["price"]["unit_amount"]) * int(item["quantity"]) for item in items)


def resume(store: ObjectStore, plan_id: str, params: Mapping[str, Any]) -> StripeObject:
    """Bring a paused one back: at once without an invoice, else when its invoice is paid.

    By default nothing is charged here; `resume_on_payment_success` charges the card on file.
    """
    plan = store.get("subscription", plan_id)
    _check_resumable(store, plan, params)
    amount_minor = _due_now(store, plan, params)
    if not amount_minor:
        return store.put(plan | {"status": "active"})
    bill = _resumption_invoice(store, plan, amount_minor)
    plan = store.put(plan | {"latest_invoice": bill["id"]})
    if params.get("payment_behavior") == SUCCESS:
        return _charged_at_once(store, plan, bill)
    return plan


def _check_resumable(store: ObjectStore, plan: StripeObject, params: Mapping[str, Any]) -> None:
    if plan["status"] != "paused":
        raise refused(f"Subscription {plan['id']} is {plan['status']}; only paused ones resume.")
    if plan["collection_method"] != "charge_automatically":
        raise refused("Only subscriptions that charge automatically can be resumed.")
    if params.get("payment_behavior") == SUCCESS and plan["billing_mode"]["type"] != "flexible":
        raise refused(f"{SUCCESS} needs the flexible billing mode.", param="payment_behavior")
    latest = store.find("invoice", plan["latest_invoice"] or "")
    if latest is not None and latest["status"] == "open":
        raise refused(f"Invoice {latest['id']} of an earlier resumption is still open.")


def _due_now(store: ObjectStore, plan: StripeObject, params: Mapping[str, Any]) -> int:
    """The whole price from a new anchor; from the old one, at most the rest of its period."""
    anchor = (params.get("billing_cycle_anchor") or {}).get("type", "now")
    if anchor == "now":
        _start_period(store, plan)
        return price_of(plan)
    if params.get("proration_behavior") == "none":
        return 0
    item = plan["items"]["data"][0]
    start, end = item["current_period_start"], item["current_period_end"]
    return price_of(plan) * int(max(0, end - store.unix())) // int(end - start)


def _start_period(store: ObjectStore, plan: StripeObject) -> None:
    now = store.unix()
    plan["billing_cycle_anchor"] = now
    for item in plan["items"]["data"]:
        length = item["current_period_end"] - item["current_period_start"]
        item |= {"current_period_start": now, "current_period_end": now + length}


def _resumption_invoice(store: ObjectStore, plan: StripeObject, amount_minor: int) -> StripeObject:
    """Finalized at once."""
    owner = store.get("customer", plan["customer"])
    bill = shapes.invoice(
        store.new_id("in"),
        store.unix(),
        number=invoices.next_number(store, owner),
        amount_minor=amount_minor,
        currency=plan["currency"],
        owner=owner,
    )
    return store.put(bill | renewal_of(plan["id"], "subscription_update"))


def renewal_of(plan_id: str, reason: str) -> dict[str, Any]:
    """What makes an invoice one of a subscription that charges automatically."""
    details = {"subscription": plan_id, "metadata": None}
    return {
        "parent": {"type": "subscription_details", "subscription_details": details},
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "due_date": None,
    }


def _charged_at_once(store: ObjectStore, plan: StripeObject, bill: StripeObject) -> StripeObject:
    try:
        invoices.pay(store, bill["id"], {})
    except StripeError as error:
        if error.status != 402:  # noqa: PLR2004 - the card said no; anything else is an error
            raise
        return store.put(plan | {"status": "paused"})
    return store.get("subscription", plan["id"])


def lapse(store: ObjectStore, plan_id: str) -> StripeObject:
    """23 hours went by: the untouched resumption invoice is void, the subscription paused."""
    plan = store.get("subscription", plan_id)
    invoices.void(store, plan["latest_invoice"])
    return store.put(plan | {"status": "paused"})


def update(store: ObjectStore, plan_id: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The fields to change. Raises StripeError for what is not played and for ended ones."""
    plan = store.get("subscription", plan_id)
    unplayed = set(params) - PLAYED - IGNORED
    if unplayed:
        raise refused(f"{min(unplayed)} cannot be changed here.", param=min(unplayed))
    change = {name: params[name] for name in PLAYED if name in params}
    if change and plan["status"] in OVER:
        raise refused(f"A {plan['status']} subscription can only have its metadata changed.")
    if change.get("default_payment_method"):
        store.get("payment_method", change["default_payment_method"])
    return change
