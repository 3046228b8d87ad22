"""What the sandbox is told at start; real accounts and far hosts are refused here."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_REAL_SLACK = re.compile(r"xox[a-z](\.xox[a-z])?-\d+-|xapp-\d|xoxe-\d", re.IGNORECASE)
_REAL_KEY = re.compile(r"(sk|rk|pk)_live_|(sk|rk|pk)_test_[A-Za-z0-9]{16}", re.IGNORECASE)


class RealAccountRefused(ValueError):
    """A value that could reach a real account or a far host was given to the sandbox."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SandboxConfig:
    """Shared secrets of one local world; every default is invented.

    `base_url` is where the sandbox itself listens; response URLs and permalinks begin with it.
    `bot_url` is where the product listens; signed deliveries go to its `/slack/events` and
    `/dialnexa/webhook`. Times are seconds. `event_retry_delays_s` are the pauses before the second,
    third and fourth delivery of an event: Slack waits 0 s, 60 s and 300 s, the sandbox is quicker.
    """

    base_url: str = "http://127.0.0.1:3100"
    bot_url: str = "http://127.0.0.1:3000"
    signing_secret: str = "local-signing-secret"  # noqa: S105 - invented, for loopback only
    bot_token: str = "xoxb-local-handoff"  # noqa: S105 - invented, for loopback only
    app_token: str = "xapp-local-handoff"  # noqa: S105 - invented, for loopback only
    dialnexa_secret: str = "local-dialnexa-secret"  # noqa: S105 - invented, for loopback only
    dialnexa_api_key: str = "local-key-id:local-key"
    hubspot_access_token: str = "pat-local-handoff"  # noqa: S105 - invented, for loopback only
    zendesk_client_id: str = "handoff"
    zendesk_client_secret: str = "local-zendesk-secret"  # noqa: S105 - invented, for loopback only
    stripe_api_key: str = "sk_test_local"
    stripe_webhook_secret: str = "whsec_local"  # noqa: S105 - invented, for loopback only
    paystack_secret_key: str = "sk_test_local"  # noqa: S105 - invented, for loopback only
    proabono_agent_key: str = "local-agent"
    proabono_api_key: str = "local-agent-key"
    polygon_api_key: str = "local-polygon-key"
    proabono_webhook_key: str = "whk_local"
    proabono_webhook_secret: str = "local-webhook-secret"  # noqa: S105 - invented, for loopback only
    plisio_api_key: str = "local-plisio-key"
    skyfire_api_key: str = "local-skyfire-key"
    quickbooks_client_secret: str = "local-client-secret"  # noqa: S105 - invented, for loopback only
    quickbooks_refresh_token: str = "rt-local-consent"  # noqa: S105 - invented, for loopback only
    quickbooks_webhook_verifier: str = "local-verifier"
    reports: str = "never"
    """How Stripe and Paystack report to `/webhooks/<vendor>`, at first: see `reports.Way`."""
    team_id: str = "T0LOCAL0001"
    ack_timeout_s: float = 3.0
    event_retry_delays_s: tuple[float, ...] = (0.0, 0.2, 1.0)
    socket_mode: bool = False
    """Whether the app's settings have Socket Mode on: then nothing is sent over HTTP."""
    post_rate_limit: bool = False
    """One message a second a channel, as Slack asks, when true."""

    def __post_init__(self) -> None:
        _refuse_far_host(self.base_url)
        _refuse_far_host(self.bot_url)
        _refuse_real("bot_token", self.bot_token, _REAL_SLACK)
        _refuse_real("app_token", self.app_token, _REAL_SLACK)
        _refuse_real("stripe_api_key", self.stripe_api_key, _REAL_KEY)
        _refuse_real("paystack_secret_key", self.paystack_secret_key, _REAL_KEY)

    @property
    def slack_api_url(self) -> str:
        """What the product takes as `SLACK_API_URL`."""
        return f"{self.base_url.rstrip('/')}/slack/api/"

    @property
    def stripe_base_url(self) -> str:
        """What the product takes as `STRIPE_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/stripe"

    @property
    def paystack_base_url(self) -> str:
        """What the product takes as `PAYSTACK_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/paystack"

    @property
    def proabono_base_url(self) -> str:
        """What the product takes as `PROABONO_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/proabono"

    @property
    def hubspot_base_url(self) -> str:
        """What the product takes as `HUBSPOT_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/hubspot"

    @property
    def quickbooks_base_url(self) -> str:
        """What the product takes as `QUICKBOOKS_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/quickbooks"

    @property
    def plisio_base_url(self) -> str:
        """What the product takes as `PLISIO_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/plisio"

    @property
    def zendesk_base_url(self) -> str:
        """What the product takes as `ZENDESK_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/zendesk"

    @property
    def skyfire_base_url(self) -> str:
        """What the product takes as `SKYFIRE_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/skyfire"

    @property
    def dialnexa_base_url(self) -> str:
        """What the product takes as `DIALNEXA_BASE_URL`."""
        return f"{self.base_url.rstrip('/')}/dialnexa"

    @property
    def slack_events_url(self) -> str:
        return f"{self.bot_url.rstrip('/')}/slack/events"

    @property
    def dialnexa_webhook_url(self) -> str:
        return f"{self.bot_url.rstrip('/')}/dialnexa/webhook"


def _refuse_far_host(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise RealAccountRefused(f"the sandbox speaks to http://127.0.0.1 only, not to {url!r}")


def _refuse_real(name: str, value: str, pattern: re.Pattern[str]) -> None:
    if pattern.match(value):
        raise RealAccountRefused(f"{name} looks like a real credential; the sandbox takes none")
