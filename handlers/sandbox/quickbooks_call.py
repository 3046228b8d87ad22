"""One request to local QuickBooks as its operations see it, and what they answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.requests import Request

from handlers.sandbox.quickbooks_books import QuickBooksBooks, Thing
from handlers.sandbox.quickbooks_errors import invalid


@dataclass(frozen=True)
class Call:
    """A request with its body already read."""

    request: Request
    body: bytes

    def part(self, name: str = "id") -> str:
        """What stands in the path."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str | None:
        return self.request.query_params.get(name)

    def sent(self, *, required: frozenset[str], optional: frozenset[str]) -> dict[str, Any]:
        """The JSON body: these fields and no others."""
        kind = self.request.headers.get("content-type", "").partition(";")[0]
        if kind != "application/json":
            raise invalid("2010", "The content type must be application/json")
        given = self._object()
        if unknown := given.keys() - required - optional:
            raise invalid("2010", f"Request has invalid or unsupported property {min(unknown)}")
        if absent := required - given.keys():
            raise invalid("2020", f"Required parameter {min(absent)} is missing in the request")
        return given

    def _object(self) -> dict[str, Any]:
        try:
            given = json.loads(self.body)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise invalid("2010", "The body must be a JSON object")
        return given


Answer: TypeAlias = Thing | bytes
"""An envelope without its time, or a PDF."""
Run: TypeAlias = Callable[[QuickBooksBooks, Call], Answer]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /creditmemo`."""

    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def reference(value: object) -> str:
    """The number in a `Ref`; QuickBooksError 2500 for anything that is none."""
    number = value.get("value") if isinstance(value, dict) else None
    if not isinstance(number, str) or not number:
        raise invalid("2500", "Invalid Reference Id")
    return number
