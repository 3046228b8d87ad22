"""`POST /dialnexa/webhook`: verify, parse off the loop, commit, answer; nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog
from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.desk.receive import Receipt
from bot.errors import DatabaseBusy
from bot.intake import BadBody, is_verification_body
from handlers.webhooks.body import TooLargeError, read_body, refuse
from handlers.webhooks.signature import is_signed

LIMIT_BYTES = 4 * 1024 * 1024
"""A 90-minute call, DialNexa's longest, has a transcript far below this."""

VERIFICATION_LIMIT_BYTES = 4096

Receiver = Callable[[bytes], Awaitable[Receipt]]

log = structlog.get_logger(__name__)


class DialNexaDoor:
    """The door with its secrets and the one use case it calls."""

    def __init__(self, *, secrets: Sequence[SecretStr], receive: Receiver) -> None:
        self._secrets = tuple(secrets)
        self._receive = receive

    def route(self) -> Route:
        return Route("/dialnexa/webhook", self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Answer 2xx when no repetition is needed, 4xx when none will help, 503 for later."""
        try:
            raw = await read_body(request, LIMIT_BYTES)
        except TooLargeError:
            return refuse(413, f"The body is above {LIMIT_BYTES} bytes.")
        except ClientDisconnect:
            return Response(status_code=499)
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
