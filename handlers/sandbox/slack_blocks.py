"""The blocks of Block Kit and their limits; the safe core, newer ones are refused.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator
from typing import Any

from handlers.sandbox.slack_checks import (
    ID_LIMIT,
    Check,
    Fields,
    Problems,
    also,
    array,
    boolean,
    by_type,
    choice,
    complain,
    kind,
    number,
    plain,
    record,
    rich,
    string,
)
from handlers.sandbox.slack_elements import BIG, ELEMENTS, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
_BLOCK_ID: Fields = {"block_id": string(ID_LIMIT)}
_LONG = 40_000


def _text_or_fields(value: Any, pointer: str, problems: Problems) -> None:
    if "text" not in value and "fields" not in value:
        complain(problems, "missing required field: text", pointer)


def _unique_action_ids(value: Any, pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, element in enumerate(value["elements"]):
        action_id = element.get("action_id")
        if action_id in seen:
            where = f"{pointer}/elements/{index}/action_id"
            complain(problems, f"`action_id` {action_id} already exists", where)
        seen.add(action_id) if action_id else None


_STYLED: Fields = {
    "style": record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
}
_INLINE: Fields = {
    "text": record({**kind("text"), "text": string(_LONG)}, _STYLED),
    "link": record(
        {**kind("link"), "url": string(3000)},
        {"text": string(_LONG, 0), "unsafe": boolean, **_STYLED},
    ),
    "user": record({**kind("user"), "user_id": string(ID_LIMIT)}, _STYLED),
    "usergroup": record({**kind("usergroup"), "usergroup_id": string(ID_LIMIT)}, _STYLED),
    "channel": record({**kind("channel"), "channel_id": string(ID_LIMIT)}, _STYLED),
    "emoji": record(
        {**kind("emoji"), "name": string(ID_LIMIT)}, {"unicode": string(ID_LIMIT), **_STYLED}
    ),
    "broadcast": record(
        {**kind("broadcast"), "range": choice("here", "channel", "everyone")}, _STYLED
    ),
    "date": record(
        {**kind("date"), "timestamp": number(0, BIG), "format": string(300)},
        {"fallback": string(300, 0), "url": string(3000), **_STYLED},
    ),
}
_INLINES = array(by_type(_INLINE), 1000, 0)
_BORDER: Fields = {"border": choice(0, 1)}
_RICH_SECTION = record({**kind("rich_text_section"), "elements": _INLINES})
_RICH: Fields = {
    "rich_text_section": _RICH_SECTION,
    "rich_text_quote": record({**kind("rich_text_quote"), "elements": _INLINES}, _BORDER),
    "rich_text_preformatted": record(
        {
            **kind("rich_text_preformatted"),
            "elements": array(by_type(_INLINE, "text", "link"), 1000, 0),
        },
        _BORDER,
    ),
    "rich_text_list": record(
        {
            **kind("rich_text_list"),
            "style": choice("bullet", "ordered"),
            "elements": array(_RICH_SECTION, 1000, 0),
        },
        {"indent": number(0, 8), "offset": number(0, BIG), **_BORDER},
    ),
}

BLOCKS: Fields = {
    "divider": record(kind("divider"), _BLOCK_ID),
    "header": record({**kind("header"), "text": plain(150)}, _BLOCK_ID),
    "section": also(
        record(
            kind("section"),
            {
                **_BLOCK_ID,
                "text": rich(3000),
                "fields": array(rich(2000), 10),
                "accessory": by_type(ELEMENTS, *IN_SECTION),
                "expand": boolean,
            },
        ),
        _text_or_fields,
    ),
    "context": record(
        {
            **kind("context"),
            "elements": array(
                by_type({"image": IMAGE, "mrkdwn": rich(3000), "plain_text": rich(3000)}), 10
            ),
        },
        _BLOCK_ID,
    ),
    "actions": also(
        record(
            {**kind("actions"), "elements": array(by_type(ELEMENTS, *IN_ACTIONS), 25)}, _BLOCK_ID
        ),
        _unique_action_ids,
    ),
    "image": record(
        {**kind("image"), "image_url": string(3000), "alt_text": string(2000)},
        {**_BLOCK_ID, "title": plain(2000)},
    ),
    "input": record(
        {**kind("input"), "label": plain(2000), "element": by_type(ELEMENTS, *IN_INPUT)},
        {**_BLOCK_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": record(
        {**kind("rich_text"), "elements": array(by_type(_RICH), 100, 0)}, _BLOCK_ID
    ),
}


def _unique_block_ids(value: Any, pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, block in enumerate(value):
        block_id = block.get("block_id")
        if block_id in seen:
            where = f"{pointer}/{index}/block_id"
            complain(problems, f"`block_id` {block_id} already exists", where)
        if block_id:
            seen.add(block_id)


def blocks_check(most: int) -> Check:
    return also(array(by_type(BLOCKS), most, 0), _unique_block_ids)


def message_problems(blocks: Any) -> Problems:
    """What Slack would refuse in a message's blocks; empty when it would take them."""
    problems: Problems = []
    blocks_check(MESSAGE_BLOCKS)(blocks, "/blocks", problems)
    return problems


def elements_of(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything in a block that a person can press or fill in."""
    inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    for element in inside:
        if isinstance(element, dict) and "action_id" in element:
            yield element
