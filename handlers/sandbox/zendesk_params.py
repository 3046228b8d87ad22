"""What local Zendesk takes: wrapped bodies with known names, and query values."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from handlers.sandbox.zendesk_errors import bad_body, invalid

_COMMENT: Final = frozenset({"body", "html_body", "public", "author_id", "uploads"})
_SHARED: Final = frozenset(
    {"comment", "external_id", "priority", "status", "subject", "tags", "type", "requester_id"}
)
CREATE: Final = _SHARED | {"requester", "via_followup_source_id"}
UPDATE: Final = _SHARED | {"safe_update", "updated_stamp"}
_PRIORITIES: Final = frozenset({"urgent", "high", "normal", "low"})
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_ID: Final = 255


def json_of(raw: bytes, content_type: str) -> dict[str, Any]:
    """The JSON object; ZendeskError 400 for anything else."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_body("Send application/json")
    try:
        given = json.loads(raw)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise bad_body("Send a JSON object")
    return given


def ticket_of(given: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The wrapped ticket of a create or an update."""
    ticket = given.get("ticket")
    if not isinstance(ticket, dict) or set(given) != {"ticket"}:
        raise bad_body("The body is one ticket")
    if unknown := set(ticket) - known:
        raise bad_body(f"Unknown field {min(unknown)}")
    if "comment" in ticket or known == CREATE:
        _check_comment(ticket.get("comment"))
    if ticket.get("priority", "normal") not in _PRIORITIES:
        raise invalid("priority", "Priority: is invalid")
    if len(str(ticket.get("external_id", ""))) > LONGEST_ID:
        raise invalid("external_id", "External: is too long")
    _check_requester(ticket.get("requester"))
    return ticket


def _check_comment(given: Any) -> None:
    if not isinstance(given, dict) or set(given) - _COMMENT:
        raise bad_body("comment is an object with known fields")
    if not (given.get("body") or given.get("html_body")):
        raise invalid("comment", "Description: cannot be blank")
    if not isinstance(given.get("public", True), bool):
        raise bad_body("public is true or false")


def _check_requester(given: Any) -> None:
    if given is None:
        return
    if not isinstance(given, dict) or set(given) - {"name", "email", "locale_id"}:
        raise bad_body("requester is an object with name and email")
    if not _EMAIL.fullmatch(str(given.get("email", ""))):
        raise invalid("requester", "Requester: Email is invalid")


def page_of(items: list[Any], query: Mapping[str, str]) -> tuple[list[Any], dict[str, Any]]:
    """One cursor page; without `page[size]` all of it, as offset pages once were."""
    if "page[size]" not in query:
        return items, {"count": len(items), "next_page": None, "previous_page": None}
    size, begin = int(query["page[size]"]), int(query.get("page[after]", "0"))
    more = begin + size < len(items)
    meta = {"has_more": more, "after_cursor": str(begin + size) if more else None}
    return items[begin : begin + size], {"meta": meta, "links": {"next": None, "prev": None}}
