"""How local ProAbono writes a notification, and what it proves itself with.

https://docs.proabono.com/documentation/webhooks-2/how-to-secure-a-webhook: the body is not covered.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from handlers.sandbox.proabono_books import BUSINESS, SEGMENT, stamp


def notification(number: str, event: str, at: datetime, about: Mapping[str, Any]) -> bytes:
    """The envelope of every event."""
    envelope = {
        "Id": number,
        "IdBusiness": BUSINESS,
        **SEGMENT,
        "DateTrigger": stamp(at),
        "TypeTrigger": event,
    }
    return json.dumps({**envelope, **about}).encode()


def sender_headers(key: str, secret: str) -> dict[str, str]:
    """The same on every delivery."""
    signature = b64encode(sha256(f"{key}{secret}".encode()).digest()).decode()
    return {"x-proabono-key": key, "x-proabono-signature": signature}
