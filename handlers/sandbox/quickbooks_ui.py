"""Doors for the page and the tests: what becomes of the local QuickBooks company, in JSON."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.quickbooks_books import QuickBooksBooks, Thing
from handlers.sandbox.quickbooks_documents import void
from handlers.sandbox.quickbooks_errors import QuickBooksError
from handlers.sandbox.quickbooks_view import view_of
from handlers.sandbox.slack_ui import Endpoint


def pay(books: QuickBooksBooks, number: str) -> Thing:
    """The customer pays all that is open."""
    invoice = books.get("Invoice", number)
    customer = books.get("Customer", invoice["CustomerRef"]["value"])
    books.change("Customer", customer["Id"], {"Balance": customer["Balance"] - invoice["Balance"]})
    return books.change("Invoice", number, {"Balance": 0.0})


def bounce(books: QuickBooksBooks, number: str) -> Thing:
    """The last mail came back."""
    delivery = books.get("Invoice", number).get("DeliveryInfo", {})
    told = {**delivery, "DeliveryErrorType": "Bounced Email"}
    return books.change("Invoice", number, {"DeliveryInfo": told})


ACTS: Final[Mapping[str, Callable[[QuickBooksBooks, str], Thing]]] = {
    "invoices/{id}/pay": pay,
    "invoices/{id}/bounce": bounce,
    "credit_memos/{id}/void": lambda books, number: void(books, "CreditMemo", number),
}


def quickbooks_ui_routes(books: QuickBooksBooks) -> list[Route]:
    """`GET /ui/quickbooks/state`, and the acts above by QuickBooks' own number.

    An act answers `{"ok": true, "object": {...}}`, or 400 with `{"ok": false, "error": "..."}`.
    """
    acts = [
        Route(f"/ui/quickbooks/{path}", _door(books, act), methods=["POST"])
        for path, act in ACTS.items()
    ]
    return [Route("/ui/quickbooks/state", _state(books), methods=["GET"]), *acts]


def _door(books: QuickBooksBooks, act: Callable[[QuickBooksBooks, str], Thing]) -> Endpoint:
    async def run(request: Request) -> Response:
        try:
            item = act(books, str(request.path_params["id"]))
        except QuickBooksError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": item})

    return run


def _state(books: QuickBooksBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        state: dict[str, Any] = view_of(books)
        return JSONResponse(state)

    return answer
