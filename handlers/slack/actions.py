"""Buttons. Those that open a view decide nothing; the others are one decision each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import names
from bot.cards.looks import asking_modal
from bot.desk.command import Command
from bot.desk.look import View
from bot.handoff.words import Choice
from handlers.slack.parsing import Body, UnreadableClickError, click, picked
from handlers.slack.uses import Uses

COULD_NOT_OPEN = "The window could not be opened in time. Nothing was decided: please click again."

ALREADY_OPEN = "exchanged_trigger_id"
"""The same click came twice and the first one opened the view."""

Opener = Callable[[Command], Awaitable[View]]

log = structlog.get_logger(__name__)


def register(app: AsyncApp, uses: Uses) -> None:
    """Give every action id that a card draws its listener."""
    for action_id, choice in _DECIDES.items():
        app.action(action_id)(_deciding(uses, choice))
    for action_id, choice in _OPENS.items():
        opener = uses.more_for if action_id == names.MORE else uses.view_for
        app.action(action_id)(ack=_acknowledge, lazy=[_opening(uses, opener, choice)])
    app.action(names.PICK)(_picking(uses))
    app.action(names.LOOKUP)(ack=_acknowledge, lazy=[_asking(uses)])


_OPENS = {
    names.APPROVE: Choice.APPROVE,
    names.ESCALATE: Choice.ESCALATE,
    names.RESEND: Choice.RESEND,
    names.MORE: Choice.REJECT,
    names.ATTEST: Choice.ATTEST,
}
_DECIDES = {names.CANCEL: Choice.CANCEL, names.RETRY: Choice.RETRY}

Listener = Callable[..., Awaitable[Any]]


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


def _opening(uses: Uses, opener: Opener, choice: Choice) -> Listener:
    async def open_view(body: dict[str, Any], client: AsyncWebClient) -> None:
        try:
            command = click(body, choice)
        except UnreadableClickError as unreadable:
            log.warning("click_unreadable", why=str(unreadable))
            return
        await _open(uses, client, body, command, opener)

    return open_view


async def _open(
    uses: Uses, client: AsyncWebClient, body: Body, command: Command, opener: Opener
) -> None:
    """A trigger lives three seconds; a view that did not open leaves everything as it was."""
    try:
        view = await opener(command)
        await client.views_open(trigger_id=str(body.get("trigger_id", "")), view=view)
    except SlackApiError as error:
        if error.response.get("error") != ALREADY_OPEN:
            await _say_not_opened(uses, command, error)
    except Exception as error:  # noqa: BLE001 - the outermost door of this task: say it, whatever it was
        await _say_not_opened(uses, command, error)


async def _say_not_opened(uses: Uses, command: Command, error: Exception) -> None:
    log.warning("view_not_opened", error=type(error).__name__)
    await uses.tell(command, COULD_NOT_OPEN)


def _asking(uses: Uses) -> Listener:
    async def ask(body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show at once that it is being asked; a trigger does not live as long as an answer."""
        try:
            command = click(body, Choice.ASK)
            answer = await client.views_push(
                trigger_id=str(body.get("trigger_id", "")), view=asking_modal()
            )
            view = await uses.ask(command)
            await client.views_update(view_id=answer["view"]["id"], view=view)
        except UnreadableClickError as unreadable:
            log.warning("click_unreadable", why=str(unreadable))
        except Exception as error:  # noqa: BLE001 - the outermost door of this task; a closed view is no loss
            log.warning("look_not_shown", error=type(error).__name__)

    return ask


def _deciding(uses: Uses, choice: Choice) -> Listener:
    async def on_click(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            await uses.decide(click(body, choice))
        except UnreadableClickError as unreadable:
            log.warning("click_unreadable", why=str(unreadable))
        await ack()

    return on_click


def _picking(uses: Uses) -> Listener:
    async def on_pick(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            await uses.decide(picked(body))
        except UnreadableClickError as unreadable:
            log.warning("click_unreadable", why=str(unreadable))
        await ack()

    return on_pick
