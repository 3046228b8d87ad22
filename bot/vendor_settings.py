"""Each vendor's way in, as typed values; names are the environment's, in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Mode = Literal["test", "live"]


def split_list(value: object) -> object:
    """Read a comma list as its parts."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


SecretList = Annotated[tuple[SecretStr, ...], NoDecode]
NameList = Annotated[tuple[str, ...], NoDecode]


class StripeSettings(BaseSettings):
    """Stripe's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="STRIPE_", extra="ignore", env_ignore_empty=True)

    api_key: SecretStr | None = None
    webhook_secret: SecretList = ()
    """Of the endpoint that Stripe reports to; several while one is replaced."""
    base_url: str = "https://api.stripe.com"
    mode: Mode = "test"

    @field_validator("webhook_secret", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        return split_list(value)


class PaystackSettings(BaseSettings):
    """Paystack's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="PAYSTACK_", extra="ignore", env_ignore_empty=True)

    secret_key: SecretStr | None = None
    base_url: str = "https://api.paystack.co"
    mode: Mode = "test"


class QuickBooksSettings(BaseSettings):
    """QuickBooks Online's way in: one company (realm) of one app. Without it the vendor is off."""

    model_config = SettingsConfigDict(
        env_prefix="QUICKBOOKS_", extra="ignore", env_ignore_empty=True
    )

    client_id: str | None = None
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    """The first one; what came of it is kept encrypted, and this is read again when it changes."""
    realm_id: str | None = None
    webhook_verifier: SecretStr | None = None
    item_id: str | None = None
    """The product or service that a refund made elsewhere is recorded on."""
    refund_account_id: str | None = None
    """The bank or asset account that a refund made elsewhere was paid from."""
    base_url: str | None = None
    """Left out: Intuit's sandbox or live host, by the mode."""
    token_url: str | None = None
    """Left out: Intuit's, or the same server when that is this machine."""
    mode: Mode = "test"


class HubSpotSettings(BaseSettings):
    """HubSpot's way in: a private app's token. Without it the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="HUBSPOT_", extra="ignore", env_ignore_empty=True)

    access_token: SecretStr | None = None
    renewal_pipeline: str | None = None
    """The id of the pipeline whose deals are renewals; without one all open deals are shown."""
    base_url: str = "https://api.hubapi.com"
    mode: Mode = "test"


class ZendeskSettings(BaseSettings):
    """Zendesk's way in: an OAuth client of one account. Without all of it the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="ZENDESK_", extra="ignore", env_ignore_empty=True)

    client_id: str | None = None
    client_secret: SecretStr | None = None
    base_url: str | None = None
    """`https://<subdomain>.zendesk.com`: Zendesk has no common host."""
    link_hosts: NameList = ()
    """Other hosts under which links to this account's tickets stand, such as a brand's own."""
    mode: Mode = "test"

    @property
    def is_complete(self) -> bool:
        """Tell whether there is all that a way in needs."""
        return bool(self.client_id and self.client_secret and self.base_url)

    @field_validator("link_hosts", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        return split_list(value)


class PlisioSettings(BaseSettings):
    """Plisio's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="PLISIO_", extra="ignore", env_ignore_empty=True)

    api_key: SecretStr | None = None
    base_url: str = "https://api.plisio.net"
    callback_url: str | None = None
    """Where invoices are reported on: `https://<this bot>/webhooks/plisio`, or the shop's own."""
    mode: Mode = "test"


class ProAbonoSettings(BaseSettings):
    """ProAbono's way in: one business. Without both keys the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="PROABONO_", extra="ignore", env_ignore_empty=True)

    agent_key: str | None = None
    api_key: SecretStr | None = None
    webhook_key: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    base_url: str | None = None
    """`https://api-<business id>.proabono.com`: ProAbono has no common host."""
    segment: str | None = None
    """The one segment whose customers are looked through and made; all of them when left out."""
    mode: Mode = "test"


class SkyfireSettings(BaseSettings):
    """Skyfire's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="SKYFIRE_", extra="ignore", env_ignore_empty=True)

    api_key: SecretStr | None = None
    base_url: str = "https://api-sandbox.skyfire.xyz"
    seller_service_id: str | None = None
    """Whom a token is for: the id of the seller's service at Skyfire."""
    receiver_url: str | None = None
    """The seller's own address, the only one a token ever goes to. Without both none is made."""
    mode: Mode = "test"


class PolygonSettings(BaseSettings):
    """Polygon.io's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="POLYGON_", extra="ignore", env_ignore_empty=True)

    api_key: SecretStr | None = None
    base_url: str = "https://api.massive.com"
    """Polygon.io's name since 2025; `https://api.polygon.io` is kept alive and answers alike."""
    calls_a_minute: int = Field(default=5, ge=0)
    """What the plan allows: the free one five, 0 no limit."""


class GoogleSettings(BaseSettings):
    """Google's way in: one service account for Drive, Sheets and Gmail. Without it all are off."""

    model_config = SettingsConfigDict(env_prefix="GOOGLE_", extra="ignore", env_ignore_empty=True)

    service_account_file: Path | None = None
    token_url: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


class DriveSettings(BaseSettings):
    """Where documents are filed. Without a folder Drive is off."""

    model_config = SettingsConfigDict(env_prefix="DRIVE_", extra="ignore", env_ignore_empty=True)

    folder_id: str | None = None
    base_url: str = "https://www.googleapis.com"


class SheetsSettings(BaseSettings):
    """Which spreadsheet lists what needs a look. Without one Sheets is off."""

    model_config = SettingsConfigDict(env_prefix="SHEETS_", extra="ignore", env_ignore_empty=True)

    id: str | None = None
    base_url: str = "https://sheets.googleapis.com"


class GmailSettings(BaseSettings):
    """Who approved follow-ups are from. Without a sender Gmail is off."""

    model_config = SettingsConfigDict(env_prefix="GMAIL_", extra="ignore", env_ignore_empty=True)

    sender: str | None = None
    base_url: str = "https://gmail.googleapis.com"


VENDORS: Mapping[str, type[BaseSettings]] = MappingProxyType(
    {
        "stripe": StripeSettings,
        "paystack": PaystackSettings,
        "quickbooks": QuickBooksSettings,
        "hubspot": HubSpotSettings,
        "zendesk": ZendeskSettings,
        "plisio": PlisioSettings,
        "proabono": ProAbonoSettings,
        "skyfire": SkyfireSettings,
        "polygon": PolygonSettings,
        "google": GoogleSettings,
        "drive": DriveSettings,
        "sheets": SheetsSettings,
        "gmail": GmailSettings,
    }
)


def open_vendor_settings(env_file: str) -> dict[str, Any]:
    """Read every vendor's part of the environment and of a file. Raises ValidationError."""
    return {name: settings(_env_file=env_file) for name, settings in VENDORS.items()}
