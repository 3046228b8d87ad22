"""Opening what is configured: each of the three is off without its own setting and the key file.

All raise ConfigurationError when the key file or an address cannot be used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.errors import ConfigurationError
from bot.ports import Clock
from bot.vendor_settings import DriveSettings, GmailSettings, GoogleSettings, SheetsSettings
from bot.vendors import Papers
from providers.account import Account
from providers.google.append_row import AppendRow
from providers.google.client import Access, connect
from providers.google.folder import Folder
from providers.google.follow_up import is_plain_address
from providers.google.key import read_account
from providers.google.mailbox import Mailbox
from providers.google.send_document import SendDocument
from providers.google.send_follow_up import SendFollowUp
from providers.google.store_document import StoreDocument
from providers.http import READ_TIMEOUT_S, Sleep

DRIVE_SCOPES: Final = ("https://www.googleapis.com/auth/drive",)
"""`drive.file` does not see a folder a person made. The account sees what is shared with it."""
SHEETS_SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
GMAIL_SCOPES: Final = (
    "https://www.googleapis.com/auth/gmail.compose",  # drafts, and sending them
    "https://www.googleapis.com/auth/gmail.readonly",  # looking for what was sent
)


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


def open_sheets(access: Access | None, settings: SheetsSettings) -> Account | None:
    """The review queue, in one spreadsheet that is shared with the service account."""
    if access is None or not settings.id:
        return None
    client = connect("Google Sheets", settings.base_url, access, scopes=SHEETS_SCOPES)
    row = AppendRow(client, settings.id, access.clock)
    return Account("sheets", "Google Sheets", client, operations=(row,))


def open_gmail(
    access: Access | None, settings: GmailSettings, papers: Mapping[str, Papers]
) -> Account | None:
    """The one mailbox that mail is from; the account acts as its user, by delegation."""
    if access is None or not settings.sender:
        return None
    if not is_plain_address(settings.sender):
        raise ConfigurationError("GMAIL_SENDER must be the address of a mailbox.")
    client = connect(
        "Gmail", settings.base_url, access, scopes=GMAIL_SCOPES, subject=settings.sender
    )
    mailbox = Mailbox(client, settings.sender)
    mail = SendFollowUp(mailbox, settings.sender, access.clock)
    document = SendDocument(mailbox, settings.sender, access.clock, papers)
    return Account("gmail", "Gmail", client, operations=(mail, document))


def open_drive(
    access: Access | None, settings: DriveSettings, papers: Mapping[str, Papers]
) -> Account | None:
    """Where documents are filed: a folder of a drive that is shared with the service account."""
    if access is None or not settings.folder_id:
        return None
    client = connect("Google Drive", settings.base_url, access, scopes=DRIVE_SCOPES)
    filing = StoreDocument(Folder(client, settings.folder_id), papers)
    return Account("drive", "Google Drive", client, operations=(filing,))
