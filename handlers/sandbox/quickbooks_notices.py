"""How local Intuit reports: a list of CloudEvents that name what changed, signed as a whole."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

HEADER: Final = "intuit-signature"
_DONE: Final = {"Create": "created", "Update": "updated", "Void": "voided", "Emailed": "emailed"}


def notification(
    realm_id: str, key: str, kind: str, at: datetime, about: Mapping[str, Any]
) -> bytes:
    """`kind` is as the books tell it, such as `Invoice.Update`."""
    entity, _, how = kind.partition(".")
    event = {
        "specversion": "1.0",
        "id": key,
        "source": "intuit.local",
        "type": f"qbo.{entity.lower()}.{_DONE[how]}.v1",
        "datacontenttype": "application/json",
        "time": at.isoformat(),
        "intuitentityid": about["id"],
        "intuitaccountid": realm_id,
        "data": {},
    }
    return json.dumps([event]).encode()


def signed(body: bytes, verifier: str) -> dict[str, str]:
    """The header that goes with these bytes."""
    made = hmac.new(verifier.encode(), body, sha256).digest()
    return {HEADER: base64.b64encode(made).decode()}
