"""Zendesk: the ticket of a call, an internal note on it, and a public reply that was approved."""

from providers.zendesk.adapter import ZendeskVendor, build

__all__ = ["ZendeskVendor", "build"]
