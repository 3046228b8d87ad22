"""Cards of a refund beside which Google is told: all worked, and the mail did not."""

from bot.handoff.words import StepOutcome
from tests.cards.values import a_case, a_decision, a_handoff, a_ruling, a_step, words

REFUNDED = {"reference": "re_3PqOak", "answered": True}
PAIRED = ("gmail", "drive", "sheets")


def _mail(outcome, **change):
    return a_step(
        outcome,
        id="st_2",
        operation="gmail.send_follow_up",
        resource=None,
        answered=True,
        **change,
    )


def _refunded(mail):
    handoff = a_handoff(ruling=a_ruling(pairings=PAIRED))
    return a_case(
        handoff, decisions=(a_decision(),), steps=(a_step(StepOutcome.DONE, **REFUNDED), mail)
    )


def awaiting():
    return a_case(a_handoff(ruling=a_ruling(pairings=PAIRED)))


BESIDE = {
    "beside_mailed": lambda: _refunded(
        _mail(
            StepOutcome.DONE,
            reference="18c2f0a1",
            said=words("Gmail took the follow-up mail for the address on the record."),
        )
    ),
    "beside_mail_refused": lambda: _refunded(
        _mail(
            StepOutcome.REFUSED,
            said=words("The record has no address to write to; nothing was sent."),
        )
    ),
    "beside_mail_unknown": lambda: _refunded(
        _mail(
            StepOutcome.UNKNOWN,
            checks=1,
            said=words("No complete answer came from Gmail, so it may or may not have acted."),
        )
    ),
}
