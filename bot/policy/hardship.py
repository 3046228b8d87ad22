"""Whether a caller is in trouble: nobody is pressed for money who says so, a lead looks first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.handoff.billing_call import BillingCall

_WORDS = re.compile(
    r"""\b(?:
        hardship | bankrupt\w* | insolven\w* | foreclos\w* | evict\w* | redundan(?:t|cy)
      | laid\ off | let\ \w+\ (?:people|staff|employees)\ go
      | los[te]\w*\ (?:\w+\ ){0,2}(?:job|orders|income|work)
      | out\ of\ work | unemploy\w* | can(?:no|')t\ afford | unable\ to\ pay | in\ arrears
      | illness | hospital\w* | cancer | surgery | bereave\w* | funeral | passed\ away | died
      | divorc\w*
      | distress\w* | desperate | suicid\w* | crying | in\ tears | overwhelmed
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Plain words for it, in the language that summaries are written in."""


def speaks_of_hardship(call: BillingCall) -> bool:
    """Tell whether summary or reasons of the call hold such a word. Never decides, only warns."""
    told = (call.summary, call.escalation_reason, call.dispute_reason, call.promised_next_step)
    spoken = (*told, *(value for _, value in call.learned))
    return any(text and _WORDS.search(text) for text in spoken)
