"""What the call said: what was asked, what DialNexa learned, what was taken out."""

from __future__ import annotations

from bot.cards.kit import Mrkdwn, bullets, escape, join, say, section
from bot.cards.speech import spoken
from bot.cards.words import suppressed
from bot.handoff.handoff import Handoff
from bot.ports import Block

MAX_SUMMARY = 900
MAX_LEARNED = 6


def asked(handoff: Handoff) -> Block | None:
    """What the caller asked, as the call's summary tells it."""
    if handoff.call.unsafe:
        return section(
            say(
                "*The words of this call could not be made safe.* "
                "Only ids, amounts and dates are shown."
            )
        )
    summary = spoken(handoff, handoff.call.summary, MAX_SUMMARY)
    if summary is None:
        return None
    return section(say("*What the caller asked*\n> {summary}", summary=summary))


def learned(handoff: Handoff) -> Block | None:
    """What DialNexa learned besides, most telling first; the rest is under More."""
    found = learned_pairs(handoff)
    if not found:
        return None
    shown = [say("{label}: {value}", label=label, value=value) for label, value in found]
    more = len(shown) - MAX_LEARNED
    rest = say("and {more} more under More", more=more) if more > 0 else None
    listed = bullets([*shown[:MAX_LEARNED], *([rest] if rest else [])])
    return section(say("*What DialNexa learned*\n{listed}", listed=listed))


def learned_pairs(handoff: Handoff) -> list[tuple[str, Mrkdwn]]:
    """All that the call says besides identity, amount and dates: our label, the caller's words."""
    call = handoff.call
    told = (
        ("Reason for the refund", spoken(handoff, call.refund_reason)),
        ("Reason for the dispute", spoken(handoff, call.dispute_reason)),
        ("Credit wanted", spoken(handoff, call.credit_request)),
        ("Why it was escalated", spoken(handoff, call.escalation_reason)),
        ("Promised next step", spoken(handoff, call.promised_next_step)),
        ("Expects a call back", _yes_no(call.callback_expected)),
        ("Says to be a VIP", say("yes, not confirmed") if call.vip_claimed else None),
        ("E-mail confirmed in the call", _yes_no(call.email_verified)),
        ("Handed to a person in the call", say("yes") if call.transferred else None),
        ("Tax region", spoken(handoff, call.tax_region)),
    )
    pairs = [(label, value) for label, value in told if value]
    return pairs + [
        (escape(_in_words(label), 40), value)
        for label, text in call.learned
        if (value := spoken(handoff, text)) and not call.unsafe
    ]


def _in_words(key: str) -> str:
    """An analysis key as people write it: `promise_to_pay_date` is `Promise to pay date`."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _yes_no(answer: bool | None) -> Mrkdwn | None:  # noqa: FBT001 - the answer is the subject
    return None if answer is None else say("yes") if answer else say("no")


def removed(handoff: Handoff) -> Mrkdwn | None:
    """What was taken out of the words of the call: kinds and counts, never values."""
    found = sorted((kind, count) for kind, count in handoff.call.suppressed.items() if count > 0)
    if not found:
        return None
    kinds = join(", ", (suppressed(kind, count) for kind, count in found[:10]))
    return say("Removed for safety: {kinds}", kinds=kinds)
