"""What local Stripe's links to documents open: a small PDF, for whoever holds the link."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.sandbox.slack_ui import Endpoint
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_errors import StripeError
from handlers.sandbox.stripe_store import StripeObject

_PAPERS: Final = {
    "/i/EXAMPLE/{id}/pdf": "invoice",
    "/credit_notes/EXAMPLE/{id}/pdf": "credit_note",
}


def stripe_paper_routes(books: StripeBooks) -> list[Route]:
    """The paths of `invoice_pdf` and `pdf`, at this machine instead of Stripe's hosts."""
    return [Route(path, _door(books, kind)) for path, kind in _PAPERS.items()]


def _door(books: StripeBooks, kind: str) -> Endpoint:
    async def answer(request: Request) -> Response:
        if "authorization" in request.headers:
            return Response("This link takes no key.", 400)
        try:
            found = books.get(kind, request.path_params["id"])
        except StripeError:
            return Response("Not found", 404)
        return Response(pdf_of(found), media_type="application/pdf")

    return answer


def pdf_of(about: StripeObject) -> bytes:
    """One page with one line."""
    said = f"{about['object']} {about['number']} {about['total']} {about['currency']}"
    return f"%PDF-1.4\n% {said}\n%%EOF\n".encode()
