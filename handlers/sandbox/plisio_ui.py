"""The local shop for the page and the tests: its state as JSON, and what payers do, as doors."""

from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.plisio_books import Invoice, PlisioBooks
from handlers.sandbox.plisio_coins import coin_text
from handlers.sandbox.plisio_errors import PlisioError, invalid
from handlers.sandbox.slack_ui import Endpoint

SHOWN_REQUESTS: Final = 60

Act = Callable[[PlisioBooks, str, dict[str, Any]], Invoice]

ACTS: dict[str, Act] = {
    "pay": lambda books, target, given: books.pay(target, _share(given)),
    "see": lambda books, target, _: books.see(target),
    "expire": lambda books, target, _: books.expire(target),
    "cancel": lambda books, target, _: books.cancel(target),
    "switch": lambda books, target, given: books.switch(target, str(given.get("coin"))),
}


def plisio_ui_routes(books: PlisioBooks) -> list[Route]:
    """`POST /ui/plisio/invoices/{id}/{act}`; `pay` takes a `share` such as "0.5" or "1.2".

    An act answers `{"ok": true, "object": {...}}`, or 4xx with `{"ok": false, "error": "..."}`.
    """
    return [
        Route(f"/ui/plisio/invoices/{{id}}/{name}", _door(books, act), methods=["POST"])
        for name, act in ACTS.items()
    ]


def view_of(books: PlisioBooks) -> dict[str, Any]:
    """Newest first; sums as text."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    return {
        "invoices": [shown(one) for one in books.every()],
        "balances": {coin: coin_text(held) for coin, held in books.held.items()},
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
        "settings": {"white_label": books.white_label, "retry_after_s": books.retry_after_s},
    }


def shown(invoice: Invoice) -> dict[str, Any]:
    amount, money = invoice.source or (coin_text(invoice.amount), invoice.coin)
    return {
        "id": invoice.id,
        "order_number": invoice.order_number,
        "order_name": invoice.order_name,
        "email": invoice.email,
        "amount_text": f"{amount} {money}",
        "received": coin_text(invoice.received),
        "status": invoice.status,
        "active_id": invoice.active_id,
        "expires_at": invoice.expires_at.isoformat(),
    }


def _share(given: dict[str, Any]) -> str:
    share = str(given.get("share", "1"))
    try:
        positive = Decimal(share) > 0
    except InvalidOperation:
        positive = False
    if not positive:
        raise invalid(share="A decimal above zero, as text")
    return share


def _door(books: PlisioBooks, act: Act) -> Endpoint:
    async def run(request: Request) -> Response:
        try:
            given = await request.json() if await request.body() else {}
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return JSONResponse({"ok": False, "error": "Send a JSON object."}, 400)
        try:
            item = act(books, request.path_params["id"], given)
        except PlisioError as error:
            return JSONResponse({"ok": False, "error": error.message}, error.status)
        return JSONResponse({"ok": True, "object": shown(item)})

    return run
