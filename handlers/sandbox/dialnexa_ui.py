"""Doors for the page and the tests: what becomes of the calls in local DialNexa's books."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox.dialnexa_books import DialNexaBooks
from handlers.sandbox.slack_ui import Endpoint


def dialnexa_ui_routes(books: DialNexaBooks) -> list[Route]:
    """`GET /ui/dialnexa/state`; `POST /ui/dialnexa/calls/{id}/analyse` makes an analysis appear."""
    return [
        Route("/ui/dialnexa/state", _state(books), methods=["GET"]),
        Route("/ui/dialnexa/calls/{id}/analyse", _analyse(books), methods=["POST"]),
    ]


def _state(books: DialNexaBooks) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(books.view())

    return answer


def _analyse(books: DialNexaBooks) -> Endpoint:
    async def answer(request: Request) -> Response:
        found = books.analyse(str(request.path_params["id"]))
        if found is None:
            return JSONResponse({"ok": False, "error": "no_such_call"}, 404)
        return JSONResponse({"ok": True, "object": found})

    return answer
