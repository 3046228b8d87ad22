"""The Home tab of whoever has just decided, drawn anew without what they settled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.command import Answer, Command
from bot.desk.overview import Home
from bot.handoff.people import Actor

PAUSE_S = 0.5
"""A tab is several queues: drawn after each click of a burst, it would make the next one wait."""

log = structlog.get_logger(__name__)


class HomeTabs:
    """Whoever decided meanwhile, one after the other: each is read when its turn comes.

    Nothing waits for it and nothing is kept: a tab that was not drawn is drawn when it is opened.
    """

    def __init__(
        self,
        home_for: Callable[[Actor], Awaitable[Home]],
        client: AsyncWebClient,
        *,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._home_for = home_for
        self._client = client
        self._pause_s = pause_s
        self._asked: dict[str, Actor] = {}
        self._task: asyncio.Task[None] | None = None

    def after(
        self, decide: Callable[[Command], Awaitable[Answer]]
    ) -> Callable[[Command], Awaitable[Answer]]:
        """The same use case; once it is committed the decider's tab is redrawn."""

        async def decide_and_redraw(command: Command) -> Answer:
            answer = await decide(command)
            if answer.accepted:
                self._redraw(command.actor)
            return answer

        return decide_and_redraw

    def _redraw(self, actor: Actor) -> None:
        self._asked[actor.user_id] = actor
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._draw_all())

    async def _draw_all(self) -> None:
        while self._asked:
            await asyncio.sleep(self._pause_s)
            asked, self._asked = self._asked, {}
            for actor in asked.values():
                await self._draw(actor)

    async def _draw(self, actor: Actor) -> None:
        try:
            view = await self._home_for(actor)
            await self._client.views_publish(user_id=actor.user_id, view=view)
        except Exception as error:  # noqa: BLE001 - the outermost door of this task: nobody waits for it
            log.warning("home_not_published", error=type(error).__name__)
