"""What can be done at Plisio, per workflow: it has invoices; no mail, no notes, no refunds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import Form, FormField
from bot.handoff.playbooks.shape import Amount, Condition, Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATE = ("plisio.create_invoice",)
_TOLD = FormField(
    name="told",
    label="Somebody gives the customer the invoice's page",
    kind="confirm",
    required=True,
)
_INTRO = "Plisio mails nobody: the customer pays on the new invoice's page, and has to be told it."
_AGAIN = Form(intro=_INTRO, fields=(_TOLD,))
_FIRST = Form(
    intro=_INTRO,
    fields=(
        FormField(
            name="email",
            label="The payer's e-mail",
            hint="Left empty, Plisio asks the payer.",
            from_call="email",
        ),
        _TOLD,
    ),
)

_NO_MAIL = "Plisio mails nobody; the invoice's own page can be given to the customer."
_NO_NOTES = "Plisio has no place for notes; the answer is on this record."
_NO_REFUNDS = "Coins are not sent back from here: that is done in Plisio, by hand."
_NO_RECORDS = "Plisio keeps no records of customers and no subscriptions."


def _read_only(why: str, no_resend: str | None = None) -> Playbook:
    """The invoice is shown, and nothing can be done with it from here."""
    return Playbook(records=(RecordKind.INVOICE,), no_plan=why, no_resend=no_resend)


PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.PAYMENT_BLOCKER: Playbook(
            records=(RecordKind.INVOICE,),
            plans=(
                Plan(
                    operations=_CREATE,
                    when=Condition.NOBODY_ON_RECORD,
                    amount=Amount.CLAIMED,
                    form=_FIRST,
                ),
                Plan(
                    operations=_CREATE,
                    when=Condition.LAPSED_ON_RECORD,
                    amount=Amount.REMAINING,
                    needs=(Need.SOMETHING_LEFT, Need.SAME_CURRENCY),
                    form=_AGAIN,
                ),
                Plan(
                    operations=_CREATE,
                    amount=Amount.CLAIMED,
                    needs=(Need.NOTHING_OPEN, Need.SAME_CURRENCY),
                    form=_AGAIN,
                ),
            ),
            no_resend=_NO_MAIL,
        ),
        Workflow.INVOICE_RESEND: _read_only(_NO_MAIL, _NO_MAIL),
        Workflow.RECEIPT_REQUEST: _read_only(_NO_MAIL, _NO_MAIL),
        Workflow.PROMISE_TO_PAY: _read_only(_NO_NOTES, _NO_MAIL),
        Workflow.OTHER_BILLING: _read_only(_NO_NOTES),
        Workflow.REFUND_REQUEST: _read_only(_NO_REFUNDS, _NO_MAIL),
        Workflow.CHARGE_DISPUTE: _read_only(_NO_REFUNDS),
        Workflow.RENEWAL_FAILURE: _read_only(_NO_RECORDS, _NO_MAIL),
        Workflow.TAX_OR_ADDRESS_CORRECTION: _read_only(_NO_RECORDS),
    }
)
