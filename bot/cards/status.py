"""Answers to `/handoff`, and the little that may be said in public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from bot.cards.asking import who_is_asked
from bot.cards.card import headline
from bot.cards.facts import fact_fields, links, small_print
from bot.cards.kit import Mrkdwn, bullets, channel, compose, escape, header, say, section
from bot.cards.outcome import outcome_sentence
from bot.handoff.handoff import Case
from bot.ports import Message

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "call": "call id",
        "invoice": "invoice number",
        "email": "e-mail address",
        "phone": "phone number",
    }
)


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
            say("`/handoff <call id>` shows where the handoff of a call stands."),
            say("`/handoff help` shows this."),
        )
    )
    end = say("Decisions are taken with the buttons on the card, never by a command.")
    return compose([header("Handoff"), section(told), section(end)])


def not_found(query_kind: str) -> Message:
    """Nothing to show; what was typed is not repeated, since it may be private."""
    kind = _KINDS.get(query_kind, "entry")
    return compose([section(say("There is no handoff for this {kind}.", kind=kind))])


def draw_public_notice() -> Message:
    """All that a public channel ever gets: no content, no buttons."""
    told = say(
        "*A billing call needs finance, but this channel is public.* "
        "Nothing is shown here and nothing can be decided. "
        "Make the channel private, or name a private one in the policy."
    )
    return compose([section(told)])
