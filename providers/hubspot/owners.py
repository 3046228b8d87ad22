"""The account's owner for the desk."""

from __future__ import annotations

from bot.errors import Refused
from providers.hubspot.contacts import Contacts


class HubSpotOwners:
    """Implements `bot.owners.AccountOwners`."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts

    async def owner_email(self, customer_email: str) -> str | None:
        """Several contacts with one address name nobody."""
        try:
            contact = await self._contacts.by_email(customer_email)
        except Refused as refusal:
            if refusal.code == "several_contacts":
                return None
            raise
        owner = await self._contacts.owner_of(contact) if contact else None
        return owner.email if owner else None
