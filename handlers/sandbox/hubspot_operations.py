"""What local HubSpot can be asked, by route; bodies are checked as strictly as HubSpot does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from handlers.sandbox.hubspot_books import SINGULAR, CrmObject, HubSpotBooks
from handlers.sandbox.hubspot_errors import HubSpotError, invalid, missing
from handlers.sandbox.hubspot_search import search, shown

VERSION: Final = "2026-03"
LONGEST_BODY: Final = 65_536
PAGE: Final = 500
TYPES: Final = {
    ("notes", 202): "contacts",
    ("notes", 190): "companies",
    ("notes", 214): "deals",
    ("tasks", 204): "contacts",
    ("tasks", 192): "companies",
    ("tasks", 216): "deals",
}
"""The number says the direction: one that is meant for another object is refused."""
_KNOWN: Final = {
    "notes": {"hs_timestamp", "hs_note_body", "hubspot_owner_id", "hs_attachment_ids"},
    "tasks": {
        "hs_timestamp",
        "hs_task_subject",
        "hs_task_body",
        "hubspot_owner_id",
        "hs_task_status",
        "hs_task_priority",
        "hs_task_type",
        "hs_task_reminders",
    },
}
_WORDS: Final = {
    "hs_task_status": {"NOT_STARTED", "COMPLETED"},
    "hs_task_priority": {"LOW", "MEDIUM", "HIGH"},
    "hs_task_type": {"EMAIL", "CALL", "TODO"},
}
_MOMENT: Final = re.compile(r"[0-9]{13}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")


@dataclass(frozen=True)
class Call:
    """A request with its JSON already read."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]


Run: TypeAlias = Callable[[HubSpotBooks, Call], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`name` is what faults are aimed at, such as `POST /notes`; `scope` what it needs."""

    method: str
    path: str
    name: str
    scope: str
    run: Run
    status: int = 200


def _read(kind: str) -> Run:
    def run(books: HubSpotBooks, call: Call) -> CrmObject:
        _known(call, "properties", "associations", "archived", "idProperty")
        item = books.get(kind, call.ids["id"], call.query.get("idProperty"))
        answer = shown(item, _names(call.query.get("properties")))
        wanted = _names(call.query.get("associations"))
        ties = {to: _references(books, kind, item["id"], to) for to in wanted}
        filled = {to: {"results": found} for to, found in ties.items() if found}
        return {**answer, **({"associations": filled} if filled else {})}

    return run


def _references(books: HubSpotBooks, kind: str, record_id: str, to: str) -> list[dict[str, str]]:
    if to not in SINGULAR:
        raise invalid(f"{to} is no kind of object", "associations")
    word = f"{SINGULAR[kind]}_to_{SINGULAR[to]}"
    return [{"id": one, "type": word} for one in books.tied(kind, record_id, to)]


def _search(kind: str) -> Run:
    return lambda books, call: search(books, kind, call.body)


def _create(kind: str) -> Run:
    def run(books: HubSpotBooks, call: Call) -> CrmObject:
        if set(call.body) - {"properties", "associations"}:
            raise invalid("only properties and associations")
        properties = _checked(kind, call.body.get("properties"))
        ties = [_tie(books, kind, one) for one in call.body.get("associations", [])]
        made = books.add(kind, properties)
        for to_kind, to_id in ties:
            books.tie(kind, made["id"], to_kind, to_id)
        return made

    return run


def _checked(kind: str, given: Any) -> dict[str, str | None]:
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise invalid("properties are texts", "properties")
    if unknown := set(given) - _KNOWN[kind]:
        raise invalid(f'Property "{min(unknown)}" does not exist', "properties")
    if not _MOMENT.fullmatch(given.get("hs_timestamp", "")):
        raise invalid("hs_timestamp is required", "hs_timestamp")
    for name, value in given.items():
        if name in _WORDS and value not in _WORDS[name]:
            raise invalid(f"{value} is no option of {name}", name)
        if len(value) > LONGEST_BODY:
            raise invalid("too long", name)
    return dict(given)


def _tie(books: HubSpotBooks, kind: str, given: Any) -> tuple[str, str]:
    try:
        to_id, [type_] = given["to"]["id"], given["types"]
        category, number = type_["associationCategory"], type_["associationTypeId"]
    except (KeyError, TypeError, ValueError):
        raise invalid("an association names to.id and one type", "associations") from None
    to_kind = TYPES.get((kind, number))
    if category != "HUBSPOT_DEFINED" or to_kind is None or not isinstance(to_id, str):
        raise invalid(f"{number} is no association type of {kind}", "associations")
    if to_id not in books.objects[to_kind]:
        raise missing(SINGULAR[to_kind])
    return to_kind, to_id


def _associated(books: HubSpotBooks, call: Call) -> dict[str, Any]:
    _known(call, "limit", "after")
    kind, to = call.ids["kind"], call.ids["to"]
    if kind not in SINGULAR or to not in SINGULAR:
        raise missing("object type")
    books.get(kind, call.ids["id"])
    begin, limit = int(call.query.get("after", "0")), int(call.query.get("limit", PAGE))
    found = books.tied(kind, call.ids["id"], to)
    types = [{"category": "HUBSPOT_DEFINED", "typeId": 201, "label": None}]
    page = [{"toObjectId": one, "associationTypes": types} for one in found[begin : begin + limit]]
    more = {"paging": {"next": {"after": str(begin + limit)}}} if begin + limit < len(found) else {}
    return {"results": page, **more}


def _owner(books: HubSpotBooks, call: Call) -> CrmObject:
    _known(call, "idProperty", "archived")
    return books.owner(call.ids["id"], call.query.get("idProperty", "id"))


def _owners(books: HubSpotBooks, call: Call) -> dict[str, Any]:
    _known(call, "email", "limit", "after", "archived")
    wanted = call.query.get("email", "").casefold()
    found = [one for one in books.owners.values() if not one["archived"]]
    return {"results": [one for one in found if not wanted or one["email"].casefold() == wanted]}


def _known(call: Call, *names: str) -> None:
    if unknown := set(call.query) - set(names):
        raise invalid(f"unknown parameter {min(unknown)}", "query")


def _names(text: str | None) -> list[str]:
    return [name for name in (text or "").split(",") if name]


def no_such_address(_books: HubSpotBooks, _call: Call) -> Mapping[str, Any]:
    raise HubSpotError(404, "resource not found", "OBJECT_NOT_FOUND")


def _operations() -> tuple[Operation, ...]:
    base, found = f"/crm/objects/{VERSION}", list[Operation]()
    for kind in ("notes", "tasks"):
        write = "crm.objects.contacts.write"
        found.append(
            Operation("POST", f"{base}/{kind}", f"POST /{kind}", write, _create(kind), status=201)
        )
    for kind in SINGULAR:
        scope = f"crm.objects.{kind if kind in {'companies', 'deals'} else 'contacts'}.read"
        path = f"{base}/{kind}"
        found += [
            Operation("POST", f"{path}/search", f"POST /{kind}/search", scope, _search(kind)),
            Operation("GET", f"{path}/{{id}}", f"GET /{kind}/{{id}}", scope, _read(kind)),
        ]
    return tuple(found)


_READS: Final = "crm.objects.contacts.read"
_OWNERS: Final = "crm.objects.owners.read"
OPERATIONS: Final = (
    *_operations(),
    Operation(
        "GET",
        f"/crm/objects/{VERSION}/{{kind}}/{{id}}/associations/{{to}}",
        "GET associations",
        _READS,
        _associated,
    ),
    Operation("GET", f"/crm/owners/{VERSION}", "GET /owners", _OWNERS, _owners),
    Operation("GET", f"/crm/owners/{VERSION}/{{id}}", "GET /owners/{id}", _OWNERS, _owner),
)
