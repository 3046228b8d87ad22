"""Arguments of a Web API call, however they came: query, form or JSON; GET or POST."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from handlers.sandbox.slack_errors import SlackError

Item = TypeVar("Item")

_AS_JSON = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
}
"""Arguments that are JSON text inside a form or query, and the error when they are not."""
_FORM = "application/x-www-form-urlencoded"
_TRUE = frozenset({"1", "true", "True"})


@dataclass(frozen=True, slots=True)
class Args:
    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def needed(self, name: str, error: str = "invalid_arguments") -> str:
        value = self.text(name)
        if value is None:
            raise SlackError(error, messages=[f"missing required field: {name}"])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name)
        return default if value is None else value is True or str(value) in _TRUE

    def whole(self, name: str, default: int) -> int:
        """A count of at least 1; raises `invalid_limit`."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isdecimal() or int(value) < 1:
            raise SlackError("invalid_limit")
        return int(value)

    def json(self, name: str) -> Any:
        """A structured argument, given as JSON or as JSON text; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise SlackError(_AS_JSON.get(name, "invalid_arguments")) from wrong

    def page(self, items: Sequence[Item], default: int) -> tuple[list[Item], str]:
        """One page and the cursor of the next, empty at the end; raises `invalid_cursor`."""
        start = _offset(self.text("cursor"))
        end = start + min(self.whole("limit", default), 1000)
        return list(items[start:end]), _cursor(end) if end < len(items) else ""


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as wrong:
        raise SlackError("invalid_cursor") from wrong


def parse_args(query: str, content_type: str, body: bytes) -> dict[str, Any]:
    """Query first, then the body; raises Slack's own errors for bodies that cannot be read."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return values
    if kind == "application/json":
        return values | _json_body(body)
    if kind in {_FORM, "text/plain"}:
        return values | dict(parse_qsl(_text(body), keep_blank_values=True))
    raise SlackError("missing_post_type" if not kind else "invalid_post_type")


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as wrong:
        raise SlackError("invalid_charset") from wrong


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(_text(body))
    except ValueError as wrong:
        raise SlackError("invalid_json") from wrong
    if not isinstance(values, dict):
        raise SlackError("json_not_object")
    return values
