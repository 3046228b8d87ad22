"""Slack's limits on blocks and views: taken, or refused with a pointer to the culprit."""

import copy
import json
import os
from pathlib import Path

import pytest

from handlers.sandbox.slack_blocks import message_problems
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_views import checked_view

SPECS = os.environ.get("HANDOFF_SPECS")


def plain(text="Text"):
    return {"type": "plain_text", "text": text}


def mrkdwn(text="Text"):
    return {"type": "mrkdwn", "text": text}


def option(value="a", text="A"):
    return {"text": plain(text), "value": value}


def button(**more):
    return {"type": "button", "action_id": "a", "text": plain()} | more


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def section(**more):
    return {"type": "section", "text": mrkdwn()} | more


def given(element, **more):
    return {"type": "input", "label": plain(), "element": element} | more


def select(**more):
    return {"type": "static_select", "action_id": "a", "options": [option()]} | more


TAKEN = {
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("x" * 150)},
    "section": section(text=mrkdwn("x" * 3000)),
    "fields": {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    "accessory": section(accessory=button()),
    "overflow": section(
        accessory={"type": "overflow", "action_id": "o", "options": [option()] * 5}
    ),
    "context": {"type": "context", "elements": [mrkdwn()] * 10},
    "actions": actions(*(button(action_id=str(n), value="v" * 2000) for n in range(25))),
    "confirm": actions(button(confirm={"title": plain(), "text": mrkdwn()}, style="danger")),
    "image": {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": "A"},
    "select": given(select(initial_option=option(), placeholder=plain())),
    "typed": given({"type": "plain_text_input", "action_id": "a", "multiline": True}),
    "number": given(
        {
            "type": "number_input",
            "action_id": "a",
            "is_decimal_allowed": True,
            "min_value": "0.01",
            "max_value": "12",
            "initial_value": "12",
        }
    ),
    "users": given({"type": "users_select", "action_id": "a"}, optional=True, hint=plain()),
    "date": given({"type": "datepicker", "action_id": "a", "initial_date": "2031-03-05"}),
    "radio": given({"type": "radio_buttons", "action_id": "a", "options": [option()] * 10}),
    "checkboxes": given({"type": "checkboxes", "action_id": "a", "options": [option()]}),
    "rich text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "a", "style": {"bold": True}},
                    {"type": "user", "user_id": "U0ADA"},
                    {"type": "link", "url": "https://a.example"},
                ],
            }
        ],
    },
}

REFUSED = {
    "header too long": ({"type": "header", "text": plain("x" * 151)}, "/text/text"),
    "header in mrkdwn": ({"type": "header", "text": mrkdwn()}, "/text/type"),
    "section too long": (section(text=mrkdwn("x" * 3001)), "/text/text"),
    "empty text": (section(text=mrkdwn("")), "/text/text"),
    "section with nothing": ({"type": "section"}, ""),
    "eleven fields": ({"type": "section", "fields": [mrkdwn()] * 11}, "/fields"),
    "field too long": ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "/fields/0/text"),
    "eleven in context": ({"type": "context", "elements": [mrkdwn()] * 11}, "/elements"),
    "twenty-six buttons": (
        actions(*(button(action_id=str(n)) for n in range(26))),
        "/elements",
    ),
    "one action id twice": (actions(button(), button()), "/elements/1/action_id"),
    "button text too long": (actions(button(text=plain("x" * 76))), "/elements/0/text/text"),
    "button text in mrkdwn": (actions(button(text=mrkdwn())), "/elements/0/text/type"),
    "button value too long": (actions(button(value="x" * 2001)), "/elements/0/value"),
    "button style unknown": (actions(button(style="default")), "/elements/0/style"),
    "button with a stray key": (actions(button(colour="red")), "/elements/0"),
    "confirm text too long": (
        actions(button(confirm={"text": mrkdwn("x" * 301)})),
        "/elements/0/confirm/text/text",
    ),
    "input in actions": (
        actions({"type": "plain_text_input", "action_id": "a"}),
        "/elements/0/type",
    ),
    "option value too long": (given(select(options=[option("x" * 151)])), None),
    "a hundred and one options": (given(select(options=[option()] * 101)), "/element/options"),
    "no options": (given({"type": "static_select", "action_id": "a"}), "/element"),
    "initial not an option": (
        given(select(initial_option=option("b"))),
        "/element",
    ),
    "input without label": ({"type": "input", "element": select()}, ""),
    "date misspelt": (
        given({"type": "datepicker", "action_id": "a", "initial_date": "5.3.2031"}),
        "/element/initial_date",
    ),
    "number without decimals said": (
        given({"type": "number_input", "action_id": "a"}),
        "/element",
    ),
    "image without words": ({"type": "image", "image_url": "https://a.example/a.png"}, ""),
    "unknown block": ({"type": "hologram"}, "/type"),
    "no type": ({}, ""),
    "not an object": ("divider", ""),
}
BEYOND_THE_SCHEMA = {"one action id twice", "no options", "initial not an option", "date misspelt"}


@pytest.mark.parametrize("name", TAKEN)
def test_taken(name):
    assert message_problems([TAKEN[name]]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_pointer(name):
    block, pointer = REFUSED[name]
    problems = message_problems([block])
    assert problems
    if pointer is not None:
        assert any(f"[json-pointer:/blocks/0{pointer}]" in problem for problem in problems)


def test_a_message_holds_fifty_blocks():
    assert message_problems([{"type": "divider"}] * 50) == []
    assert message_problems([{"type": "divider"}] * 51) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_a_block_id_stands_once():
    twice = [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]
    assert "already exists" in message_problems(twice)[0]


def modal(**more):
    base = {"type": "modal", "title": plain("Title"), "blocks": [section()]}
    return {name: value for name, value in (base | more).items() if value is not None}


VIEWS_REFUSED = {
    "long title": modal(title=plain("x" * 25)),
    "no title": modal(title=None),
    "input without submit": modal(blocks=[given(select())]),
    "long metadata": modal(private_metadata="x" * 3001),
    "long callback": modal(callback_id="x" * 256),
    "long submit": modal(submit=plain("x" * 25)),
    "too many blocks": modal(blocks=[{"type": "divider"}] * 101),
    "stray key": modal(colour="red"),
    "wrong kind": {"type": "home", "blocks": []},
    "no object": None,
}


@pytest.mark.parametrize("name", VIEWS_REFUSED)
def test_views_refused(name):
    with pytest.raises(SlackError) as refused:
        checked_view(VIEWS_REFUSED[name], "modal")
    assert refused.value.error == "invalid_arguments"
    assert "json-pointer:/view" in refused.value.messages[0]


def test_a_view_of_a_quarter_megabyte_is_too_large():
    wide = [section(text=mrkdwn("x" * 2900)) for _ in range(100)]
    with pytest.raises(SlackError, match="view_too_large"):
        checked_view(modal(blocks=wide), "modal")


def test_a_taken_view_gets_ids_and_flags_and_the_senders_stays_untouched():
    sent = modal(blocks=[actions({"type": "button", "text": plain()})])
    before = copy.deepcopy(sent)
    stored = checked_view(sent, "modal")["blocks"][0]
    assert sent == before
    assert stored["block_id"]
    assert stored["elements"][0]["action_id"]
    assert stored["elements"][0]["text"]["emoji"] is True


@pytest.fixture(scope="module")
def schema():
    jsonschema = pytest.importorskip("jsonschema")
    whole = json.loads((Path(SPECS) / "slack" / "block-kit.schema.json").read_text())
    known = {"$ref": "#/definitions/KnownBlock", "definitions": whole["definitions"]}
    return jsonschema.Draft7Validator(known)


@pytest.mark.contract
@pytest.mark.skipif(not SPECS, reason="HANDOFF_SPECS is not set")
@pytest.mark.parametrize("name", TAKEN)
def test_the_published_schema_takes_it_too(schema, name):
    assert schema.is_valid(TAKEN[name])


@pytest.mark.contract
@pytest.mark.skipif(not SPECS, reason="HANDOFF_SPECS is not set")
@pytest.mark.parametrize("name", sorted(REFUSED.keys() - BEYOND_THE_SCHEMA))
def test_the_published_schema_refuses_it_too(schema, name):
    assert not schema.is_valid(REFUSED[name][0])
