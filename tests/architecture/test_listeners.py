"""Nobody listens to what is not drawn, typed or asked for, and everything of that has a listener.

`test_names.py` does the same for buttons and views, by the golden files.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.slack import commands
from handlers.slack.uses import Uses

ROOT = Path(__file__).parents[2]
DECORATORS = {"action", "command", "event", "message", "options", "shortcut", "view"}
KINDS = {"action", "command", "event", "view"}
"""What there is today; `view_closed`, shortcuts and options are neither drawn nor asked for."""


def registrations(source) -> list[ast.Call]:
    """Each `app.<kind>(...)` of Bolt's."""
    return [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "app"
        and node.func.attr in DECORATORS
    ]


def in_slacks_room(product) -> list[ast.Call]:
    found = [call for one in product if one.is_in("handlers/slack") for call in registrations(one)]
    assert found, "nobody listens any more?"
    return found


def test_listeners_are_of_the_known_kinds(product):
    assert {call.func.attr for call in in_slacks_room(product)} == KINDS


def test_no_listener_is_registered_under_a_bare_string(product):
    """Under a shared name only, so that what is drawn and what is listened to cannot part."""
    bare = [
        ast.unparse(call)
        for call in in_slacks_room(product)
        for argument in call.args
        if any(isinstance(one, ast.Constant) for one in ast.walk(argument))
    ]
    assert bare == []


def test_a_bare_string_would_be_found(a_source):
    (call,) = registrations(a_source("x.py", "app.action('handoff_new')(listen)"))
    assert isinstance(call.args[0], ast.Constant)


# --- the words of the one command ---

HELP = json.loads((ROOT / "tests/golden/answer_help.json").read_text(encoding="utf-8"))["text"]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
(COMMAND,) = MANIFEST["features"]["slash_commands"]
EXPLAINED = set(re.findall(rf"{commands.COMMAND} ([a-z]+)\b", HELP))
HINTED = set(re.findall(r"[a-z]+", re.sub(r"<[^>]*>", "", COMMAND["usage_hint"])))


class TakenError(Exception):
    """Which use case a word led to."""


@pytest.fixture
def uses():
    """Every use case says its name."""

    def saying(name: str) -> Any:
        def taken(*_: object) -> Any:
            raise TakenError(name)

        return taken

    return Uses(**{name: saying(name) for name in Uses.__dataclass_fields__})


async def use_of(uses, text: str) -> str:
    with pytest.raises(TakenError) as taken:
        await commands._answer(uses, {"text": text, "user_id": "U0ADA", "team_id": "T0"})
    return str(taken.value)


def test_help_and_the_manifest_name_the_same_words():
    assert EXPLAINED == HINTED


@pytest.mark.parametrize("word", sorted(EXPLAINED | HINTED))
async def test_every_word_that_is_named_leads_somewhere_of_its_own(uses, word):
    """Else it would be taken for a reference and looked up."""
    assert await use_of(uses, word) != "status_of"


async def test_anything_else_is_looked_up(uses):
    for text in ("call_1", "ch_3Local", "ada@example.com", "1234", "quEue now please"):
        assert await use_of(uses, text) == "status_of", text


def test_every_word_that_is_listened_to_is_named(product):
    """The words stand in the module as constants and as the names of the queues."""
    (source,) = [one for one in product if one.name == "handlers/slack/commands.py"]
    compared = {
        constant.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare) and ast.unparse(node.left) == "word"
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant) and constant.value
    }
    assert {*compared, *commands._QUEUES} <= EXPLAINED
