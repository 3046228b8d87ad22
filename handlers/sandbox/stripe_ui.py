"""Doors for the page and the tests: what the world does to the local account, in JSON."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_errors import StripeError
from handlers.sandbox.stripe_store import StripeObject

Act = Callable[[StripeBooks, str, dict[str, Any]], StripeObject]
Endpoint = Callable[[Request], Awaitable[Response]]

ACTS: dict[str, Act] = {
    "refunds/{id}/settle": lambda books, target, _: books.settle(target),
    "refunds/{id}/fail": lambda books, target, _: books.fail(target),
    "refunds/{id}/require_action": lambda books, target, _: books.require_action(target),
    "charges/{id}/refund": lambda books, target, given: books.refund_elsewhere(
        target, given.get("amount_minor")
    ),
    "charges/{id}/dispute": lambda books, target, given: books.open_dispute(
        target, given.get("reason", "general")
    ),
    "disputes/{id}/close": lambda books, target, given: books.close_dispute(
        target, given.get("status", "won")
    ),
    "customers/{id}/delete": lambda books, target, _: books.delete_customer(target),
}


def stripe_ui_routes(books: StripeBooks) -> list[Route]:
    """`GET /ui/stripe/state`, `POST /ui/stripe/reset`, `/ui/stripe/settings` and the acts above.

    An act answers `{"ok": true, "object": {...}}`, or 400/404 with `{"ok": false, "error": "..."}`.
    """
    acts = [
        Route(f"/ui/stripe/{path}", _door(books, act), methods=["POST"])
        for path, act in ACTS.items()
    ]
    return [
        Route("/ui/stripe/state", _state(books), methods=["GET"]),
        Route("/ui/stripe/reset", _reset(books), methods=["POST"]),
        Route("/ui/stripe/settings", _settings(books), methods=["POST"]),
        *acts,
    ]


async def _given(request: Request) -> dict[str, Any]:
    given = await request.json() if await request.body() else {}
    return given if isinstance(given, dict) else {}


def _door(books: StripeBooks, act: Act) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            item = act(books, request.path_params["id"], await _given(request))
        except StripeError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": item})

    return answer


def _state(books: StripeBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(books.view())

    return answer


def _reset(books: StripeBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        books.reset()
        return JSONResponse({"ok": True})

    return answer


def _settings(books: StripeBooks) -> Endpoint:
    """`search_lag_s` and `retry_after_s` (null: no header), each only when given."""

    async def answer(request: Request) -> Response:
        given = await _given(request)
        books.search_lag_s = float(given.get("search_lag_s", books.search_lag_s))
        books.retry_after_s = given.get("retry_after_s", books.retry_after_s)
        return JSONResponse({"ok": True})

    return answer
