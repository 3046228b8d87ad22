"""`POST /dialnexa/webhook`: verify, parse off the loop, commit, answer; nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

import structlog
from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.desk.receive import Receipt
from bot.errors import DatabaseBusy
from bot.intake import BadBody, is_verification_body
from handlers.webhooks.body import TooLargeError, read_body, refuse, stated_length, throw_away
from handlers.webhooks.pressure import RETRY_AFTER_S, Capacity, TooBusyError
from handlers.webhooks.signature import is_signed

LIMIT_BYTES = 4 * 1024 * 1024
"""A 90-minute call, DialNexa's longest, has a transcript far below this."""

VERIFICATION_LIMIT_BYTES = 4096
READ_S = 20.0
"""For the whole body: a sender that trickles must not hold its place."""
THROW_AWAY_S = 2.0

Receiver = Callable[[bytes], Awaitable[Receipt]]

log = structlog.get_logger(__name__)


class DialNexaDoor:
    """The door with its secrets and the one use case it calls."""

    def __init__(
        self, *, secrets: Sequence[SecretStr], receive: Receiver, capacity: Capacity | None = None
    ) -> None:
        self._secrets = tuple(secrets)
        self._receive = receive
        self._capacity = capacity or Capacity()

    def route(self) -> Route:
        return Route("/dialnexa/webhook", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Answer 2xx when no repetition is needed, 4xx when none will help, 503 for later."""
        try:
            with self._capacity.hold(min(stated_length(request), LIMIT_BYTES)) as held:
                async with asyncio.timeout(READ_S):
                    raw = await read_body(request, LIMIT_BYTES, held.cover)
                return await self._read(request, raw)
        except TooBusyError:
            return await self._later(request)
        except TooLargeError:
            return refuse(413, f"The body is above {LIMIT_BYTES} bytes.")
        except TimeoutError:
            return refuse(408, f"The body did not come whole within {READ_S:g} seconds.")
        except ClientDisconnect:
            return Response(status_code=499)

    async def _later(self, request: Request) -> Response:
        """Nothing is kept, so nothing is lost: who hears this sends it again."""
        with contextlib.suppress(TimeoutError, ClientDisconnect):
            async with asyncio.timeout(THROW_AWAY_S):
                await throw_away(request, LIMIT_BYTES)
        log.warning("webhook_put_off")
        return refuse(503, "Too much at once; send it again.", retry_after=str(RETRY_AFTER_S))

    async def _read(self, request: Request, raw: bytes) -> Response:
        if not is_signed(raw, request.headers, self._secrets):
            return self._unsigned(raw)
        return await self._signed(raw)

    def _unsigned(self, raw: bytes) -> Response:
        """Only DialNexa's own check of the address may come unsigned; it has no effect."""
        if _is_verification(raw):
            return JSONResponse({"received": "verified"})
        log.warning("webhook_refused", why="signature", size_bytes=len(raw))
        if not self._secrets:
            return refuse(503, "DIALNEXA_WEBHOOK_SECRETS is not set, so nothing can be trusted.")
        return refuse(401, "The signature is missing or does not match any configured secret.")

    async def _signed(self, raw: bytes) -> Response:
        try:
            receipt = await self._receive(raw)
        except BadBody as bad:
            log.warning("webhook_refused", why="body", size_bytes=len(raw))
            return refuse(400, str(bad))
        except DatabaseBusy:
            return refuse(503, "Busy; nothing was stored. Send it again.", retry_after="2")
        log.info("webhook_received", received=receipt.received, call_id=receipt.call_id)
        return JSONResponse(receipt.model_dump(mode="json", exclude_none=True))


def _is_verification(raw: bytes) -> bool:
    try:
        return len(raw) <= VERIFICATION_LIMIT_BYTES and is_verification_body(raw)
    except BadBody:
        return False
