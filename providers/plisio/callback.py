"""What Plisio reports: `verify_hash` inside the JSON, over the rest of it, with the shop's key.

SHA-1 is Plisio's choice, as HMAC. Nothing in a report tells its time, so an old one stays valid; it
names an invoice, which is read again, and no word of it is believed. Only the JSON form is read:
the address that Plisio reports to has to carry `json=true`.
https://plisio.net/documentation/endpoints/create-an-invoice
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from pydantic import SecretStr, ValidationError

from bot.callbacks import BadCallback, Callback, CallbackKind, NotSigned
from providers.plisio.client import VENDOR
from providers.plisio.create_invoice import NAME
from providers.plisio.invoices import is_invoice_id
from providers.plisio.models import Wire

SIGNATURE: Final = "verify_hash"
LONGEST_NUMBER: Final = 200

_HEX = re.compile(r"[0-9a-f]{40}")
_SMALLEST, _LARGEST = Decimal("1e-6"), Decimal("1e21")


class _Report(Wire):
    txn_id: str
    status: str
    order_number: str = ""


class PlisioCallbacks:
    """Implements `bot.callbacks.CallbackReader`. The secret is the shop's own key."""

    def __init__(self, key: SecretStr) -> None:
        self._key = key.get_secret_value().encode()

    def read(
        self,
        raw: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - the port's: Plisio signs inside the body
        now: datetime,  # noqa: ARG002 - the port's: the signature holds no time
    ) -> Callback | None:
        """Verify and read one report. Raises NotSigned or BadCallback."""
        report = _parsed(self._verified(raw))
        names = tuple(dict.fromkeys(_names(report)))
        if not is_invoice_id(report.txn_id):
            return None
        key = hashlib.sha256(f"{report.txn_id}:{report.status}".encode()).hexdigest()
        return Callback(VENDOR, key, CallbackKind.INVOICE, names)

    def _verified(self, raw: bytes) -> dict[str, Any]:
        """The report without its signature."""
        body = _object(raw)
        given = body.pop(SIGNATURE, None)
        expected = hmac.new(self._key, _compact(body), hashlib.sha1).hexdigest()
        matches = isinstance(given, str) and _HEX.fullmatch(given) is not None
        if not matches or not hmac.compare_digest(str(given), expected):
            raise NotSigned("The signature is missing or does not match the shop's key.")
        return body


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw, parse_float=_Number)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise NotSigned("That is no JSON object, so no signature can be found in it.")
    return body


class _Number(float):
    """A fraction that is written as JavaScript writes it: `2`, `0.00001`."""

    def __repr__(self) -> str:
        exact = Decimal(float.__repr__(self))
        plain = exact == 0 or _SMALLEST <= abs(exact) < _LARGEST
        return format(exact.normalize(), "f") if plain else float.__repr__(self)


def _compact(body: Mapping[str, Any]) -> bytes:
    """As JavaScript's JSON.stringify: no spaces, in the order received, nothing escaped in vain."""
    try:
        return _written(body).encode()
    except (ValueError, RecursionError):  # a lone half of a character cannot be written either
        raise NotSigned("That report cannot be written again, so it cannot be checked.") from None


def _written(value: object) -> str:
    """`json` writes subclasses of float by float's own rule, so fractions are written here."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{_text(name)}:{_written(one)}' for name, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_written, value))}]"
    return repr(value) if isinstance(value, _Number) else _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parsed(body: Mapping[str, Any]) -> _Report:
    try:
        return _Report.model_validate(body)
    except ValidationError:
        raise BadCallback("That is no report about an invoice.") from None


def _names(report: _Report) -> Iterable[str]:
    """The invoice, its number, and the call that an invoice of ours was made for."""
    yield report.txn_id
    if 0 < len(report.order_number) <= LONGEST_NUMBER:
        yield report.order_number
        call_id, _, rest = report.order_number.partition(f":{NAME}:")
        if call_id and rest:
            yield call_id
