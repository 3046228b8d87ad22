"""Block Kit cards, views and notices: pure functions from a case to what Slack shows.

Ids shared with the handlers are in `names`, sentences for threads and people in `notices`,
views in `modals` and `more`; `kit` is the one place that builds blocks.
"""

from bot.cards.card import draw_card
from bot.cards.modals import (
    approve_modal,
    escalate_modal,
    more_modal,
    notice_modal,
    resend_modal,
)
from bot.cards.status import draw_help, draw_public_notice, draw_status, not_found

__all__ = [
    "approve_modal",
    "draw_card",
    "draw_help",
    "draw_public_notice",
    "draw_status",
    "escalate_modal",
    "more_modal",
    "not_found",
    "notice_modal",
    "resend_modal",
]
