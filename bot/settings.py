"""What can be configured, as typed values. Reading files and the environment happens in app.py."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Mode = Literal["test", "live"]


def _split(value: object) -> object:
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
        return _split(value)


class PaystackSettings(BaseSettings):
    """Paystack's way in. Without a key the vendor is off."""

    model_config = SettingsConfigDict(env_prefix="PAYSTACK_", extra="ignore", env_ignore_empty=True)

    secret_key: SecretStr | None = None
    base_url: str = "https://api.paystack.co"
    mode: Mode = "test"


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

    vendor_timeout_s: float = Field(default=20.0, gt=0, le=20)
    """Silence on the line after which a request to a vendor or to Slack is given up."""
    retry_first_wait_s: float = Field(default=1.0, gt=0, le=60)
    """The wait before what failed is tried or looked at again; it doubles each time."""

    lease_s: float = Field(default=45.0, ge=1, le=600)
    """How long the work of a replica that is gone is waited for before another takes it over."""

    @field_validator("keys", "slack_team_ids", "dialnexa_webhook_secrets", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        return _split(value)

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_api(cls, value: str) -> str:
        if not value.endswith("/api/"):
            raise ValueError("SLACK_API_URL must end in /api/")
        return value
