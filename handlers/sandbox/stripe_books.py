"""`StripeBooks`: the whole local account, what was asked of it, and what the world does to it."""

from collections.abc import Callable
from typing import Any, Final

from handlers.sandbox import stripe_bills as bills
from handlers.sandbox import stripe_disputes as disputes
from handlers.sandbox import stripe_invoices as invoices
from handlers.sandbox import stripe_objects as shapes
from handlers.sandbox import stripe_refunds as refunds
from handlers.sandbox import stripe_subscriptions as subscriptions
from handlers.sandbox.stripe_errors import refused
from handlers.sandbox.stripe_idempotency import IdempotencyKeys
from handlers.sandbox.stripe_log import Mail, RecordedRequest
from handlers.sandbox.stripe_store import SEARCH_LAG_S, Clock, ObjectStore, StripeObject
from handlers.sandbox.stripe_view import view_of_mails, view_of_objects, view_of_requests

TEST_KEYS: Final = ("sk_test_", "rk_test_")


class StripeBooks(ObjectStore):
    """One test-mode account. `fill` puts the seed data in, at the start and after `reset`.

    `now` gives aware UTC datetimes. `retry_after_s` is sent with a 429 when set (Stripe documents
    none). Refuses any key that is not a test key.
    """

    def __init__(
        self,
        *,
        api_key: str,
        now: Clock,
        fill: Callable[["StripeBooks"], None] | None = None,
        search_lag_s: float = SEARCH_LAG_S,
    ) -> None:
        if not api_key.startswith(TEST_KEYS):
            raise ValueError("Local Stripe takes a test key only (sk_test_... or rk_test_...).")
        super().__init__(now=now, search_lag_s=search_lag_s)
        self.api_key = api_key
        self.retry_after_s: int | None = None
        self.mails: list[Mail] = []
        self.requests: list[RecordedRequest] = []
        self.statuses: dict[str, int] = {}
        self.keys = IdempotencyKeys(now)
        self._fill = fill
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        self.clear()
        self.keys.clear()
        self.mails.clear()
        self.requests.clear()
        self.statuses.clear()
        if self._fill is not None:
            self._fill(self)

    def refunds_of(self, charge_id: str) -> list[StripeObject]:
        """All refunds of a charge, newest first, in every status."""
        return refunds.refunds_of(self, charge_id)

    def send_mail(self, kind: str, to: str, *, subject: str, about: str) -> None:
        self.mails.append(Mail(self.now(), kind, to, subject, about))

    # What the world does. Each raises StripeError when the state forbids it.

    def settle(self, refund_id: str) -> StripeObject:
        """A pending refund arrives at the customer."""
        refund = self._waiting(refund_id)
        return refunds.move(self, refund, {"status": "succeeded", "pending_reason": None})

    def fail(self, refund_id: str, reason: str = "expired_or_canceled_card") -> StripeObject:
        """A refund comes back, even one that had succeeded; the sum is refundable again."""
        refund = self.get("refund", refund_id)
        if refund["status"] not in refunds.COUNTED:
            raise refused(f"Refund {refund_id} is {refund['status']}.")
        change = {
            "status": "failed",
            "failure_reason": reason,
            "failure_balance_transaction": self.new_id("txn"),
            "pending_reason": None,
        }
        return refunds.move(self, refund, change)

    def require_action(self, refund_id: str) -> StripeObject:
        """The customer has to do something first; only now can the refund be canceled."""
        return refunds.move(self, self._waiting(refund_id), {"status": "requires_action"})

    def _waiting(self, refund_id: str) -> StripeObject:
        refund = self.get("refund", refund_id)
        if refund["status"] not in ("pending", "requires_action"):
            raise refused(f"Refund {refund_id} is {refund['status']}.")
        return refund

    def refund_elsewhere(self, charge_id: str, amount_minor: int | None = None) -> StripeObject:
        """Somebody refunds in the dashboard, past the bot."""
        return refunds.create(self, {"charge": charge_id, "amount": amount_minor})

    def open_dispute(self, charge_id: str, reason: str = "general") -> StripeObject:
        """The cardholder's bank takes the money back."""
        charge = self.get("charge", charge_id)
        dispute = shapes.dispute(self.new_id("dp"), self.unix(), reason=reason, about=charge)
        charge["disputed"] = True
        self.put(charge)
        self.tell("charge.dispute.created", self.put(dispute))
        return dispute

    def close_dispute(self, dispute_id: str, status: str = "won") -> StripeObject:
        """`won`: refundable again, though the charge stays `disputed`. `lost`: never again."""
        dispute = self.get("dispute", dispute_id)
        dispute["status"] = status
        self.tell("charge.dispute.closed", self.put(dispute))
        return dispute

    def collect(self, invoice_id: str) -> StripeObject:
        """Stripe charges the card on file for an open invoice, on its own schedule."""
        return invoices.pay(self, invoice_id, {})

    def run_out(self, dispute_id: str) -> StripeObject:
        """The due date for evidence goes by."""
        return disputes.run_out(self, dispute_id)

    def lapse(self, subscription_id: str) -> StripeObject:
        """23 hours go by after a resumption that nobody paid for."""
        return subscriptions.lapse(self, subscription_id)

    def change_card(self, customer_id: str, last4: str) -> StripeObject:
        """The customer puts another default card on file; its last digits say what it does."""
        card = bills.card_on_file(self.new_id("pm"), customer_id, last4=last4)
        owner = self.get("customer", customer_id)
        settings = owner["invoice_settings"] | {"default_payment_method": card["id"]}
        self.put(card)
        return self.put(owner | {"invoice_settings": settings})

    def delete_customer(self, customer_id: str) -> StripeObject:
        self.get("customer", customer_id)
        return self.put(shapes.deleted_customer(customer_id))

    def view(self) -> dict[str, Any]:
        """The books for the page: JSON, newest first."""
        return view_of_objects(self) | {
            "mails": view_of_mails(self.mails),
            "requests": view_of_requests(self.requests, self.statuses),
            "settings": {"search_lag_s": self.search_lag_s, "retry_after_s": self.retry_after_s},
        }
