"""What a playbook is made of: plans, when each applies, and what must hold of the record."""

from __future__ import annotations

from enum import StrEnum

from bot.handoff.forms import Form
from bot.handoff.record import RecordKind
from bot.handoff.value import Value


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
    LAPSED_ON_RECORD = "lapsed_on_record"  # what was invoiced cannot be paid any more
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
    NOTHING_OPEN = "nothing_open"
    ISSUED = "issued"
    IN_GOOD_STANDING = "in_good_standing"
    PAUSED = "paused"
    EMAIL_ON_RECORD = "email_on_record"
    MAILABLE = "mailable"
    FUNDED = "funded"
    SELLER_SET = "seller_set"


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
    mailed_needs: tuple[Need, ...] = ()
    """What must hold of a record whose document a paired mailbox sends, as its vendor does not."""
    mailed_after: tuple[str, ...] = ()  # what makes that document; nothing: the record has it

    @property
    def sends_only(self) -> bool:
        """True when the whole point is a document to be sent."""
        return bool(self.resend) and not self.plans

    def mailed(self) -> Playbook:
        """The same where a paired mailbox sends the vendor's document."""
        return self.model_copy(
            update={
                "resend": (SEND_DOCUMENT,),
                "resend_needs": self.mailed_needs,
                "no_plan": None,
                "no_resend": None,
            }
        )


MAILER = "gmail"
"""The paired system that sends a destination's documents."""
SEND_DOCUMENT = "gmail.send_document"

REFUNDABLE = (Need.PAID, Need.NOT_DISPUTED, Need.SOMETHING_LEFT, Need.SAME_CURRENCY)
"""What must hold of a payment before any of it is given back."""
