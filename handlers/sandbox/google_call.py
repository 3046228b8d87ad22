"""One request to local Google as its operations see it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.requests import Request

from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_errors import invalid
from handlers.sandbox.google_tokens import Token


@dataclass(frozen=True)
class Call:
    """A request with its body already read, from somebody with a good token."""

    request: Request
    body: bytes
    token: Token

    def part(self, name: str) -> str:
        """What stands in the path."""
        return str(self.request.path_params[name])

    def query(self, *known: str) -> dict[str, str]:
        """Known names, each once; GoogleError 400 for anything else."""
        pairs = self.request.query_params.multi_items()
        names = [name for name, _ in pairs]
        if len(names) != len(set(names)) or not set(names) <= {*known, "fields"}:
            raise invalid(f"Invalid JSON payload received. Unknown name in {sorted(names)}.")
        return dict(pairs)

    def json(self, *known: str) -> dict[str, Any]:
        """The JSON object of the body, with these fields at most."""
        if self.request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise invalid("Send application/json.")
        try:
            given = json.loads(self.body)
        except ValueError:
            given = None
        if not isinstance(given, dict) or not set(given) <= set(known):
            raise invalid("Invalid JSON payload received.")
        return given


Run: TypeAlias = Callable[[GoogleBooks, Call], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, `service` is whose faults they are."""

    service: str
    method: str
    path: str
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"
