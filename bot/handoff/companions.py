"""What the systems beside a destination are told or asked to do, and when: data, nothing else.

The record stands at the destination; the policy pairs it with systems that keep the books, the
tickets, the contacts and the documents. Each is told by a step of its own, after the main one and
independent of the others, so that what failed there is retried there alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.handoff.playbooks.shape import SEND_DOCUMENT
from bot.handoff.value import Value
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Sequence


ANSWERED_IN_WRITING = (
    Workflow.REFUND_REQUEST,
    Workflow.RENEWAL_FAILURE,
    Workflow.PAYMENT_BLOCKER,
    Workflow.TAX_OR_ADDRESS_CORRECTION,
    Workflow.OTHER_BILLING,
)
"""Where an approver may write to the customer. Not of a promise to pay, which bears no pressing,
nor of a dispute, whose answer is the bank's to read.
"""


class Occasion(StrEnum):
    """What has to have happened for a paired system to be told."""

    CARRIED_OUT = "carried_out"  # what was approved worked
    SENT_AGAIN = "sent_again"  # a document went out by Resend
    REVIEW = "review"  # the handoff cannot be approved as it is: a person must look
    REJECTED = "rejected"  # a person said no
    CAME_BACK = "came_back"  # what was accepted or done failed, or was returned, later


class Companion(Value):
    """One operation of a paired system; `after` and `workflows` narrow it, empty means any."""

    system: str  # as under [destination.pairings]
    operation: str
    occasion: Occasion = Occasion.CARRIED_OUT
    workflows: tuple[Workflow, ...] = ()
    after: tuple[str, ...] = ()  # operations of the destination
    reply: bool = False  # only where an approver wrote the customer a reply
    anew: bool = False  # told again where it came back and was approved again
    mails: bool = False  # only where the record has an address, to write to or to find somebody by


GIVING_BACK = (
    "stripe.create_refund",
    "stripe.create_credit_note",
    "paystack.create_refund",
    "quickbooks.create_credit_memo",
)
"""What a customer is written to about."""

COMPANIONS: tuple[Companion, ...] = (
    Companion(system="hubspot", operation="hubspot.create_note", anew=True),
    Companion(system="hubspot", operation="hubspot.create_note", occasion=Occasion.SENT_AGAIN),
    Companion(
        system="hubspot",
        operation="hubspot.create_note",
        occasion=Occasion.REJECTED,
        mails=True,
    ),
    Companion(system="hubspot", operation="hubspot.create_note", occasion=Occasion.CAME_BACK),
    Companion(
        system="hubspot",
        operation="hubspot.create_task",
        workflows=(Workflow.PROMISE_TO_PAY,),
    ),
    Companion(system="zendesk", operation="zendesk.add_internal_note", anew=True),
    Companion(
        system="zendesk", operation="zendesk.add_internal_note", occasion=Occasion.SENT_AGAIN
    ),
    Companion(system="zendesk", operation="zendesk.create_ticket", occasion=Occasion.REVIEW),
    Companion(system="zendesk", operation="zendesk.add_internal_note", occasion=Occasion.REJECTED),
    Companion(system="zendesk", operation="zendesk.add_internal_note", occasion=Occasion.CAME_BACK),
    Companion(
        system="zendesk",
        operation="zendesk.add_public_comment",
        workflows=ANSWERED_IN_WRITING,
        reply=True,
        anew=True,
    ),
    Companion(
        system="gmail",
        operation="gmail.send_follow_up",
        workflows=(Workflow.REFUND_REQUEST,),
        after=GIVING_BACK,
        anew=True,
        mails=True,
    ),
    Companion(
        system="quickbooks",
        operation="quickbooks.create_refund_receipt",
        after=("stripe.create_refund", "paystack.create_refund"),
    ),
    Companion(
        system="quickbooks",
        operation="quickbooks.record_credit",
        after=("stripe.create_credit_note",),
    ),
    Companion(
        system="drive",
        operation="drive.store_document",
        after=("stripe.create_credit_note", "quickbooks.create_credit_memo"),
    ),
    Companion(
        system="drive",
        operation="drive.store_document",
        occasion=Occasion.SENT_AGAIN,
        after=("stripe.send_invoice", "quickbooks.send_invoice", SEND_DOCUMENT),
    ),
    Companion(
        system="drive",
        operation="drive.store_document",
        workflows=(Workflow.PROMISE_TO_PAY,),
        after=("proabono.add_note",),
    ),
    Companion(system="sheets", operation="sheets.append_row", occasion=Occasion.REVIEW),
    Companion(system="sheets", operation="sheets.append_row", occasion=Occasion.CAME_BACK),
)


def companions_of(
    pairings: Sequence[str],
    workflow: Workflow,
    occasion: Occasion,
    operations: Sequence[str],
    *,
    replied: bool = False,
    addressed: bool = True,
) -> tuple[str, ...]:
    """Name what the paired systems are asked for, in the table's order."""
    fitting = _fitting(pairings, workflow, occasion, operations)
    return tuple(
        one.operation
        for one in fitting
        if (replied or not one.reply) and (addressed or not one.mails)
    )


def takers_of_reply(
    pairings: Sequence[str], workflow: Workflow, operations: Sequence[str]
) -> tuple[str, ...]:
    """Name the operations by which a reply that an approver writes reaches the customer."""
    fitting = _fitting(pairings, workflow, Occasion.CARRIED_OUT, operations)
    return tuple(one.operation for one in fitting if one.reply)


def _fitting(
    pairings: Sequence[str], workflow: Workflow, occasion: Occasion, operations: Sequence[str]
) -> tuple[Companion, ...]:
    return tuple(
        one
        for one in COMPANIONS
        if one.system in pairings
        and one.occasion is occasion
        and (not one.workflows or workflow in one.workflows)
        and (not one.after or set(one.after) & set(operations))
    )


def is_companion(operation: str) -> bool:
    """Tell whether an operation is asked of a paired system, not of the destination."""
    return any(one.operation == operation for one in COMPANIONS)


def is_beside(operation: str) -> bool:
    """Tell whether a paired system carries it out, and so has to be told what it is about."""
    return operation == SEND_DOCUMENT or is_companion(operation)


def is_told_anew(operation: str) -> bool:
    """Tell whether it is said once for each time that something is approved and works.

    What is kept in the books, or filed, is kept there once.
    """
    return any(one.operation == operation and one.anew for one in COMPANIONS)


def is_reply(operation: str) -> bool:
    """Tell whether an operation brings the customer what an approver wrote."""
    return any(one.operation == operation and one.reply for one in COMPANIONS)
