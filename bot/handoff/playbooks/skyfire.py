"""What can be done at Skyfire, per workflow: a seller is told who we are, and paid nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import Form, FormField
from bot.handoff.playbooks.shape import Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_TO_THE_SELLER = Form(
    intro=(
        "The token tells the seller in this bot's settings who we are. It goes to that seller's "
        "own address and nowhere else, runs out within minutes and moves no money."
    ),
    fields=(
        FormField(
            name="wanted",
            label="The seller asked to know who we are",
            kind="confirm",
            required=True,
        ),
    ),
)
_ONLY_TOKENS = "Skyfire keeps no invoices and no customers of ours, only our wallet and tokens."


def _read_only() -> Playbook:
    """The wallet is shown, and nothing can be done with it from here."""
    return Playbook(records=(RecordKind.WALLET,), no_plan=_ONLY_TOKENS)


PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.PAYMENT_BLOCKER: Playbook(
            records=(RecordKind.WALLET,),
            plans=(
                Plan(
                    operations=("skyfire.create_kya_token",),
                    needs=(Need.FUNDED, Need.SELLER_SET),
                    form=_TO_THE_SELLER,
                ),
            ),
        ),
        Workflow.OTHER_BILLING: _read_only(),
        Workflow.PROMISE_TO_PAY: _read_only(),
    }
)
