"""Foreign words and figures as cards may show them: escaped, cut, contacts masked."""

from __future__ import annotations

import re

from bot.cards.kit import Mrkdwn, escape, mask_contacts, mask_email, mask_phone
from bot.handoff.handoff import Handoff
from bot.money import format_money

MAX_VALUE = 160
_SENTENCE = 400
_ID = re.compile(r"[A-Za-z0-9][\w./#:-]{0,79}", re.ASCII)


def spoken(handoff: Handoff, text: str | None, limit: int = MAX_VALUE) -> Mrkdwn | None:
    """Free text of the call: nothing of it when it could not be made safe, contacts masked."""
    if not text or handoff.call.unsafe:
        return None
    shown = text if handoff.ruling.show_contacts else mask_contacts(text[: 4 * limit])
    return escape(shown, limit) or None


def reference(handoff: Handoff, text: str | None) -> Mrkdwn | None:
    """An id as it was given; of a call that could not be made safe only what is shaped like one."""
    if handoff.call.unsafe:
        return escape(text) if text and _ID.fullmatch(text) else None
    return spoken(handoff, text, 80)


def email(handoff: Handoff, address: str | None) -> Mrkdwn | None:
    """An e-mail address, masked unless the policy lets this channel see it."""
    if not address or handoff.call.unsafe:
        return None
    return escape(address if handoff.ruling.show_contacts else mask_email(address), 120)


def phone(handoff: Handoff, number: str | None) -> Mrkdwn | None:
    """A phone number, likewise."""
    if not number or handoff.call.unsafe:
        return None
    return escape(number if handoff.ruling.show_contacts else mask_phone(number), 40)


def closed(text: str) -> Mrkdwn:
    """Foreign words as one sentence with its full stop."""
    words = escape(mask_contacts(text[: 2 * _SENTENCE]), _SENTENCE)
    return words if words.endswith((".", "!", "?", "…")) else Mrkdwn(f"{words}.")


def money(amount_minor: int, currency: str) -> Mrkdwn:
    """An amount that a phone does not break in the middle."""
    return escape(format_money(amount_minor, currency))
