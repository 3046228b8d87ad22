"""QuickBooks as it is set: the company, the host, and what recording a refund needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.vendor_settings import Mode, QuickBooksSettings
from handlers.cli.findings import Finding

HOSTS: Final[Mapping[str, Mode]] = {
    "quickbooks.api.intuit.com": "live",
    "sandbox-quickbooks.api.intuit.com": "test",
}
"""Tokens look the same everywhere: the host says what kind of company answers."""


def quickbooks_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set, without asking Intuit."""
    one = settings.quickbooks
    if not (one.client_id and one.client_secret and one.realm_id):
        names = "QUICKBOOKS_CLIENT_ID, QUICKBOOKS_CLIENT_SECRET and QUICKBOOKS_REALM_ID"
        yield Finding("QuickBooks", good=True, how="off", remedy=f"set {names} to turn it on")
        return
    yield _mode(one)
    yield _reports(one)
    yield _bookings(one)


def _mode(one: QuickBooksSettings) -> Finding:
    answers = HOSTS.get(urlsplit(one.base_url or "").hostname or "", one.mode)
    if answers == one.mode:
        return Finding("QuickBooks", good=True, how=f"on, {one.mode} mode")
    return Finding(
        "QuickBooks",
        good=False,
        how=f"QUICKBOOKS_MODE is {one.mode} but QUICKBOOKS_BASE_URL is of {answers} companies",
        remedy="leave QUICKBOOKS_BASE_URL out: the mode chooses the host",
    )


def _reports(one: QuickBooksSettings) -> Finding:
    what = "QuickBooks' reports"
    if one.webhook_verifier is not None:
        return Finding(what, good=True, how="taken at /webhooks/quickbooks")
    how = "off: what is paid or changed after a look is not heard of"
    return Finding(what, good=True, how=how, remedy="set QUICKBOOKS_WEBHOOK_VERIFIER")


def _bookings(one: QuickBooksSettings) -> Finding:
    what = "QuickBooks' bookings"
    if one.refund_account_id and one.item_id:
        return Finding(what, good=True, how="refunds made elsewhere can be recorded")
    how = "refunds made elsewhere cannot be recorded"
    remedy = "set QUICKBOOKS_REFUND_ACCOUNT_ID and QUICKBOOKS_ITEM_ID"
    return Finding(what, good=True, how=how, remedy=remedy)
