"""What the adapter reads of invoices, subscriptions and credit notes (see `models`)."""

from __future__ import annotations

from datetime import datetime

from pydantic import StrictBool, StrictInt

from providers.stripe.models import Id, StripeObject, Wire, moment


class SubscriptionDetails(Wire):
    """Which subscription an invoice renews."""

    subscription: Id = None


class Parent(Wire):
    """What an invoice comes from."""

    subscription_details: SubscriptionDetails | None = None


class Transitions(Wire):
    """When an invoice changed its status."""

    paid_at: StrictInt | None = None


class Invoice(StripeObject):
    """A bill: `total` is what it asks for, `amount_remaining` what is still to be paid."""

    livemode: StrictBool
    currency: str
    created: StrictInt
    total: StrictInt
    amount_remaining: StrictInt
    amount_paid: StrictInt
    collection_method: str
    status: str | None = None
    number: str | None = None
    customer: Id = None
    customer_email: str | None = None
    customer_name: str | None = None
    description: str | None = None
    due_date: StrictInt | None = None
    parent: Parent | None = None
    status_transitions: Transitions
    metadata: dict[str, str] | None = None

    @property
    def iso(self) -> str:
        return self.currency.upper()

    @property
    def asked(self) -> int:
        """What it asks in all; a balance owed from before may be on top of its own total."""
        return max(self.total, self.amount_remaining)

    @property
    def subscription(self) -> str | None:
        details = self.parent.subscription_details if self.parent else None
        return details.subscription if details else None

    @property
    def paid_at(self) -> datetime | None:
        return moment(self.status_transitions.paid_at)


class Price(Wire):
    """What one unit costs; null when it is not a flat price."""

    unit_amount: StrictInt | None = None


class Item(Wire):
    """One line of a subscription; metered ones have no quantity."""

    price: Price | None = None
    quantity: StrictInt | None = None


class Items(Wire):
    """The lines, as a list that may go on elsewhere."""

    data: list[Item]
    has_more: StrictBool


class AutomaticTax(Wire):
    """Whether Stripe puts tax on top."""

    enabled: StrictBool = False


class Subscription(StripeObject):
    """A plan a customer pays again and again."""

    livemode: StrictBool
    currency: str
    created: StrictInt
    status: str
    collection_method: str
    customer: Id
    items: Items
    automatic_tax: AutomaticTax
    latest_invoice: Id = None
    discounts: list[object]
    default_tax_rates: list[object] | None = None
    metadata: dict[str, str] | None = None

    @property
    def iso(self) -> str:
        return self.currency.upper()


class RefundPart(Wire):
    """The part of a credit note that went back along a payment."""

    amount_refunded: StrictInt


class CreditNote(StripeObject):
    """A correction of an invoice; `post_payment_amount` is what is given back of a paid one."""

    amount: StrictInt
    currency: str
    created: StrictInt
    status: str
    post_payment_amount: StrictInt
    invoice: Id
    number: str
    refunds: list[RefundPart]
    metadata: dict[str, str] | None = None

    @property
    def credited(self) -> int:
        """What was given back other than by refunds: to the balance, or outside of Stripe."""
        return self.post_payment_amount - sum(part.amount_refunded for part in self.refunds)
