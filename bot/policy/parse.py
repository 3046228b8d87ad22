"""From the text of a policy file to a policy, or to a list of everything that is wrong with it."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from bot.errors import ConfigurationError
from bot.handoff.ruling import Role
from bot.policy.check import faults
from bot.policy.check_people import Fault, is_user_id
from bot.policy.lines import Path, key_lines, nearest_line
from bot.policy.money_table import spread
from bot.policy.schema import ChannelTable, PolicyFile, RoleTable
from bot.timing import WorkingHours

MAX_FAULTS_SHOWN = 20
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


class References(NamedTuple):
    """Everybody and everything in Slack that a policy names, as written there."""

    users: tuple[str, ...]
    groups: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy file that agrees with itself. `text_hash` is frozen on each handoff."""

    name: str
    text_hash: str
    file: PolicyFile

    @property
    def id(self) -> str:
        return self.file.policy.id

    @property
    def zone(self) -> ZoneInfo:
        """Where the policy's days end, unless an owner's own zone is known."""
        return self.file.policy.time_zone

    @cached_property
    def hours(self) -> WorkingHours:
        return self.file.policy.hours

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """All roles, with limits in every currency that has a rate."""
        return tuple(self._frozen(role) for role in self.file.role)

    @property
    def fallback_channel(self) -> str | None:
        """Where cards go whose own channel cannot be used."""
        return self.file.policy.fallback_channel

    @property
    def stop_role(self) -> Role | None:
        """Who may stop money and let it move again; nobody when the policy names no role."""
        return next((one for one in self.roles if one.name == self.file.policy.stop_role), None)

    def _frozen(self, role: RoleTable) -> Role:
        return Role(
            name=role.name,
            users=role.users,
            groups=role.groups,
            limits_minor=spread(role.limits or {}, self.file.rates),
            unlimited=role.unlimited,
        )

    def title_of(self, role: str) -> str:
        """What people call a role."""
        found = next((one.title for one in self.file.role if one.name == role), None)
        return found or role.replace("_", " ").capitalize()

    def channel(self, name: str) -> ChannelTable:
        """The channel of that name; parsing has made sure that it is defined."""
        return next(channel for channel in self.file.channel if channel.name == name)

    @property
    def card_channels(self) -> tuple[str, ...]:
        """Where cards can stand: the channels of the baseline and the rules, each once."""
        given = (self.file.baseline, *self.file.rule)
        return _once(one.channel for one in given if one.channel)

    def references(self) -> References:
        """List what the directory has to load, each once."""
        given = (self.file.baseline, *self.file.rule)
        silent = [step for one in given for step in one.on_silence or ()]
        named = [*(one.owner for one in given), *(step.reassign for step in silent)]
        owners = [one for one in named if one and is_user_id(one)]
        return References(
            users=_once([*owners, *(user for role in self.file.role for user in role.users)]),
            groups=_once(group for role in self.file.role for group in role.groups),
            channels=_once(
                [
                    *(channel.name for channel in self.file.channel),
                    *filter(None, [self.fallback_channel]),
                ]
            ),
        )


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def parse_policy(text: str, *, name: str) -> Policy:
    """Read a policy; `name` is the file's name for messages.

    Raises ConfigurationError that lists every fault with file, line and key.
    """
    file = _read(text, name)
    if found := list(faults(file)):
        raise _error(name, text, found)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Policy(name=name, text_hash=digest, file=file)


def _read(text: str, name: str) -> PolicyFile:
    try:
        return PolicyFile.model_validate(_toml(text, name))
    except ValidationError as error:
        raise _error(name, text, _in_words(error)) from None


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        where = f"{name}, line {place[1]}" if place else name
        said = _TOML_PLACE.sub("", str(error))
        raise ConfigurationError(f"{where}: this is not TOML: {said}.") from None


def _error(name: str, text: str, found: Iterable[Fault]) -> ConfigurationError:
    lines = key_lines(text)
    shown = sorted((nearest_line(lines, path) or 0, path, said) for path, said in found)
    rest = len(shown) - MAX_FAULTS_SHOWN
    told = [_told(name, *one) for one in shown[:MAX_FAULTS_SHOWN]]
    return ConfigurationError("\n".join([*told, *([f"and {rest} more"] if rest > 0 else [])]))


def _told(name: str, line: int, path: Path, said: str) -> str:
    where = f"{name}, line {line}" if line else name
    return f"{where}, {dotted(path)}: {said}"


def dotted(path: Path) -> str:
    """Write a path as people do: `rule[1].when.above`, tables counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _in_words(error: ValidationError) -> Iterator[Fault]:
    for one in error.errors(include_url=False, include_context=False):
        path = tuple(part for part in one["loc"] if part != "[key]")
        yield path, _sentence(one["type"], one["msg"], path)


def _sentence(kind: str, said: str, path: Path) -> str:
    if kind == "extra_forbidden":
        return f"unknown key{_suggestion(path)}"
    if kind == "missing":
        return "is missing"
    return said.removeprefix("Value error, ")


def _suggestion(path: Path) -> str:
    known = _keys_beside(path)
    close = difflib.get_close_matches(str(path[-1]), known, n=1)
    return f'; did you mean "{close[0]}"?' if close else f"; known here: {', '.join(known)}"


def _keys_beside(path: Path) -> list[str]:
    """Follow the schema down to the table that a key stands in."""
    model: type[BaseModel] = PolicyFile
    for part in path[:-1]:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
