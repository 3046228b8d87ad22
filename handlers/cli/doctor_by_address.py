"""Vendors whose address, and not their key, says whether what is done there is live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings import Settings
from bot.vendor_settings import Mode
from handlers.cli.findings import Finding

LIVE: Final = frozenset({"api.plisio.net", "plisio.net", "api.skyfire.xyz"})


def address_findings(settings: Settings) -> Iterator[Finding]:
    """Look at Plisio and Skyfire as they are set, without asking them."""
    plisio, skyfire = settings.plisio, settings.skyfire
    yield _vendor("Plisio", plisio.api_key, plisio.base_url, plisio.mode)
    yield _vendor("Skyfire", skyfire.api_key, skyfire.base_url, skyfire.mode)
    if skyfire.api_key is not None:
        named = bool(skyfire.seller_service_id and skyfire.receiver_url)
        how = "tokens go to the seller that is set" if named else "none is set: no tokens are made"
        remedy = "" if named else "set SKYFIRE_SELLER_SERVICE_ID and SKYFIRE_RECEIVER_URL"
        yield Finding("Skyfire's seller", good=True, how=how, remedy=remedy)


def _vendor(title: str, key: SecretStr | None, base_url: str, mode: Mode) -> Finding:
    name = title.upper()
    if key is None:
        return Finding(title, good=True, how="off", remedy=f"set {name}_API_KEY to turn it on")
    address: Mode = "live" if urlsplit(base_url).hostname in LIVE else "test"
    if address == mode:
        return Finding(title, good=True, how=f"on, {mode} mode")
    return Finding(
        title,
        good=False,
        how=f"{name}_MODE is {mode} but {name}_BASE_URL answers in {address} mode",
        remedy=f"set {name}_MODE={address}, or another address",
    )
