"""Local QuickBooks' HTTP doors: the token endpoint, and the company behind an access token."""

import asyncio
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.quickbooks_books import QuickBooksBooks, Thing
from handlers.sandbox.quickbooks_call import Call, Operation
from handlers.sandbox.quickbooks_errors import QuickBooksError, invalid, token_refused
from handlers.sandbox.quickbooks_grants import GrantRefused
from handlers.sandbox.quickbooks_operations import OPERATIONS, no_such_address
from handlers.sandbox.visits import recorded

METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "quickbooks"
COMPANY: Final = "/v3/company/{realm}"
TOKENS: Final = "/oauth2/v1/tokens/bearer"
MINOR_VERSION: Final = 75
LONGEST_REQUEST_ID: Final = 50


def quickbooks_routes(books: QuickBooksBooks, faults: Switchboard) -> list[Route]:
    """Everything of the company; unknown addresses get a 404.

    Faults are aimed at `METHOD path-template` without the company, such as `POST /creditmemo`, and
    at `tokens`.
    """
    known = [
        Route(f"{COMPANY}{one.path}", Door(books, faults, one).answer, methods=[one.method])
        for one in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", no_such_address)
    return [
        Route(TOKENS, TokenDoor(books, faults).answer, methods=["POST"]),
        *known,
        Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS),
    ]


@dataclass(frozen=True)
class TokenDoor:
    """The token endpoint; nothing of what is asked there is kept."""

    books: QuickBooksBooks
    faults: Switchboard

    async def answer(self, request: Request) -> Response:
        self.books.grants.asked += 1
        fault = self.faults.take(VENDOR, "tokens")
        response = await self._answered(request, fault)
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, fault: Fault) -> Response:
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
        if fault in {Fault.HANG, Fault.SERVER_ERROR, Fault.RATE_LIMITED}:
            return JSONResponse({"error": "server_error"}, HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            body = await request.body()
            return JSONResponse(
                self.books.grants.renew(request.headers.get("authorization", ""), body)
            )
        except GrantRefused as refusal:
            return JSONResponse({"error": refusal.word}, refusal.status)


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: QuickBooksBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        sent = recorded(request, body, self.books.now())
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(Call(request, body), fault)
        response.headers["intuit_tid"] = f"1-local-{len(self.books.requests)}"
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, call: Call, fault: Fault) -> Response:
        try:
            response = await self._let_in(call, fault)
        except QuickBooksError as error:
            return self._refused(error)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response(response.body[:40], media_type="application/json")
        return response

    def _refused(self, error: QuickBooksError) -> Response:
        headers = {"retry-after": "1"} if error.status == HTTPStatus.TOO_MANY_REQUESTS else None
        return JSONResponse(error.body(self.books.time()), error.status, headers)

    async def _let_in(self, call: Call, fault: Fault) -> Response:
        self._check_token(call.request, fault)
        if fault is Fault.RATE_LIMITED:
            said = "message=ThrottleExceeded; errorCode=003001; statusCode=429"
            raise QuickBooksError(429, "3001", said, kind="SERVICE")
        if fault is Fault.HANG:
            await hang(call.request, self.faults.hang_s)
            raise QuickBooksError(504, "", "Gateway Timeout", kind="SERVICE", at_edge=True)
        if fault is Fault.SERVER_ERROR:
            said = "An application error has occurred while processing your request"
            raise QuickBooksError(500, "10000", said, kind="SystemFault")
        if fault is Fault.REFUSED:
            raise QuickBooksError(200, "6000", "A business validation error has occurred")
        self._check(call)
        return self._once(call)

    def _check_token(self, request: Request, fault: Fault) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not self.books.grants.knows(token) or fault is Fault.AUTH:
            raise token_refused()

    def _check(self, call: Call) -> None:
        """The company, the version and the length of a request id."""
        realm = call.request.path_params.get("realm", self.books.realm_id)
        if realm != self.books.realm_id:
            said = "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403"
            raise QuickBooksError(403, "3100", said, kind="AuthorizationFault")
        version = call.query("minorversion") or ""
        if not version.isdigit() or int(version) < MINOR_VERSION:
            raise invalid("2020", "minorversion must be 75 or later")
        if len(call.query("requestid") or "") > LONGEST_REQUEST_ID:
            raise invalid("2050", "String is too long")

    def _once(self, call: Call) -> Response:
        """The answer, which a request id that was seen gets again without a second effect."""
        key = call.query("requestid")
        if key is not None and key in self.books.answers:
            status, body = self.books.answers[key]
            return JSONResponse(body, status)
        try:
            result = self.operation.run(self.books, call)
        except QuickBooksError as error:
            self._remember(key, error.status, error.body(self.books.time()))
            raise
        if isinstance(result, bytes):
            return Response(result, media_type="application/pdf")
        body = {**result, "time": self.books.time()}
        self._remember(key, HTTPStatus.OK, body)
        return JSONResponse(body)

    def _remember(self, key: str | None, status: int, body: Thing) -> None:
        if key is not None:
            self.books.answers[key] = (status, json.loads(json.dumps(body)))
