"""The contact behind an address, and who owns its account."""

from __future__ import annotations

from typing import Final

from bot.errors import Refused
from bot.handoff.operations import reading
from providers.answers import NO_SUCH_OBJECT, none_if_missing
from providers.hubspot.client import HubSpotClient
from providers.hubspot.models import CrmObject, Owner

VENDOR: Final = "hubspot"
OWNER: Final = "hubspot_owner_id"
PERSON: Final = "PERSON"
MOST_DEALS: Final = 5
_PROPERTIES: Final = ("email", "firstname", "lastname", OWNER)
_OTHER_ADDRESSES: Final = "hs_additional_emails"


class Contacts:
    """Raises Refused or Unavailable; an address that leads nowhere is no error."""

    facts = reading(
        "hubspot.read_contact",
        "Contact at HubSpot",
        "Its owner, where the policy asks for them; notes and tasks are put on it.",
        by=("customer_email",),
    )

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    async def by_email(self, email: str) -> CrmObject | None:
        """The one contact with this address, with its companies and deals.

        Read directly, which needs no index; only an address that is nobody's first one is searched
        for. Raises Refused when several have it: nobody acts on a guess.
        """
        address = email.strip()
        if "@" not in address:
            return None
        found = await none_if_missing(self._read(address, by="email"))
        return found if found is not None else await self._by_other_address(address)

    async def named(self, email: str) -> CrmObject:
        """As above. Raises Refused when there is none."""
        found = await self.by_email(email)
        if found is None:
            raise Refused(
                "HubSpot has no contact with the address on the record; nothing was sent.",
                code=NO_SUCH_OBJECT,
            )
        return found

    async def owner_of(self, contact: CrmObject) -> Owner | None:
        """Who owns the account: the company's owner, else a deal's, else the contact's own."""
        for kind, ids in (
            ("companies", contact.associated("companies")),
            ("deals", contact.associated("deals")[:MOST_DEALS]),
        ):
            for record_id in ids:
                record = await none_if_missing(self._client.one(kind, record_id, (OWNER,)))
                owner = await self._person(record.text(OWNER)) if record else None
                if owner is not None:
                    return owner
        return await self._person(contact.text(OWNER))

    async def _read(self, record_id: str, *, by: str | None = None) -> CrmObject:
        return await self._client.one(
            "contacts", record_id, _PROPERTIES, by=by, associations=("companies", "deals")
        )

    async def _by_other_address(self, address: str) -> CrmObject | None:
        """By the index, which knows single words; of what it finds the very address counts."""
        groups = (
            [{"propertyName": "email", "operator": "EQ", "value": address}],
            [{"propertyName": _OTHER_ADDRESSES, "operator": "CONTAINS_TOKEN", "value": address}],
        )
        found = await self._client.search(
            "contacts", groups, ("email", _OTHER_ADDRESSES), newest_by="createdate"
        )
        ids = list(dict.fromkeys(one.id for one in found if address.casefold() in _addresses(one)))
        if len(ids) > 1:
            raise Refused(
                "Several contacts at HubSpot have this address; nothing was sent.",
                code="several_contacts",
            )
        return await none_if_missing(self._read(ids[0])) if ids else None

    async def _person(self, owner_id: str) -> Owner | None:
        """An owner who is a person and still there; a removed one is not found any more."""
        if not owner_id:
            return None
        owner = await none_if_missing(self._client.owner(owner_id))
        return owner if owner and owner.type == PERSON and not owner.archived else None


def _addresses(contact: CrmObject) -> list[str]:
    """All of a contact's, the further ones in one text."""
    stated = f"{contact.text('email')};{contact.text(_OTHER_ADDRESSES)}"
    return [one.strip() for one in stated.casefold().split(";")]
