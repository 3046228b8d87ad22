"""What can be done to invoices, subscriptions, disputes and credit notes: parameters and rules."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox import stripe_credit_notes as credit_notes
from handlers.sandbox import stripe_disputes as disputes
from handlers.sandbox import stripe_invoices as invoices
from handlers.sandbox import stripe_params as p
from handlers.sandbox import stripe_subscriptions as subscriptions
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_call import EXPAND, Call, Operation
from handlers.sandbox.stripe_errors import refused
from handlers.sandbox.stripe_lists import page_of
from handlers.sandbox.stripe_reads import PAGED, at, fits, list_operation, retrieve_operation

REASONS: Final = ("duplicate", "fraudulent", "order_change", "product_unsatisfactory")
METHODS: Final = ("charge_automatically", "send_invoice")
EVIDENCE: Final = (
    *("access_activity_log", "billing_address", "cancellation_policy"),
    *("cancellation_policy_disclosure", "cancellation_rebuttal", "customer_communication"),
    *("customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature"),
    *("duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id"),
    *("product_description", "receipt", "refund_policy", "refund_policy_disclosure"),
    *("refund_refusal_explanation", "service_date", "service_documentation", "shipping_address"),
    *("shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number"),
    *("uncategorized_file", "uncategorized_text"),
)
INVOICE_UPDATE: Final[p.Spec] = EXPAND | {"description": p.clearable, "metadata": p.metadata}
INVOICE_PAY: Final[p.Spec] = {
    **EXPAND,
    **dict.fromkeys(("forgive", "off_session", "paid_out_of_band"), p.flag),
    **dict.fromkeys(("mandate", "payment_method", "source"), p.text),
}
DISPUTE_UPDATE: Final[p.Spec] = {
    **EXPAND,
    "evidence": p.group(
        **dict.fromkeys(EVIDENCE, p.long_text), appeal=p.anything, enhanced_evidence=p.anything
    ),
    "intended_submission_method": p.one_of(
        "manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"
    ),
    "metadata": p.metadata,
    "submit": p.flag,
}
CREDIT_NOTE: Final[p.Spec] = {
    **EXPAND,
    **dict.fromkeys(("amount", "effective_at"), p.integer),
    **dict.fromkeys(("credit_amount", "out_of_band_amount", "refund_amount"), p.between(0)),
    **dict.fromkeys(("lines", "refunds"), p.anything),
    "email_type": p.one_of("credit_note", "none"),
    "invoice": p.text,
    "memo": p.text,
    "metadata": p.metadata,
    "reason": p.one_of(*REASONS),
    "shipping_cost": p.group(shipping_rate=p.text),
}
ANCHOR: Final = p.group(type=p.one_of("now", "unchanged"))
PRORATIONS: Final = p.one_of("always_invoice", "create_prorations", "none")
RESUME: Final[p.Spec] = {
    **EXPAND,
    "billing_cycle_anchor": ANCHOR,
    "payment_behavior": p.one_of("resume_on_payment_attempt", "resume_on_payment_success"),
    "proration_behavior": PRORATIONS,
    "proration_date": p.integer,
}
SUBSCRIPTION_UPDATE: Final[p.Spec] = {
    **EXPAND,
    **dict.fromkeys(("add_invoice_items", "application_fee_percent"), p.anything),
    **dict.fromkeys(("billing_schedules", "cancel_at", "default_tax_rates"), p.anything),
    **dict.fromkeys(("discounts", "items", "trial_end"), p.anything),
    **dict.fromkeys(("cancel_at_period_end", "off_session", "trial_from_plan"), p.flag),
    **dict.fromkeys(("days_until_due", "proration_date"), p.integer),
    **dict.fromkeys(("default_payment_method", "default_source", "on_behalf_of"), p.clearable),
    "automatic_tax": p.group(enabled=p.flag, liability=p.anything),
    "billing_cycle_anchor": ANCHOR,
    "billing_thresholds": p.group(amount_gte=p.integer, reset_billing_cycle_anchor=p.flag),
    "cancellation_details": p.group(
        comment=p.clearable, feedback=p.anything, feedback_option=p.text
    ),
    "collection_method": p.one_of(*METHODS),
    "description": p.clearable,
    "invoice_settings": p.group(
        account_tax_ids=p.anything,
        custom_fields=p.anything,
        description=p.clearable,
        footer=p.clearable,
        issuer=p.anything,
    ),
    "metadata": p.metadata,
    "pause_collection": p.group(
        behavior=p.one_of("keep_as_draft", "mark_uncollectible", "void"), resumes_at=p.integer
    ),
    "payment_behavior": p.one_of(
        "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
    ),
    "payment_settings": p.group(
        payment_method_options=p.anything,
        payment_method_types=p.anything,
        save_default_payment_method=p.one_of("off", "on_subscription"),
    ),
    "pending_invoice_item_interval": p.group(
        interval=p.one_of("day", "month", "week", "year"), interval_count=p.integer
    ),
    "proration_behavior": PRORATIONS,
    "transfer_data": p.group(amount_percent=p.anything, destination=p.text),
    "trial_settings": p.group(end_behavior=p.anything),
}
SUBSCRIPTION_LIST: Final[p.Spec] = {
    **PAGED,
    **dict.fromkeys(("customer", "customer_account", "plan", "price", "test_clock"), p.text),
    **dict.fromkeys(("current_period_end", "current_period_start"), p.moment),
    "automatic_tax": p.group(enabled=p.flag),
    "collection_method": p.one_of(*METHODS),
    "status": p.one_of(
        *("active", "all", "canceled", "ended", "incomplete", "incomplete_expired"),
        *("past_due", "paused", "trialing", "unpaid"),
    ),
}


def _update_invoice(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    """Metadata and description, in any status: https://docs.stripe.com/api/invoices/update."""
    invoice = books.get("invoice", call.target)
    if "metadata" in call.params:
        invoice["metadata"] = p.merged_metadata(invoice["metadata"], call.params["metadata"])
    if "description" in call.params:
        invoice["description"] = call.params["description"]
    return books.put(invoice)


def _finalize(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    invoice = invoices.finalize(books, call.target)
    if "auto_advance" in call.params:
        invoice["auto_advance"] = call.params["auto_advance"]
    return books.put(invoice)


def _send(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    """A mail each time."""
    invoice = books.get("invoice", call.target)
    invoices.check_sendable(invoice)
    subject = f"Invoice {invoice['number']}"
    books.send_mail("invoice", invoice["customer_email"], subject=subject, about=invoice["id"])
    return invoice


def _pay(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    for name in ("forgive", "mandate", "paid_out_of_band", "source"):
        if call.params.get(name):
            raise refused(f"{name} is not played here.", param=name)
    return invoices.pay(books, call.target, call.params, shortage=call.shortage)


def _void(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return invoices.void(books, call.target)


def _answer_dispute(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return disputes.answer(books, call.target, call.params)


def _list_subscriptions(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    params = call.params
    if "customer" in params:
        books.get("customer", params["customer"], param="customer")
    equal = {name: params[name] for name in ("customer", "collection_method") if name in params}
    found = [
        plan
        for plan in books.every("subscription")
        if fits(plan, equal, {"created": params["created"]} if "created" in params else {})
        and subscriptions.fits_status(plan, params.get("status"))
        and params.get("price") in (None, at(plan["items"]["data"][0], "price.id"))
    ]
    return page_of(found, params, call.url)


def _resume(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return subscriptions.resume(books, call.target, call.params)


def _update_subscription(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    change = subscriptions.update(books, call.target, call.params)
    plan = books.get("subscription", call.target)
    if "metadata" in call.params:
        plan["metadata"] = p.merged_metadata(plan["metadata"], call.params["metadata"])
    return books.put(plan | change)


def _create_credit_note(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    """The customer gets a mail unless `email_type` says none."""
    note = credit_notes.create(books, call.params)
    email = books.get("customer", note["customer"])["email"]
    if email and call.params.get("email_type") != "none":
        subject = f"Credit note {note['number']}"
        books.send_mail("credit_note", email, subject=subject, about=note["id"])
    return note


def _preview_credit_note(books: StripeBooks, call: Call) -> Mapping[str, Any]:
    return credit_notes.preview(books, call.params)


INVOICE, SUBSCRIPTION = "/v1/invoices/{invoice}", "/v1/subscriptions/{subscription_exposed_id}"
BILLING: Final = (
    Operation("POST", INVOICE, _update_invoice, "invoice", INVOICE_UPDATE),
    Operation(
        "POST", f"{INVOICE}/finalize", _finalize, "invoice", EXPAND | {"auto_advance": p.flag}
    ),
    Operation("POST", f"{INVOICE}/send", _send, "invoice", EXPAND),
    Operation("POST", f"{INVOICE}/pay", _pay, "invoice", INVOICE_PAY),
    Operation("POST", f"{INVOICE}/void", _void, "invoice", EXPAND),
    Operation("POST", "/v1/disputes/{dispute}", _answer_dispute, "dispute", DISPUTE_UPDATE),
    Operation("GET", "/v1/subscriptions", _list_subscriptions, "subscription", SUBSCRIPTION_LIST),
    Operation("POST", SUBSCRIPTION, _update_subscription, "subscription", SUBSCRIPTION_UPDATE),
    Operation("POST", "/v1/subscriptions/{subscription}/resume", _resume, "subscription", RESUME),
    Operation(
        "POST", "/v1/credit_notes", _create_credit_note, "credit_note", CREDIT_NOTE, ("invoice",)
    ),
    list_operation(
        "credit_note",
        "/v1/credit_notes",
        {name: name for name in ("customer", "customer_account", "invoice")},
    ),
    Operation(
        "GET",
        "/v1/credit_notes/preview",
        _preview_credit_note,
        "credit_note",
        CREDIT_NOTE,
        ("invoice",),
    ),
    retrieve_operation("credit_note", "/v1/credit_notes/{id}"),
)
