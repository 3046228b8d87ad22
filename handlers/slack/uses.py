"""The use cases that Slack's listeners call, handed over by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.desk.command import Answer, Command
from bot.desk.delegate import Wish
from bot.desk.look import View
from bot.desk.overview import Home, Queue
from bot.handoff.people import Actor
from bot.ports import Message
from bot.redaction import Redacted


@dataclass(frozen=True, slots=True)
class Uses:
    """Each is one transaction and calls nobody; `ask` alone reads from providers."""

    decide: Callable[[Command], Awaitable[Answer]]
    view_for: Callable[[Command], Awaitable[View]]
    more_for: Callable[[Command], Awaitable[View]]
    ask: Callable[[Command], Awaitable[View]]
    tell: Callable[[Command, str], Awaitable[None]]
    status_of: Callable[[str, Actor], Awaitable[Message]]
    list_queue: Callable[[Queue, Actor], Awaitable[Message]]
    home_for: Callable[[Actor], Awaitable[Home]]
    stop: Callable[[str | None, Redacted | None, Actor], Awaitable[Message]]
    resume: Callable[[str | None, Actor], Awaitable[Message]]
    acknowledge: Callable[[str, Actor, str], Awaitable[None]]
    figures_for: Callable[[Actor], Awaitable[Message]]
    delegate: Callable[[Wish, Actor], Awaitable[Message]]
    help_text: Callable[[], Message]
    people_changed: Callable[[], None]
