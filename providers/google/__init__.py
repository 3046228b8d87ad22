"""Google beside the destinations: documents in Drive, the review queue in Sheets, Gmail's mail."""

from providers.google.build import access_of, open_drive, open_gmail, open_sheets
from providers.google.client import Access

__all__ = ["Access", "access_of", "open_drive", "open_gmail", "open_sheets"]
