"""Local Zendesk's HTTP door: token, scope, limit, execution; the answer may be late or lost."""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.zendesk_books import RecordedRequest, ZendeskBooks
from handlers.sandbox.zendesk_errors import ZendeskError, invalid
from handlers.sandbox.zendesk_operations import (
    OPERATIONS,
    TOKENS,
    Answer,
    Call,
    Operation,
    no_such_address,
)
from handlers.sandbox.zendesk_params import json_of

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "zendesk"


def zendesk_routes(books: ZendeskBooks, faults: Switchboard) -> list[Route]:
    """Everything of the account; unknown addresses get Zendesk's 404.

    Faults are aimed at `METHOD path` without `/api/v2`, such as `PUT /tickets/{id}`.
    """
    known = [
        Route(one.path, Door(books, faults, one).answer, methods=[one.method]) for one in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", frozenset(), no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: ZendeskBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        is_secret = self.operation is TOKENS
        sent = RecordedRequest(
            at=self.books.now(),
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            body="" if is_secret else body.decode("utf-8", "replace"),
            idempotency_key=request.headers.get("idempotency-key"),
        )
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(request, body, fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, body: bytes, fault: Fault) -> Response:
        try:
            answer = await self._let_in(request, body, fault)
        except ZendeskError as error:
            return JSONResponse(error.body(), error.status, self._headers(error.status))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return PlainTextResponse("{'ticket':", answer.status)
        return JSONResponse(dict(answer.body), answer.status, dict(answer.headers or {}))

    async def _let_in(self, request: Request, body: bytes, fault: Fault) -> Answer:
        if self.operation is not TOKENS:
            self._check_token(request, fault)
        elif fault is Fault.AUTH:
            raise ZendeskError(401, "invalid_client", "Client authentication failed")
        if fault is Fault.RATE_LIMITED:
            raise ZendeskError(429, "TooManyRequests", "Rate limit exceeded")
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise ZendeskError(504, "GatewayTimeout", "The gateway timed out")
        if fault is Fault.SERVER_ERROR:
            raise ZendeskError(500, "Internal error", "Something went wrong", titled=True)
        if fault is Fault.REFUSED:
            raise invalid("base", "This cannot be done now")
        has_body = request.method in {"POST", "PUT"}
        given = json_of(body, request.headers.get("content-type", "")) if has_body else {}
        ids = {name: str(value) for name, value in request.path_params.items()}
        key = request.headers.get("idempotency-key")
        return self.operation.run(
            self.books, Call(ids, dict(request.query_params), given, body, key)
        )

    def _check_token(self, request: Request, fault: Fault) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not self.books.knows(token) or fault is Fault.AUTH:
            raise ZendeskError(401, "invalid_token", "The access token provided is not known")
        if self.operation.scopes and not self.operation.scopes & self.books.scopes:
            wanted = min(self.operation.scopes)
            raise ZendeskError(
                403, "Forbidden", f"You are missing the following required scopes: {wanted}",
                titled=True,
            )  # fmt: skip

    def _headers(self, status: int) -> dict[str, str]:
        if status != _LIMITED or self.books.retry_after_s is None:
            return {}
        return {"Retry-After": str(self.books.retry_after_s)}


_LIMITED: Final = 429
