"""Stripe: look-ups of every kind of record, and each write as a small operation of its own."""

from providers.stripe.adapter import StripeVendor, build

__all__ = ["StripeVendor", "build"]
