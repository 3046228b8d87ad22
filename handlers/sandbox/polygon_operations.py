"""What local Polygon.io answers: ticker events, two families of filings, and files."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from starlette.requests import Request

from handlers.sandbox.polygon_books import HOST, PolygonBooks, PolygonObject
from handlers.sandbox.polygon_errors import failed, no_such_page, none_of_it

INDEX: Final = "/stocks/filings/vX/index"
OLDER: Final = "/v1/reference/sec/filings"
FORMS: Final = frozenset({"10-K", "10-Q"})

Run: TypeAlias = Callable[[PolygonBooks, Request], dict[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `GET /stocks/filings/vX/index`."""

    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"GET {self.path}"


def _answered(results: Any, **more: Any) -> dict[str, Any]:
    return {"status": "OK", "request_id": "local", "results": results, **more}


def _query(request: Request) -> dict[str, str]:
    """What is asked; a cursor stands for all of it."""
    given = {name: value for name, value in request.query_params.items() if name != "apiKey"}
    if "cursor" not in given:
        return given
    try:
        kept = json.loads(base64.urlsafe_b64decode(given["cursor"]))
    except ValueError:
        raise failed(400, "cursor is not one of ours") from None
    return {str(name): str(value) for name, value in kept.items()}


def _page(
    request: Request, items: list[PolygonObject], usual: int, query: Mapping[str, str]
) -> dict[str, Any]:
    """One page; `next_url` names the newer host and holds no key. Nothing leaves results out."""
    limit, start = query.get("limit", str(usual)), int(query.get("start", 0))
    if not limit.isdigit() or not 1 <= int(limit) <= max(1000, usual):
        raise failed(400, "limit must be a number that is allowed")
    shown = items[start : start + int(limit)]
    if not shown:
        return {"status": "OK", "request_id": "local"}
    rest = start + len(shown)
    if rest >= len(items):
        return _answered(shown, count=len(shown))
    kept = json.dumps({**query, "start": rest}).encode()
    cursor = urlencode({"cursor": base64.urlsafe_b64encode(kept).decode()})
    path = request.url.path.partition("/polygon")[2] or request.url.path
    return _answered(shown, count=len(shown), next_url=f"{HOST}{path}?{cursor}")


def _events(books: PolygonBooks, request: Request) -> dict[str, Any]:
    """By the symbol that somebody has today, in capitals; a delisted one is not known."""
    found = books.companies.get(str(request.path_params["id"]))
    if found is None or not found["events"]:
        raise none_of_it("No events found for given ID")
    return _answered(found)


def _index(books: PolygonBooks, request: Request) -> dict[str, Any]:
    query = _query(request)
    wanted = {name: query[name] for name in ("ticker", "cik", "form_type") if name in query}
    found = [
        _indexed(one)
        for one in books.filings
        if all(_indexed(one)[name] == value for name, value in wanted.items())
    ]
    newest = sorted(found, key=lambda one: one["filing_date"], reverse=True)
    return _page(request, newest, 1000, query)


def _indexed(filing: PolygonObject) -> PolygonObject:
    company = filing["entities"][0]["company_data"]
    day = filing["filing_date"]
    return {
        "accession_number": filing["accession_number"],
        "cik": company["cik"],
        "ticker": company.get("ticker"),
        "issuer_name": company["name"],
        "form_type": filing["type"],
        "filing_date": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "filing_url": filing["source_url"],
    }


def _older(books: PolygonBooks, request: Request) -> dict[str, Any]:
    """A plain `ticker` is taken and ignored; so is what else is not known."""
    if not books.older_family:
        raise no_such_page()
    query = _query(request)
    ticker = query.get("entities.company_data.ticker")
    found = [
        one
        for one in books.filings
        if one["type"] in FORMS
        and ticker in {None, one["entities"][0]["company_data"].get("ticker")}
    ]
    newest = sorted(found, key=lambda one: one["filing_date"], reverse=True)
    return _page(request, newest, 10, query)


def _files(books: PolygonBooks, request: Request) -> dict[str, Any]:
    if not books.older_family:
        raise no_such_page()
    found = books.files.get(str(request.path_params["filing_id"]))
    if found is None:
        raise none_of_it("Not found")
    return _page(request, found, 10, _query(request))


def no_such_address(_books: PolygonBooks, _request: Request) -> dict[str, Any]:
    raise no_such_page()


OPERATIONS: Final = (
    Operation("/vX/reference/tickers/{id}/events", _events),
    Operation(INDEX, _index),
    Operation(OLDER, _older),
    Operation(OLDER + "/{filing_id}/files", _files),
)
