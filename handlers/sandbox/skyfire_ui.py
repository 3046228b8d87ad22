"""The local agent for the page and the tests: its state as JSON, and what fills its wallet."""

from dataclasses import asdict
from decimal import InvalidOperation
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.skyfire_books import SkyfireBooks

SHOWN_REQUESTS: Final = 60


def skyfire_ui_routes(books: SkyfireBooks) -> list[Route]:
    """`POST /ui/skyfire/wallet` with `available` as decimal text."""

    async def fill(request: Request) -> Response:
        try:
            books.set_available(str((await request.json())["available"]))
        except (ValueError, KeyError, TypeError, InvalidOperation):
            return JSONResponse({"ok": False, "error": "available is decimal text"}, 400)
        return JSONResponse({"ok": True})

    return [Route("/ui/skyfire/wallet", fill, methods=["POST"])]


def view_of(books: SkyfireBooks) -> dict[str, Any]:
    """Newest first; no token, only what each says of itself."""
    requests = books.requests[: -SHOWN_REQUESTS - 1 : -1]
    return {
        "wallet": {name: f"{amount:f}" for name, amount in books.wallet.items()},
        "tokens": list(books.tokens.values())[::-1],
        "handed_over": [
            asdict(one) | {"at": one.at.isoformat()} for one in reversed(books.handed_over)
        ],
        "requests": [asdict(one) | {"at": one.at.isoformat()} for one in requests],
    }
