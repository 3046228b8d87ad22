"""Plisio: invoices paid in coins. One shop, whose secret key travels in every address."""

from providers.plisio.adapter import build

__all__ = ["build"]
