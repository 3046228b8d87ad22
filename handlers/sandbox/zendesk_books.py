"""`ZendeskBooks`: the whole local account, its tokens and keys, and what was asked of it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from handlers.sandbox.zendesk_errors import ZendeskError, invalid, missing

Clock: TypeAlias = Callable[[], datetime]
ZendeskObject: TypeAlias = dict[str, Any]

TOKEN_LIFE: Final = timedelta(minutes=30)
KEY_LIFE: Final = timedelta(hours=2)
AGENT: Final = 76_872
FIRST_TICKET: Final = 35_401


@dataclass
class RecordedRequest:
    """One request as it came; neither `Authorization` nor what a token was asked with is kept."""

    at: datetime
    method: str
    path: str
    query: str
    body: str
    idempotency_key: str | None = None
    status: int | None = None


@dataclass(frozen=True)
class Mail:
    """What a public comment sends to the ticket's requester."""

    at: datetime
    to: str
    ticket_id: int
    text: str


@dataclass(frozen=True)
class _Kept:
    """The answer that stands under an idempotency key."""

    body: bytes
    answer: ZendeskObject
    until: datetime


@dataclass
class ZendeskBooks:
    """One account. `fill` puts the seed data in, at the start and after `reset`.

    `now` gives aware UTC datetimes. A token lasts half an hour, an idempotency key two hours, for
    creates alone: an update that is sent twice happens twice. `retry_after_s` goes with a 429. New
    users reach the search after `search_lag_s` only.
    """

    client_id: str
    client_secret: str
    now: Clock
    fill: Callable[["ZendeskBooks"], None] | None = None
    retry_after_s: int | None = 1
    search_lag_s: float = 0.0
    scopes: frozenset[str] = frozenset({"read", "tickets:write"})
    tickets: dict[int, ZendeskObject] = field(default_factory=dict)
    comments: dict[int, list[ZendeskObject]] = field(default_factory=dict)
    users: dict[int, ZendeskObject] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    requests: list[RecordedRequest] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.client_secret.startswith("local-"):
            raise ValueError("Local Zendesk takes an invented secret only (local-...).")
        self.reset()

    def reset(self) -> None:
        """Forget everything but the seed data."""
        for kept in (self.tickets, self.comments, self.users, self.tokens):
            kept.clear()
        self.requests.clear()
        self.mails.clear()
        self._keys: dict[str, _Kept] = {}
        self._numbers = itertools.count(FIRST_TICKET)
        if self.fill is not None:
            self.fill(self)
        self.mails.clear()

    # --- tokens and keys ---

    def new_token(self) -> str:
        token = f"local-token-{next(self._numbers)}"
        self.tokens[token] = self.now() + TOKEN_LIFE
        return token

    def knows(self, token: str) -> bool:
        until = self.tokens.get(token)
        return until is not None and self.now() < until

    def kept(self, key: str, body: bytes) -> ZendeskObject | None:
        """The stored answer; ZendeskError 400 when the key came with another body."""
        found = self._keys.get(key)
        if found is None or self.now() >= found.until:
            return None
        if found.body != body:
            raise ZendeskError(
                400, "IdempotentRequestError", "The key was used with another request"
            )
        return found.answer

    def keep(self, key: str, body: bytes, answer: ZendeskObject) -> None:
        self._keys[key] = _Kept(body, answer, self.now() + KEY_LIFE)

    # --- reading ---

    def ticket(self, number: str) -> ZendeskObject:
        """One ticket, or ZendeskError 404."""
        found = self.tickets.get(int(number)) if number.isdigit() else None
        if found is None:
            raise missing()
        return found

    def carrying(self, external_id: str) -> list[ZendeskObject]:
        """Tickets with this external id; it is not unique, and the order says nothing."""
        return [one for one in self.tickets.values() if one["external_id"] == external_id]

    def user(self, email: str) -> ZendeskObject | None:
        wanted = email.casefold()
        return next((one for one in self.users.values() if one["email"].casefold() == wanted), None)

    def searched(self, email: str) -> ZendeskObject | None:
        """What the search knows of it by now."""
        found, known = self.user(email), self.now() - timedelta(seconds=self.search_lag_s)
        return found if found and found["created_at"] <= instant(known) else None

    # --- writing ---

    def add_user(self, name: str, email: str) -> ZendeskObject:
        number = 20_978_000 + next(self._numbers)
        self.users[number] = {
            "id": number, "name": name, "email": email, "role": "end-user",
            "created_at": instant(self.now()), "updated_at": instant(self.now()),
        }  # fmt: skip
        return self.users[number]

    def add_ticket(self, given: Mapping[str, Any]) -> ZendeskObject:
        """Open a ticket; an unknown requester becomes a new end user."""
        number = next(self._numbers)
        source = given.get("via_followup_source_id")
        if source is not None and self.ticket(str(source))["status"] != "closed":
            raise invalid("base", "The source of a follow-up must be closed")
        ticket = _ticket(number, given, self._requester(given), instant(self.now()))
        self.tickets[number] = ticket
        self.comments[number] = []
        self.comment(ticket, given["comment"])
        return ticket

    def _requester(self, given: Mapping[str, Any]) -> int:
        named = given.get("requester")
        if named is None:
            return int(given.get("requester_id", AGENT))
        found = self.user(named["email"])
        return int((found or self.add_user(named.get("name", ""), named["email"]))["id"])

    def comment(self, ticket: ZendeskObject, given: Mapping[str, Any]) -> int:
        """Add a comment; the number of its audit. Public unless said otherwise, and then mailed."""
        if ticket["status"] == "closed":
            raise invalid("status", "Status: closed prevents ticket update")
        public = given.get("public", True)
        audit, text = next(self._numbers), str(given.get("body") or given.get("html_body"))
        made = {
            "id": next(self._numbers), "type": "Comment", "author_id": AGENT, "audit_id": audit,
            "body": text, "plain_body": text, "html_body": f"<p>{text}</p>", "public": public,
            "created_at": instant(self.now()), "attachments": [],
        }  # fmt: skip
        self.comments[ticket["id"]].append(made)
        ticket["updated_at"] = instant(self.now())
        requester = self.users.get(ticket["requester_id"])
        if public and requester:
            self.mails.append(Mail(self.now(), requester["email"], ticket["id"], text))
        return audit


def _ticket(number: int, given: Mapping[str, Any], requester_id: int, at: str) -> ZendeskObject:
    comment = given["comment"]
    return {
        "id": number,
        "url": f"https://quillhaven.zendesk.com/api/v2/tickets/{number}.json",
        "external_id": given.get("external_id"),
        "type": given.get("type"),
        "subject": given.get("subject"),
        "raw_subject": given.get("subject"),
        "description": comment.get("body") or comment.get("html_body"),
        "priority": given.get("priority"),
        "status": given.get("status", "new"),
        "recipient": None,
        "requester_id": requester_id,
        "submitter_id": AGENT,
        "assignee_id": None,
        "group_id": None,
        "tags": given.get("tags", []),
        "custom_fields": [],
        "is_public": comment.get("public", True),
        "created_at": at,
        "updated_at": at,
    }


def instant(moment: datetime) -> str:
    """`2026-11-20T10:15:00Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
