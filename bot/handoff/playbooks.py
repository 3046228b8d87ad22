"""Which operations a decision causes, per workflow and vendor: data, nothing else."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.value import Value
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping


class Playbook(Value):
    """Operations in order; each waits for the one before it. Empty means: not offered.

    The first one of an approval moves the money; what follows it records that.
    """

    approve: tuple[str, ...] = ()
    resend: tuple[str, ...] = ()
    no_resend: str | None = None  # why nothing can be sent again, as a sentence for the card


NOTHING = Playbook()

PLAYBOOKS: Mapping[tuple[Workflow, str], Playbook] = MappingProxyType(
    {
        (Workflow.REFUND_REQUEST, "stripe"): Playbook(
            approve=("stripe.create_refund",), resend=("stripe.send_receipt",)
        ),
        (Workflow.REFUND_REQUEST, "paystack"): Playbook(
            approve=("paystack.create_refund",),
            no_resend="Paystack offers no way to mail a receipt again.",
        ),
    }
)


def playbook_for(workflow: Workflow, vendor: str | None) -> Playbook:
    """The playbook of a workflow at a vendor; an unknown pair offers nothing."""
    return PLAYBOOKS.get((workflow, vendor or ""), NOTHING)
