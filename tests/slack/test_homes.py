"""A person's Home tab follows what they decide, but no faster than anybody looks."""

from __future__ import annotations

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import home_notice
from bot.desk.command import Answer, Command
from bot.errors import DatabaseBusy
from bot.handoff.people import Actor
from bot.handoff.words import Choice
from handlers.sandbox import SandboxConfig, run_sandbox
from handlers.slack.homes import HomeTabs

CONFIG = SandboxConfig()
ADA, BEN = (Actor(user_id=one, team_id=CONFIG.team_id) for one in ("U0ADA", "U0BEN"))
PAUSE_S = 0.2
BROKEN_AT = 3


@pytest.fixture
def world():
    with run_sandbox(CONFIG) as running:
        yield running


@pytest.fixture
def tabs(world):
    """The tabs of people who read how often was decided, and how they decide.

    Ben's cannot be read after the third decision.
    """
    client = AsyncWebClient(CONFIG.bot_token, base_url=f"{world.base_url}/slack/api/")
    decided = []

    async def home_for(actor):
        if actor == BEN and len(decided) == BROKEN_AT:
            raise DatabaseBusy
        return home_notice(f"{len(decided)} decided")

    async def take(command):
        decided.append(command)
        return Answer.no("Not you.") if command.choice is Choice.RETRY else Answer(handoff=None)

    return HomeTabs(home_for, client, pause_s=PAUSE_S).after(take)


def command(actor, number, choice=Choice.CLAIM):
    return Command(
        choice=choice, handoff_id="ho_1", revision=1, actor=actor, source=f"view:{number}"
    )


def published(world):
    log = world.sandbox.state()["api_log"]
    return [one for one in log if one["method"] == "views.publish"]


def home(world, actor):
    return str(world.sandbox.state()["homes"].get(actor.user_id))


async def until(holds):
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - another thread's state, which tells nobody
            await asyncio.sleep(PAUSE_S / 40)


async def test_a_burst_is_drawn_once_for_each_as_it_is_afterwards(world, tabs):
    before = len(published(world))
    for number in range(20):
        await tabs(command((ADA, BEN)[number % 2], number))
        await asyncio.sleep(PAUSE_S / 100)
    await until(lambda: all("20 decided" in home(world, one) for one in (ADA, BEN)))
    assert len(published(world)) - before <= 8, "more than twice where the machine is slow"


async def test_what_is_decided_after_it_was_drawn_is_drawn_again(world, tabs):
    for number in range(2):
        before = len(published(world))
        await tabs(command(ADA, number))
        await until(lambda before=before: len(published(world)) == before + 1)
    assert "2 decided" in home(world, ADA)


async def test_a_tab_that_cannot_be_read_takes_no_other_along(world, tabs):
    for number, actor in enumerate((BEN, BEN, ADA)):
        await tabs(command(actor, number))
    await until(lambda: f"{BROKEN_AT} decided" in home(world, ADA))
    await tabs(command(BEN, BROKEN_AT))
    await until(lambda: f"{BROKEN_AT + 1} decided" in home(world, BEN))


async def test_what_is_turned_away_draws_nothing(world, tabs):
    await tabs(command(BEN, 1, Choice.RETRY))
    await tabs(command(ADA, 2))
    await until(lambda: "2 decided" in home(world, ADA))
    assert home(world, BEN) == "None"


async def test_once_drawn_it_rests(world, tabs):
    await tabs(command(ADA, 1))
    await until(lambda: published(world))
    await asyncio.sleep(2 * PAUSE_S)
    assert len(published(world)) == 1
