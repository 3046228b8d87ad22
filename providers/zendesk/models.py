"""Zendesk's objects as far as they are read: unknown fields are tolerated, needed ones required.

Many fields are null in practice although the vendor's description does not say so.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """What came over the wire; https://developer.zendesk.com/api-reference/ticketing/."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Token(Wire):
    access_token: str = Field(repr=False, min_length=1)
    expires_in: int | None = None


class Ticket(Wire):
    id: int
    status: str = "open"
    subject: str | None = None
    external_id: str | None = None
    priority: str | None = None
    requester_id: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """A closed ticket takes no update any more; a solved one does."""
        return self.status == "closed"


class Audit(Wire):
    id: int


class TicketAnswer(Wire):
    """One ticket; an update says which audit it made."""

    ticket: Ticket
    audit: Audit | None = None


class Cursor(Wire):
    has_more: bool = False
    after_cursor: str | None = None


class Page(Wire):
    meta: Cursor | None = None
    next_page: str | None = None  # of pages by number, which are not asked for

    @property
    def after(self) -> str | None:
        """Where the next page begins; None: nothing says where."""
        return self.meta.after_cursor if self.meta and self.meta.has_more else None

    @property
    def is_last(self) -> bool:
        return not (self.meta.has_more if self.meta else self.next_page)


class Tickets(Page):
    tickets: list[Ticket]


class Comment(Wire):
    id: int
    body: str | None = None
    plain_body: str | None = None
    public: bool | None = None
    audit_id: int | None = None
    created_at: datetime

    @property
    def text(self) -> str:
        return f"{self.body or ''} {self.plain_body or ''}"


class Comments(Page):
    comments: list[Comment]


class User(Wire):
    id: int
    email: str | None = None


class Users(Wire):
    users: list[User]
