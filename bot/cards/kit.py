"""The one place that builds blocks. Whatever goes in, Slack takes what comes out.

Limits: https://docs.slack.dev/reference/block-kit/blocks (lengths counted in UTF-16 units).
Functions take `Mrkdwn` where Slack parses text and our own words where it does not; foreign text
gets in through `escape`, `say` or `plain` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from bot.cards.links import LINK_HOSTS, channel, day, link, may_link, mention, moment, on_day
from bot.cards.markup import Mrkdwn, bullets, cut, escape, harmless, join, plain, say, size
from bot.cards.masks import mask_contacts, mask_email, mask_phone
from bot.ports import Block, Message

__all__ = [
    "LINK_HOSTS",
    "Mrkdwn",
    "actions",
    "amount_input",
    "bullets",
    "button",
    "channel",
    "compose",
    "confirm",
    "context",
    "cut",
    "day",
    "divider",
    "escape",
    "fields",
    "harmless",
    "header",
    "home",
    "join",
    "link",
    "mask_contacts",
    "mask_email",
    "mask_phone",
    "may_link",
    "mention",
    "modal",
    "moment",
    "on_day",
    "option",
    "plain",
    "reason_input",
    "say",
    "section",
    "select",
    "select_input",
]

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_TEXT = 2990
"""Of `Message.text`: under 3,000 so that it also fits a text object."""
MAX_REASON = 1000
MAX_OPTIONS = 100

_HEADER, _SECTION, _FIELD, _FIELDS = 150, 3000, 2000, 10
_ELEMENTS, _CONTEXT = 25, 10
_BUTTON, _OPTION, _OPTION_VALUE, _LABEL = 75, 75, 150, 2000
MAX_TITLE, _PLACEHOLDER = 24, 150

Style = Literal["primary", "danger"]


# --- texts ------------------------------------------------------------------------------------


def _plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, limit) or "-", "emoji": False}


def _mrkdwn(text: Mrkdwn, limit: int) -> dict[str, Any]:
    # verbatim: Slack must not find links, channels or people in text that holds none of ours.
    return {"type": "mrkdwn", "text": cut(text, limit) or "-", "verbatim": True}


# --- blocks -----------------------------------------------------------------------------------


def header(text: str) -> Block:
    """Our own words, large."""
    return {"type": "header", "text": _plain(text, _HEADER)}


def section(text: Mrkdwn) -> Block:
    """One paragraph."""
    return {"type": "section", "text": _mrkdwn(text, _SECTION)}


def fields(pairs: Iterable[tuple[str, Mrkdwn]]) -> Block:
    """One to ten facts, two beside each other: our label above the value."""
    cells = [
        _mrkdwn(say("*{label}*\n{value}", label=label, value=value), _FIELD)
        for label, value in pairs
    ]
    return {"type": "section", "fields": cells[:_FIELDS]}


def context(*texts: Mrkdwn) -> Block:
    """At most ten small remarks in one line."""
    return {"type": "context", "elements": [_mrkdwn(text, _SECTION) for text in texts[:_CONTEXT]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[dict[str, Any]]) -> Block:
    """A row of buttons and selects."""
    return {"type": "actions", "elements": list(elements[:_ELEMENTS])}


# --- elements ---------------------------------------------------------------------------------


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    spoken: str | None = None,
    style: Style | None = None,
    asks: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A button; `spoken` is what a screen reader says, `asks` a confirm dialog before the click."""
    made: dict[str, Any] = {
        "type": "button",
        "text": _plain(label, _BUTTON),
        "action_id": action_id,
        "value": value,
    }
    extras = {
        "accessibility_label": cut(spoken, _BUTTON) if spoken else None,
        "style": style,
        "confirm": asks,
    }
    return made | {name: extra for name, extra in extras.items() if extra}


def confirm(
    title: str, text: str, yes: str, no: str, *, style: Style = "primary"
) -> dict[str, Any]:
    """The question before a click that cannot be taken back."""
    return {
        "title": _plain(title, 100),
        "text": _plain(text, 300),
        "confirm": _plain(yes, 30),
        "deny": _plain(no, 30),
        "style": style,
    }


def option(label: str, value: str, description: str | None = None) -> dict[str, Any] | None:
    """One choice of a select; None when its value does not fit, since a cut value means another."""
    if size(value) > _OPTION_VALUE:
        return None
    made = {"text": _plain(label, _OPTION), "value": value}
    return made | ({"description": _plain(description, _OPTION)} if description else {})


def select(
    action_id: str,
    placeholder: str,
    options: Sequence[dict[str, Any]],
    *,
    chosen: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A list to pick one from; it has to hold at least one option."""
    made = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": _plain(placeholder, _PLACEHOLDER),
        "options": list(options[:MAX_OPTIONS]),
    }
    return made | ({"initial_option": chosen} if chosen else {})


# --- inputs of views --------------------------------------------------------------------------


def _input(
    block_id: str, label: str, element: dict[str, Any], *, required: bool, hint: str | None
) -> Block:
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label, _LABEL),
        "element": element,
        "optional": not required,
    }
    return made | ({"hint": _plain(hint, _LABEL)} if hint else {})


def amount_input(
    block_id: str,
    action_id: str,
    label: str,
    *,
    initial: str | None,
    least: str,
    most: str,
    hint: str,
) -> Block:
    """A number in major units between two bounds; decimals only when the bounds show some."""
    element = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": "." in most,
        "min_value": least,
        "max_value": most,
    }
    element |= {"initial_value": initial} if initial else {}
    return _input(block_id, label, element, required=True, hint=hint)


def reason_input(
    block_id: str,
    action_id: str,
    label: str,
    *,
    required: bool,
    hint: str | None = None,
    initial: str | None = None,
) -> Block:
    """Some lines of a person's own words, at most `MAX_REASON` of them kept."""
    element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": MAX_REASON,
    }
    element |= {"initial_value": cut(initial, MAX_REASON)} if initial else {}
    return _input(block_id, label, element, required=required, hint=hint)


_LINE = 500


def text_input(
    block_id: str,
    action_id: str,
    label: str,
    *,
    most: int,
    required: bool = False,
    initial: str | None = None,
    hint: str | None = None,
) -> Block:
    """A line, or where `most` characters do not fit in one, some lines."""
    element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": most > _LINE,
        "max_length": min(most, MAX_REASON),
    }
    element |= {"initial_value": cut(initial, min(most, MAX_REASON))} if initial else {}
    return _input(block_id, label, element, required=required, hint=hint)


def date_input(
    block_id: str, action_id: str, label: str, *, required: bool = False, initial: str | None = None
) -> Block:
    """A day; `initial` like 2026-11-20."""
    element = {"type": "datepicker", "action_id": action_id}
    element |= {"initial_date": initial} if initial else {}
    return _input(block_id, label, element, required=required, hint=None)


def confirm_input(block_id: str, action_id: str, label: str, *, required: bool = False) -> Block:
    """One thing to tick, never ticked beforehand."""
    tick = {"text": _plain(label, _OPTION), "value": "yes"}
    element = {"type": "checkboxes", "action_id": action_id, "options": [tick]}
    return _input(block_id, "Please confirm", element, required=required, hint=None)


def select_input(block_id: str, label: str, element: dict[str, Any]) -> Block:
    """A required choice from a list."""
    return _input(block_id, label, element, required=True, hint=None)


# --- surfaces ---------------------------------------------------------------------------------


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    private_metadata: str = "",
    submit: str | None = None,
    close: str = "Close",
) -> dict[str, Any]:
    """A view for `views.open`; without `submit` it can only be read."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": private_metadata,
        "title": _plain(title, MAX_TITLE),
        "close": _plain(close, MAX_TITLE),
        "blocks": list(blocks[:MAX_VIEW_BLOCKS]),
    }
    return view | ({"submit": _plain(submit, MAX_TITLE)} if submit else {})


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """A view for `views.publish`: somebody's Home tab."""
    return {"type": "home", "blocks": list(blocks[:MAX_VIEW_BLOCKS])}


def compose(blocks: Sequence[Block]) -> Message:
    """A message whose `text` says what its blocks say; what can be pressed is never cut away."""
    kept = list(blocks[:MAX_BLOCKS])
    pressable = "\n".join(line for block in kept for line in _pressable(block))
    readable = "\n".join(line for block in kept for line in _readable(block))
    lines = (cut(readable, MAX_TEXT - size(pressable) - 1), pressable)
    return Message(text="\n".join(line for line in lines if line), blocks=kept)


def _readable(block: Block) -> list[str]:
    cells = [_as_mrkdwn(cell).replace("*\n", ":* ", 1) for cell in block.get("fields", ())]
    texts = block["elements"] if block["type"] == "context" else [block.get("text")]
    return [*(_as_mrkdwn(text) for text in texts if text), *cells]


def _pressable(block: Block) -> list[str]:
    if block["type"] != "actions":
        return []
    buttons = [_as_mrkdwn(one["text"]) for one in block["elements"] if one["type"] == "button"]
    lists = [_choices(one) for one in block["elements"] if one["type"] == "static_select"]
    return [*lists, *([f"Buttons: {', '.join(buttons)}"] if buttons else [])]


def _choices(element: dict[str, Any]) -> str:
    choices = "; ".join(_as_mrkdwn(one["text"]) for one in element["options"])
    return f"{_as_mrkdwn(element['placeholder'])}: {choices}"


def _as_mrkdwn(text: dict[str, Any]) -> str:
    return str(text["text"]) if text["type"] == "mrkdwn" else escape(text["text"], MAX_TEXT)
