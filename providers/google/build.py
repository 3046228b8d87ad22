"""Opening what is configured: each of the three is off without its own setting and the key file.

All raise ConfigurationError when the key file or an address cannot be used.
"""

from __future__ import annotations

import asyncio
from typing import Final

from bot.ports import Clock
from bot.vendor_settings import GoogleSettings, SheetsSettings
from providers.google.append_row import AppendRow
from providers.google.client import Access, connect
from providers.google.key import read_account
from providers.google.paired import PairedService
from providers.http import READ_TIMEOUT_S, Sleep

SHEETS_SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)


def access_of(
    settings: GoogleSettings,
    *,
    clock: Clock,
    sleep: Sleep = asyncio.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> Access | None:
    """Read the key file; None without one."""
    if settings.service_account_file is None:
        return None
    account = read_account(settings.service_account_file)
    return Access(account, settings.token_url, clock, sleep, timeout_s)


def open_sheets(access: Access | None, settings: SheetsSettings) -> PairedService | None:
    """The review queue, in one spreadsheet that is shared with the service account."""
    if access is None or not settings.id:
        return None
    client = connect("Google Sheets", settings.base_url, access, scopes=SHEETS_SCOPES)
    return PairedService("sheets", client, AppendRow(client, settings.id, access.clock))
