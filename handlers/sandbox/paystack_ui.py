"""Doors for the page and the tests: what the world does to the local Paystack account, in JSON."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox import paystack_dues as dues
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_errors import PaystackError, invalid
from handlers.sandbox.paystack_shapes import PaystackObject
from handlers.sandbox.paystack_subscriptions import become
from handlers.sandbox.paystack_view import view_of
from handlers.sandbox.slack_ui import Endpoint

Act = Callable[[PaystackBooks, str, dict[str, Any]], PaystackObject]

ACTS: dict[str, Act] = {
    "refunds/{id}/settle": lambda books, target, _: books.settle(_number(target)),
    "refunds/{id}/fail": lambda books, target, _: books.fail(_number(target)),
    "refunds/{id}/need_attention": lambda books, target, _: books.need_attention(_number(target)),
    "transactions/{id}/refund": lambda books, target, given: books.refund(
        target, _whole(given.get("amount"))
    ),
    "transactions/{id}/dispute": lambda books, target, _: books.open_dispute(target),
    "disputes/{id}/resolve": lambda books, target, given: books.resolve_dispute(
        _number(target), str(given.get("resolution", "declined"))
    ),
    "payment_requests/{id}/pay": lambda books, target, given: dues.pay(
        books, target, _whole(given.get("amount"))
    ),
    "subscriptions/{id}/become": lambda books, target, given: become(
        books, target, str(given.get("status"))
    ),
}


def paystack_ui_routes(books: PaystackBooks) -> list[Route]:
    """`GET /ui/paystack/state` and the acts above.

    `transactions/{id}` takes a reference too, payment requests and subscriptions their codes.
    An act answers `{"ok": true, "object": {...}}`, or 400/404 with `{"ok": false, "error": "..."}`.
    """
    acts = [
        Route(f"/ui/paystack/{path}", _door(books, act), methods=["POST"])
        for path, act in ACTS.items()
    ]
    return [Route("/ui/paystack/state", _state(books), methods=["GET"]), *acts]


def _number(text: str) -> int:
    if not text.isdigit():
        raise invalid("The id is a number.")
    return int(text)


def _whole(value: object) -> int | None:
    if value is not None and type(value) is not int:
        raise invalid("amount is a whole number or null.")
    return value


async def _given(request: Request) -> dict[str, Any]:
    """The JSON object that was sent, or an empty one; PaystackError 400 for anything else."""
    try:
        given = await request.json() if await request.body() else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise invalid("Send a JSON object.")
    return given


def _door(books: PaystackBooks, act: Act) -> Endpoint:
    async def run(request: Request) -> Response:
        try:
            item = act(books, request.path_params["id"], await _given(request))
        except PaystackError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": item})

    return run


def _state(books: PaystackBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(view_of(books))

    return answer
