"""Local Plisio's HTTP door: the key in the query, faults, execution; the answer may be lost."""

import asyncio
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.plisio_books import PlisioBooks
from handlers.sandbox.plisio_errors import PlisioError
from handlers.sandbox.plisio_operations import OPERATIONS, Call, Operation, no_such_address
from handlers.sandbox.visits import RecordedRequest

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "plisio"


def plisio_routes(books: PlisioBooks, faults: Switchboard) -> list[Route]:
    """Everything of the shop; unknown addresses and other methods get a 404.

    Faults are aimed at `GET path-template`, such as `GET /api/v1/invoices/new`.
    """
    known = [
        Route(operation.path, Door(books, faults, operation).answer, methods=["GET"])
        for operation in OPERATIONS
    ]
    other = Operation("/{rest}", no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: PlisioBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        await request.body()
        sent = RecordedRequest(
            at=self.books.now(),
            method=request.method,
            path=request.url.path,
            query=_without_key(request.url.query),
        )
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(Call(request), fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, call: Call, fault: Fault) -> Response:
        try:
            result = await self._let_in(call, fault)
        except PlisioError as error:
            return JSONResponse(error.body(), error.status, self._headers(error))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response('{"status":"success","data":{', media_type="application/json")
        return JSONResponse({"status": "success", "data": result})

    async def _let_in(self, call: Call, fault: Fault) -> Any:
        given = call.request.query_params.get("api_key", "")
        known = compare_digest(given.encode(), self.books.api_key.encode())
        if not known or fault is Fault.AUTH:
            raise PlisioError(401, "Invalid api_key")
        if fault is Fault.RATE_LIMITED:
            raise PlisioError(429, "Too many requests")
        if fault is Fault.HANG:
            await hang(call.request, self.faults.hang_s)
            raise PlisioError(503, "The gateway timed out.")
        if fault is Fault.SERVER_ERROR:
            raise PlisioError(500, "Something went wrong")
        if fault is Fault.REFUSED:
            raise PlisioError(422, "This cannot be done now.")
        return self.operation.run(self.books, call)

    def _headers(self, error: PlisioError) -> dict[str, str]:
        if error.status != 429 or self.books.retry_after_s is None:  # noqa: PLR2004 - HTTP's own
            return {}
        return {"Retry-After": str(self.books.retry_after_s)}


def _without_key(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name != "api_key"])
