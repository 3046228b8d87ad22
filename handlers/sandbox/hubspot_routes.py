"""Local HubSpot's HTTP door: token, scope, limit, execution; the answer may be late or lost."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.hubspot_books import HubSpotBooks
from handlers.sandbox.hubspot_errors import HubSpotError, invalid, limited
from handlers.sandbox.hubspot_operations import OPERATIONS, Call, Operation, no_such_address
from handlers.sandbox.visits import recorded

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "hubspot"


def hubspot_routes(books: HubSpotBooks, faults: Switchboard) -> list[Route]:
    """Everything of the account; unknown addresses get HubSpot's 404.

    Faults are aimed at an operation's name, such as `POST /notes` or `GET associations`.
    """
    known = [
        Route(one.path, Door(books, faults, one).answer, methods=[one.method]) for one in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", "ANY", "", no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: HubSpotBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        sent = recorded(request, body, self.books.now())
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(request, body, fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, body: bytes, fault: Fault) -> Response:
        try:
            result = await self._let_in(request, body, fault)
        except HubSpotError as error:
            return JSONResponse(error.body(), error.status, self._headers(error))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response('{"id": "3', self.operation.status, media_type="application/json")
        return JSONResponse(result, self.operation.status)

    async def _let_in(self, request: Request, body: bytes, fault: Fault) -> Mapping[str, Any]:
        self._check_token(request, fault)
        if fault is Fault.RATE_LIMITED:
            raise limited(self.books.limit_policy)
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise HubSpotError(504, "gateway timeout")
        if fault is Fault.SERVER_ERROR:
            raise HubSpotError(500, "internal error")
        if fault is Fault.REFUSED:
            raise invalid("this cannot be done now")
        ids = {name: str(value) for name, value in request.path_params.items()}
        query = dict(request.query_params)
        return self.operation.run(self.books, Call(ids, query, _object(request, body)))

    def _check_token(self, request: Request, fault: Fault) -> None:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        known = compare_digest(value.encode(), self.books.access_token.encode())
        if scheme != "Bearer" or not known or fault is Fault.AUTH:
            raise HubSpotError(
                401, "Authentication credentials not found.", "INVALID_AUTHENTICATION"
            )
        if self.operation.scope and self.operation.scope not in self.books.scopes:
            raise HubSpotError(
                403, "This app has not been granted all required scopes.", "MISSING_SCOPES"
            )

    def _headers(self, error: HubSpotError) -> dict[str, str]:
        """HubSpot does not promise to say how long a limit lasts."""
        if "policyName" not in error.more or self.books.retry_after_s is None:
            return {}
        return {"Retry-After": str(self.books.retry_after_s)}


def _object(request: Request, body: bytes) -> Mapping[str, Any]:
    if request.method == "GET":
        return {}
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise invalid("send a JSON object")
    return given
