"""HubSpot: who owns an account, how its renewal stands, and a note or a task left there."""

from providers.hubspot.adapter import HubSpotVendor, build

__all__ = ["HubSpotVendor", "build"]
