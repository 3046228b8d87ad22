"""Local Skyfire's HTTP door, and the seller's own beside it; the answer may be late or lost."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Final, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.skyfire_books import SkyfireBooks
from handlers.sandbox.skyfire_errors import SkyfireError, invalid
from handlers.sandbox.visits import recorded

PREFIX: Final = "/api/v1"
METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "skyfire"
SELLER: Final = "seller"

_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CREATE: Final = frozenset(
    {"type", "buyerTag", "sellerServiceId", "expiresAt", "identityPermissions"}
)

Run: TypeAlias = Callable[[SkyfireBooks, dict[str, Any]], dict[str, Any]]


def _create(books: SkyfireBooks, given: dict[str, Any]) -> dict[str, Any]:
    """Identity tokens alone: nobody here has money for the others."""
    unknown = sorted(set(given) - _CREATE)
    if given.get("type") != "kya":
        raise invalid(type="only kya tokens are made here")
    if unknown:
        raise invalid(**{unknown[0]: "is not a known field"})
    if not _UUID.fullmatch(str(given.get("sellerServiceId", ""))):
        raise invalid(sellerServiceId="must be a UUID")
    if "expiresAt" in given and type(given["expiresAt"]) is not int:
        raise invalid(expiresAt="must be in whole seconds")
    return {"token": books.make(given)}


def _introspect(books: SkyfireBooks, given: dict[str, Any]) -> dict[str, Any]:
    token = given.get("token")
    if not isinstance(token, str) or not _JWT.fullmatch(token) or set(given) != {"token"}:
        raise invalid(token="must be a JWT")  # noqa: S106 - a field's name, no secret
    problem = books.problem_of(token)
    if problem is not None:
        return {"isValid": False, "validationError": problem}
    return {"isValid": True, "remainingBalance": "0"}


def _balance(books: SkyfireBooks, given: dict[str, Any]) -> dict[str, Any]:
    del given  # it belongs to the agent of the key
    return {name: f"{amount:f}" for name, amount in books.wallet.items()}


def _no_such_address(books: SkyfireBooks, given: dict[str, Any]) -> dict[str, Any]:
    del books, given
    raise SkyfireError(404, "NOT_FOUND", "Not Found")


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /api/v1/tokens`."""

    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


OPERATIONS: Final = (
    Operation("POST", f"{PREFIX}/tokens", _create),
    Operation("POST", f"{PREFIX}/tokens/introspect", _introspect),
    Operation("GET", f"{PREFIX}/agents/balance", _balance),
)


def skyfire_routes(books: SkyfireBooks, faults: Switchboard) -> list[Route]:
    """The calls above; unknown addresses get a 404."""
    known = [
        Route(one.path, Door(books, faults, one).answer, methods=[one.method]) for one in OPERATIONS
    ]
    other = Operation("ANY", "/{rest}", _no_such_address)
    return [*known, Route("/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


def seller_routes(books: SkyfireBooks, faults: Switchboard) -> list[Route]:
    """`POST /kya`, the seller's own address; its faults are those of `seller`."""

    async def answer(request: Request) -> Response:
        await request.body()
        fault = faults.take(SELLER, "POST /kya")
        refusal = await _seller_fault(request, fault, faults)
        if refusal is not None:
            return refusal
        token = request.headers.get("skyfire-pay-id")
        if token is None:
            return JSONResponse({"error": "a token is needed"}, 401)
        books.receive(token)
        if fault is Fault.SLOW:
            await asyncio.sleep(faults.slow_s)
        return LostAnswer() if fault is Fault.LOST_ANSWER else Response(status_code=204)

    return [Route("/kya", answer, methods=["POST"])]


_SELLER_SAYS: Final = {
    Fault.AUTH: 401,
    Fault.RATE_LIMITED: 429,
    Fault.REFUSED: 403,
    Fault.SERVER_ERROR: 500,
}


async def _seller_fault(request: Request, fault: Fault, faults: Switchboard) -> Response | None:
    if fault is Fault.HANG:
        await hang(request, faults.hang_s)
        return Response(status_code=504)
    status = _SELLER_SAYS.get(fault)
    return None if status is None else Response(status_code=status)


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: SkyfireBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        sent = recorded(request, body, self.books.now())
        sent.body = _JWT.sub("[token]", sent.body)
        self.books.requests.append(sent)
        fault = self.faults.take(VENDOR, self.operation.name)
        response = await self._answered(request, body, fault)
        sent.status = response.status_code
        return LostAnswer() if fault is Fault.LOST_ANSWER else response

    async def _answered(self, request: Request, body: bytes, fault: Fault) -> Response:
        try:
            await self._let_in(request, fault)
            result = self.operation.run(self.books, _object(request, body))
        except SkyfireError as error:
            return JSONResponse(error.body(), error.status, self._headers(error))
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        if fault is Fault.MALFORMED:
            return Response('{"token":', media_type="application/json")
        return JSONResponse(result)

    async def _let_in(self, request: Request, fault: Fault) -> None:
        given = request.headers.get("skyfire-api-key", "")
        known = compare_digest(given.encode(), self.books.api_key.encode())
        if not known or fault is Fault.AUTH:
            raise SkyfireError(401, "NOT_AUTHORIZED", "Invalid API Key")
        if fault is Fault.RATE_LIMITED:
            raise SkyfireError(429, "TOO_MANY_REQUESTS", "Slow down")
        if fault is Fault.HANG:
            await hang(request, self.faults.hang_s)
            raise SkyfireError(504, "INTERNAL_ERROR", "The gateway timed out.")
        if fault is Fault.SERVER_ERROR:
            raise SkyfireError(500, "INTERNAL_ERROR", "Internal error")
        if fault is Fault.REFUSED:
            raise SkyfireError(403, "FORBIDDEN", "Forbidden")

    def _headers(self, error: SkyfireError) -> dict[str, str]:
        if error.status != 429 or self.books.retry_after_s is None:  # noqa: PLR2004 - HTTP's own
            return {}
        return {"Retry-After": str(self.books.retry_after_s)}


def _object(request: Request, body: bytes) -> dict[str, Any]:
    if request.method == "GET":
        return {}
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise SkyfireError(400, "BAD_REQUEST", "Bad Request")
    return given
