"""Slack's request signature, version 0.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
from hashlib import sha256


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`v0=` and the lower-case hex HMAC-SHA256 of `v0:<timestamp>:<raw body>`."""
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, sha256).hexdigest()


def signed_headers(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    return {
        "x-slack-request-timestamp": str(timestamp),
        "x-slack-signature": signature(secret, timestamp, body),
    }
