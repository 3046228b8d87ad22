"""Doors for the page and the tests: what the world does to the local ProAbono business, in JSON."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.proabono_books import ProAbonoBooks, ProAbonoObject
from handlers.sandbox.proabono_errors import ProAbonoError
from handlers.sandbox.proabono_view import view_of
from handlers.sandbox.slack_ui import Endpoint

ACTS: dict[str, Callable[[ProAbonoBooks, str], ProAbonoObject]] = {
    "invoices/{id:int}/pay": lambda books, target: books.pay(int(target)),
    "invoices/{id:int}/overdue": lambda books, target: books.fall_overdue(int(target)),
    "customers/{id}/suspend": lambda books, target: books.suspend_customer(target),
}


def proabono_ui_routes(books: ProAbonoBooks) -> list[Route]:
    """`GET /ui/proabono/state` and the acts above.

    An act answers `{"ok": true, "object": {...}}`, or 4xx with `{"ok": false, "error": "..."}`.
    """
    acts = [
        Route(f"/ui/proabono/{path}", _door(books, act), methods=["POST"])
        for path, act in ACTS.items()
    ]
    return [Route("/ui/proabono/state", _state(books), methods=["GET"]), *acts]


def _door(books: ProAbonoBooks, act: Callable[[ProAbonoBooks, str], ProAbonoObject]) -> Endpoint:
    async def run(request: Request) -> Response:
        try:
            item = act(books, str(request.path_params["id"]))
        except ProAbonoError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": item})

    return run


def _state(books: ProAbonoBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(view_of(books))

    return answer
