"""Ids that cards and handlers share: one place, and a listener for whatever can be pressed."""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import names
from bot.handoff.states import ANYWHERE, LEGAL
from bot.handoff.words import Choice, State
from handlers.slack import actions, events, views
from handlers.slack.app import build
from handlers.slack.commands import COMMAND
from handlers.slack.uses import Uses
from providers.slack import messenger

GOLDEN = Path(__file__).parents[1] / "golden"
SHARED = names.ACTION_IDS | names.CALLBACK_IDS | names.INPUT_IDS
SECRET = "a-local-signing-secret"


# --- one place ---


def bare_ids(source) -> set[str]:
    """Ids spelt as strings; a name in `__all__` is a function's, not an id."""
    told = [one for one in source.tree.body if "__all__" not in ast.unparse(one)[:10]]
    nodes = (node for part in told for node in ast.walk(part))
    strings = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {text for text in strings if isinstance(text, str)} & SHARED


def test_no_id_is_written_twice(product):
    """The sandbox may: it shares nothing with what it tests, and is told ids by messages."""
    spelt = {one.name: bare_ids(one) for one in product if not one.is_in("handlers/sandbox")}
    spelt.pop("bot/cards/names.py")
    assert {name: found for name, found in spelt.items() if found} == {}


def test_a_bare_id_would_be_found(a_source):
    assert bare_ids(a_source("x.py", f"app.action({names.APPROVE!r})")) == {names.APPROVE}


def test_the_mark_on_posts_is_the_one_that_is_looked_for():
    assert messenger.EVENT_TYPE == names.EVENT_TYPE


# --- what is drawn, by the golden files that tests/cards holds equal to the drawing ---


def drawn() -> Iterator[dict[str, Any]]:
    for file in GOLDEN.glob("*.json"):
        yield json.loads(file.read_text(encoding="utf-8"))


def every(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a document, itself included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from every(inner)


DRAWN_ACTIONS = {one["action_id"] for page in drawn() for one in every(page) if "action_id" in one}
SUBMITTED = {page["callback_id"] for page in drawn() if "submit" in page}
PRESSABLE = DRAWN_ACTIONS - names.INPUT_IDS


@pytest.fixture
def bolt():
    """The real app with no desk behind it: what reaches a listener is told it is unreadable."""

    def nobody(*_: object) -> Any:
        raise AssertionError("a payload without a handoff must not reach the desk")

    return build(
        Uses(**dict.fromkeys(Uses.__dataclass_fields__, nobody)),
        client=AsyncWebClient(token="local", base_url="http://127.0.0.1:9/api/"),
        bot_token=SecretStr("local"),
        signing_secret=SecretStr(SECRET),
    )


async def status_of(bolt, payload: dict[str, Any]) -> int:
    body = f"payload={quote(json.dumps(payload))}"
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    request = AsyncBoltRequest(
        body=body,
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature,
        },
    )
    return (await bolt.async_dispatch(request)).status


def person(kind: str) -> dict[str, Any]:
    return {"type": kind, "user": {"id": "U0ADA", "team_id": "T0"}, "team": {"id": "T0"}}


@pytest.mark.parametrize("action_id", sorted(names.ACTION_IDS))
async def test_what_can_be_pressed_has_a_listener_and_the_reverse(bolt, action_id):
    pressed = person("block_actions") | {
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": "?"}]
    }
    assert await status_of(bolt, pressed) == (200 if action_id in PRESSABLE else 404)


@pytest.mark.parametrize("callback_id", sorted(names.CALLBACK_IDS))
async def test_what_can_be_submitted_has_a_listener_and_the_reverse(bolt, callback_id):
    view = {
        "id": "V0",
        "callback_id": callback_id,
        "private_metadata": "?",
        "state": {"values": {}},
    }
    submitted = person("view_submission") | {"view": {**view, "type": "modal"}}
    assert await status_of(bolt, submitted) == (200 if callback_id in SUBMITTED else 404)


def test_every_drawn_id_is_one_of_ours():
    views_drawn = {page["callback_id"] for page in drawn() if "callback_id" in page}
    assert DRAWN_ACTIONS <= names.ACTION_IDS | names.INPUT_IDS
    assert views_drawn <= names.CALLBACK_IDS


# --- what is legal ---


def test_every_state_has_a_row_of_legal_moves():
    assert set(LEGAL) == set(State)


def test_every_state_has_a_drawn_card():
    cards = {file.stem.removeprefix("card_") for file in GOLDEN.glob("card_*.json")}
    undrawn = {state for state in State if not any(one.startswith(state) for one in cards)}
    assert undrawn == set()


def test_every_choice_that_a_listener_makes_is_legal_somewhere():
    listened = {*actions._OPENS.values(), *actions._DECIDES.values(), *views._SUBMITS.values()}
    everywhere = set().union(*LEGAL.values()) | ANYWHERE
    assert {*listened, Choice.PICK} <= everywhere


def test_the_command_and_the_events_are_named_once(product):
    """The manifest's test compares them with what Slack is asked for."""
    said = [COMMAND, *events.EVENTS]
    users = {
        text: [one.name for one in product if not one.is_in("handlers/sandbox") and says(one, text)]
        for text in said
    }
    assert users == {
        text: ["handlers/slack/commands.py" if text == COMMAND else "handlers/slack/events.py"]
        for text in said
    }


def says(source, text: str) -> bool:
    return any(isinstance(one, ast.Constant) and one.value == text for one in ast.walk(source.tree))
