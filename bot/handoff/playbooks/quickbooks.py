"""What can be done at QuickBooks, per workflow.

It keeps the books and no card: what was paid can be credited there, never paid back.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import ADDRESS
from bot.handoff.playbooks.shape import REFUNDABLE, Amount, Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEND = ("quickbooks.send_invoice",)
_OPEN = (Need.OPEN, Need.EMAIL_ON_RECORD)
_UNPAID = Playbook(records=(RecordKind.INVOICE,), resend=_SEND, resend_needs=_OPEN)

PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(
            plans=(
                Plan(
                    operations=("quickbooks.create_credit_memo",),
                    amount=Amount.REFUNDABLE,
                    needs=REFUNDABLE,
                ),
            ),
            mailed_needs=(Need.EMAIL_ON_RECORD,),
            mailed_after=("quickbooks.create_credit_memo",),
        ),
        Workflow.CHARGE_DISPUTE: Playbook(
            records=(RecordKind.INVOICE,),
            no_plan="QuickBooks keeps no disputes: the answer is given where the card was charged.",
        ),
        Workflow.INVOICE_RESEND: Playbook(
            records=(RecordKind.INVOICE,),
            resend=_SEND,
            resend_needs=(Need.ISSUED, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RECEIPT_REQUEST: Playbook(
            resend=_SEND,  # the paid invoice, which shows that it is paid
            resend_needs=(Need.PAID, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RENEWAL_FAILURE: _UNPAID,
        Workflow.PAYMENT_BLOCKER: _UNPAID,
        Workflow.PROMISE_TO_PAY: Playbook(
            records=(RecordKind.INVOICE,),
            plans=(Plan(operations=("quickbooks.add_note",), needs=(Need.OPEN,)),),
            resend=_SEND,
            resend_needs=_OPEN,
        ),
        Workflow.TAX_OR_ADDRESS_CORRECTION: Playbook(
            records=(RecordKind.CUSTOMER,),
            plans=(
                Plan(
                    operations=("quickbooks.update_customer",),
                    needs=(Need.IN_GOOD_STANDING,),
                    form=ADDRESS,
                ),
            ),
        ),
        Workflow.OTHER_BILLING: Playbook(
            records=(RecordKind.INVOICE, RecordKind.CUSTOMER),
            plans=(Plan(operations=("quickbooks.add_note",)),),
        ),
    }
)
