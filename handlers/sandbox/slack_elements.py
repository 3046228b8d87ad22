"""The interactive elements of Block Kit and their limits.

https://docs.slack.dev/reference/block-kit/block-elements
"""

import re
from typing import Any

from handlers.sandbox.slack_checks import (
    ID_LIMIT,
    Check,
    Fields,
    Problems,
    also,
    array,
    boolean,
    choice,
    complain,
    kind,
    number,
    plain,
    record,
    rich,
    string,
)

BIG = 2**53
_STYLE = choice("primary", "danger")
_CONFIRM = record(
    {"text": rich(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": _STYLE},
)
_OPTION_MORE: Fields = {"value": string(150), "description": plain(75), "url": string(3000)}
_PLAIN_OPTION = record({"text": plain(75)}, _OPTION_MORE)
_OPTION = record({"text": rich(75)}, _OPTION_MORE)
_GROUP = record({"label": plain(75), "options": array(_PLAIN_OPTION, 100)})
_DISPATCH = record(
    {}, {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)}
)
_ACTION_ID: Fields = {"action_id": string(ID_LIMIT)}
_CONFIRMED: Fields = {**_ACTION_ID, "confirm": _CONFIRM}
_FOCUSED: Fields = {**_CONFIRMED, "focus_on_load": boolean}
_MENU: Fields = {**_FOCUSED, "placeholder": plain(150)}
_TYPED: Fields = {
    **_ACTION_ID,
    "focus_on_load": boolean,
    "placeholder": plain(150),
    "dispatch_action_config": _DISPATCH,
}
_ID = string(ID_LIMIT)


def _matching(pattern: str, sentence: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            complain(problems, sentence, pointer)

    return check


_DATE = _matching(r"\d{4}-\d{2}-\d{2}", "must be in the format YYYY-MM-DD")
_TIME = _matching(r"\d{2}:\d{2}", "must be in the format HH:mm")
_NUMERAL = _matching(r"-?\d+(\.\d+)?", "must be a number in a string")


def _options_of(element: dict[str, Any]) -> list[Any]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _initial_among_options(value: Any, pointer: str, problems: Problems) -> None:
    options = _options_of(value)
    chosen = [value["initial_option"]] if "initial_option" in value else []
    for option in [*chosen, *value.get("initial_options", [])]:
        if option not in options:
            complain(problems, "initial option must match one of the options", pointer)


def _has_options(value: Any, pointer: str, problems: Problems) -> None:
    if ("options" in value) == ("option_groups" in value):
        complain(problems, "exactly one of options and option_groups is required", pointer)


def _ordered_limits(value: Any, pointer: str, problems: Problems) -> None:
    low, high = value.get("min_value"), value.get("max_value")
    if low is not None and high is not None and float(low) > float(high):
        complain(problems, "min_value must not exceed max_value", pointer)


def _static_menu(name: str, initial: Fields) -> Check:
    shape = record(
        kind(name),
        {
            **_MENU,
            "options": array(_PLAIN_OPTION, 100),
            "option_groups": array(_GROUP, 100),
            **initial,
        },
    )
    return also(shape, _has_options, _initial_among_options)


def _choices(name: str, initial: Fields) -> Check:
    shape = record({**kind(name), "options": array(_OPTION, 10)}, {**_FOCUSED, **initial})
    return also(shape, _initial_among_options)


_MANY: Fields = {"max_selected_items": number(1, 100)}
BUTTON = record(
    {**kind("button"), "text": plain(75)},
    {
        **_CONFIRMED,
        "value": string(2000, 0),
        "url": string(3000),
        "style": _STYLE,
        "accessibility_label": string(75),
    },
)
IMAGE = record({**kind("image"), "image_url": string(3000), "alt_text": string(2000)})
_PLAIN_TEXT_INPUT = record(
    kind("plain_text_input"),
    {
        **_TYPED,
        "initial_value": string(3000, 0),
        "multiline": boolean,
        "min_length": number(0, 3000),
        "max_length": number(1, 3000),
    },
)
_NUMBER_INPUT = also(
    record(
        {**kind("number_input"), "is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
    ),
    _ordered_limits,
)

ELEMENTS: Fields = {
    "button": BUTTON,
    "image": IMAGE,
    "overflow": record(
        {**kind("overflow"), "options": array(_PLAIN_OPTION, 5)},
        _CONFIRMED,
    ),
    "static_select": _static_menu("static_select", {"initial_option": _PLAIN_OPTION}),
    "multi_static_select": _static_menu(
        "multi_static_select", {"initial_options": array(_PLAIN_OPTION, 100), **_MANY}
    ),
    "users_select": record(kind("users_select"), {**_MENU, "initial_user": _ID}),
    "multi_users_select": record(
        kind("multi_users_select"), {**_MENU, "initial_users": array(_ID, 100), **_MANY}
    ),
    "conversations_select": record(
        kind("conversations_select"), {**_MENU, "initial_conversation": _ID}
    ),
    "channels_select": record(kind("channels_select"), {**_MENU, "initial_channel": _ID}),
    "radio_buttons": _choices("radio_buttons", {"initial_option": _OPTION}),
    "checkboxes": _choices("checkboxes", {"initial_options": array(_OPTION, 10)}),
    "datepicker": record(kind("datepicker"), {**_MENU, "initial_date": _DATE}),
    "timepicker": record(
        kind("timepicker"), {**_MENU, "initial_time": _TIME, "timezone": string(60)}
    ),
    "datetimepicker": record(
        kind("datetimepicker"), {**_FOCUSED, "initial_date_time": number(10**9, BIG)}
    ),
    "plain_text_input": _PLAIN_TEXT_INPUT,
    "number_input": _NUMBER_INPUT,
    "email_text_input": record(
        kind("email_text_input"), {**_TYPED, "initial_value": string(3000, 0)}
    ),
    "url_text_input": record(kind("url_text_input"), {**_TYPED, "initial_value": string(3000, 0)}),
}
_PICKERS = (
    "static_select",
    "multi_static_select",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "channels_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "timepicker",
)
IN_ACTIONS = ("button", "overflow", "datetimepicker", *_PICKERS)
IN_SECTION = ("button", "overflow", "image", *_PICKERS)
IN_INPUT = (
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    *_PICKERS,
)
