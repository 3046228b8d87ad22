"""Paystack: look-ups of transactions, refunds."""

from providers.paystack.adapter import PaystackVendor, build

__all__ = ["PaystackVendor", "build"]
