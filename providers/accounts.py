"""Every provider account that is configured, opened in one place.

A new vendor is one line in each of the two tables. A vendor without credentials is off.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import providers.google
import providers.hubspot
import providers.paystack
import providers.plisio
import providers.polygon
import providers.proabono
import providers.quickbooks
import providers.skyfire
import providers.stripe
import providers.zendesk
from bot.callbacks import CallbackReader
from bot.handoff.operations import OperationFacts
from bot.owners import AccountOwners
from bot.ports import Clock
from bot.settings import Settings
from bot.vault import NO_VAULT, Vault
from bot.vendors import Papers
from providers.account import Account
from providers.paystack.callback import PaystackCallbacks
from providers.plisio.callback import PlisioCallbacks
from providers.proabono.callback import ProAbonoCallbacks
from providers.quickbooks.callback import QuickBooksCallbacks
from providers.stripe.callback import StripeCallbacks

Open = Callable[[Settings, Clock], Account | None]


def _google(settings: Settings, clock: Clock) -> providers.google.Access | None:
    return providers.google.access_of(
        settings.google, clock=clock, timeout_s=settings.vendor_timeout_s
    )


_OPENERS: Mapping[str, Open] = {
    "stripe": lambda settings, clock: providers.stripe.build(
        settings.stripe, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "paystack": lambda settings, clock: providers.paystack.build(
        settings.paystack, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "hubspot": lambda settings, _clock: providers.hubspot.build(
        settings.hubspot, timeout_s=settings.vendor_timeout_s
    ),
    "zendesk": lambda settings, clock: providers.zendesk.build(
        settings.zendesk, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "proabono": lambda settings, clock: providers.proabono.build(
        settings.proabono, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "polygon": lambda settings, clock: providers.polygon.build(
        settings.polygon, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "plisio": lambda settings, clock: providers.plisio.build(
        settings.plisio, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "skyfire": lambda settings, clock: providers.skyfire.build(
        settings.skyfire, clock=clock, timeout_s=settings.vendor_timeout_s
    ),
    "sheets": lambda settings, clock: providers.google.open_sheets(
        _google(settings, clock), settings.sheets
    ),
}


def _stripe_reader(settings: Settings) -> CallbackReader | None:
    stripe = settings.stripe
    if not (stripe.api_key and stripe.webhook_secret):
        return None
    return StripeCallbacks(stripe.webhook_secret, mode=stripe.mode)


def _paystack_reader(settings: Settings) -> CallbackReader | None:
    paystack = settings.paystack
    return (
        PaystackCallbacks(paystack.secret_key, mode=paystack.mode) if paystack.secret_key else None
    )


def _proabono_reader(settings: Settings) -> CallbackReader | None:
    proabono = settings.proabono
    if not (proabono.api_key and proabono.webhook_secret):
        return None
    return ProAbonoCallbacks(
        proabono.webhook_secret, key=proabono.webhook_key, base_url=proabono.base_url or ""
    )


def _plisio_reader(settings: Settings) -> CallbackReader | None:
    key = settings.plisio.api_key
    return PlisioCallbacks(key) if key else None


def _quickbooks_reader(settings: Settings) -> CallbackReader | None:
    quickbooks = settings.quickbooks
    if not (quickbooks.realm_id and quickbooks.webhook_verifier):
        return None
    return QuickBooksCallbacks(quickbooks.webhook_verifier, realm_id=quickbooks.realm_id)


def _papers(opened: Mapping[str, object]) -> dict[str, Papers]:
    return {name: one for name, one in opened.items() if isinstance(one, Papers)}


_READERS: Mapping[str, Callable[[Settings], CallbackReader | None]] = {
    "stripe": _stripe_reader,
    "paystack": _paystack_reader,
    "plisio": _plisio_reader,
    "proabono": _proabono_reader,
    "quickbooks": _quickbooks_reader,
}
"""Who checks what a provider reports of its own accord; one without a secret has none."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts that are on, by vendor, and who reads their reports."""

    vendors: Mapping[str, Account]
    readers: Mapping[str, CallbackReader]

    @property
    def owners(self) -> AccountOwners | None:
        """Who is asked whose account it is; only HubSpot knows."""
        crm = self.vendors.get("hubspot")
        return crm.owners if isinstance(crm, providers.hubspot.HubSpotVendor) else None

    async def aclose(self) -> None:
        for vendor in self.vendors.values():
            await vendor.aclose()


def open_accounts(settings: Settings, clock: Clock, vault: Vault = NO_VAULT) -> Accounts:
    """Open what is configured. Raises ConfigurationError when an address is not safe.

    Without a vault a vendor whose access is kept there can be asked what it does, and nothing else.
    """
    opened: dict[str, Account | None] = {
        name: opener(settings, clock) for name, opener in _OPENERS.items()
    }
    opened["quickbooks"] = providers.quickbooks.build(
        settings.quickbooks, vault, clock=clock, timeout_s=settings.vendor_timeout_s
    )
    google, papers = _google(settings, clock), _papers(opened)
    opened["gmail"] = providers.google.open_gmail(google, settings.gmail, papers)
    opened["drive"] = providers.google.open_drive(google, settings.drive, papers)
    readers = {name: reader(settings) for name, reader in _READERS.items()}
    return Accounts(
        vendors={name: one for name, one in opened.items() if one},
        readers={name: one for name, one in readers.items() if one},
    )


def facts_of(accounts: Collection[Account]) -> tuple[OperationFacts, ...]:
    """The registry: all that is written to, asked of and read from these accounts, by name."""
    declared = {one.name: one for account in accounts for one in account.facts}
    return tuple(declared[name] for name in sorted(declared))


def vendors_on(settings: Settings) -> list[str]:
    """The vendors that have their credentials."""
    keys = {
        "stripe": settings.stripe.api_key,
        "paystack": settings.paystack.secret_key,
        "plisio": settings.plisio.api_key,
        "skyfire": settings.skyfire.api_key,
        "hubspot": settings.hubspot.access_token,
        "zendesk": settings.zendesk.is_complete,
        "proabono": settings.proabono.agent_key and settings.proabono.api_key,
        "polygon": settings.polygon.api_key,
        "quickbooks": settings.quickbooks.client_secret and settings.quickbooks.realm_id,
        "sheets": settings.google.service_account_file and settings.sheets.id,
        "gmail": settings.google.service_account_file and settings.gmail.sender,
        "drive": settings.google.service_account_file and settings.drive.folder_id,
    }
    return [vendor for vendor, key in keys.items() if key]
