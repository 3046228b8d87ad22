"""What Stripe reports: `Stripe-Signature` over the raw bytes, then ids alone.

https://docs.stripe.com/webhooks#verify-manually.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from pydantic import Field, SecretStr, StrictBool, ValidationError

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from bot.vendor_settings import Mode
from providers.stripe.ids import is_charge_id, is_intent_id, is_invoice_id, is_subscription_id
from providers.stripe.models import Id, Wire
from providers.stripe.records import VENDOR

HEADER: Final = "stripe-signature"
TOLERANCE_S: Final = 300
MOST_SIGNATURES: Final = 10
"""Stripe sends one for each secret that is in force during a rotation."""

_KINDS: Final[Mapping[str, CallbackKind]] = MappingProxyType(
    {
        "refund.": CallbackKind.REFUND,
        "charge.refund": CallbackKind.REFUND,
        "charge.dispute.": CallbackKind.DISPUTE,
        "invoice.": CallbackKind.INVOICE,
        "customer.subscription.": CallbackKind.INVOICE,
    }
)
"""By how the type begins; what begins otherwise changes nothing that is shown here."""

_TIME = re.compile(r"[0-9]{1,12}")
_HEX = re.compile(r"[0-9a-f]{64}")


class _Subscription(Wire):
    subscription: Id = None


class _Parent(Wire):
    subscription_details: _Subscription | None = None


class _Thing(Wire):
    """The object of an event, as far as it names payments and invoices."""

    id: Id = None
    charge: Id = None
    payment_intent: Id = None
    subscription: Id = None
    parent: _Parent | None = None


class _Data(Wire):
    object: _Thing


class _Event(Wire):
    id: str = Field(pattern=r"^evt_[A-Za-z0-9_]{1,250}$")
    type: str
    livemode: StrictBool
    data: _Data


class StripeCallbacks:
    """Implements `bot.callbacks.CallbackReader`; several secrets stand beside each other."""

    def __init__(self, secrets: Sequence[SecretStr], *, mode: Mode) -> None:
        self._keys = tuple(one.get_secret_value().encode() for one in secrets)
        self._livemode = mode == "live"

    def read(self, raw: bytes, headers: Mapping[str, str], now: datetime) -> Callback | None:
        """Verify and read one event. Raises NotSigned or BadCallback."""
        self._verify(raw, headers.get(HEADER, ""), now)
        event = _parsed(raw)
        if event.livemode is not self._livemode:
            raise BadCallback("That event is of Stripe's other mode.")
        kind = _kind(event.type)
        names = tuple(dict.fromkeys(_names(event.data.object)))
        return Callback(VENDOR, event.id, kind, names) if kind and names else None

    def _verify(self, raw: bytes, header: str, now: datetime) -> None:
        stamp, given = _parts(header)
        signed = f"{stamp}.".encode() + raw
        found = False
        for key in self._keys:
            expected = hmac.new(key, signed, hashlib.sha256).hexdigest()
            for one in given:
                # No early exit: which secret made it must not show in the time taken.
                found |= hmac.compare_digest(one, expected)
        if not found:
            raise NotSigned("The signature is missing or does not match any configured secret.")
        if abs(now.timestamp() - int(stamp)) > TOLERANCE_S:
            raise NotSigned(f"The signature is not of the last {TOLERANCE_S} seconds.")


def _parts(header: str) -> tuple[str, tuple[str, ...]]:
    """`t=...,v1=...,v1=...`: the time and every signature of the scheme; other schemes are none."""
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t" and _TIME.fullmatch(value)]
    given = [value for name, _, value in pairs if name == "v1" and _HEX.fullmatch(value)]
    if len(stamps) != 1:
        return "0", ()
    return stamps[0], tuple(given[:MOST_SIGNATURES])


def _parsed(raw: bytes) -> _Event:
    try:
        return _Event.model_validate_json(raw)
    except ValidationError:
        raise BadCallback("That is no event of Stripe's.") from None


def _kind(event_type: str) -> CallbackKind | None:
    found = (kind for start, kind in _KINDS.items() if event_type.startswith(start))
    return next(found, None)


def _names(thing: _Thing) -> Iterable[str]:
    """Ids of what people speak of, never those of refunds or disputes themselves."""
    details = thing.parent.subscription_details if thing.parent else None
    found = (
        thing.charge,
        thing.payment_intent,
        thing.id,
        thing.subscription,
        details.subscription if details else None,
    )
    return (one for one in found if one and _is_record(one))


def _is_record(name: str) -> bool:
    tests = (is_charge_id, is_intent_id, is_invoice_id, is_subscription_id)
    return any(test(name) for test in tests)
