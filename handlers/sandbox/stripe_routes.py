"""Local Stripe's HTTP door, in the order of the real one.

Key, rate limiter, version and form, idempotency, parameters, execution; then the answer, which
a fault may delay or lose. Why the order matters: https://docs.stripe.com/error-low-level.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.sandbox import stripe_http as http
from handlers.sandbox.faults import Fault, LostAnswer, Switchboard, hang
from handlers.sandbox.stripe_billing import BILLING
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_call import Call, Operation
from handlers.sandbox.stripe_errors import StripeError, refused, server_error, unauthorized
from handlers.sandbox.stripe_form import nested
from handlers.sandbox.stripe_idempotency import Stored
from handlers.sandbox.stripe_lists import check_expand, expanded
from handlers.sandbox.stripe_log import RecordedRequest
from handlers.sandbox.stripe_params import read
from handlers.sandbox.stripe_reads import READS
from handlers.sandbox.stripe_writes import WRITES

OPERATIONS: Final = (*READS, *WRITES, *BILLING)
METHODS: Final = ("GET", "POST", "DELETE", "PUT", "PATCH")
VENDOR: Final = "stripe"


def stripe_routes(books: StripeBooks, faults: Switchboard) -> list[Route]:
    """Everything below `/v1`; unknown addresses get Stripe's 404.

    Faults are aimed at `METHOD path-template`, such as `POST /v1/refunds`.
    """
    known = [
        Route(operation.path, Door(books, faults, operation).answer, methods=[operation.method])
        for operation in OPERATIONS
    ]
    other = Operation("ANY", "/v1/{rest}", _no_such_address, kind="")
    return [*known, Route("/v1/{rest:path}", Door(books, faults, other).answer, methods=METHODS)]


def _no_such_address(_books: StripeBooks, call: Call) -> Mapping[str, Any]:
    raise StripeError(404, f"Unrecognized request URL: {call.url}", executed=False)


@dataclass(frozen=True)
class _Visit:
    """One request on its way through the door."""

    request: Request
    sent: RecordedRequest
    fault: Fault

    @property
    def key(self) -> str | None:
        return self.sent.idempotency_key if self.sent.method == "POST" else None


@dataclass(frozen=True)
class Door:
    """The way in to one operation."""

    books: StripeBooks
    faults: Switchboard
    operation: Operation

    async def answer(self, request: Request) -> Response:
        sent = await http.record(request, self.books)
        visit = _Visit(request, sent, self.faults.take(VENDOR, self.operation.name))
        try:
            answer = await self._let_in(visit)
        except StripeError as error:
            answer = self._refusal(error, sent)
        self.books.statuses[sent.request_id] = answer.status
        return LostAnswer() if visit.fault is Fault.LOST_ANSWER else http.response_of(answer, sent)

    def _refusal(self, error: StripeError, sent: RecordedRequest) -> http.Answer:
        return http.refusal_of(error, sent.request_id, self.books.retry_after_s)

    async def _let_in(self, visit: _Visit) -> http.Answer:
        headers = visit.request.headers
        if visit.fault is Fault.AUTH:
            raise unauthorized("This API key has expired.")
        http.check_key(headers.get("authorization", ""), self.books.api_key)
        if visit.fault is Fault.RATE_LIMITED:
            raise StripeError(429, "Too many requests.", executed=False, code="rate_limit")
        http.check_form(visit.sent, headers.get("content-type", ""))
        return await (self._run(visit) if visit.key is None else self._once(visit, visit.key))

    async def _once(self, visit: _Visit, key: str) -> http.Answer:
        """Run under the key, or replay; the key is busy until the answer leaves."""
        stored = self.books.keys.begin(key, http.fingerprint(visit.sent))
        if stored is not None:
            return await self._delayed(visit, _replayed(stored))
        try:
            return await self._run(visit)
        finally:
            self.books.keys.release(key)

    async def _run(self, visit: _Visit) -> http.Answer:
        call = self._call(visit)
        if visit.fault is Fault.HANG:
            await hang(visit.request, self.faults.hang_s)
            raise StripeError(504, "The gateway timed out.", kind="api_error", executed=False)
        try:
            answer = http.answer_of(self._execute(call, visit.fault))
        except StripeError as error:
            if not error.executed:
                raise
            answer = self._refusal(error, visit.sent)
        self._keep(visit, answer)
        return await self._delayed(visit, answer)

    def _call(self, visit: _Visit) -> Call:
        given = nested(http.form_text(visit.sent))
        params = read(self.operation.spec, given, required=self.operation.required)
        check_expand(self.operation.kind, params.get("expand", []))
        return Call(
            params=params,
            path=visit.request.path_params,
            url=self.operation.path.format_map(visit.request.path_params),
            shortage=visit.fault is Fault.INSUFFICIENT_BALANCE,
        )

    def _execute(self, call: Call, fault: Fault) -> dict[str, Any]:
        if fault is Fault.SERVER_ERROR:
            raise server_error()
        if fault is Fault.REFUSED:
            raise _refused_now(self.operation)
        result = self.operation.run(self.books, call)
        return expanded(self.books, result, call.params.get("expand", []))

    def _keep(self, visit: _Visit, answer: http.Answer) -> None:
        if visit.key is not None:
            sent = visit.sent
            stored = Stored(
                fingerprint=http.fingerprint(sent),
                at=self.books.now(),
                status=answer.status,
                body=answer.body,
                request_id=sent.request_id,
            )
            self.books.keys.keep(visit.key, stored)

    async def _delayed(self, visit: _Visit, answer: http.Answer) -> http.Answer:
        if visit.fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        return answer


def _refused_now(operation: Operation) -> StripeError:
    if operation.method != "POST":
        return StripeError(403, "The key lacks the right for this call.")
    if operation.kind == "refund":
        return refused("The charge cannot be refunded now.", code="charge_not_refundable")
    return refused(f"The {operation.kind.replace('_', ' ')} does not allow that now.")


def _replayed(stored: Stored) -> http.Answer:
    headers = {"Idempotent-Replayed": "true", "Original-Request": stored.request_id}
    return http.Answer(stored.status, stored.body, headers)
