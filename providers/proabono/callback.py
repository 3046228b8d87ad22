"""What ProAbono reports. Its signature proves who sends, and covers nothing of what is said.

`base64(SHA-256(x-proabono-key + secret))`, the same on every delivery: whoever saw one can send
any body. So a report is a hint where to look again, and only that:
https://docs.proabono.com/documentation/webhooks-2/how-to-secure-a-webhook.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import structlog
from pydantic import Field, SecretStr, StrictInt, ValidationError

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from providers.proabono.models import Wire
from providers.proabono.names import (
    VENDOR,
    customer_name,
    invoice_name,
    is_reference,
    subscription_name,
)

KEY: Final = "x-proabono-key"
SIGNATURE: Final = "x-proabono-signature"
LONGEST: Final = 200

_KINDS: Final[Mapping[str, CallbackKind]] = MappingProxyType(
    {
        "InvoiceDebitRefunded": CallbackKind.REFUND,
        "InvoiceCredit": CallbackKind.REFUND,
        "InvoiceDebitDisputed": CallbackKind.DISPUTE,
        "InvoiceDebit": CallbackKind.INVOICE,
        "Subscription": CallbackKind.INVOICE,
        "Customer": CallbackKind.INVOICE,
        "GatewayPermission": CallbackKind.INVOICE,
    }
)
"""By how the event's name begins, the longer names first; any other changes nothing shown here."""

MOST_CODES: Final = 3
_CODE = re.compile(r"[A-Za-z0-9-]{4,64}", re.ASCII)
_log = structlog.get_logger(__name__)
_BUSINESS = re.compile(r"https://api-([0-9]{1,18})\.proabono\.com/?", re.ASCII)


class _Someone(Wire):
    reference_customer: str | None = None


class _Invoice(Wire):
    id: StrictInt | None = None
    full_number: str | None = None


class _Subscription(Wire):
    id: StrictInt | None = None
    reference_customer: str | None = None


class _Notification(Wire):
    """As far as it names what to read again. The test of a new webhook has no `type_trigger`."""

    id: str | None = Field(default=None, max_length=LONGEST)
    id_business: StrictInt | None = None
    type_trigger: str | None = Field(default=None, max_length=LONGEST)
    customer: _Someone | None = None
    customer_buyer: _Someone | None = None
    subscription: _Subscription | None = None
    invoice_debit: _Invoice | None = None
    invoice_credit: _Invoice | None = None


class ProAbonoCallbacks:
    """Implements `bot.callbacks.CallbackReader`. Key and secret are those of the webhook itself."""

    def __init__(
        self, secret: SecretStr, *, key: SecretStr | None = None, base_url: str = ""
    ) -> None:
        self._secret = secret.get_secret_value()
        self._key = key.get_secret_value() if key else None
        self._business = business_of(base_url)

    def read(
        self,
        raw: bytes,
        headers: Mapping[str, str],
        now: datetime,  # noqa: ARG002 - the port's: ProAbono's signature holds no time
    ) -> Callback | None:
        """Verify the sender and read one hint. Raises NotSigned or BadCallback."""
        self._verify(headers.get(KEY, ""), headers.get(SIGNATURE, ""))
        told = _parsed(raw)
        if told.type_trigger is None:
            _show_code(raw)
            return None
        if self._business is not None and told.id_business not in {None, self._business}:
            raise BadCallback("That event is of another business than the configured one.")
        kind, names = _kind(told.type_trigger), tuple(dict.fromkeys(_names(told)))
        if kind is None or not names or not told.id:
            return None
        return Callback(VENDOR, hashlib.sha256(told.id.encode()).hexdigest(), kind, names)

    def _verify(self, key: str, signature: str) -> None:
        expected = signature_of(key, self._secret)
        good = hmac.compare_digest(signature.encode(), expected.encode())
        ours = self._key is None or hmac.compare_digest(key.encode(), self._key.encode())
        if not (key and good and ours):
            raise NotSigned("The signature is missing or does not match the webhook's secret.")


def signature_of(key: str, secret: str) -> str:
    """What ProAbono sends beside its key."""
    return base64.b64encode(hashlib.sha256(f"{key}{secret}".encode()).digest()).decode()


def business_of(base_url: str) -> int | None:
    """The business that an address of ProAbono's stands for; None for any other address."""
    found = _BUSINESS.fullmatch(base_url)
    return int(found[1]) if found else None


def _parsed(raw: bytes) -> _Notification:
    try:
        return _Notification.model_validate_json(raw)
    except ValidationError:
        raise BadCallback("That is no notification of ProAbono's.") from None


def _show_code(raw: bytes) -> None:
    """A new webhook is live once the code in its test is typed into the BackOffice: it is logged.

    Under which name it comes is not published; it is worth nothing to anybody else.
    """
    values = [str(value) for value in json.loads(raw).values() if isinstance(value, str | int)]
    codes = [value for value in values if _CODE.fullmatch(value)]
    _log.warning("proabono_webhook_to_validate", type_this=" or ".join(codes[:MOST_CODES]))


def _kind(event: str) -> CallbackKind | None:
    return next((kind for start, kind in _KINDS.items() if event.startswith(start)), None)


def _names(told: _Notification) -> Iterable[str]:
    for invoice in (told.invoice_debit, told.invoice_credit):
        if invoice and invoice.id:
            yield invoice_name(invoice.id)
        if invoice and invoice.full_number and len(invoice.full_number) <= LONGEST:
            yield invoice.full_number
    people = [one.reference_customer for one in (told.customer, told.customer_buyer) if one]
    known = [one for one in people if one and is_reference(one)]
    if told.subscription and told.subscription.id:
        holders = [told.subscription.reference_customer, *known]
        yield from (
            subscription_name(told.subscription.id, one)
            for one in holders
            if one and is_reference(one)
        )
    yield from (customer_name(one) for one in known)
