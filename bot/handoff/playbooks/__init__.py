"""Which operations a decision causes, per workflow and vendor: data, nothing else."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.playbooks import paystack, plisio, proabono, quickbooks, skyfire, stripe
from bot.handoff.playbooks.shape import (
    MAILER,
    SEND_DOCUMENT,
    Amount,
    Condition,
    Need,
    Plan,
    Playbook,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.handoff.words import Workflow

__all__ = [
    "MAILER",
    "NOTHING",
    "PLAYBOOKS",
    "SEND_DOCUMENT",
    "Amount",
    "Condition",
    "Need",
    "Plan",
    "Playbook",
    "playbook_for",
]

NOTHING = Playbook()

_AT: Mapping[str, Mapping[Workflow, Playbook]] = MappingProxyType(
    {
        "stripe": stripe.PLAYBOOKS,
        "paystack": paystack.PLAYBOOKS,
        "plisio": plisio.PLAYBOOKS,
        "skyfire": skyfire.PLAYBOOKS,
        "proabono": proabono.PLAYBOOKS,
        "quickbooks": quickbooks.PLAYBOOKS,
    }
)
"""Every destination's own rows, by vendor."""

PLAYBOOKS: Mapping[tuple[Workflow, str], Playbook] = MappingProxyType(
    {(workflow, vendor): row for vendor, rows in _AT.items() for workflow, row in rows.items()}
)


def playbook_for(workflow: Workflow, vendor: str | None) -> Playbook:
    """The playbook of a workflow at a vendor; an unknown pair offers nothing."""
    return PLAYBOOKS.get((workflow, vendor or ""), NOTHING)
