"""Block Kit cards, views and notices: pure functions from a case to what Slack shows.

Ids shared with the handlers are in `names`, sentences for threads and people in `notices`,
views in `modals` and `more`; `kit` is the one place that builds blocks.
"""

from bot.cards.attesting import attest_modal
from bot.cards.card import draw_card
from bot.cards.modals import (
    approve_modal,
    escalate_modal,
    more_modal,
    notice_modal,
    resend_modal,
)
from bot.cards.queue import Part, draw_found, draw_home, draw_queue, home_notice
from bot.cards.status import draw_help, draw_public_notice, draw_status, not_found

__all__ = [
    "Part",
    "approve_modal",
    "attest_modal",
    "draw_card",
    "draw_found",
    "draw_help",
    "draw_home",
    "draw_public_notice",
    "draw_queue",
    "draw_status",
    "escalate_modal",
    "home_notice",
    "more_modal",
    "not_found",
    "notice_modal",
    "resend_modal",
]
