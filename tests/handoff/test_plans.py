"""Which plan applies, what it needs, and what a fresh look may not change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.handoff.forms import Form
from bot.handoff.matching import UNCERTAIN, UNVERIFIED, match
from bot.handoff.plans import (
    amount_of,
    moves_money,
    offers_resend,
    plan_obstacles,
    plan_of,
    playbook_of,
    resend_obstacles,
)
from bot.handoff.playbooks import (
    PLAYBOOKS,
    SEND_DOCUMENT,
    Amount,
    Condition,
    Need,
    Plan,
    Playbook,
    playbook_for,
)
from bot.handoff.preconditions import changed_since_approval, obstacles
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.words import Workflow

K, S, W = RecordKind, RecordStatus, Workflow


def operations(made, workflow, vendor="stripe", call=None, **change):
    record = made.record(**change) if change.pop("there", True) else None
    handoff = made.handoff(
        workflow=workflow,
        call=made.call(workflow=workflow, **(call or {})),
        ruling=made.ruling(vendor=vendor),
        record=record,
    )
    plan = plan_of(handoff)
    return plan.operations if plan else None


@pytest.mark.parametrize(
    ("workflow", "vendor", "change", "first"),
    [
        (W.REFUND_REQUEST, "stripe", {}, "stripe.create_refund"),
        (W.CHARGE_DISPUTE, "stripe", {}, "stripe.create_refund"),
        (W.CHARGE_DISPUTE, "stripe", {"disputed": True}, "stripe.submit_evidence"),
        (W.CHARGE_DISPUTE, "paystack", {"disputed": True}, "paystack.submit_evidence"),
        (W.RENEWAL_FAILURE, "stripe", {"kind": K.INVOICE, "status": S.OPEN}, "stripe.pay_invoice"),
        (
            W.RENEWAL_FAILURE,
            "stripe",
            {"kind": K.SUBSCRIPTION, "status": S.PAUSED},
            "stripe.resume_subscription",
        ),
        (W.RENEWAL_FAILURE, "paystack", {"kind": K.SUBSCRIPTION}, "paystack.mail_card_link"),
        (W.PAYMENT_BLOCKER, "paystack", {"kind": K.CUSTOMER}, "paystack.create_payment_request"),
        (
            W.PAYMENT_BLOCKER,
            "paystack",
            {"kind": K.INVOICE, "status": S.OPEN},
            "paystack.notify_payment_request",
        ),
        (
            W.PAYMENT_BLOCKER,
            "paystack",
            {"kind": K.INVOICE, "status": S.DRAFT},
            "paystack.finalize_payment_request",
        ),
        (W.OTHER_BILLING, "paystack", {"kind": K.CUSTOMER}, "paystack.add_note"),
    ],
)
def test_the_record_decides_which_plan_applies(made, workflow, vendor, change, first):
    assert operations(made, workflow, vendor, **change)[0] == first


def test_a_credit_is_planned_only_where_it_is_asked_for_and_an_invoice_is_there(made):
    credit = ("stripe.create_credit_note",)
    asked = {"credit_request": made.words("A credit note, please")}
    assert operations(made, W.REFUND_REQUEST, call=asked, invoice_id="in_1") == credit
    assert operations(made, W.REFUND_REQUEST, call=asked) == ("stripe.create_refund",)
    refused = {"credit_request": made.words("No")}
    assert operations(made, W.REFUND_REQUEST, call=refused, invoice_id="in_1") != credit


def test_a_customer_is_made_only_where_nobody_was_found(made):
    handoff = made.handoff(
        workflow=W.OTHER_BILLING, ruling=made.ruling(vendor="paystack"), record=None
    )
    assert plan_of(handoff).operations == ("paystack.create_customer",)
    unread = handoff.model_copy(update={"looked_up": False})
    several = handoff.model_copy(update={"candidates": (made.record(),)})
    assert plan_of(unread) is None
    assert plan_of(several) is None


@pytest.mark.parametrize("vendor", ["paystack", "proabono"])
def test_of_a_caller_who_left_no_address_no_record_is_made(made, vendor):
    def stands_against(**call):
        return plan_obstacles(
            made.handoff(
                workflow=W.OTHER_BILLING,
                ruling=made.ruling(vendor=vendor),
                record=None,
                call=made.call(**call),
            )
        )

    assert stands_against(email=made.words("a@b.example")) == ()
    (sentence,) = stands_against(email=None)
    assert sentence == "The caller gave no e-mail, so too little is known for a new record."


@pytest.mark.parametrize(
    ("need", "met", "unmet"),
    [
        (Need.PAID, {}, {"status": S.PENDING}),
        (Need.NOT_DISPUTED, {}, {"disputed": True}),
        (Need.SOMETHING_LEFT, {}, {"refunded_minor": 10000}),
        (Need.SOMETHING_LEFT, {"kind": K.INVOICE}, {"kind": K.INVOICE, "paid_minor": 10000}),
        (Need.SOMETHING_LEFT, {"kind": K.SUBSCRIPTION}, {"amount_minor": None}),
        (Need.SAME_CURRENCY, {}, {"currency": "EUR"}),
        (Need.PROVEN_DUPLICATE, {"duplicate_of": "ch_0"}, {}),
        (Need.EVIDENCE_WANTED, {"evidence_wanted": True}, {"disputed": True}),
        (Need.INVOICED, {"invoice_id": "in_1"}, {}),
        (Need.OPEN, {"status": S.OPEN}, {"status": S.DRAFT}),
        (Need.ISSUED, {"status": S.PAID}, {"status": S.VOID}),
        (Need.IN_GOOD_STANDING, {"status": S.ACTIVE}, {"status": S.ENDED}),
        (Need.PAUSED, {"subscription_status": S.PAUSED}, {"status": S.ACTIVE}),
        (Need.OPEN, {"kind": K.SUBSCRIPTION, "status": S.PAST_DUE}, {"kind": K.SUBSCRIPTION}),
        (Need.EMAIL_ON_RECORD, {"customer_email": "a@b.example"}, {}),
        (Need.MAILABLE, {}, {"mailable": False}),
    ],
)
def test_each_need_is_met_or_said(made, need, met, unmet):
    words = {name: made.words(value) for name, value in met.items() if name == "customer_email"}
    assert obstacles((need,), made.record(**{**met, **words}), "USD") == ()
    (sentence,) = obstacles((need,), made.record(**unmet), "USD")
    assert sentence.endswith(".")


def test_every_need_has_a_rule(made):
    assert all(isinstance(obstacles((need,), made.record(), "USD"), tuple) for need in Need)


def test_an_invoice_is_paid_as_it_was_approved_or_not_at_all(made):
    plan = playbook_for(W.RENEWAL_FAILURE, "stripe").plans[-1]
    open_invoice = made.record(kind=K.INVOICE, status=S.OPEN, record_id="in_1")
    assert changed_since_approval(plan, open_invoice, open_invoice, 10000) == ()
    partly_paid = open_invoice.model_copy(update={"paid_minor": 4000})
    assert changed_since_approval(plan, open_invoice, partly_paid, 10000)
    paid = open_invoice.model_copy(update={"status": S.PAID, "paid_minor": 10000})
    assert changed_since_approval(plan, open_invoice, paid, 10000)


@pytest.mark.parametrize(
    ("amount", "change", "expected"),
    [
        (Amount.REFUNDABLE, {"refunded_minor": 4000}, 6000),
        (Amount.REMAINING, {"kind": K.INVOICE, "paid_minor": 2500}, 7500),
        (Amount.CLAIMED, {}, 123),
        (None, {}, None),
    ],
)
def test_the_sum_comes_from_the_record_or_from_the_caller(made, amount, change, expected):
    plan = Plan(operations=("x.y",), amount=amount)
    assert amount_of(plan, made.record(**change), 123) == expected


def test_a_document_goes_only_to_an_address_on_record(made):
    invoice = made.record(kind=K.INVOICE, status=S.OPEN)
    handoff = made.handoff(workflow=W.INVOICE_RESEND, record=invoice)
    assert not offers_resend(handoff)
    assert resend_obstacles(handoff)
    addressed = invoice.model_copy(update={"customer_email": made.words("a@b.example")})
    assert offers_resend(handoff.model_copy(update={"record": addressed}))


@pytest.mark.parametrize(
    ("vendor", "mailable", "paired", "sends"),
    [
        ("stripe", True, ("gmail",), ("stripe.send_invoice",)),
        ("stripe", False, ("gmail",), (SEND_DOCUMENT,)),
        ("stripe", False, ("drive",), ("stripe.send_invoice",)),
        ("quickbooks", True, ("gmail",), ("quickbooks.send_invoice",)),
        ("proabono", False, ("gmail",), (SEND_DOCUMENT,)),
        ("proabono", False, (), ()),
        ("plisio", False, ("gmail",), ()),
    ],
)
def test_a_paired_mailbox_sends_what_the_vendor_does_not(made, vendor, mailable, paired, sends):
    record = made.record(kind=K.INVOICE, status=S.OPEN, mailable=mailable)
    made_for = made.handoff(workflow=W.INVOICE_RESEND, record=record)
    ruling = made_for.ruling.model_copy(update={"vendor": vendor, "pairings": paired})
    playbook = playbook_of(made_for.model_copy(update={"ruling": ruling}))
    assert playbook.resend == sends
    assert playbook.sends_only is bool(sends)
    assert bool(playbook.no_resend) is not bool(sends)


def test_what_stands_against_a_plan_is_said_before_it_is_offered(made):
    refunded = made.handoff(record=made.record(refunded_minor=10000))
    assert plan_obstacles(refunded)
    assert plan_obstacles(made.handoff()) == ()


@pytest.mark.parametrize("told", [{"amount_minor": None}, {"currency": None}])
def test_a_sum_that_only_the_caller_can_name_is_named_whole(made, told):
    call = made.call(**{"amount_minor": 8500, "currency": "NGN", **told})
    customer = made.record(kind=K.CUSTOMER, status=S.ACTIVE, currency=None, amount_minor=None)
    known = customer.model_copy(update={"customer_email": made.words("a@b.example")})
    ruling = made.ruling(vendor="paystack")
    handoff = made.handoff(workflow=W.PAYMENT_BLOCKER, call=call, record=known, ruling=ruling)
    assert len(plan_obstacles(handoff)) == 1


def test_only_plans_with_a_money_operation_move_money(made):
    assert moves_money(made.handoff())
    customer = made.record(kind=K.CUSTOMER, status=S.ACTIVE)
    assert not moves_money(made.handoff(workflow=W.TAX_OR_ADDRESS_CORRECTION, record=customer))


def test_a_customer_is_nothing_that_two_calls_share(made):
    assert made.record(kind=K.CUSTOMER).shared is None
    assert made.record(kind=K.INVOICE).shared == "stripe:ch_1"


@pytest.mark.parametrize("key", sorted(PLAYBOOKS), ids="-".join)
def test_every_row_of_the_table_says_what_it_does_or_why_not(key):
    playbook: Playbook = PLAYBOOKS[key]
    vendor = key[1]
    assert playbook.records
    assert playbook.plans or playbook.resend or playbook.no_plan
    named = [*playbook.resend, *(one for plan in playbook.plans for one in plan.operations)]
    assert all(one.startswith(f"{vendor}.") for one in named)
    conditions = [plan.when for plan in playbook.plans]
    assert len(set(conditions)) == len(conditions)
    assert Condition.ALWAYS not in conditions[:-1]


def test_stripe_and_paystack_have_a_row_for_every_workflow():
    assert {key for key in PLAYBOOKS if key[1] in {"stripe", "paystack"}} >= {
        (workflow, vendor) for workflow in Workflow for vendor in ("stripe", "paystack")
    }


def test_forms_ask_each_thing_once():
    forms: list[Form] = [
        plan.form for playbook in PLAYBOOKS.values() for plan in playbook.plans if plan.form
    ]
    for form in forms:
        names = [field.name for field in form.fields]
        assert len(set(names)) == len(names)
        assert all(field.label for field in form.fields)


def test_an_unverified_caller_leaves_the_record_of_a_document_to_a_person(made):
    invoice = made.record(kind=K.INVOICE, due_at=made.NOW + timedelta(days=3))
    for verified in (False, None):
        call = made.call(workflow=W.INVOICE_RESEND, email_verified=verified)
        assert match(call, [invoice]).record is None
        assert match(call, [invoice]).doubts == (UNVERIFIED,)
    known = made.call(workflow=W.INVOICE_RESEND, email_verified=True)
    assert match(known, [invoice]).record == invoice


def test_a_doubt_about_the_workflow_leaves_the_record_to_a_person(made):
    doubted = made.call(workflow_confident=False)
    assert match(doubted, [made.record()]).record is None
    assert match(doubted, [made.record()]).doubts == (UNCERTAIN,)
