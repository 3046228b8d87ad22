"""What can be done at Paystack, per workflow."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import ADDRESS, EVIDENCE_ON_FILE, NEW_CUSTOMER, PROMISE
from bot.handoff.playbooks.shape import REFUNDABLE, Amount, Condition, Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_RECEIPT = "Paystack offers no way to mail a receipt again."
PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(
            plans=(
                Plan(
                    operations=("paystack.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=REFUNDABLE,
                ),
            ),
            no_resend=_NO_RECEIPT,
        ),
        Workflow.CHARGE_DISPUTE: Playbook(
            plans=(
                Plan(
                    operations=("paystack.submit_evidence",),
                    when=Condition.DISPUTED,
                    needs=(Need.EVIDENCE_WANTED,),
                    form=EVIDENCE_ON_FILE,
                ),
                Plan(
                    operations=("paystack.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=(*REFUNDABLE, Need.PROVEN_DUPLICATE),
                ),
            ),
        ),
        Workflow.INVOICE_RESEND: Playbook(
            records=(RecordKind.INVOICE,),
            resend=("paystack.notify_payment_request",),
            resend_needs=(Need.OPEN, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RECEIPT_REQUEST: Playbook(no_plan=_NO_RECEIPT, no_resend=_NO_RECEIPT),
        Workflow.RENEWAL_FAILURE: Playbook(
            records=(RecordKind.SUBSCRIPTION,),
            plans=(
                Plan(
                    operations=("paystack.mail_card_link",),
                    needs=(Need.IN_GOOD_STANDING, Need.EMAIL_ON_RECORD),
                ),
            ),
            resend=("paystack.mail_card_link",),
            resend_needs=(Need.IN_GOOD_STANDING, Need.EMAIL_ON_RECORD),
        ),
        Workflow.PAYMENT_BLOCKER: Playbook(
            records=(RecordKind.INVOICE, RecordKind.CUSTOMER),
            plans=(
                Plan(
                    operations=("paystack.finalize_payment_request",),
                    when=Condition.DRAFT_ON_RECORD,
                    needs=(Need.SOMETHING_LEFT, Need.EMAIL_ON_RECORD),
                ),
                Plan(
                    operations=("paystack.notify_payment_request",),
                    when=Condition.INVOICE_ON_RECORD,
                    needs=(Need.OPEN, Need.EMAIL_ON_RECORD),
                ),
                Plan(
                    operations=("paystack.create_payment_request",),
                    amount=Amount.CLAIMED,
                    needs=(Need.IN_GOOD_STANDING, Need.EMAIL_ON_RECORD),
                ),
            ),
            resend=("paystack.notify_payment_request",),
            resend_needs=(Need.OPEN, Need.EMAIL_ON_RECORD),
        ),
        Workflow.PROMISE_TO_PAY: Playbook(
            records=(RecordKind.INVOICE,),
            plans=(
                Plan(
                    operations=("paystack.notify_payment_request",),
                    needs=(Need.OPEN, Need.EMAIL_ON_RECORD),
                    form=PROMISE,
                ),
            ),
            resend=("paystack.notify_payment_request",),
            resend_needs=(Need.OPEN, Need.EMAIL_ON_RECORD),
        ),
        Workflow.TAX_OR_ADDRESS_CORRECTION: Playbook(
            records=(RecordKind.CUSTOMER,),
            plans=(
                Plan(
                    operations=("paystack.update_customer",),
                    needs=(Need.IN_GOOD_STANDING,),
                    form=ADDRESS,
                ),
            ),
        ),
        Workflow.OTHER_BILLING: Playbook(
            records=(RecordKind.INVOICE, RecordKind.PAYMENT, RecordKind.CUSTOMER),
            plans=(
                Plan(
                    operations=("paystack.create_customer",),
                    when=Condition.NOBODY_ON_RECORD,
                    form=NEW_CUSTOMER,
                ),
                Plan(operations=("paystack.add_note",)),
            ),
        ),
    }
)
