"""What QuickBooks reports: `intuit-signature` over the raw bytes, then kinds and numbers alone.

https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/managing-webhooks-notifications,
and since https://blogs.intuit.com/2025/11/12/upcoming-change-to-webhooks-payload-structure/ a list
of CloudEvents. Both are read: an app is switched over at a time of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, SecretStr, StringConstraints, TypeAdapter, ValidationError

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from providers.quickbooks.ids import CUSTOMER, INVOICE, VENDOR, record_id
from providers.quickbooks.models import Wire

HEADER: Final = "intuit-signature"
_TOLD: Final = {"invoice": INVOICE, "customer": CUSTOMER}
"""Others have no record of their own here; a payment changes the invoice, which is told as well."""

_Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]


class _Named(Wire):
    name: str
    id: _Number


class _Changes(Wire):
    entities: tuple[_Named, ...] = ()


class _Notification(Wire):
    realmId: str  # noqa: N815 - Intuit's name
    dataChangeEvent: _Changes = _Changes()  # noqa: N815 - Intuit's name


class _Notifications(Wire):
    eventNotifications: tuple[_Notification, ...]  # noqa: N815 - Intuit's name


class _CloudEvent(Wire):
    """`type` is `qbo.invoice.updated.v1`."""

    id: str = Field(min_length=1)
    type: str
    intuitentityid: _Number
    intuitaccountid: str


_ANY: TypeAdapter[_Notifications | tuple[_CloudEvent, ...]] = TypeAdapter(
    _Notifications | tuple[_CloudEvent, ...]
)


class QuickBooksCallbacks:
    """Implements `bot.callbacks.CallbackReader`. There is no time in the signature."""

    def __init__(self, verifier: SecretStr, *, realm_id: str) -> None:
        self._key = verifier.get_secret_value().encode()
        self._realm_id = realm_id

    def read(
        self,
        raw: bytes,
        headers: Mapping[str, str],
        now: datetime,  # noqa: ARG002 - the port's: Intuit's signature holds no time
    ) -> Callback | None:
        """Verify and read one report. Raises NotSigned or BadCallback."""
        signature = self._verified(raw, headers.get(HEADER, ""))
        names = tuple(dict.fromkeys(self._names(_parsed(raw))))
        if not names:
            return None
        return Callback(VENDOR, _key(signature), CallbackKind.INVOICE, names)

    def _verified(self, raw: bytes, given: str) -> bytes:
        """Its signature, which is a keyed hash of the body."""
        expected = base64.b64encode(hmac.new(self._key, raw, hashlib.sha256).digest())
        if not hmac.compare_digest(given.encode(), expected):
            raise NotSigned("The signature is missing or does not match the verifier token.")
        return expected

    def _names(self, told: _Notifications | tuple[_CloudEvent, ...]) -> Iterator[str]:
        """The records that changed in this company; other companies of the app are not ours."""
        for realm, kind, number in _changes(told):
            if realm == self._realm_id and kind in _TOLD:
                yield record_id(_TOLD[kind], number)


def _changes(told: _Notifications | tuple[_CloudEvent, ...]) -> Iterator[tuple[str, str, str]]:
    """Company, kind in lower case, and number of everything that changed."""
    if isinstance(told, _Notifications):
        for one in told.eventNotifications:
            for entity in one.dataChangeEvent.entities:
                yield one.realmId, entity.name.lower(), entity.id
        return
    for event in told:
        kind = event.type.lower().removeprefix("qbo.").partition(".")[0]
        yield event.intuitaccountid, kind, event.intuitentityid


def _parsed(raw: bytes) -> _Notifications | tuple[_CloudEvent, ...]:
    try:
        return _ANY.validate_json(raw)
    except ValidationError:
        raise BadCallback("That is no report of QuickBooks'.") from None


def _key(signature: bytes) -> str:
    """A signature that was kept could be sent again, so a hash of it is."""
    return hashlib.sha256(signature).hexdigest()
