"""Modals and Home tabs: what Slack takes, and what is open for whom.

https://docs.slack.dev/reference/views
"""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from handlers.sandbox.slack_blocks import VIEW_BLOCKS, blocks_check
from handlers.sandbox.slack_checks import (
    Check,
    Fields,
    Problems,
    also,
    boolean,
    by_type,
    complain,
    kind,
    plain,
    record,
    string,
)
from handlers.sandbox.slack_directory import APP_ID, BOT_ID
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_fill import filled
from handlers.sandbox.slack_inputs import Values

STACK_LIMIT = 3
VIEW_BYTES = 250_000
_COMMON: Fields = {
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}


def _inputs_need_submit(value: Any, pointer: str, problems: Problems) -> None:
    if "submit" not in value and any(b.get("type") == "input" for b in value["blocks"]):
        complain(problems, "missing required field: submit", pointer)


_MODAL: Check = also(
    record(
        {**kind("modal"), "title": plain(24), "blocks": blocks_check(VIEW_BLOCKS)},
        {
            **_COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    _inputs_need_submit,
)
_HOME: Check = record({**kind("home"), "blocks": blocks_check(VIEW_BLOCKS)}, _COMMON)


def checked_view(spec: Any, expected: str) -> dict[str, Any]:
    """The view as Slack stores it; `expected` is modal or home.

    Raises `invalid_arguments` with pointers, or `view_too_large` (250 kB).
    """
    problems: Problems = []
    by_type({"modal": _MODAL, "home": _HOME}, expected)(spec, "/view", problems)
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    if len(json.dumps(spec).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    return {**spec, "blocks": filled(spec["blocks"])}


@dataclass(slots=True)
class View:
    """One view of one person; `values` is what was typed, `errors` what the app objected to."""

    id: str
    user: str
    team_id: str
    spec: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        return str(self.spec.get("external_id", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.spec["blocks"])

    def to_json(self) -> dict[str, Any]:
        """The view object of `views.*` answers and interaction payloads."""
        defaults: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "submit": None,
            "close": None,
        }
        return {
            **defaults,
            **self.spec,
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "app_installed_team_id": self.team_id,
        }


class ViewStore:
    """Every person's stack of modals, oldest first, and their Home tab."""

    def __init__(self, team_id: str, new_id: Callable[[str], str]) -> None:
        self._team_id = team_id
        self._new_id = new_id
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def _open(self) -> Iterator[View]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def find(self, view_id: str) -> View | None:
        """An open modal or published Home tab."""
        return next((view for view in self._open() if view.id == view_id), None)

    def by_external_id(self, external_id: str) -> View | None:
        return next((view for view in self._open() if view.external_id == external_id), None)

    def open(self, user: str, spec: dict[str, Any]) -> View:
        """A new modal in front of this person; what was open is gone."""
        self._refuse_taken(spec)
        view = self._new(user, spec)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, spec: dict[str, Any]) -> View:
        """A modal on top; raises `push_limit_reached` above three, `not_found` on none."""
        stack = self.stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        self._refuse_taken(spec)
        view = self._new(user, spec)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def replace(self, view: View, spec: dict[str, Any]) -> View:
        """New content under the same id; values stay where block and action ids stay."""
        if spec.get("external_id") != view.external_id:
            self._refuse_taken(spec)
        view.spec, view.hash, view.errors = spec, _new_hash(), {}
        return view

    def publish(self, user: str, spec: dict[str, Any]) -> View:
        home = self.homes.get(user)
        if home is not None:
            return self.replace(home, spec)
        self._refuse_taken(spec)
        self.homes[user] = self._new(user, spec)
        return self.homes[user]

    def close(self, view: View) -> None:
        """Only this one; the one below shows again."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> None:
        self.stacks.pop(user, None)

    def _new(self, user: str, spec: dict[str, Any]) -> View:
        view_id = self._new_id("V")
        return View(view_id, user, self._team_id, spec, _new_hash(), view_id)

    def _refuse_taken(self, spec: dict[str, Any]) -> None:
        external_id = spec.get("external_id")
        if external_id and self.by_external_id(external_id) is not None:
            raise SlackError("duplicate_external_id")


def _new_hash() -> str:
    return f"{secrets.randbelow(10**9)}.{secrets.token_hex(4)}"
