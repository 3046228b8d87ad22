"""Doors for the page and the tests: what the world does to the local account, in JSON."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_errors import StripeError, invalid
from handlers.sandbox.stripe_store import StripeObject

Act = Callable[[StripeBooks, str, dict[str, Any]], StripeObject]
Endpoint = Callable[[Request], Awaitable[Response]]

ACTS: dict[str, Act] = {
    "refunds/{id}/settle": lambda books, target, _: books.settle(target),
    "refunds/{id}/fail": lambda books, target, _: books.fail(target),
    "refunds/{id}/require_action": lambda books, target, _: books.require_action(target),
    "charges/{id}/refund": lambda books, target, given: books.refund_elsewhere(
        target, _whole(given, "amount_minor")
    ),
    "charges/{id}/dispute": lambda books, target, given: books.open_dispute(
        target, str(given.get("reason", "general"))
    ),
    "disputes/{id}/close": lambda books, target, given: books.close_dispute(
        target, str(given.get("status", "won"))
    ),
    "invoices/{id}/collect": lambda books, target, _: books.collect(target),
    "disputes/{id}/run_out": lambda books, target, _: books.run_out(target),
    "subscriptions/{id}/lapse": lambda books, target, _: books.lapse(target),
    "customers/{id}/card": lambda books, target, given: books.change_card(
        target, str(given.get("last4", "4242"))
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
    """The JSON object that was sent, or an empty one; StripeError 400 for anything else."""
    try:
        given = await request.json() if await request.body() else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise invalid("Send a JSON object.")
    return given


def _whole(given: dict[str, Any], name: str) -> int | None:
    value = given.get(name)
    if value is not None and type(value) is not int:
        raise invalid(f"{name} is a whole number or null.", param=name)
    return value


def _answering(act: Callable[[Request], Awaitable[Any]]) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            item = await act(request)
        except StripeError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": item})

    return answer


def _door(books: StripeBooks, act: Act) -> Endpoint:
    async def run(request: Request) -> StripeObject:
        return act(books, request.path_params["id"], await _given(request))

    return _answering(run)


def _state(books: StripeBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(books.view())

    return answer


def _reset(books: StripeBooks) -> Endpoint:
    async def run(_request: Request) -> None:
        books.reset()

    return _answering(run)


def _settings(books: StripeBooks) -> Endpoint:
    """`search_lag_s` and `retry_after_s` (null: no header), each only when given."""

    async def run(request: Request) -> dict[str, Any]:
        given = await _given(request)
        lag_s, retry_after_s = _whole(given, "search_lag_s"), _whole(given, "retry_after_s")
        if lag_s is not None:
            books.search_lag_s = lag_s
        if "retry_after_s" in given:
            books.retry_after_s = retry_after_s
        return {"search_lag_s": books.search_lag_s, "retry_after_s": books.retry_after_s}

    return _answering(run)
