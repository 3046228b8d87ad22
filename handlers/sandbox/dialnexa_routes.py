"""Local DialNexa's REST door: bearer key, rate limit, bare arrays in pages, one error shape."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.dialnexa_books import DialNexaBooks, Record, RecordedRequest
from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang

VENDOR: Final = "dialnexa"
PAGE_SIZE: Final = 20
MOST_A_PAGE: Final = 200
REASONS: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    504: "Gateway Timeout",
}


class DialNexaError(Exception):
    """An answer other than a success: `{"statusCode", "message", "error"}`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def body(self) -> dict[str, Any]:
        return {
            "statusCode": self.status,
            "message": self.message,
            "error": REASONS[self.status],
        }


def dialnexa_routes(books: DialNexaBooks, faults: Switchboard) -> list[Route]:
    """`GET /v1/calls` and `GET /v1/calls/{id}`; routes without `/v1` were retired and are 404."""
    door = Door(books, faults)
    return [
        Route("/v1/calls", door.list_calls, methods=["GET"]),
        Route("/v1/calls/{id}", door.get_call, methods=["GET"]),
        Route("/{rest:path}", door.nothing, methods=["GET", "POST", "PATCH", "DELETE"]),
    ]


@dataclass(frozen=True)
class Door:
    """The way in. Faults are aimed at `GET /v1/calls` and `GET /v1/calls/{id}`."""

    books: DialNexaBooks
    faults: Switchboard

    async def list_calls(self, request: Request) -> Response:
        return await self._answer(request, "GET /v1/calls", self._page)

    async def get_call(self, request: Request) -> Response:
        return await self._answer(request, "GET /v1/calls/{id}", self._one)

    async def nothing(self, request: Request) -> Response:
        return await self._answer(request, "nowhere", self._nowhere)

    async def _answer(self, request: Request, operation: str, read: Any) -> Response:
        seen = RecordedRequest(request.method, request.url.path, request.url.query)
        self.books.requests.append(seen)
        fault = self.faults.take(VENDOR, operation)
        response = await self._made(request, fault, read)
        seen.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _made(self, request: Request, fault: Fault, read: Any) -> Response:
        try:
            await self._let_in(request, fault)
            found = read(request)
        except DialNexaError as error:
            headers = {"retry-after": "1"} if error.status == 429 else {}  # noqa: PLR2004 - the status itself
            return JSONResponse(error.body(), error.status, headers)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response('{"id": "call_', media_type="application/json")
        return JSONResponse(found)

    async def _let_in(self, request: Request, fault: Fault) -> None:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        known = scheme == "Bearer" and compare_digest(value.encode(), self.books.api_key.encode())
        if not known or fault is Fault.AUTH:
            raise DialNexaError(401, "API key is missing or invalid")
        if fault is Fault.RATE_LIMITED:
            raise DialNexaError(429, "Too many requests")
        if fault is Fault.SERVER_ERROR:
            raise DialNexaError(500, "Internal server error")
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise DialNexaError(504, "The gateway timed out")

    def _page(self, request: Request) -> list[Record]:
        query = request.query_params
        size = _number(query.get("limit", str(PAGE_SIZE)), 1, MOST_A_PAGE)
        page = _number(query.get("page", "1"), 1, 10**6)
        found = self.books.between(
            _instant(query.get("start_date")), _instant(query.get("end_date"))
        )
        wanted = query.get("status")
        statuses = wanted.split(",") if wanted else None
        found = [one for one in found if statuses is None or one["status"] in statuses]
        if query.get("created_at") == "asc":
            found.reverse()
        return found[(page - 1) * size : page * size]

    def _one(self, request: Request) -> Record:
        call_id = str(request.path_params["id"])
        if not call_id.startswith("call_"):
            raise DialNexaError(400, "Invalid call ID format")
        found = self.books.one(call_id)
        if found is None:
            raise DialNexaError(404, "Call not found")
        return found

    def _nowhere(self, request: Request) -> Record:
        raise DialNexaError(404, f"Cannot {request.method} {request.url.path}")


def _number(text: str, least: int, most: int) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise DialNexaError(400, "Invalid query parameters")
    return int(text)


def _instant(text: str | None) -> datetime | None:
    """An ISO date or time with its zone; a bare one counts as bad, as DialNexa's own are in UTC."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise DialNexaError(400, "Invalid query parameters") from None
    if found.tzinfo is None:
        raise DialNexaError(400, "Invalid query parameters")
    return found
