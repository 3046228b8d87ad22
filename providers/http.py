"""The one HTTP door to vendors: pinned host, time-outs, retry of safe calls only, quiet logs.

A vendor's client owns one `VendorHttp`. Reads are repeated a few times while that is harmless;
a write is sent exactly once per call of `write`, whatever happens: repeating is the desk's choice.
Nothing here logs or raises a body, a query value, an id or a credential.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Final, TypeAlias
from urllib.parse import quote, urlencode

import httpx
import structlog

from bot.errors import ConfigurationError, VendorFailure
from providers.http_failures import HARMLESS, HTTPX_FAILURES, WrongHost, failure_from

VERSION: Final = "0.1.0"
USER_AGENT: Final = f"handoff/{VERSION}"
CONNECT_TIMEOUT_S: Final = 5.0
READ_TIMEOUT_S: Final = 20.0
DEADLINE_S: Final = 45.0
LONGEST_KEY: Final = 255
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits so many seconds."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_GONE_FOR_NOW = frozenset({429, 502, 503, 504})
_CHANCE = random.SystemRandom()
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `template` is what logs show; values stay out of every repr."""

    method: str
    template: str  # "/v1/charges/{id}"
    ids: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Sequence[tuple[str, str]] = field(default=(), repr=False)
    form: Sequence[tuple[str, str]] | None = field(default=None, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    raw: tuple[bytes, str] | None = field(default=None, repr=False)  # a body and its content type
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def content(self) -> tuple[bytes, str] | None:
        """The body as bytes with its content type; None: the request has no body."""
        if self.raw is not None:
            return self.raw
        if self.form is not None:
            return urlencode(self.form).encode(), FORM
        return None if self.json is None else (json.dumps(self.json).encode(), JSON)

    @property
    def path(self) -> str:
        quoted = {name: quote(value, safe="") for name, value in self.ids.items()}
        return self.template.format_map(quoted)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a read may be repeated: tries in all, and seconds of waiting in all."""

    tries: int = 3
    first_pause_s: float = 0.25
    total_pause_s: float = 8.0


# --- the factory ------------------------------------------------------------------------------


def new_client(
    base_url: str,
    *,
    headers: Mapping[str, str] | None = None,
    read_timeout_s: float = READ_TIMEOUT_S,
    request_id_header: str = "Request-Id",
) -> httpx.AsyncClient:
    """Make the only kind of httpx client there is here.

    Raises ConfigurationError when `base_url` is neither https nor on this machine.
    """
    base = checked_base(base_url)
    _silence_libraries()
    return httpx.AsyncClient(
        base_url=base,
        headers={"User-Agent": USER_AGENT, **(headers or {})},
        timeout=httpx.Timeout(read_timeout_s, connect=CONNECT_TIMEOUT_S, pool=CONNECT_TIMEOUT_S),
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
        follow_redirects=False,
        trust_env=not is_local(base),  # no proxy stands between us and this machine
        verify=_trusted(),
        event_hooks={"request": [_pin_to(base)], "response": [_log_answers(request_id_header)]},
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that vendors are checked against, read once: each reading takes 25 ms."""
    return httpx.create_ssl_context()


def checked_base(base_url: str) -> httpx.URL:
    """Parse a vendor's address. Raises ConfigurationError unless it is https or this machine."""
    base = httpx.URL(base_url)
    if base.scheme != "https" and not is_local(base):
        raise ConfigurationError(
            f"The address of {base.host or 'a vendor'} must start with https://."
        )
    return base


def is_local(url: httpx.URL) -> bool:
    """Tell whether an address is on this machine, where TLS and proxies have no business."""
    return url.host in _LOOPBACK


def _silence_libraries() -> None:
    """Keep whole URLs (httpx, INFO) and headers (httpcore, DEBUG) out of the logs."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _place(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _pin_to(base: httpx.URL) -> Callable[[httpx.Request], Awaitable[None]]:
    async def pin(request: httpx.Request) -> None:
        if _place(request.url) != _place(base):
            raise WrongHost("another host than the configured one", request=request)
        request.extensions["started"] = time.perf_counter()

    return pin


def _log_answers(request_id_header: str) -> Callable[[httpx.Response], Awaitable[None]]:
    async def log_answer(response: httpx.Response) -> None:
        _log.info(
            "vendor_answered",
            **_described(response.request),
            status=response.status_code,
            request_id=response.headers.get(request_id_header),
        )

    return log_answer


def _described(request: httpx.Request) -> dict[str, object]:
    return {
        "method": request.method,
        "host": request.url.host,
        "path": request.extensions.get("template", "?"),
        "ms": round((time.perf_counter() - request.extensions["started"]) * 1000),
    }


# --- small helpers for adapters ---------------------------------------------------------------


def idempotency_header(wire_key: str) -> dict[str, str]:
    """The header that makes a write repeat-safe; a key no header can carry is hashed."""
    plain = wire_key.isascii() and wire_key.isprintable() and len(wire_key) <= LONGEST_KEY
    key = wire_key if plain else "sha256-" + hashlib.sha256(wire_key.encode()).hexdigest()
    return {"Idempotency-Key": key}


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, in seconds; a date counts from the answer's own Date. None: not stated.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    stated = headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        until, sent = parsedate_to_datetime(stated), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - sent).total_seconds())
    except (TypeError, ValueError):  # TypeError: one of them names a zone, the other does not
        return None


# --- sending ----------------------------------------------------------------------------------


class VendorHttp:
    """Sends calls to one vendor. `read` and `write` raise Refused, Unavailable, OutcomeUnknown.

    Answers of any status are returned; what they mean is the vendor's own table.
    """

    def __init__(
        self,
        vendor: str,
        client: httpx.AsyncClient,
        *,
        patience: Patience = Patience(),
        deadline_s: float = DEADLINE_S,
        sleep: Sleep = asyncio.sleep,
        wants_retry: Callable[[httpx.Response], bool | None] = lambda _response: None,
    ) -> None:
        """`deadline_s` ends an answer that trickles in for ever.

        `wants_retry` reads the vendor's own word on repeating; None: it has none.
        """
        self.vendor = vendor
        self._client = client
        self._patience = patience
        self._sleep = sleep
        self._wants_retry = wants_retry
        self._deadline_s = deadline_s

    async def read(self, call: Call) -> httpx.Response:
        """Send a GET, again while that is harmless and patience lasts."""
        tried, paused_s = 0, 0.0
        while True:
            tried += 1
            answer = await self._attempt(call, writes=False)
            pause_s = self._pause_s(answer, tried)
            if pause_s is None or paused_s + pause_s > self._patience.total_pause_s:
                return _returned(answer)
            await self._sleep(pause_s)
            paused_s += pause_s

    async def write(self, call: Call) -> httpx.Response:
        """Send once."""
        return _returned(await self._attempt(call, writes=True))

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _attempt(self, call: Call, *, writes: bool) -> httpx.Response | VendorFailure:
        """Return failures, so that they are raised without the library's exception in tow."""
        try:
            async with asyncio.timeout(self._deadline_s):
                return await self._client.send(self._request(call))
        except HTTPX_FAILURES as error:
            failure = failure_from(error, self.vendor, writes=writes)
            _log.warning(
                "vendor_call_failed", method=call.method, path=call.template, error=failure.code
            )
            return failure

    def _request(self, call: Call) -> httpx.Request:
        body, kind = call.content or (None, None)
        return self._client.build_request(
            call.method,
            call.path,
            params=list(call.query) or None,
            content=body,
            headers={**call.headers, **({"Content-Type": kind} if kind else {})},
            extensions={"template": call.template},
        )

    def _pause_s(self, answer: httpx.Response | VendorFailure, tried: int) -> float | None:
        """How long to wait before repeating a read; None: do not."""
        if tried >= self._patience.tries or not self._worth_repeating(answer):
            return None
        stated = None if isinstance(answer, VendorFailure) else retry_after_s(answer.headers)
        grown = self._patience.first_pause_s * 2.0 ** (tried - 1)
        return (stated or grown) + _CHANCE.uniform(0, grown)

    def _worth_repeating(self, answer: httpx.Response | VendorFailure) -> bool:
        if isinstance(answer, VendorFailure):
            return answer.code in HARMLESS
        if succeeded(answer):
            return False
        wish = self._wants_retry(answer)
        return answer.status_code in _GONE_FOR_NOW if wish is None else wish


def _returned(answer: httpx.Response | VendorFailure) -> httpx.Response:
    if isinstance(answer, VendorFailure):
        raise answer
    return answer


def succeeded(response: httpx.Response) -> bool:
    """Tell whether the vendor did as asked."""
    return HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES
