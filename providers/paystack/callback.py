"""What Paystack reports: `x-paystack-signature` over the raw bytes, then references alone.

There is no timestamp and no id of the event (https://paystack.com/docs/payments/webhooks/), so a
delivery that was overheard stays valid: what is taken once is told by its signature.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BeforeValidator, SecretStr, ValidationError

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from bot.vendor_settings import Mode
from providers.paystack.models import Wire
from providers.paystack.payer import VENDOR
from providers.paystack.payment_requests import is_request_code
from providers.paystack.records import is_reference
from providers.paystack.subscriptions import CODE

HEADER: Final = "x-paystack-signature"

_KINDS: Final[Mapping[str, CallbackKind]] = MappingProxyType(
    {
        "refund.": CallbackKind.REFUND,
        "charge.dispute.": CallbackKind.DISPUTE,
        "charge.success": CallbackKind.INVOICE,
        "paymentrequest.": CallbackKind.INVOICE,
        "invoice.": CallbackKind.INVOICE,
        "subscription.": CallbackKind.INVOICE,
    }
)
"""By how the event's name begins; what begins otherwise changes nothing that is shown here."""

_HEX = re.compile(r"[0-9a-f]{128}")


def _unless_other(value: object) -> object:
    """Some events hold a number or text where others hold an object."""
    return value if isinstance(value, dict) else None


class _Transaction(Wire):
    reference: str | None = None


class _Subscription(Wire):
    subscription_code: str | None = None


class _Data(Wire):
    """As far as it names payments and payment requests; each event has some of it."""

    domain: str | None = None
    reference: str | None = None
    transaction_reference: str | None = None
    request_code: str | None = None
    subscription_code: str | None = None
    transaction: Annotated[_Transaction | None, BeforeValidator(_unless_other)] = None
    subscription: Annotated[_Subscription | None, BeforeValidator(_unless_other)] = None


class _Event(Wire):
    event: str
    data: _Data


class PaystackCallbacks:
    """Implements `bot.callbacks.CallbackReader`. The secret is the account's own secret key."""

    def __init__(self, secret_key: SecretStr, *, mode: Mode) -> None:
        self._key = secret_key.get_secret_value().encode()
        self._mode = mode

    def read(
        self,
        raw: bytes,
        headers: Mapping[str, str],
        now: datetime,  # noqa: ARG002 - the port's: Paystack's signature holds no time
    ) -> Callback | None:
        """Verify and read one event. Raises NotSigned or BadCallback."""
        signature = self._verified(raw, headers.get(HEADER, ""))
        event = _parsed(raw)
        if event.data.domain not in {None, self._mode}:
            raise BadCallback("That event is of Paystack's other mode.")
        kind = _kind(event.event)
        names = tuple(dict.fromkeys(_names(event.data)))
        return Callback(VENDOR, _key(signature), kind, names) if kind and names else None

    def _verified(self, raw: bytes, given: str) -> str:
        """Its signature, which is a keyed hash of the body."""
        expected = hmac.new(self._key, raw, hashlib.sha512).hexdigest()
        matches = _HEX.fullmatch(given) is not None and hmac.compare_digest(given, expected)
        if not matches:
            raise NotSigned("The signature is missing or does not match the secret key.")
        return expected


def _key(signature: str) -> str:
    """A signature that was kept could be sent again, so a hash of it is."""
    return hashlib.sha256(signature.encode()).hexdigest()


def _parsed(raw: bytes) -> _Event:
    try:
        return _Event.model_validate_json(raw)
    except ValidationError:
        raise BadCallback("That is no event of Paystack's.") from None


def _kind(event: str) -> CallbackKind | None:
    found = (kind for start, kind in _KINDS.items() if event.startswith(start))
    return next(found, None)


def _names(data: _Data) -> Iterable[str]:
    references = (
        data.transaction_reference,
        data.reference,
        data.transaction.reference if data.transaction else None,
    )
    subscriptions = (
        data.subscription_code,
        data.subscription.subscription_code if data.subscription else None,
    )
    yield from (one for one in references if one and is_reference(one))
    if data.request_code and is_request_code(data.request_code):
        yield data.request_code
    yield from (one for one in subscriptions if one and CODE.fullmatch(one))
