"""Local Google's HTTP doors: token, rate limiter, execution; the answer may be late or lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.google_books import GoogleBooks, RecordedRequest
from handlers.sandbox.google_call import Call, Operation
from handlers.sandbox.google_drive import DRIVE_OPERATIONS
from handlers.sandbox.google_errors import GoogleError, TokenRefused, forbidden
from handlers.sandbox.google_gmail import GMAIL_OPERATIONS
from handlers.sandbox.google_sheets import SHEETS_OPERATIONS

OPERATIONS: Final = (*DRIVE_OPERATIONS, *SHEETS_OPERATIONS, *GMAIL_OPERATIONS)
TOKEN: Final = "POST /token"  # noqa: S105 - an address


def google_routes(books: GoogleBooks, faults: Switchboard) -> list[Route]:
    """The token address and three services, told apart by their paths as at Google.

    Faults are aimed at `METHOD path-template` of `drive`, `sheets` or `gmail`; those of `google`
    at the token address.
    """
    doors = [
        Route(one.path, Door(books, faults, one).answer, methods=[one.method]) for one in OPERATIONS
    ]
    return [Route("/token", TokenDoor(books, faults).answer, methods=["POST"]), *doors]


def _recorded(books: GoogleBooks, service: str, request: Request, body: bytes) -> RecordedRequest:
    sent = RecordedRequest(
        at=books.now(),
        service=service,
        method=request.method,
        path=request.url.path.removeprefix(request.scope.get("root_path", "")),
        query=request.url.query,
        body=body.decode("utf-8", "replace"),
    )
    books.requests.append(sent)
    return sent


@dataclass(frozen=True)
class TokenDoor:
    """Where claims are traded."""

    books: GoogleBooks
    faults: Switchboard

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        _recorded(self.books, "google", request, b"")  # a signed claim is nobody's to look at
        fault = self.faults.take("google", TOKEN)
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
        if fault in (Fault.HANG, Fault.SERVER_ERROR):
            return JSONResponse({"error": "internal_failure"}, 500)
        if fault is Fault.RATE_LIMITED:
            return JSONResponse({"error": "rate_limit_exceeded"}, 429, {"retry-after": "1"})
        if fault is Fault.MALFORMED:
            return Response('{"access_token": ', media_type="application/json")
        form = {} if fault is Fault.AUTH else dict(parse_qsl(body.decode()))
        try:
            return JSONResponse(self.books.tokens.trade(form))
        except TokenRefused as refused:
            return JSONResponse(refused.body(), refused.status)


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: GoogleBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        sent = _recorded(self.books, self.operation.service, request, body)
        fault = self.faults.take(self.operation.service, self.operation.name)
        response = await self._answered(request, body, fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, body: bytes, fault: Fault) -> Response:
        try:
            result = await self._let_in(request, body, fault)
        except GoogleError as error:
            return JSONResponse(error.body(), error.status, error.headers)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response('{"kind": ', media_type="application/json")
        return JSONResponse(result)

    async def _let_in(self, request: Request, body: bytes, fault: Fault) -> Mapping[str, Any]:
        if fault is Fault.AUTH:
            raise GoogleError(401, "authError", "Invalid Credentials")
        token = self.books.tokens.bearer(request.headers.get("authorization", ""))
        if fault is Fault.RATE_LIMITED:
            raise GoogleError(
                self.books.rate_status,
                "rateLimitExceeded",
                "Quota exceeded for this minute.",
                retry_after_s=self.books.retry_after_s,
            )
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise GoogleError(504, "backendError", "The deadline passed.")
        if fault is Fault.SERVER_ERROR:
            raise GoogleError(500, "backendError", "Internal error encountered.")
        if fault is Fault.REFUSED:
            raise forbidden("forbidden", "The caller does not have permission")
        return self.operation.run(self.books, Call(request, body, token))
