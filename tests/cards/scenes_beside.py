"""Cards beside which Google is told of a refund, or mails the document of another vendor."""

from bot.handoff.playbooks import SEND_DOCUMENT
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.words import StepKind, StepOutcome, Workflow
from tests.cards.values import (
    ADA,
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


def wanted(*resends):
    """An invoice at ProAbono, which mails none, wanted by the customer again."""
    call = a_call(workflow=Workflow.INVOICE_RESEND, refund_reason=None, email_verified=True)
    record = a_record(
        vendor="proabono",
        kind=RecordKind.INVOICE,
        record_id="invoice-3001",
        invoice_number=words("F7.00000012"),
        status=RecordStatus.OPEN,
        paid_at=None,
        mailable=False,
        record_url=None,
    )
    ruling = a_ruling(vendor="proabono", destination="proabono-main", pairings=PAIRED)
    return a_case(a_handoff(call, ruling, record=record), steps=resends)


def _document(outcome, **change):
    return a_step(
        outcome,
        kind=StepKind.RESEND,
        operation=SEND_DOCUMENT,
        resource=None,
        args={"actor": ADA},
        finished_at=ago(seconds=20),
        **change,
    )


BESIDE = {
    "beside_document_asked": wanted,
    "beside_document_mailed": lambda: wanted(
        _document(
            StepOutcome.DONE,
            reference="18c2f0a2",
            answered=True,
            said=words("Gmail took the mail with the document for the address on the record."),
        )
    ),
    "beside_document_missing": lambda: wanted(
        _document(
            StepOutcome.REFUSED,
            answered=True,
            said=words("ProAbono has made no document of this invoice yet."),
        )
    ),
    "beside_document_unknown": lambda: wanted(
        _document(
            StepOutcome.UNKNOWN,
            checks=1,
            said=words("No complete answer came from Gmail, so it may or may not have acted."),
        ).model_copy(update={"finished_at": None})
    ),
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
