"""What local Zendesk can be asked, by route."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from handlers.sandbox.zendesk_books import ZendeskBooks, ZendeskObject
from handlers.sandbox.zendesk_errors import ZendeskError, bad_body, missing
from handlers.sandbox.zendesk_params import CREATE, UPDATE, page_of, ticket_of

MOST_PER_PAGE: Final = 100


@dataclass(frozen=True)
class Call:
    """A request with its JSON already read."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    json: Mapping[str, Any]
    raw: bytes
    key: str | None


@dataclass(frozen=True)
class Answer:
    """A success."""

    body: Mapping[str, Any]
    status: int = 200
    headers: Mapping[str, str] | None = None


Run: TypeAlias = Callable[[ZendeskBooks, Call], Answer]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `PUT /tickets/{id}`; `scopes`: one is enough."""

    method: str
    path: str
    scopes: frozenset[str]
    run: Run

    @property
    def name(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v2')}"


def _tickets(books: ZendeskBooks, call: Call) -> Answer:
    _known(call, "external_id", "page[size]", "page[after]", "sort")
    wanted = call.query.get("external_id")
    found = books.carrying(wanted) if wanted is not None else list(books.tickets.values())
    page, more = page_of(found, call.query)
    return Answer({"tickets": page, **more})


def _create(books: ZendeskBooks, call: Call) -> Answer:
    """Under a key that is kept, the stored answer again."""
    kept = books.kept(call.key, call.raw) if call.key else None
    ticket = kept or books.add_ticket(ticket_of(call.json, CREATE))
    if call.key and kept is None:
        books.keep(call.key, call.raw, dict(ticket))
    headers = {"Location": ticket["url"], "x-idempotency-lookup": "hit" if kept else "miss"}
    return Answer({"ticket": ticket}, 201, headers)


def _ticket(books: ZendeskBooks, call: Call) -> Answer:
    return Answer({"ticket": books.ticket(call.ids["id"])})


def _update(books: ZendeskBooks, call: Call) -> Answer:
    ticket, given = books.ticket(call.ids["id"]), ticket_of(call.json, UPDATE)
    if given.get("safe_update") and given.get("updated_stamp") != ticket["updated_at"]:
        raise ZendeskError(409, "UpdateConflict", "Safe Update prevented the update")
    audit: ZendeskObject = {"id": None, "ticket_id": ticket["id"], "events": []}
    if "comment" in given:
        audit["id"] = books.comment(ticket, given["comment"])
        made = books.comments[ticket["id"]][-1]
        audit["events"] = [{"id": made["id"], "type": "Comment", "body": made["body"]}]
    named = ("priority", "status", "subject", "tags", "type", "external_id")
    ticket |= {name: given[name] for name in named if name in given}
    return Answer({"ticket": ticket, "audit": audit})


def _comments(books: ZendeskBooks, call: Call) -> Answer:
    _known(call, "page[size]", "page[after]", "sort", "include")
    ticket = books.ticket(call.ids["id"])
    newest_first = call.query.get("sort") == "-created_at"
    found = books.comments[ticket["id"]]
    page, more = page_of(found[::-1] if newest_first else list(found), call.query)
    return Answer({"comments": page, **more})


def _users(books: ZendeskBooks, call: Call) -> Answer:
    _known(call, "query", "external_id")
    asked = re.fullmatch(r'email:"?([^"\s]+)"?', call.query.get("query", ""))
    found = books.searched(asked.group(1)) if asked else None
    return Answer({"users": [found] if found else [], "count": int(bool(found))})


def _token(books: ZendeskBooks, call: Call) -> Answer:
    """https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/."""
    given = call.json
    if set(given) - {"grant_type", "client_id", "client_secret", "scope", "expires_in"}:
        raise bad_body("Unknown field")
    if given.get("grant_type") != "client_credentials":
        raise ZendeskError(400, "unsupported_grant_type", "Only client credentials here")
    if (given.get("client_id"), given.get("client_secret")) != (
        books.client_id,
        books.client_secret,
    ):
        raise ZendeskError(401, "invalid_client", "Client authentication failed")
    scope = given.get("scope")
    if isinstance(scope, str):  # a list makes a token that is turned away everywhere
        books.scopes = frozenset(scope.split())
    token = {"access_token": books.new_token(), "token_type": "bearer", "expires_in": 1800}
    return Answer({**token, "scope": scope}, 201)


def _known(call: Call, *names: str) -> None:
    if unknown := set(call.query) - set(names):
        raise bad_body(f"Unknown parameter {min(unknown)}")
    size = call.query.get("page[size]", "1")
    if not size.isdigit() or not 1 <= int(size) <= MOST_PER_PAGE:
        raise bad_body("page[size] is 1 to 100")


def no_such_address(_books: ZendeskBooks, _call: Call) -> Answer:
    raise missing()


_READ: Final = frozenset({"read", "tickets:read"})
_WRITE: Final = frozenset({"write", "tickets:write"})
_ANYBODY: Final[frozenset[str]] = frozenset()
TOKENS: Final = Operation("POST", "/oauth/tokens", _ANYBODY, _token)
OPERATIONS: Final = (
    TOKENS,
    Operation("GET", "/api/v2/tickets", _READ, _tickets),
    Operation("POST", "/api/v2/tickets", _WRITE, _create),
    Operation("GET", "/api/v2/tickets/{id}", _READ, _ticket),
    Operation("PUT", "/api/v2/tickets/{id}", _WRITE, _update),
    Operation("GET", "/api/v2/tickets/{id}/comments", _READ, _comments),
    Operation("GET", "/api/v2/users/search", frozenset({"read", "users:read"}), _users),
)
