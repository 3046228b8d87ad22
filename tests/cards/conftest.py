"""Scenes: one handoff in every situation a card can be in, as plain values."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from bot import cards
from bot.cards import stops
from bot.handoff.approvals import Verdict
from bot.handoff.handoff import AuditEntry
from bot.handoff.people import Person
from bot.handoff.plans import plan_of
from bot.handoff.record import FoundBy
from bot.handoff.words import (
    Choice,
    ReviewReason,
    State,
    StepKind,
    StepOutcome,
    Urgency,
    Workflow,
)
from bot.ports import Stop
from tests.cards import letters
from tests.cards.scenes_attested import ATTESTED, ATTESTED_VIEWS
from tests.cards.scenes_beside import BESIDE, awaiting, wanted
from tests.cards.scenes_of_workflows import WORKFLOWS
from tests.cards.scenes_told import TOLD, before
from tests.cards.values import (
    ADA,
    BEN,
    CLEO,
    NOW,
    a_call,
    a_case,
    a_decision,
    a_handoff,
    a_record,
    a_ruling,
    a_step,
    ago,
    approved,
    later,
    other_call,
    words,
)

DONE = {"reference": "re_3PqOak", "finished_at": ago(seconds=20), "answered": True}
NO_FUNDS = {
    "answered": True,
    "said": words("The balance at Stripe is too low"),
    "first_sent_at": ago(minutes=1),
}
CANDIDATES = (
    a_record(found_by=FoundBy.EMAIL_AND_AMOUNT),
    a_record(record_id="ch_3PqOther", found_by=FoundBy.EMAIL, amount_minor=9900),
)
STATES = {
    "received": lambda: a_case(a_handoff(record=None, looked_up=False)),
    "needs_review_pick": lambda: a_case(
        a_handoff(
            record=None,
            candidates=CANDIDATES,
            notes=("The caller did not name one payment: pick the right one.",),
            review_reasons=(ReviewReason.LOW_CONFIDENCE_MATCH, ReviewReason.CHANGES_MONEY),
        )
    ),
    "needs_review_disputed": lambda: a_case(
        a_handoff(
            record=a_record(disputed=True),
            unmet=("A dispute is open on this payment: a refund could pay twice.",),
        )
    ),
    "needs_review_no_match": lambda: a_case(
        a_handoff(record=None, notes=("No payment was found for what the caller named.",))
    ),
    "awaiting_approval": a_case,
    "awaiting_next": lambda: a_case(
        a_handoff(
            a_call(amount_minor=245000),
            record=a_record(amount_minor=245000),
            amount_minor=245000,
        ),
        decisions=(a_decision(amount_minor=245000),),
    ),
    "scheduled": lambda: approved(StepOutcome.PENDING),
    "scheduled_waiting_for_stripe": lambda: approved(
        StepOutcome.PENDING, said=words("Stripe could not be reached."), tries=2
    ),
    "executing": lambda: approved(StepOutcome.LEASED, sent_at=ago(seconds=1)),
    "submitted": lambda: approved(StepOutcome.ACCEPTED, **DONE),
    "succeeded": lambda: approved(StepOutcome.DONE, **DONE),
    "partly_done": lambda: a_case(
        decisions=(a_decision(),),
        steps=(
            a_step(StepOutcome.DONE, **DONE),
            a_step(
                StepOutcome.UNAVAILABLE,
                id="st_2",
                operation="quickbooks.create_credit_memo",
                resource=None,
                said=words("QuickBooks did not answer"),
            ),
        ),
    ),
    "failed_refused_by_stripe": lambda: approved(StepOutcome.REFUSED, **NO_FUNDS),
    "failed_stripe_down": lambda: approved(
        StepOutcome.UNAVAILABLE, said=words("No connection to Stripe"), first_sent_at=ago(minutes=9)
    ),
    "failed_at_last_check": lambda: approved(
        StepOutcome.REFUSED, said=words("Only USD 200.00 can still be refunded.")
    ),
    "unknown": lambda: approved(StepOutcome.UNKNOWN, first_sent_at=ago(minutes=1)),
    "reversed": lambda: approved(
        StepOutcome.REFUSED, **DONE, was_accepted=True, said=words("The card issuer sent it back")
    ),
    "waiting_for_info": lambda: a_case(
        decisions=(a_decision(Choice.ASK, reason=words("Which of the two seats?")),)
    ),
    "rejected": lambda: a_case(
        decisions=(a_decision(Choice.REJECT, reason=words("Used until October")),)
    ),
    "expired": lambda: a_case(a_handoff(expired=True, due_at=ago(hours=1))),
    "cancelled": lambda: a_case(
        decisions=(
            a_decision(voided_by="cancelled"),
            a_decision(Choice.CANCEL, actor=BEN, at=ago(seconds=15)),
        ),
        steps=(a_step(StepOutcome.CANCELLED),),
    ),
    "logged": lambda: a_case(state=State.LOGGED),
}
"""A case for every state, several where the card tells them apart."""

SITUATIONS = {
    "urgent_overdue": lambda: a_case(
        a_handoff(a_call(urgency=Urgency.CRITICAL), due_at=ago(hours=2))
    ),
    "refused_by_policy": lambda: a_case(
        a_handoff(ruling=a_ruling(refused="The currency of this call is not known."))
    ),
    "not_made_safe": lambda: a_case(
        a_handoff(a_call(unsafe=True), review_reasons=(ReviewReason.NOT_MADE_SAFE,))
    ),
    "linked": lambda: a_case(linked=(other_call(),)),
    "resent": lambda: a_case(steps=(a_resend(StepOutcome.DONE, finished_at=ago(minutes=1)),)),
    "partly_refunded_before": lambda: a_case(
        a_handoff(
            record=a_record(refunded_minor=100000),
            amount_minor=25000,
            notes=("The caller's amount is not the amount on the record.",),
        )
    ),
    "yen": lambda: a_case(
        a_handoff(
            a_call(amount_minor=12000, currency="JPY"),
            record=a_record(amount_minor=12000, currency="JPY"),
            amount_minor=12000,
            currency="JPY",
        )
    ),
    "dinar": lambda: a_case(
        a_handoff(
            a_call(amount_minor=12500, currency="KWD"),
            record=a_record(amount_minor=12500, currency="KWD"),
            amount_minor=12500,
            currency="KWD",
        )
    ),
    "charge_dispute": lambda: later(
        Workflow.CHARGE_DISPUTE,
        urgency=Urgency.HIGH,
        dispute_reason=words("Charged twice"),
        callback_expected=True,
        amount_minor=42000,
    ),
    "invoice_resend": lambda: later(Workflow.INVOICE_RESEND, email_verified=False),
    "receipt_request": lambda: later(Workflow.RECEIPT_REQUEST),
    "renewal_failure": lambda: later(
        Workflow.RENEWAL_FAILURE, subscription_id=words("sub_9x"), vip_claimed=True
    ),
    "payment_blocker": lambda: later(
        Workflow.PAYMENT_BLOCKER,
        urgency=Urgency.CRITICAL,
        learned=((words("Blocker"), words("The virtual account has expired")),),
    ),
    "promise_to_pay": lambda: later(Workflow.PROMISE_TO_PAY, due_date=date(2026, 12, 1)),
    "tax_or_address_correction": lambda: later(
        Workflow.TAX_OR_ADDRESS_CORRECTION, tax_region=words("Karnataka"), suppressed={"tax id": 1}
    ),
    "other_billing": lambda: later(Workflow.OTHER_BILLING),
    **WORKFLOWS,
    **BESIDE,
    **ATTESTED,
    **TOLD,
}


# --- what is drawn ----------------------------------------------------------------------------


def draw(case, stops=()):
    message = cards.draw_card(case, now=NOW, stops=stops)
    return {"text": message.text, "blocks": list(message.blocks)}


def drawn(name):
    case = {**STATES, **SITUATIONS, "stopped": STATES["scheduled"]}[name]()
    stops = [a_stop()] if name == "stopped" else []
    return draw(case, stops)


def status(case):
    message = cards.draw_status(case, now=NOW)
    return {"text": message.text, "blocks": list(message.blocks)}


def more(case, reader=BEN):
    people = [
        Person(user_id=ADA, team_id="T0LOCAL", name="Ada <!here> Approver"),
        Person(user_id=BEN, team_id="T0LOCAL", name="Ben Bookkeeper"),
        Person(user_id="U0DAN", team_id="T0LOCAL"),
    ]
    return cards.more_modal(case, history=history(), now=NOW, reader=reader, people=people)


def a_resend(outcome, **change):
    told = {"kind": StepKind.RESEND, "operation": "stripe.send_receipt", "resource": None}
    return a_step(outcome, **{**told, "args": {"actor": BEN}, **change})


def a_stop(vendor="stripe"):
    return Stop(vendor=vendor, actor=CLEO, reason=words("Refunds look odd"), at=ago(hours=1))


def approve_view(case, amount_minor=None, **verdict):
    record = case.handoff.record
    return cards.approve_modal(
        case,
        plan=plan_of(case.handoff),
        verdict=Verdict(**{"role": "finance_approver", **verdict}),
        amount_minor=amount_minor or record.refundable_minor,
        ceiling_minor=record.refundable_minor,
        now=NOW,
    )


def history():
    told = (("received", "dialnexa", {}), ("looked_up", "handoff", {}), ("approved", ADA, {}))
    return [
        AuditEntry(
            handoff_id="ho_01oakfern",
            at=ago(minutes=9 - at),
            actor=actor,
            action=action,
            revision=at,
            policy_hash="5f0c9a7be1d24433",
            details=details,
        )
        for at, (action, actor, details) in enumerate(told)
    ]


def waiting():
    """Handoffs as a queue lists them."""
    made = (
        STATES["unknown"](),
        SITUATIONS["urgent_overdue"](),
        STATES["awaiting_approval"](),
        a_case(a_handoff(owner=None)),
        SITUATIONS["not_made_safe"](),
        SITUATIONS["other_billing"](),
    )
    return [one.handoff for one in made]


def home():
    found = waiting()
    parts = (
        cards.Part("Failed or unknown", found[:1]),
        cards.Part("Yours", found[2:3]),
        cards.Part("Overdue", ()),
        cards.Part("Waiting for a decision", found[3:], more=1000),
    )
    return cards.draw_home(parts, stops=[a_stop()], now=NOW)


HOMES = {
    "home": home,
    "home_empty": lambda: cards.draw_home((), stops=(), now=NOW),
    "home_nobody": lambda: cards.home_notice("You are not in any role of the policy."),
}
VIEWS = {
    "view_approve": lambda: approve_view(STATES["awaiting_approval"]()),
    "view_approve_beside": lambda: approve_view(awaiting()),
    "view_approve_reply": lambda: approve_view(before()),
    "view_approve_second_approver": lambda: approve_view(STATES["awaiting_next"](), 245001 - 1),
    "view_approve_linked": lambda: approve_view(SITUATIONS["linked"]()),
    "view_approve_yen": lambda: approve_view(SITUATIONS["yen"]()),
    "view_approve_dinar": lambda: approve_view(SITUATIONS["dinar"]()),
    "view_approve_above_limit": lambda: approve_view(
        STATES["awaiting_approval"](), sentence="USD 1,250.00 is above the USD 500.00 limit."
    ),
    "view_escalate": lambda: cards.escalate_modal(STATES["awaiting_approval"]()),
    "view_resend": lambda: cards.resend_modal(
        STATES["succeeded"](), recipient="mira@oakfern.example", sent_before=()
    ),
    "view_resend_document": lambda: cards.resend_modal(
        wanted(), recipient="mira@oakfern.example", sent_before=()
    ),
    "view_resend_again": lambda: cards.resend_modal(
        STATES["succeeded"](), recipient="mira@oakfern.example", sent_before=(ago(days=1),)
    ),
    "view_more": lambda: more(STATES["awaiting_approval"]()),
    "view_more_failed": lambda: more(STATES["failed_refused_by_stripe"]()),
    "view_more_closed": lambda: more(STATES["succeeded"]()),
    **ATTESTED_VIEWS,
    "view_notice": lambda: cards.notice_modal("This cannot be done", "The card has changed."),
}
ANSWERS = {
    "answer_status": lambda: cards.draw_status(STATES["awaiting_next"](), now=NOW),
    "answer_help": cards.draw_help,
    "answer_not_found": cards.not_found,
    "answer_found": lambda: cards.draw_found(waiting()[:3], now=NOW),
    "answer_queue": lambda: cards.draw_queue(
        cards.Part("Waiting for a decision", waiting()[:2], more=41), now=NOW
    ),
    "answer_queue_empty": lambda: cards.draw_queue(cards.Part("Overdue", ()), now=NOW),
    "answer_stopped": lambda: stops.stopped_answer(a_stop()),
    "answer_stopped_already": lambda: stops.already_stopped(a_stop(None)),
    "answer_stop_help": lambda: stops.stop_help([a_stop()], {"stripe", "paystack"}),
    "answer_resumed": lambda: stops.resumed_answer(None, [a_stop()]),
    "answer_unknown_vendor": lambda: stops.unknown_vendor({"stripe"}),
    "answer_public_channel": cards.draw_public_notice,
}
LETTERS = {
    "alert": lambda: letters.alert(STATES["awaiting_approval"](), NOW),
    "alert_without_card": lambda: letters.alert(a_case(place=None), NOW, permalink=None, called=()),
    "alert_acknowledged": lambda: letters.acknowledged(STATES["awaiting_approval"](), NOW),
    "alert_decided": lambda: letters.alert(STATES["rejected"](), NOW),
    "answer_stats": lambda: letters.figures(NOW),
    "answer_stats_empty": lambda: letters.no_figures(NOW),
    "answer_delegated": lambda: letters.delegated(NOW),
    "answer_delegations": lambda: letters.listed(NOW),
}
ANSWERS |= LETTERS
CARDS = (*STATES, *SITUATIONS, "stopped")
GOLDEN = (*(f"card_{name}" for name in CARDS), *VIEWS, *HOMES, *ANSWERS)


def golden_now(name):
    """What the code draws today under a golden file's name."""
    if name in VIEWS or name in HOMES:
        return {**VIEWS, **HOMES}[name]()
    if name in ANSWERS:
        message = ANSWERS[name]()
        return {"text": message.text, "blocks": list(message.blocks)}
    return drawn(name.removeprefix("card_"))


def pytest_generate_tests(metafunc):
    for fixture, known in (("golden_name", GOLDEN), ("card_name", CARDS), ("view_name", VIEWS)):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, sorted(known))


@pytest.fixture
def make():
    """Everything a test needs to make its own scene."""
    return SimpleNamespace(
        NOW=NOW,
        STATES=STATES,
        SITUATIONS=SITUATIONS,
        call=a_call,
        record=a_record,
        ruling=a_ruling,
        handoff=a_handoff,
        decision=a_decision,
        step=a_step,
        case=a_case,
        other_call=other_call,
        drawn=drawn,
        draw=draw,
        status=status,
        more=more,
        resend=a_resend,
        stop_for=a_stop,
        view=lambda name: VIEWS[name](),
        golden=golden_now,
        history=history,
        approve_view=approve_view,
        words=words,
        ago=ago,
    )
