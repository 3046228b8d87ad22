"""Submitted views: the decision is committed before the answer; a no stands under its input."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import names
from bot.cards.more import notice_modal
from bot.desk.command import Answer
from bot.desk.filled import PREFIX
from bot.handoff.words import Choice
from handlers.slack.parsing import UnreadableClickError, submission
from handlers.slack.uses import Uses

_SUBMITS = {
    names.APPROVE_SUBMIT: Choice.APPROVE,
    names.ESCALATE_SUBMIT: Choice.ESCALATE,
    names.RESEND_SUBMIT: Choice.RESEND,
    names.MORE_SUBMIT: Choice.REJECT,
    names.ATTEST_SUBMIT: Choice.ATTEST,
}
_FIELDS = {
    "amount": names.AMOUNT_BLOCK,
    "reason": names.REASON_BLOCK,
    "target": names.TARGET_BLOCK,
    "act": names.ACT_BLOCK,
}


def _block_of(field: str) -> str:
    """The block of the input at fault."""
    named = field.removeprefix(PREFIX)
    return names.form_block(named) if named != field else _FIELDS[field]


def register(app: AsyncApp, uses: Uses) -> None:
    """Give every callback id its listener."""
    for callback_id, choice in _SUBMITS.items():
        app.view(callback_id)(_submitting(uses, choice))


def _submitting(uses: Uses, choice: Choice) -> Callable[..., Awaitable[Any]]:
    async def on_submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            answer = await uses.decide(submission(body, choice))
        except UnreadableClickError as unreadable:
            answer = Answer.no(str(unreadable))
        await _answer(ack, answer)

    return on_submit


async def _answer(ack: AsyncAck, answer: Answer) -> None:
    if answer.sentence is None:
        await ack()
    elif answer.field is not None:
        await ack(response_action="errors", errors={_block_of(answer.field): answer.sentence})
    else:
        view = notice_modal("Nothing was decided", answer.sentence)
        await ack(response_action="update", view=view)
