"""Cards of what nobody but a person can tell: a mail at a vendor that lists none, books shut."""

from bot import cards
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.step import ATTESTED_BY, RESTS_ON
from bot.handoff.unanswered import Unanswered
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
    approved,
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


# --- books that never answer again ------------------------------------------------------------

REVOKED = "Stripe said no: the key is not accepted."
SHUT = {
    "unanswered": Unanswered(
        since=ago(hours=3), at=ago(minutes=4), said=words(REVOKED), refused_since=ago(hours=3)
    ),
    "first_sent_at": ago(hours=3),
}
LOST = {"checks": 40, "said": words("No complete answer came from Stripe."), **SHUT}


def unanswered():
    return approved(StepOutcome.UNKNOWN, **LOST)


def vouched(outcome):
    told = {"facts": {ATTESTED_BY: BEN}, "said": words("Stripe's support wrote so.")}
    return approved(outcome, finished_at=ago(minutes=1), **{**SHUT, **told})


def resting(outcome, **change):
    """Tried again on somebody's word, and the books do not answer."""
    return approved(outcome, attempt=2, facts={RESTS_ON: BEN}, said=words(REVOKED), **change)


ATTESTED_VIEWS = {
    "view_attest": lambda: cards.attest_modal(left()),
    "view_attest_unanswered": lambda: cards.attest_modal(unanswered()),
}
ATTESTED = {
    "unknown_left_to_people": left,
    "attested_done": lambda: said(StepOutcome.DONE, "The customer has the mail."),
    "attested_not_done": lambda: said(
        StepOutcome.REFUSED, "The customer looked through all folders."
    ),
    "unknown_unanswered": unanswered,
    "attested_done_unanswered": lambda: vouched(StepOutcome.DONE),
    "attested_not_done_unanswered": lambda: vouched(StepOutcome.REFUSED),
    "resting_on_a_word": lambda: resting(StepOutcome.PENDING),
    "resting_on_a_word_failed": lambda: resting(StepOutcome.REFUSED, finished_at=ago(minutes=1)),
}
