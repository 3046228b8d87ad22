"""One request to local Paystack as its operations see it, and the envelopes they answer with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.requests import Request

from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_errors import invalid
from handlers.sandbox.paystack_params import Fields, body_of, page_of, query_of
from handlers.sandbox.paystack_shapes import PaystackObject

NONE: Fields = {}


@dataclass(frozen=True)
class Call:
    """A request with its body already read."""

    request: Request
    body: bytes

    def part(self, name: str) -> str:
        """What stands in the path."""
        return str(self.request.path_params[name])

    def number(self, name: str = "id") -> int:
        """The id in the path."""
        if not self.part(name).isdigit():
            raise invalid("The id must be a number")
        return int(self.part(name))

    def query(self, *known: str) -> dict[str, str]:
        return query_of(self.request.query_params, frozenset(known))

    def fields(self, *, required: Fields = NONE, optional: Fields = NONE) -> dict[str, Any]:
        """The JSON body: these fields and no others."""
        content_type = self.request.headers.get("content-type", "")
        return body_of(self.body, content_type, required=required, optional=optional)


Run: TypeAlias = Callable[[PaystackBooks, Call], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /refund`."""

    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def done(message: str) -> dict[str, Any]:
    """An answer without data."""
    return {"status": True, "message": message}


def said(message: str, data: Any, **more: Any) -> dict[str, Any]:
    return {**done(message), "data": data, **more}


def listed(message: str, items: list[PaystackObject], query: Mapping[str, str]) -> dict[str, Any]:
    data, meta = page_of(items, query)
    return said(message, data, meta=meta)


def narrowed(
    items: list[PaystackObject], query: Mapping[str, str], *names: str
) -> list[PaystackObject]:
    """Those whose fields are what the query names, compared as text."""
    wanted = [(name, query[name]) for name in names if name in query]
    return [one for one in items if all(str(one[name]) == value for name, value in wanted)]
