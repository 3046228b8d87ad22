"""What can be configured, as typed values. Reading files and the environment happens in app.py."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.vendor_settings import (
    DriveSettings,
    GmailSettings,
    GoogleSettings,
    HubSpotSettings,
    NameList,
    PaystackSettings,
    PlisioSettings,
    PolygonSettings,
    ProAbonoSettings,
    QuickBooksSettings,
    SecretList,
    SheetsSettings,
    SkyfireSettings,
    StripeSettings,
    ZendeskSettings,
    split_list,
)


class Settings(BaseSettings):
    """All of it; names are the environment's, in lower case."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True, env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = 3000
    public_url: str | None = None
    """Under which others reach it; only `doctor` uses it."""
    log_level: str = "INFO"
    metrics_token: SecretStr | None = None
    database_url: str = "sqlite:///handoff.db"
    policy_file: Path = Path("policy.toml")
    keys: SecretList = Field(
        default=(), validation_alias=AliasChoices("HANDOFF_KEYS", "handoff_keys", "keys")
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_team_ids: NameList = ()

    dialnexa_webhook_secrets: SecretList = ()
    dialnexa_api_key: SecretStr | None = None
    dialnexa_base_url: str = "https://api.dialnexa.com"
    sweep_every_s: float = Field(default=300.0, gt=0, le=3600)
    """How often DialNexa's own list is looked through for calls whose webhook never came."""

    stripe: StripeSettings = Field(default_factory=StripeSettings)
    paystack: PaystackSettings = Field(default_factory=PaystackSettings)
    quickbooks: QuickBooksSettings = Field(default_factory=QuickBooksSettings)
    hubspot: HubSpotSettings = Field(default_factory=HubSpotSettings)
    zendesk: ZendeskSettings = Field(default_factory=ZendeskSettings)
    plisio: PlisioSettings = Field(default_factory=PlisioSettings)
    proabono: ProAbonoSettings = Field(default_factory=ProAbonoSettings)
    skyfire: SkyfireSettings = Field(default_factory=SkyfireSettings)
    polygon: PolygonSettings = Field(default_factory=PolygonSettings)
    google: GoogleSettings = Field(default_factory=GoogleSettings)
    drive: DriveSettings = Field(default_factory=DriveSettings)
    sheets: SheetsSettings = Field(default_factory=SheetsSettings)
    gmail: GmailSettings = Field(default_factory=GmailSettings)

    vendor_timeout_s: float = Field(default=20.0, gt=0, le=20)
    """Silence on the line after which a request to a vendor or to Slack is given up."""
    retry_first_wait_s: float = Field(default=1.0, gt=0, le=60)
    """The wait before what failed is tried or looked at again; it doubles each time."""

    lease_s: float = Field(default=45.0, ge=1, le=600)
    """How long the work of a replica that is gone is waited for before another takes it over."""

    @field_validator("keys", "slack_team_ids", "dialnexa_webhook_secrets", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        return split_list(value)

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_api(cls, value: str) -> str:
        if not value.endswith("/api/"):
            raise ValueError("SLACK_API_URL must end in /api/")
        return value
