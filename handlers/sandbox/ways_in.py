"""What the product has to be given to reach this world, by the names of its settings."""

from pathlib import Path
from typing import Any

from handlers.sandbox.config import SandboxConfig
from handlers.sandbox.google_account import write_key_file
from handlers.sandbox.google_books import SPREADSHEET_ID
from handlers.sandbox.google_files import FOLDER_ID
from handlers.sandbox.google_tokens import MAILBOX
from handlers.sandbox.hubspot_seed import RENEWALS
from handlers.sandbox.quickbooks_seed import ACCOUNT_ID, CLIENT_ID, ITEM_ID, REALM_ID
from handlers.sandbox.skyfire_books import SERVICE
from handlers.sandbox.zendesk_seed import HOST as ZENDESK_HOST


def ways_in(config: SandboxConfig, base_url: str, *, key_file: Path) -> dict[str, Any]:
    """Slack, DialNexa and every vendor of the world at `base_url`; plain values, secrets included.

    Google's key is written to `key_file`, as the product reads it from a file.
    """
    return {
        "slack_bot_token": config.bot_token,
        "slack_signing_secret": config.signing_secret,
        "slack_app_token": config.app_token if config.socket_mode else None,
        "slack_api_url": f"{base_url}/slack/api/",
        "dialnexa_webhook_secrets": [config.dialnexa_secret],
        "dialnexa_api_key": config.dialnexa_api_key,
        "dialnexa_base_url": f"{base_url}/dialnexa",
        "stripe": {
            "api_key": config.stripe_api_key,
            "webhook_secret": [config.stripe_webhook_secret],
            "base_url": f"{base_url}/stripe",
        },
        "paystack": {
            "secret_key": config.paystack_secret_key,
            "base_url": f"{base_url}/paystack",
        },
        "proabono": {
            "agent_key": config.proabono_agent_key,
            "api_key": config.proabono_api_key,
            "webhook_key": config.proabono_webhook_key,
            "webhook_secret": config.proabono_webhook_secret,
            "base_url": f"{base_url}/proabono",
        },
        "quickbooks": {
            "client_id": CLIENT_ID,
            "client_secret": config.quickbooks_client_secret,
            "refresh_token": config.quickbooks_refresh_token,
            "realm_id": REALM_ID,
            "webhook_verifier": config.quickbooks_webhook_verifier,
            "item_id": ITEM_ID,
            "refund_account_id": ACCOUNT_ID,
            "base_url": f"{base_url}/quickbooks",
        },
        "polygon": {"api_key": config.polygon_api_key, "base_url": f"{base_url}/polygon"},
        "plisio": {"api_key": config.plisio_api_key, "base_url": f"{base_url}/plisio"},
        "skyfire": {
            "api_key": config.skyfire_api_key,
            "base_url": f"{base_url}/skyfire",
            "seller_service_id": SERVICE,
            "receiver_url": f"{base_url}/seller/kya",
        },
        "hubspot": {
            "access_token": config.hubspot_access_token,
            "base_url": f"{base_url}/hubspot",
            "renewal_pipeline": RENEWALS,
        },
        "zendesk": {
            "client_id": config.zendesk_client_id,
            "client_secret": config.zendesk_client_secret,
            "base_url": f"{base_url}/zendesk",
            "link_hosts": [ZENDESK_HOST],
        },
        "google": {
            "service_account_file": write_key_file(key_file),
            "token_url": f"{base_url}/google/token",
        },
        "drive": {"folder_id": FOLDER_ID, "base_url": f"{base_url}/google"},
        "sheets": {"id": SPREADSHEET_ID, "base_url": f"{base_url}/google"},
        "gmail": {"sender": MAILBOX, "base_url": f"{base_url}/google"},
    }
