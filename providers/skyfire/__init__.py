"""Skyfire: our agent's wallet, and tokens that tell a seller who we are and pay nothing."""

from providers.skyfire.adapter import build

__all__ = ["build"]
