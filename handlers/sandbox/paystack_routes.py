"""Local Paystack's HTTP door: key, rate limiter, execution; the answer may be late or lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_call import Call, Operation
from handlers.sandbox.paystack_errors import PaystackError, invalid
from handlers.sandbox.paystack_operations import OPERATIONS, no_such_address
from handlers.sandbox.visits import recorded

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "paystack"


def paystack_routes(books: PaystackBooks, faults: Switchboard) -> list[Route]:
    """Everything of the account; unknown addresses get Paystack's 404.

    Faults are aimed at `METHOD path-template`, such as `POST /refund`.
    """
    known = [
        Route(operation.path, Door(books, faults, operation).answer, methods=[operation.method])
        for operation in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: PaystackBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        sent = recorded(request, body, self.books.now())
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(Call(request, body), fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, call: Call, fault: Fault) -> Response:
        try:
            result = await self._let_in(call, fault)
        except PaystackError as error:
            return JSONResponse(error.body(), error.status, self._headers(error))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        return JSONResponse(result)

    async def _let_in(self, call: Call, fault: Fault) -> Mapping[str, Any]:
        self._check_key(call.request, fault)
        if fault is Fault.RATE_LIMITED:
            raise PaystackError(429, "Rate limit exceeded!", kind="api_error", code="rate_limited")
        if fault is Fault.HANG:
            await hang(call.request, self.faults.hang_s)
            raise PaystackError(504, "The gateway timed out.")
        if fault is Fault.SERVER_ERROR:
            raise PaystackError(500, "An error occurred", kind="api_error", code="unknown")
        if fault is Fault.REFUSED:
            raise invalid("This cannot be done now.", "refused")
        return self.operation.run(self.books, call)

    def _check_key(self, request: Request, fault: Fault) -> None:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        known = scheme == "Bearer" and compare_digest(value.encode(), self.books.api_key.encode())
        if not known or fault is Fault.AUTH:
            raise PaystackError(401, "Invalid key")

    def _headers(self, error: PaystackError) -> dict[str, str]:
        """The names are not published; the local ones are the usual ones."""
        if error.code != "rate_limited" or self.books.reset_after_s is None:
            return {}
        return {
            "x-ratelimit-limit": "100",
            "x-ratelimit-remaining": "0",
            "x-ratelimit-reset": str(self.books.reset_after_s),
        }
