"""One serving process: its doors, its worker, its ticks, started and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from starlette.applications import Starlette
from starlette.routing import Route

from bot.desk import Desk
from bot.errors import VendorFailure
from bot.settings import Settings
from handlers.jobs import Tick, Worker, schedule
from handlers.slack import SlackDoors, slack_doors
from handlers.webhooks import CallbackDoor, Capacity, DialNexaDoor, HealthDoor, LimitedBody

SLACK_LIMIT_BYTES = 1024 * 1024
DIRECTORY_EVERY_S = 120
NUDGES_EVERY_S = 5
REREADS_EVERY_S = 2
LATE_EVERY_S = 30
SEAL_EVERY_S = 600
RETRY_START_S = 2.0
GRACE_S = 10

log = structlog.get_logger(__name__)


def settle() -> None:
    """Have the garbage collector leave alone what is loaded: it lives as long as the process.

    Going through all modules, models and patterns once more each time took a third of a long call's
    redaction: https://docs.python.org/3/library/gc.html#gc.freeze.
    """
    gc.collect()
    gc.freeze()


class Identity(Protocol):
    """Who the bot is."""

    @property
    def team_id(self) -> str: ...


@dataclass
class Runtime:
    """Everything joined; `web` is the ASGI application, its lifespan starts and stops the rest.

    `alone` says that this process is the only worker of its database. `identify` asks Slack who
    the bot is; `team_ids` is filled from the answer unless it is configured. `closers` run last.
    """

    settings: Settings
    desk: Desk
    identify: Callable[[], Awaitable[Identity]]
    team_ids: set[str]
    alone: bool
    closers: Sequence[Callable[[], Awaitable[None]]]
    came_up: asyncio.Event = field(default_factory=asyncio.Event)
    worker: Worker = field(init=False)
    slack: SlackDoors = field(init=False)
    web: Starlette = field(init=False)
    capacity: Capacity = field(init=False)

    def __post_init__(self) -> None:
        desk = self.desk
        self.capacity = Capacity(line=desk.office.database.line)
        self.worker = Worker(claim=desk.claim, run=desk.run, due_in_s=desk.due_in_s)
        self.slack = slack_doors(self.settings, desk)
        self.web = Starlette(routes=self._routes(), lifespan=self._lifespan)

    def _routes(self) -> list[Route]:
        settings, desk = self.settings, self.desk
        webhook = DialNexaDoor(
            secrets=settings.dialnexa_webhook_secrets, receive=desk.receive, capacity=self.capacity
        )
        callbacks = CallbackDoor(
            hear=desk.hear, open_to=desk.office.readers, capacity=self.capacity
        )
        health = HealthDoor(
            readiness=self._missing,
            warnings=desk.warnings,
            counts=self._counts,
            token=settings.metrics_token,
        )
        slack = LimitedBody(self.slack.web, SLACK_LIMIT_BYTES)
        return [
            webhook.route(),
            callbacks.route(),
            *health.routes(),
            Route("/slack/events", slack, methods=["POST"]),
        ]

    async def _counts(self) -> Mapping[str, float]:
        return {**await self.desk.counts(), **self.capacity.figures()}

    async def _missing(self) -> Mapping[str, str]:
        socket = self.slack.socket
        return {**await self.desk.missing(), **(socket.missing() if socket else {})}

    @contextlib.asynccontextmanager
    async def _lifespan(self, _web: Starlette) -> AsyncIterator[None]:
        database = self.desk.office.database
        database.on_commit(self.worker.wake)
        if self.alone:
            # Nobody else works on this database: whatever is leased was left by a dead process.
            await database.write(lambda tx: tx.steps.release())
        tasks = [asyncio.create_task(self.worker.run()), asyncio.create_task(self._come_up())]
        ticks = schedule(
            (
                Tick("directory", DIRECTORY_EVERY_S, self.desk.refresh_directory),
                Tick("nudges", NUDGES_EVERY_S, self.desk.remind),
                Tick("too late", LATE_EVERY_S, self.desk.return_late),
                Tick("seal", SEAL_EVERY_S, self.desk.seal_day),
                Tick("rereads", REREADS_EVERY_S, self.desk.reread),
                Tick("sweep", self.settings.sweep_every_s, self._sweep),
            )
        )
        ticks.start()
        try:
            yield
        finally:
            ticks.shutdown(wait=False)
            await self._wind_down(tasks)

    async def _sweep(self) -> int:
        return await self.desk.sweep(every_s=self.settings.sweep_every_s)

    async def _come_up(self) -> None:
        """Learn who and where the bot is; until then nothing is ready and nobody may decide."""
        while True:
            try:
                identity = await self.identify()
                self.team_ids.update(self.settings.slack_team_ids or (identity.team_id,))
                await self.desk.refresh_directory()
            except VendorFailure as failure:
                log.warning("not_ready", code=failure.code, why=failure.reason)
                await asyncio.sleep(RETRY_START_S)
            else:
                # Not before anybody may decide: till then clicks go to another replica's socket.
                if self.slack.socket:
                    self.slack.socket.open()
                log.info("ready")
                self.came_up.set()
                return

    async def _wind_down(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        """Finish what is under way, give back what is not, close every door out."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.slack.socket:
            await self.slack.socket.close(GRACE_S)
        await self.worker.drain(GRACE_S)
        office = self.desk.office
        await office.database.write(lambda tx: tx.steps.release(worker=office.worker))
        for close in self.closers:
            await close()
