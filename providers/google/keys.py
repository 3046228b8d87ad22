"""What a step is known by at Google: a short word from its key, the same each time."""

from __future__ import annotations

import hashlib
from typing import Final

from bot.errors import Refused
from bot.vendors import Matter, Order

WORD_LENGTH: Final = 20


def step_word(order: Order) -> str:
    """Letters and digits that fit everywhere: 80 bits of the step key's hash, in hex."""
    return hashlib.sha256(order.step_key.encode()).hexdigest()[:WORD_LENGTH]


def matter_of(order: Order) -> Matter:
    """What the step is about. Raises Refused when the desk said nothing of it."""
    if order.matter is None:
        raise Refused("Nothing was said of what this is about; nothing was sent.", code="no_matter")
    return order.matter
