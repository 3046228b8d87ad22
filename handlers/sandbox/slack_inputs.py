"""The `state.values` of a view or message: what a form holds before and after a person types."""

from collections.abc import Iterator
from typing import Any

from handlers.sandbox.slack_blocks import elements_of

Values = dict[str, dict[str, dict[str, Any]]]
"""block_id -> action_id -> `{type, value | selected_option | ...}`."""

_EMPTY: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}
"""element type -> (name in the state, name of its start value, what an untouched one holds)."""


def inputs_of(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(block_id, element) of everything that has a state."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _EMPTY:
                yield block["block_id"], element


def initial_values(blocks: list[dict[str, Any]]) -> Values:
    values: Values = {}
    for block_id, element in inputs_of(blocks):
        name, initial, empty = _EMPTY[element["type"]]
        state = {"type": element["type"], name: element.get(initial, empty)}
        values.setdefault(block_id, {})[element["action_id"]] = state
    return values


def typed_values(blocks: list[dict[str, Any]], kept: Values, given: Values) -> Values:
    """The whole state: initial values, under what was kept, under what the person typed now.

    A given option may be named by its `value` alone; its text is looked up in the element. Values
    for unknown blocks are passed on as they are: a stale client can send them.
    """
    values = initial_values(blocks)
    elements = {(block_id, e["action_id"]): e for block_id, e in inputs_of(blocks)}
    for layer in (kept, given):
        for block_id, actions in layer.items():
            for action_id, state in actions.items():
                element = elements.get((block_id, action_id))
                if element is not None or layer is given:
                    values.setdefault(block_id, {})[action_id] = _whole(state, element)
    return values


def _whole(state: dict[str, Any], element: dict[str, Any] | None) -> dict[str, Any]:
    if element is None:
        return state
    answer = {"type": element["type"], **state}
    if answer.get("selected_option"):
        answer["selected_option"] = full_option(element, answer["selected_option"])
    if answer.get("selected_options"):
        answer["selected_options"] = [
            full_option(element, option) for option in answer["selected_options"]
        ]
    return answer


def full_option(element: dict[str, Any], option: dict[str, Any]) -> dict[str, Any]:
    """The element's own option with this value, or what was given when it has none such."""
    grouped = [each for group in element.get("option_groups", []) for each in group["options"]]
    for each in [*element.get("options", []), *grouped]:
        if each.get("value") == option.get("value"):
            return dict(each)
    return option


def state_name(element_type: str) -> str | None:
    """What a click on such an element carries, e.g. `selected_option`; None for a button."""
    return _EMPTY[element_type][0] if element_type in _EMPTY else None
