"""Which operations a decision causes, per workflow and vendor: data, nothing else."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import ADDRESS, EVIDENCE, EVIDENCE_ON_FILE, NEW_CUSTOMER, PROMISE, Form
from bot.handoff.record import RecordKind
from bot.handoff.value import Value
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping


class Amount(StrEnum):
    """Which sum an approval covers."""

    REFUNDABLE = "refundable"  # at most what can still be given back; less is allowed
    REMAINING = "remaining"  # exactly what is still to be paid on the record
    CLAIMED = "claimed"  # what the caller named; less or more is the approver's to say


class Condition(StrEnum):
    """When a plan applies; the first one of a playbook that does is taken."""

    ALWAYS = "always"
    DISPUTED = "disputed"  # the bank waits for an answer on this payment
    CREDIT_WANTED = "credit_wanted"  # the caller asks for a credit, and the payment has an invoice
    PAUSED = "paused"  # the subscription is paused
    DRAFT_ON_RECORD = "draft_on_record"  # what is to be paid is written, and not issued
    INVOICE_ON_RECORD = "invoice_on_record"  # what is to be paid was invoiced already
    NOBODY_ON_RECORD = "nobody_on_record"  # no record was found at all


class Need(StrEnum):
    """What must hold of the record; read before the offer and again before the write."""

    PAID = "paid"
    NOT_DISPUTED = "not_disputed"
    SOMETHING_LEFT = "something_left"
    SAME_CURRENCY = "same_currency"
    PROVEN_DUPLICATE = "proven_duplicate"
    EVIDENCE_WANTED = "evidence_wanted"
    INVOICED = "invoiced"
    OPEN = "open"
    ISSUED = "issued"
    IN_GOOD_STANDING = "in_good_standing"
    PAUSED = "paused"
    EMAIL_ON_RECORD = "email_on_record"
    MAILABLE = "mailable"


class Plan(Value):
    """Operations in order; each waits for the one before it. The first moves the money, if any."""

    operations: tuple[str, ...]
    when: Condition = Condition.ALWAYS
    amount: Amount | None = None
    needs: tuple[Need, ...] = ()
    form: Form | None = None


class Playbook(Value):
    """What is looked up and what decisions cause. Nothing in it means: not offered.

    `records` are the kinds of record to look for, in order, until one is found. A playbook with
    documents and no plan is settled by sending the document.
    """

    records: tuple[RecordKind, ...] = (RecordKind.PAYMENT,)
    plans: tuple[Plan, ...] = ()
    resend: tuple[str, ...] = ()
    resend_needs: tuple[Need, ...] = (Need.EMAIL_ON_RECORD,)
    no_plan: str | None = None  # why nothing can be approved, as a sentence for the card
    no_resend: str | None = None  # why nothing can be sent again, as a sentence for the card

    @property
    def sends_only(self) -> bool:
        """True when the whole point is a document to be sent."""
        return bool(self.resend) and not self.plans


NOTHING = Playbook()

_REFUNDABLE = (Need.PAID, Need.NOT_DISPUTED, Need.SOMETHING_LEFT, Need.SAME_CURRENCY)
_PAYABLE = (Need.OPEN, Need.SOMETHING_LEFT, Need.SAME_CURRENCY)
_SENDABLE = (Need.ISSUED, Need.EMAIL_ON_RECORD, Need.MAILABLE)
_LINKED = (Need.OPEN, Need.EMAIL_ON_RECORD, Need.MAILABLE)
_NO_RECEIPT = "Paystack offers no way to mail a receipt again."

_STRIPE: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(
            plans=(
                Plan(
                    operations=("stripe.create_credit_note",),
                    when=Condition.CREDIT_WANTED,
                    amount=Amount.REFUNDABLE,
                    needs=(*_REFUNDABLE, Need.INVOICED),
                ),
                Plan(
                    operations=("stripe.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=_REFUNDABLE,
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
                    needs=(*_REFUNDABLE, Need.PROVEN_DUPLICATE),
                ),
            ),
        ),
        Workflow.INVOICE_RESEND: Playbook(
            records=(RecordKind.INVOICE,),
            resend=("stripe.send_invoice",),
            resend_needs=_SENDABLE,
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

_PAYSTACK: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(
            plans=(
                Plan(
                    operations=("paystack.create_refund",),
                    amount=Amount.REFUNDABLE,
                    needs=_REFUNDABLE,
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
                    needs=(*_REFUNDABLE, Need.PROVEN_DUPLICATE),
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

PLAYBOOKS: Mapping[tuple[Workflow, str], Playbook] = MappingProxyType(
    {
        **{(workflow, "stripe"): playbook for workflow, playbook in _STRIPE.items()},
        **{(workflow, "paystack"): playbook for workflow, playbook in _PAYSTACK.items()},
    }
)


def playbook_for(workflow: Workflow, vendor: str | None) -> Playbook:
    """The playbook of a workflow at a vendor; an unknown pair offers nothing."""
    return PLAYBOOKS.get((workflow, vendor or ""), NOTHING)
