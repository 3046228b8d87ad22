"""Local ProAbono's HTTP door: keys, rate limiter, execution; the answer may be late or lost."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.proabono_books import ProAbonoBooks
from handlers.sandbox.proabono_errors import ProAbonoError
from handlers.sandbox.proabono_operations import (
    OPERATIONS,
    Answer,
    Call,
    Operation,
    no_such_address,
)
from handlers.sandbox.proabono_papers import proabono_paper_route
from handlers.sandbox.visits import recorded

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "proabono"
LIMITED: Final = 429


def proabono_routes(books: ProAbonoBooks, faults: Switchboard) -> list[Route]:
    """Everything of the business. Faults are aimed at `METHOD path`: `POST /v1/Customer`."""
    known = [
        Route(operation.path, Door(books, faults, operation).answer, methods=[operation.method])
        for operation in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", no_such_address)
    rest = Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)
    return [proabono_paper_route(books), *known, rest]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: ProAbonoBooks
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
        except ProAbonoError as error:
            return JSONResponse(error.body(), error.status, self._headers(error))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response(b'{"Id": 1, "Refer', media_type="application/json")
        if result.body is None:
            return Response(status_code=result.status)
        return JSONResponse(result.body, result.status)

    async def _let_in(self, call: Call, fault: Fault) -> Answer:
        self._check_keys(call.request, fault)
        if fault is Fault.RATE_LIMITED:
            raise ProAbonoError(LIMITED, "Local.RateLimited", "Too many requests")
        if fault is Fault.HANG:
            await hang(call.request, self.faults.hang_s)
            raise ProAbonoError(504, "Local.Gateway", "The gateway timed out.")
        if fault is Fault.SERVER_ERROR:
            raise ProAbonoError(500, "Local.Internal", "Internal error")
        if fault is Fault.REFUSED:
            raise ProAbonoError(
                403, "Error.Customer.Billing.CappingReached", "Too many unpaid invoices"
            )
        return self.operation.run(self.books, call)

    def _check_keys(self, request: Request, fault: Fault) -> None:
        pair = b64encode(f"{self.books.agent_key}:{self.books.api_key}".encode())
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        known = scheme == "Basic" and compare_digest(value.encode(), pair)
        if not known or fault is Fault.AUTH:
            raise ProAbonoError(401, "Local.Unauthorized", "Authentication failed")

    def _headers(self, error: ProAbonoError) -> dict[str, str]:
        wait_s = self.books.retry_after_s
        return {"retry-after": str(wait_s)} if error.status == LIMITED and wait_s else {}
