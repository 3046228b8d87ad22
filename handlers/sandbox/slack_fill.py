"""What Slack adds to what an app sends: ids where none were given, `emoji` and `verbatim` flags."""

import secrets
from typing import Any

INTERACTIVE_ENDINGS = ("_select", "_input", "picker")
INTERACTIVE = frozenset({"button", "overflow", "radio_buttons", "checkboxes"})


def filled(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks as Slack stores them; what came in is left alone."""
    return [_with_block_id(_deep(block)) for block in blocks]


def _with_block_id(block: dict[str, Any]) -> dict[str, Any]:
    return {**block, "block_id": block.get("block_id") or secrets.token_hex(3)}


def _deep(value: Any) -> Any:
    if isinstance(value, list):
        return [_deep(each) for each in value]
    if not isinstance(value, dict):
        return value
    return _defaults(value) | {name: _deep(each) for name, each in value.items()}


def _defaults(value: dict[str, Any]) -> dict[str, Any]:
    kind = value.get("type")
    if kind == "plain_text":
        return {"emoji": True}
    if kind == "mrkdwn":
        return {"verbatim": False}
    return {"action_id": secrets.token_hex(3)} if _interactive(kind) else {}


def _interactive(kind: object) -> bool:
    return isinstance(kind, str) and (kind in INTERACTIVE or kind.endswith(INTERACTIVE_ENDINGS))
