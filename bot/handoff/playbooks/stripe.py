"""What can be done at Stripe, per workflow."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import ADDRESS, EVIDENCE
from bot.handoff.playbooks.shape import REFUNDABLE, Amount, Condition, Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAYABLE = (Need.OPEN, Need.SOMETHING_LEFT, Need.SAME_CURRENCY)
_SENDABLE = (Need.ISSUED, Need.EMAIL_ON_RECORD, Need.MAILABLE)
_LINKED = (Need.OPEN, Need.EMAIL_ON_RECORD, Need.MAILABLE)
PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(
            plans=(
                Plan(
                    operations=("stripe.create_credit_note",),
                    when=Condition.CREDIT_WANTED,
                    amount=Amount.REFUNDABLE,
                    needs=(*REFUNDABLE, Need.INVOICED),
                ),
                Plan(
                    operations=("stripe.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=REFUNDABLE,
                ),
            ),
            resend=("stripe.send_receipt",),
            resend_needs=(Need.PAID, Need.EMAIL_ON_RECORD),
        ),
        Workflow.CHARGE_DISPUTE: Playbook(
            plans=(
                Plan(
                    operations=("stripe.submit_evidence",),
                    when=Condition.DISPUTED,
                    needs=(Need.EVIDENCE_WANTED,),
                    form=EVIDENCE,
                ),
                Plan(
                    operations=("stripe.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=(*REFUNDABLE, Need.PROVEN_DUPLICATE),
                ),
            ),
        ),
        Workflow.INVOICE_RESEND: Playbook(
            records=(RecordKind.INVOICE,),
            resend=("stripe.send_invoice",),
            resend_needs=_SENDABLE,
            mailed_needs=(Need.ISSUED, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RECEIPT_REQUEST: Playbook(
            resend=("stripe.send_receipt",), resend_needs=(Need.PAID, Need.EMAIL_ON_RECORD)
        ),
        Workflow.RENEWAL_FAILURE: Playbook(
            records=(RecordKind.INVOICE, RecordKind.SUBSCRIPTION),
            plans=(
                Plan(
                    operations=("stripe.resume_subscription",),
                    when=Condition.PAUSED,
                    amount=Amount.REMAINING,
                    needs=(Need.PAUSED, Need.SOMETHING_LEFT, Need.SAME_CURRENCY),
                ),
                Plan(operations=("stripe.pay_invoice",), amount=Amount.REMAINING, needs=_PAYABLE),
            ),
            resend=("stripe.send_invoice",),
            resend_needs=_LINKED,
        ),
        Workflow.PAYMENT_BLOCKER: Playbook(
            records=(RecordKind.INVOICE,),
            resend=("stripe.send_invoice",),
            resend_needs=_LINKED,
        ),
        Workflow.PROMISE_TO_PAY: Playbook(
            records=(RecordKind.INVOICE,),
            plans=(Plan(operations=("stripe.add_note",), needs=(Need.OPEN,)),),
            resend=("stripe.send_invoice",),
            resend_needs=_LINKED,
        ),
        Workflow.TAX_OR_ADDRESS_CORRECTION: Playbook(
            records=(RecordKind.CUSTOMER,),
            plans=(
                Plan(
                    operations=("stripe.update_customer",),
                    needs=(Need.IN_GOOD_STANDING,),
                    form=ADDRESS,
                ),
            ),
        ),
        Workflow.OTHER_BILLING: Playbook(
            records=(RecordKind.INVOICE, RecordKind.PAYMENT, RecordKind.CUSTOMER),
            plans=(Plan(operations=("stripe.add_note",)),),
        ),
    }
)
