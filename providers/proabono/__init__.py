"""ProAbono: invoices, subscriptions and customers of one business, read and corrected."""

from providers.proabono.adapter import ProAbonoVendor, build

__all__ = ["ProAbonoVendor", "build"]
