"""Paystack: payments, payment requests, subscriptions and customers, read and acted on."""

from providers.paystack.adapter import PaystackVendor, build

__all__ = ["PaystackVendor", "build"]
