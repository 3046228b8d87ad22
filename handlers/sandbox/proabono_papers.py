"""What local ProAbono's links to documents open: a small PDF, for whoever holds the link."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.sandbox.proabono_books import ProAbonoBooks
from handlers.sandbox.proabono_errors import ProAbonoError

PATH: Final = "/portal-inv-pdf/local{id:int}"


def proabono_paper_route(books: ProAbonoBooks) -> Route:
    """The path of the links, at this machine instead of the portal's host."""

    async def answer(request: Request) -> Response:
        if "authorization" in request.headers:
            return Response("This link takes no key.", 400)
        try:
            found = books.invoice(int(request.path_params["id"]))
        except ProAbonoError:
            return Response("Not found", 404)
        said = f"{found['FullNumber']} {found['AmountTotal']} {found['Currency']}"
        return Response(f"%PDF-1.4\n% {said}\n%%EOF\n".encode(), media_type="application/pdf")

    return Route(PATH, answer)
