"""QuickBooks Online: one company's invoices, credits and customers."""

from providers.quickbooks.adapter import build

__all__ = ["build"]
