"""Why a person must look at a call, as far as the call itself shows it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.billing_call import BillingCall
from bot.handoff.words import ReviewReason, Workflow
from bot.policy.hardship import speaks_of_hardship

if TYPE_CHECKING:
    from collections.abc import Mapping

BY_WORKFLOW: Mapping[Workflow, tuple[ReviewReason, ...]] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: (ReviewReason.CHANGES_MONEY,),
        Workflow.CHARGE_DISPUTE: (ReviewReason.CHANGES_MONEY,),
        Workflow.INVOICE_RESEND: (),
        Workflow.RECEIPT_REQUEST: (),
        Workflow.RENEWAL_FAILURE: (ReviewReason.CHANGES_MONEY, ReviewReason.CHANGES_ACCESS),
        Workflow.PAYMENT_BLOCKER: (ReviewReason.CHANGES_ACCESS,),
        Workflow.PROMISE_TO_PAY: (ReviewReason.CHANGES_COMMITMENTS,),
        Workflow.TAX_OR_ADDRESS_CORRECTION: (
            ReviewReason.SENSITIVE_REQUEST,
            ReviewReason.CHANGES_LEGAL_TERMS,
        ),
        Workflow.OTHER_BILLING: (),
    }
)

SENDS_DOCUMENTS = frozenset({Workflow.INVOICE_RESEND, Workflow.RECEIPT_REQUEST})
"""What they send goes to an address, so an address that nobody verified is sensitive."""


ASKS_FOR_MONEY = frozenset(
    {Workflow.PROMISE_TO_PAY, Workflow.RENEWAL_FAILURE, Workflow.PAYMENT_BLOCKER}
)
"""What comes of them asks the customer to pay."""


def reasons(call: BillingCall, *, matched: bool, high_value: bool) -> tuple[ReviewReason, ...]:
    """List the reasons in the order of the glossary, each once."""
    found = set(BY_WORKFLOW[call.workflow])
    if not matched or not call.workflow_confident:
        found.add(ReviewReason.LOW_CONFIDENCE_MATCH)
    if call.workflow in SENDS_DOCUMENTS and call.email_verified is not True:
        found.add(ReviewReason.SENSITIVE_REQUEST)
    if call.workflow in ASKS_FOR_MONEY and speaks_of_hardship(call):
        found.add(ReviewReason.SENSITIVE_REQUEST)
    if high_value or call.vip_claimed:
        found.add(ReviewReason.HIGH_VALUE_CUSTOMER)
    if call.credit_request:
        found.add(ReviewReason.CHANGES_MONEY)
    if call.unanalysed:
        found.add(ReviewReason.NO_ANALYSIS)
    if call.unsafe:
        found.add(ReviewReason.NOT_MADE_SAFE)
    return tuple(reason for reason in ReviewReason if reason in found)
