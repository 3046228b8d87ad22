"""What can be asked of HubSpot from a card: the account's owner, and its renewal deals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.handoff.operations import reading
from bot.redaction import literal, redact
from bot.vendors import Finding, Question
from providers.hubspot.client import Filters, HubSpotClient
from providers.hubspot.contacts import Contacts
from providers.hubspot.models import CrmObject, Owner

_DEAL: Final = (
    "dealname",
    "amount",
    "deal_currency_code",
    "closedate",
    "dealstage",
    "pipeline",
    "hs_is_closed",
)


OWNER: Final = reading(
    "hubspot.account_owner",
    "Account owner at HubSpot",
    "HubSpot names this person as the owner of the account.",
    by=("customer_email",),
)
RENEWALS: Final = reading(
    "hubspot.renewal_deals",
    "Renewal deals at HubSpot",
    "HubSpot lists these open deals of the contact.",
    by=("customer_email",),
)
OPEN_DEALS: Final = RENEWALS.model_copy(update={"title": "Open deals at HubSpot"})
"""What the look shows where nobody said in which pipeline renewals stand."""

_EMAIL: Final = re.compile(r"[^\s<>()\[\],;:|\"']+@[^\s<>()\[\],;:|\"']+")


class OwnerLook:
    """Implements `bot.vendors.Look`."""

    facts = OWNER

    def __init__(self, client: HubSpotClient, contacts: Contacts) -> None:
        self._client = client
        self._contacts = contacts

    def applies(self, question: Question) -> bool:
        return bool(address_in(question))

    async def ask(self, question: Question) -> Sequence[Finding]:
        """The owner, and whether HubSpot knows whom the caller named as one."""
        contact = await self._contacts.by_email(address_in(question))
        owner = await self._contacts.owner_of(contact) if contact else None
        found = [Finding("Account owner", redact(_stated(owner)))] if owner else []
        return (*found, *await self._named(question))

    async def _named(self, question: Question) -> Sequence[Finding]:
        named = _EMAIL.search(question.call.finance_owner or "")
        if named is None:
            return ()
        address = named.group().rstrip(".")
        listed = await self._client.owners_called(address)
        known = [one for one in listed if (one.email or "").casefold() == address.casefold()]
        return tuple(Finding("Named in the call", redact(_stated(one))) for one in known)


def _stated(owner: Owner) -> str:
    return " ".join(part for part in (owner.name, owner.email) if part)


class RenewalLook:
    """Implements `bot.vendors.Look`.

    Which pipeline holds renewals is set up; where it is not, all open deals are shown, called so.
    """

    def __init__(
        self, client: HubSpotClient, contacts: Contacts, *, pipeline: str | None = None
    ) -> None:
        self.facts = RENEWALS if pipeline else OPEN_DEALS
        self._client = client
        self._contacts = contacts
        self._pipeline = pipeline

    def applies(self, question: Question) -> bool:
        return bool(address_in(question))

    async def ask(self, question: Question) -> Sequence[Finding]:
        contact = await self._contacts.by_email(address_in(question))
        if contact is None:
            return ()
        found = await self._client.search(
            "deals", (self._filters(contact),), _DEAL, newest_by="closedate"
        )
        return tuple(_finding(one) for one in found if one.text("hs_is_closed") != "true")

    def _filters(self, contact: CrmObject) -> Filters:
        theirs = {"propertyName": "associations.contact", "operator": "EQ", "value": contact.id}
        return (theirs, *([_is("pipeline", self._pipeline)] if self._pipeline else []))


def _is(name: str, value: str) -> Mapping[str, object]:
    return {"propertyName": name, "operator": "EQ", "value": value}


def address_in(question: Question) -> str:
    """The record's address; before one is found, the caller's, which shows to one person only."""
    stated = question.record.customer_email if question.record else None
    return str(stated or question.call.email or "")


def _finding(deal: CrmObject) -> Finding:
    amount = " ".join(
        part for part in (deal.text("amount"), deal.text("deal_currency_code")) if part
    )
    parts = (
        amount or None,
        f"closes {deal.text('closedate')[:10]}" if deal.text("closedate") else None,
        f"stage {deal.text('dealstage')}" if deal.text("dealstage") else None,
    )
    value = redact(", ".join(part for part in parts if part))
    return Finding(redact(deal.text("dealname")) or literal("Deal"), value)
