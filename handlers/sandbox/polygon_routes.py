"""Local Polygon.io's HTTP door: key, five calls a minute, execution; the answer may be late."""

import asyncio
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.polygon_books import PolygonBooks, RecordedRequest
from handlers.sandbox.polygon_errors import PolygonError, failed, not_entitled
from handlers.sandbox.polygon_operations import OPERATIONS, Operation, no_such_address

VENDOR: Final = "polygon"


def polygon_routes(books: PolygonBooks, faults: Switchboard) -> list[Route]:
    """Faults are aimed at `GET path-template`."""
    known = [Route(one.path, Door(books, faults, one).answer) for one in OPERATIONS]
    other = Operation("/{rest}", no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer)]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: PolygonBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        await request.body()
        query = "" if "apiKey" in request.query_params else request.url.query
        sent = RecordedRequest(self.books.now(), request.method, request.url.path, query)
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(request, fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, fault: Fault) -> Response:
        try:
            result = await self._let_in(request, fault)
        except PolygonError as error:
            return _said(error)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response(b'{"status": "OK", "resu', media_type="application/json")
        return JSONResponse(result)

    async def _let_in(self, request: Request, fault: Fault) -> dict[str, Any]:
        self._check_key(request, fault)
        if self.books.is_too_often() or fault is Fault.RATE_LIMITED:
            raise failed(429, "You've exceeded the maximum requests per minute.")
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise failed(504, "gateway")
        if fault is Fault.SERVER_ERROR:
            raise failed(500, "internal")
        if fault is Fault.REFUSED:
            raise not_entitled()
        return self.operation.run(self.books, request)

    def _check_key(self, request: Request, fault: Fault) -> None:
        """In the header, or in the address, where it shows in logs."""
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        given = value if scheme == "Bearer" else request.query_params.get("apiKey", "")
        if not given:
            raise failed(401, "API Key was not provided")
        if not compare_digest(given.encode(), self.books.api_key.encode()) or fault is Fault.AUTH:
            raise failed(401, "Unknown API Key")


def _said(error: PolygonError) -> Response:
    if error.body is None:
        return PlainTextResponse("404 page not found", error.status)
    return JSONResponse(error.body, error.status)
