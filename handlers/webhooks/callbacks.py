"""`POST /webhooks/<provider>`: carries bytes; what they are is judged elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from types import MappingProxyType

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.callbacks import BadCallback, NotSigned
from bot.desk.callback import Heard
from bot.errors import DatabaseBusy
from handlers.webhooks.body import TooLargeError, read_body, refuse, stated_length
from handlers.webhooks.pressure import RETRY_AFTER_S, Capacity, TooBusyError

LIMIT_BYTES = 512 * 1024
"""An event holds one object; the largest, an invoice with all its lines, stays far below."""
READ_S = 20.0

SECRETS: Mapping[str, str] = MappingProxyType(
    {
        "stripe": "STRIPE_WEBHOOK_SECRET",
        "paystack": "PAYSTACK_SECRET_KEY",
        "plisio": "PLISIO_API_KEY",
        "proabono": "PROABONO_WEBHOOK_SECRET",
        "quickbooks": "QUICKBOOKS_WEBHOOK_VERIFIER",
    }
)
"""What each provider's reports are checked with, as the environment names it."""

Hear = Callable[[str, bytes, Mapping[str, str]], Awaitable[Heard]]

log = structlog.get_logger(__name__)


class CallbackDoor:
    """The door with the one use case it calls; `open_to` are the providers with a secret."""

    def __init__(self, *, hear: Hear, open_to: Collection[str], capacity: Capacity) -> None:
        self._hear = hear
        self._open_to = frozenset(open_to)
        self._capacity = capacity

    def route(self) -> Route:
        return Route("/webhooks/{provider}", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Answer 2xx when no repetition is needed, 4xx when none will help, 503 for later."""
        vendor = request.path_params["provider"]
        try:
            return self._closed(vendor) or await self._take(vendor, request)
        except TooBusyError:
            return refuse(503, "Too much at once; send it again.", retry_after=str(RETRY_AFTER_S))
        except TooLargeError:
            return refuse(413, f"The body is above {LIMIT_BYTES} bytes.")
        except TimeoutError:
            return refuse(408, f"The body did not come whole within {READ_S:g} seconds.")
        except ClientDisconnect:
            return Response(status_code=499)

    def _closed(self, vendor: str) -> Response | None:
        if vendor not in SECRETS:
            return refuse(404, "No provider of this name reports here.")
        if vendor not in self._open_to:
            return refuse(503, f"{SECRETS[vendor]} is not set, so nothing can be trusted.")
        return None

    async def _take(self, vendor: str, request: Request) -> Response:
        with self._capacity.hold(min(stated_length(request), LIMIT_BYTES)) as held:
            async with asyncio.timeout(READ_S):
                raw = await read_body(request, LIMIT_BYTES, held.cover)
            return await self._judged(vendor, raw, request.headers)

    async def _judged(self, vendor: str, raw: bytes, headers: Mapping[str, str]) -> Response:
        try:
            heard = await self._hear(vendor, raw, headers)
        except NotSigned as forged:
            return _refused(vendor, 401, str(forged), size_bytes=len(raw))
        except BadCallback as bad:
            return _refused(vendor, 400, str(bad), size_bytes=len(raw))
        except DatabaseBusy:
            return refuse(503, "Busy; nothing was stored. Send it again.", retry_after="2")
        return JSONResponse({"received": heard.value})


def _refused(vendor: str, status: int, sentence: str, *, size_bytes: int) -> Response:
    log.warning("callback_refused", vendor=vendor, why=sentence, size_bytes=size_bytes)
    return refuse(status, sentence)
