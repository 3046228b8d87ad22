"""The app's manifest asks for what the code uses, no more, in Slack's own words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from handlers.cli.doctor import NEEDED_SCOPES
from handlers.slack.commands import COMMAND
from handlers.slack.events import EVENTS, HOME_OPENED
from providers.slack.scopes import NEEDED, SCOPES

FILE = Path(__file__).parents[2] / "manifest.yml"
DOOR = "https://handoff.example/slack/events"
OF_NO_METHOD = {"commands"}
FIELD_SCOPES = {"users:read.email"}
"""Scopes that add a field to an answer rather than open a method."""


@pytest.fixture(scope="module")
def manifest():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked(manifest):
    return manifest["oauth_config"]["scopes"]["bot"]


def test_it_asks_for_exactly_the_scopes_that_doctor_looks_for(asked):
    assert set(asked) == NEEDED_SCOPES
    assert asked == sorted(set(asked))


def test_it_asks_for_exactly_what_the_messenger_and_the_command_need(asked):
    assert set(asked) == {*NEEDED, "commands"}


def test_every_scope_is_explained(asked):
    text = FILE.read_text(encoding="utf-8")
    explained = re.findall(r"^ +- ([a-z:.]+) # \S.{6,}$", text, re.MULTILINE)
    assert [one for one in explained if one in asked] == asked


def test_it_listens_to_the_events_that_have_a_listener(manifest):
    assert tuple(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS


def test_the_home_tab_is_there_exactly_when_somebody_draws_it(manifest):
    assert manifest["features"]["app_home"]["home_tab_enabled"] is (HOME_OPENED in EVENTS)


def test_everything_comes_in_by_the_one_door(manifest):
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    doors = (
        command["url"],
        settings["interactivity"]["request_url"],
        settings["event_subscriptions"]["request_url"],
    )
    assert command["command"] == COMMAND
    assert set(doors) == {DOOR}


# --- against Slack's published contracts -------------------------------------------------------


@pytest.fixture(scope="module")
def slack_specs(specs) -> Path:
    return specs / "slack"


def bot_scopes(method: dict) -> list[str]:
    return method["scope"].get("bot", [])


def schema_errors(folder: Path, document: object) -> list[str]:
    """What is wrong by Slack's own schema; its parts are found here, not on the network."""
    parts = {
        part.name: json.loads(part.read_text(encoding="utf-8"))
        for part in folder.glob("manifest.schema*.json")
    }
    registry = Registry(retrieve=lambda uri: DRAFT7.create_resource(parts[uri.rpartition("/")[2]]))
    judge = Draft7Validator(parts["manifest.schema.json"], registry=registry)
    return [error.message for error in judge.iter_errors(document)]


@pytest.mark.contract
def test_slacks_schema_takes_it(slack_specs, manifest):
    assert schema_errors(slack_specs, manifest) == []


@pytest.mark.contract
def test_slacks_schema_refuses_an_unknown_key(slack_specs, manifest):
    assert schema_errors(slack_specs, manifest | {"favourite_colour": "green"}) != []


@pytest.mark.contract
def test_every_scope_opens_a_method_or_an_event_that_is_used(slack_specs, manifest, asked):
    methods = json.loads((slack_specs / "web_api_methods.json").read_text(encoding="utf-8"))
    events = json.loads((slack_specs / "events.json").read_text(encoding="utf-8"))
    listened = manifest["settings"]["event_subscriptions"]["bot_events"]
    opened = {scope for name in SCOPES for scope in bot_scopes(methods["methods"][name])}
    heard = {scope for one in events if one["name"] in listened for scope in one["scopes"]}
    assert set(asked) - OF_NO_METHOD - FIELD_SCOPES <= opened | heard


@pytest.mark.contract
def test_every_event_is_one_that_slack_sends_with_the_scopes_asked_for(slack_specs, asked):
    events = json.loads((slack_specs / "events.json").read_text(encoding="utf-8"))
    by_name = {one["name"]: one for one in events}
    for name in EVENTS:
        assert set(by_name[name]["scopes"]) <= set(asked)
