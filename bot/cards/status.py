"""Answers to `/handoff`, and the little that may be said in public."""

from __future__ import annotations

from datetime import datetime

from bot.cards.asking import who_is_asked
from bot.cards.card import headline
from bot.cards.facts import fact_fields, links, small_print
from bot.cards.kit import Mrkdwn, bullets, channel, compose, escape, header, say, section
from bot.cards.outcome import outcome_sentence
from bot.handoff.handoff import Case
from bot.ports import Message


def draw_status(case: Case, *, now: datetime) -> Message:
    """Say where a handoff stands; its buttons stay on the one card."""
    waiting = who_is_asked(case, now)
    parts = (
        header(headline(case, now)),
        section(outcome_sentence(case)),
        fact_fields(case.handoff),
        section(waiting) if waiting else None,
        small_print((links(case.handoff), _where(case))),
    )
    return compose([part for part in parts if part])


def _where(case: Case) -> Mrkdwn:
    call = escape(case.handoff.call_id, 80)
    if case.place is None:
        return say("Call {call}  ·  the card is not posted yet", call=call)
    return say(
        "Call {call}  ·  decide on the card in {where}",
        call=call,
        where=channel(case.place.channel_id),
    )


def draw_help() -> Message:
    """What can be typed."""
    told = bullets(
        (
            say(
                "`/handoff <what you have>` finds handoffs by call id, invoice or other reference, "
                "e-mail address, or the last four digits of a phone number."
            ),
            say("`/handoff queue` shows what waits for a decision, the nearest deadline first."),
            say("`/handoff mine` shows what you own, `/handoff overdue` what is late."),
            say("`/handoff stats` says what is open, how long decisions take, what was approved."),
            say(
                "`/handoff delegate @person until 2026-12-31` hands your queue to somebody of your "
                "role, `/handoff delegate` says who stands in for whom, `/handoff delegate off` "
                "takes yours back."
            ),
            say(
                "`/handoff stop [provider] <reason>` halts all money that is not sent yet; "
                "`/handoff resume [provider]` lifts that, for another person."
            ),
            say("`/handoff help` shows this."),
        )
    )
    end = say("Decisions are taken with the buttons on the card, never by a command.")
    return compose([header("Handoff"), section(told), section(end)])


def not_found() -> Message:
    """Nothing to show; what was typed is not repeated, since it may be private."""
    told = say(
        "There is no handoff for this. It has to be a whole call id, reference or e-mail address, "
        "or exactly the last four digits of a phone number."
    )
    return compose([section(told)])


def draw_public_notice() -> Message:
    """All that a public channel ever gets: no content, no buttons."""
    told = say(
        "*A billing call needs finance, but this channel is public.* "
        "Nothing is shown here and nothing can be decided. "
        "Make the channel private, or name a private one in the policy."
    )
    return compose([section(told)])
