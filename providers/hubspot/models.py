"""HubSpot's objects as far as they are read: unknown fields are tolerated, needed ones required."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Wire(BaseModel):
    """What came over the wire; https://developers.hubspot.com/docs/api-reference/overview."""

    model_config = ConfigDict(frozen=True, extra="ignore")


W = TypeVar("W", bound=Wire)

Id = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
"""Ids are text; in answers that list associations numbers were seen as well."""


class Next(Wire):
    after: str


class Paging(Wire):
    next: Next | None = None


class Page(Wire, Generic[W]):
    results: list[W]
    paging: Paging | None = None

    @property
    def after(self) -> str | None:
        """Where the next page begins; None: this was the last."""
        return self.paging.next.after if self.paging and self.paging.next else None


class Reference(Wire):
    id: Id


class References(Wire):
    results: list[Reference] = Field(default_factory=list)


class CrmObject(Wire):
    """A contact, company, deal, note or task. Every property is text or null."""

    id: Id
    properties: dict[str, str | None]
    created_at: datetime = Field(alias="createdAt")
    archived: bool = False
    associations: dict[str, References] = Field(default_factory=dict)

    def text(self, name: str) -> str:
        """A property, empty where it is not set."""
        return (self.properties.get(name) or "").strip()

    def associated(self, kind: str) -> list[str]:
        """The ids of associated objects that came with it, each once."""
        found = self.associations.get(kind)
        return list(dict.fromkeys(one.id for one in found.results)) if found else []


class Associated(Wire):
    """One line of an association list."""

    id: Id = Field(alias="toObjectId")


class Owner(Wire):
    """A person or a queue. `id` is what records name; it is not the user's own number."""

    id: Id
    type: str
    email: str | None = None
    first_name: str | None = Field(default=None, alias="firstName")
    last_name: str | None = Field(default=None, alias="lastName")
    archived: bool = False

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)
