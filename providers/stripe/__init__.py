"""Stripe: look-ups of payments, refunds, receipts."""

from providers.stripe.adapter import StripeVendor, build

__all__ = ["StripeVendor", "build"]
