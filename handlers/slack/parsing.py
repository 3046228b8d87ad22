"""Slack's payloads as typed commands: ids and inputs are taken, facts are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import names
from bot.desk.command import Command
from bot.handoff.people import Actor
from bot.handoff.words import Choice
from bot.redaction import Redacted, redact

Body = Mapping[str, Any]


class UnreadableClickError(Exception):
    """A payload that names no handoff; the sentence is for the person."""


def actor_of(body: Body) -> Actor:
    """Whoever acted, with the workspace of their own account."""
    user = _below(body, "user")
    team = user.get("team_id") or _below(body, "team").get("id") or ""
    return Actor(user_id=str(user.get("id", "")), team_id=str(team))


def click(body: Body, choice: Choice) -> Command:
    """A pressed button; raises UnreadableClickError when its value names no handoff."""
    action = body["actions"][0]
    handoff_id, revision = _target(str(action.get("value", "")))
    actor = actor_of(body)
    return Command(
        choice=choice,
        handoff_id=handoff_id,
        revision=revision,
        actor=actor,
        source=f"click:{actor.user_id}:{action.get('action_ts', '')}",
    )


def picked(body: Body) -> Command:
    """A payment chosen from the menu: its value is `<handoff id>.<revision>.<payment id>`."""
    action = body["actions"][0]
    found = names.parse_pick_value(str(_below(action, "selected_option").get("value", "")))
    if found is None:
        raise UnreadableClickError("This choice does not belong to a handoff.")
    handoff_id, revision, record_id = found
    actor = actor_of(body)
    return Command(
        choice=Choice.PICK,
        handoff_id=handoff_id,
        revision=revision,
        actor=actor,
        source=f"click:{actor.user_id}:{action.get('action_ts', '')}",
        target=record_id,
    )


def _target(value: str) -> tuple[str, int]:
    found = names.parse_button_value(value)
    if found is None:
        raise UnreadableClickError("This button does not belong to a handoff.")
    return found


def submission(body: Body, choice: Choice) -> Command:
    """A submitted view: the pair it was opened for, and what was typed, redacted at the door."""
    view = body["view"]
    handoff_id, revision = _target(str(view.get("private_metadata", "")))
    if not view.get("id"):
        raise UnreadableClickError("This view has no id, so it could count twice.")
    choice, target = _chosen(body, choice)
    return Command(
        choice=choice,
        handoff_id=handoff_id,
        revision=revision,
        actor=actor_of(body),
        source=f"view:{view['id']}",
        typed_amount=_typed(body, names.AMOUNT_BLOCK, names.AMOUNT_INPUT),
        reason=_typed(body, names.REASON_BLOCK, names.REASON_INPUT),
        target=target,
        fields=_form(body),
        answered_in_view=True,
    )


def _form(body: Body) -> dict[str, Redacted]:
    """What a plan's form holds, by field, redacted at the door like every typed word."""
    values = _below(body, "view", "state", "values")
    named = ((names.parse_form_block(str(block_id)), block_id) for block_id in list(values)[:30])
    found = ((name, _filled(body, str(block_id))) for name, block_id in named if name)
    return {name: value for name, value in found if value}


def _filled(body: Body, block_id: str) -> Redacted | None:
    """A typed line, a day, or a tick, whichever the input holds."""
    element = _input(body, block_id, names.FORM_INPUT)
    day, ticked = element.get("selected_date"), element.get("selected_options")
    if isinstance(day, str):
        return redact(day[:10])
    return redact("yes") if ticked else _typed(body, block_id, names.FORM_INPUT)


def _input(body: Body, block_id: str, action_id: str) -> Mapping[str, Any]:
    return _below(body, "view", "state", "values", block_id, action_id)


def _below(body: Body, *names: str) -> Mapping[str, Any]:
    """The object at the end of a path; an empty one where the path breaks off."""
    found: object = body
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _typed(body: Body, block_id: str, action_id: str) -> Redacted | None:
    typed = _input(body, block_id, action_id).get("value")
    return redact(typed.strip()) if isinstance(typed, str) and typed.strip() else None


def _chosen(body: Body, choice: Choice) -> tuple[Choice, str | None]:
    """The choice that a view stands for and its target; the More view holds several."""
    act = _selected(body, names.ACT_BLOCK, names.ACT_INPUT) if choice is Choice.REJECT else None
    if act is None:
        return choice, _selected(body, names.TARGET_BLOCK, names.TARGET_INPUT)
    found = names.parse_act_value(act)
    if found is None or found[0] not in names.ACTS:
        raise UnreadableClickError("This is not one of the choices of this view.")
    return found


def _selected(body: Body, block_id: str, action_id: str) -> str | None:
    path = ("view", "state", "values", block_id, action_id)
    value = _below(body, *path, "selected_option").get("value")
    return value if isinstance(value, str) else None
