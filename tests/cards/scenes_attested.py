"""Cards of what nobody but a person can tell: a mail at a vendor that lists none."""

from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.step import ATTESTED_BY
from bot.handoff.words import StepOutcome, Workflow
from tests.cards.values import (
    BEN,
    a_call,
    a_case,
    a_decision,
    a_handoff,
    a_record,
    a_ruling,
    a_step,
    ago,
    words,
)

NO_ANSWER = "No complete answer came from Paystack, so it may or may not have acted."


def of_renewal(outcome, **change):
    """A link to change the card, asked for by Paystack's mail."""
    call = a_call(
        workflow=Workflow.RENEWAL_FAILURE, refund_reason=None, subscription_id=words("SUB_oakfern")
    )
    record = a_record(
        vendor="paystack",
        kind=RecordKind.SUBSCRIPTION,
        record_id="SUB_oakfern",
        status=RecordStatus.PAST_DUE,
        paid_at=None,
        record_url=None,
    )
    ruling = a_ruling(vendor="paystack", destination="paystack-main")
    step = a_step(
        outcome,
        operation="paystack.mail_card_link",
        resource=None,
        args={"record_id": "SUB_oakfern"},
        first_sent_at=ago(minutes=3),
        **change,
    )
    handoff = a_handoff(call, ruling, record=record)
    return a_case(handoff, decisions=(a_decision(amount_minor=None, currency=None),), steps=(step,))


def left():
    return of_renewal(
        StepOutcome.UNKNOWN, checks=2, finished_at=ago(minutes=2), said=words(NO_ANSWER)
    )


def said(outcome, how):
    facts = {ATTESTED_BY: BEN}
    return of_renewal(outcome, facts=facts, finished_at=ago(minutes=1), said=words(how))


ATTESTED = {
    "unknown_left_to_people": left,
    "attested_done": lambda: said(StepOutcome.DONE, "The customer has the mail."),
    "attested_not_done": lambda: said(
        StepOutcome.REFUSED, "The customer looked through all folders."
    ),
}
