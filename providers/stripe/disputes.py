"""What a dispute's words mean: whether it stands, and whether the bank takes an answer now.

https://docs.stripe.com/api/disputes/object.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from providers.stripe.models import Dispute

OVER: Final = frozenset({"won", "warning_closed"})
"""Only these leave the money with us; any other word, known or new, counts as a dispute."""
ANSWERABLE: Final = frozenset({"needs_response", "warning_needs_response"})
"""An appeal asks for papers of its own and is answered in Stripe's own pages."""


def is_disputed(disputes: Sequence[Dispute], *, flagged: bool) -> bool:
    """Tell whether a dispute or chargeback stands; the charge's own flag never clears itself."""
    if not disputes:
        return flagged
    return any(dispute.status not in OVER for dispute in disputes)


def is_wanted(dispute: Dispute, now: datetime) -> bool:
    """Tell whether evidence can still be given: nothing was submitted, and it is not too late."""
    details = dispute.evidence_details
    if dispute.status not in ANSWERABLE or details.past_due or details.submission_count:
        return False
    return dispute.due_at is None or dispute.due_at > now


def chosen(disputes: Sequence[Dispute], now: datetime) -> Dispute | None:
    """The one to speak of: what wants an answer, else what stands, else the newest."""
    ranked = sorted(disputes, key=lambda one: (not is_wanted(one, now), one.status in OVER))
    return ranked[0] if ranked else None
