"""What decisions cause at ProAbono: its interface corrects records and moves no money."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.handoff.forms import BILLED_PARTY, NEW_SUBSCRIBER, PAYMENT_SETTINGS
from bot.handoff.playbooks.shape import Condition, Need, Plan, Playbook
from bot.handoff.record import RecordKind
from bot.handoff.words import Workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

_INVOICE = (RecordKind.INVOICE,)
_ANYTHING = (RecordKind.INVOICE, RecordKind.SUBSCRIPTION, RecordKind.CUSTOMER)
_NO_REFUND = "ProAbono gives money back in its BackOffice alone: its interface cannot."
_NO_MAIL = (
    "ProAbono mails no document again when asked, and the link to it opens it for whoever has the "
    "link, so it is not put into Slack: a person sends the document from ProAbono's BackOffice."
)
_NOTE = Plan(operations=("proabono.add_note",))
_PAYMENT = Plan(
    operations=("proabono.update_payment_settings",),
    needs=(Need.IN_GOOD_STANDING,),
    form=PAYMENT_SETTINGS,
)

PLAYBOOKS: Mapping[Workflow, Playbook] = MappingProxyType(
    {
        Workflow.REFUND_REQUEST: Playbook(records=_INVOICE, no_plan=_NO_REFUND, no_resend=_NO_MAIL),
        Workflow.CHARGE_DISPUTE: Playbook(records=_INVOICE, no_plan=_NO_REFUND),
        Workflow.INVOICE_RESEND: Playbook(
            records=_INVOICE,
            no_plan=_NO_MAIL,
            no_resend=_NO_MAIL,
            mailed_needs=(Need.ISSUED, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RECEIPT_REQUEST: Playbook(
            records=_INVOICE,  # once paid, it shows that it is
            no_plan=_NO_MAIL,
            no_resend=_NO_MAIL,
            mailed_needs=(Need.PAID, Need.EMAIL_ON_RECORD),
        ),
        Workflow.RENEWAL_FAILURE: Playbook(records=_ANYTHING, plans=(_PAYMENT,)),
        Workflow.PAYMENT_BLOCKER: Playbook(records=_ANYTHING, plans=(_PAYMENT,)),
        Workflow.PROMISE_TO_PAY: Playbook(
            records=_INVOICE,
            plans=(Plan(operations=("proabono.add_note",), needs=(Need.OPEN,)),),
        ),
        Workflow.TAX_OR_ADDRESS_CORRECTION: Playbook(
            records=(RecordKind.CUSTOMER,),
            plans=(
                Plan(
                    operations=("proabono.update_customer",),
                    needs=(Need.IN_GOOD_STANDING,),
                    form=BILLED_PARTY,
                ),
            ),
        ),
        Workflow.OTHER_BILLING: Playbook(
            records=_ANYTHING,
            plans=(
                Plan(
                    operations=("proabono.create_customer",),
                    when=Condition.NOBODY_ON_RECORD,
                    form=NEW_SUBSCRIBER,
                ),
                _NOTE,
            ),
        ),
    }
)
