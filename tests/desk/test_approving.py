"""What was approved is what is sent, whoever approves after whom and whatever is opened again."""

from __future__ import annotations

import pytest

from bot.cards import names
from bot.handoff.words import Choice, StepOutcome, Workflow
from bot.redaction import redact
from tests.desk.bench import ADA, BEN, KEYS, LEA
from tests.desk.shelf import ADDRESS, DISPUTED, EVIDENCE, customer, invoice, values

# --- a form that two people see ---------------------------------------------------------------


def test_a_second_approver_of_the_same_words_takes_nothing_back(at):
    bench = at(Workflow.CHARGE_DISPUTE, DISPUTED, vendor="stripe", currency="USD")
    why = {"reason": redact("It was delivered.")}
    assert bench.approve(ADA, fields=EVIDENCE, **why).accepted
    assert bench.state() == "awaiting_next"
    shown = values(bench.view(Choice.APPROVE, LEA))
    assert shown[names.form_block("service_details")] == EVIDENCE["service_details"]
    assert bench.approve(LEA, fields=EVIDENCE, **why).accepted
    assert bench.state() == "scheduled"


def test_what_the_first_approver_left_empty_is_empty_for_the_second(at):
    told = {"phone": redact("+234 802 000 0199"), "email": redact("a@b.example")}
    bench = at(Workflow.OTHER_BILLING, **told)
    asked = values(bench.view(Choice.APPROVE))
    assert asked[names.form_block("phone")] == "+234 802 000 0199"
    made = {"email": redact("a@b.example"), "matched": redact("yes")}
    assert bench.approve(ADA, fields=made).accepted
    handoff = bench.case().handoff
    assert handoff.fields == made
    assert bench.decide(Choice.CANCEL).accepted
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    again = values(bench.view(Choice.APPROVE))
    assert again[names.form_block("email")] == "a@b.example"
    assert again[names.form_block("phone")] is None


# --- who may not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "where"),
    [
        ("email", "office@beninbronze.example", "record"),
        ("phone", "2348020000199", "record"),
        ("email", "new@newcomer.example", "form"),
        ("phone", "2348020000200", "form"),
    ],
)
def test_the_customer_on_record_or_in_the_form_approves_nothing(at, kind, value, where):
    if where == "record":
        known = customer(customer_phone=redact("+234 802 000 0199"))
        bench = at(Workflow.TAX_OR_ADDRESS_CORRECTION, known)
        fields = ADDRESS
    else:
        bench = at(Workflow.OTHER_BILLING, email=redact("hello@newcomer.example"))
        fields = {
            "email": redact("New@newcomer.example"),
            "phone": redact("+234 802 000 0200"),
            "matched": redact("yes"),
        }
    directory = bench.slack.directory

    def with_customer():
        seen = directory()
        ada = seen.people[ADA].model_copy(update={f"{kind}_hash": KEYS.index_hash(kind, value)})
        return seen.model_copy(update={"people": {**seen.people, ADA: ada}})

    bench.slack.directory = with_customer
    assert "customer" in bench.approve(ADA, fields=fields).sentence
    assert bench.approve(BEN, fields=fields).accepted


def test_two_notes_about_one_invoice_need_no_second_person(at):
    bench = at(Workflow.OTHER_BILLING, invoice())
    bench = at(Workflow.OTHER_BILLING, invoice(), call_id="call_2")
    assert bench.case("call_2").linked
    assert bench.approve(ADA).accepted
    assert bench.approve(ADA, "call_2").accepted


# --- opened again -----------------------------------------------------------------------------


def test_what_is_opened_again_can_be_cancelled_again_though_the_plan_is_another(at):
    paid = DISPUTED.model_copy(
        update={"disputed": False, "evidence_wanted": False, "duplicate_of": "ch_0"}
    )
    bench = at(Workflow.CHARGE_DISPUTE, paid, vendor="stripe", amount_minor=600000, currency="USD")
    why = {"reason": redact("Charged twice.")}
    bench.shelf.operations["stripe.create_refund"].script.append("refuse")
    assert bench.approve(ADA, **why).accepted
    assert bench.approve(LEA, **why).accepted
    bench.send()
    assert bench.state() == "failed"
    bench.shelf.records = [DISPUTED]
    assert bench.decide(Choice.REJECT, **why).accepted
    assert bench.decide(Choice.RETRY, BEN).accepted
    bench.work()
    for user in (ADA, LEA):
        assert bench.approve(user, fields=EVIDENCE, **why).accepted
    assert bench.state() == "scheduled"
    assert bench.decide(Choice.CANCEL).accepted
    assert bench.state() == "cancelled"
    bench.send()
    assert [one.outcome for one in bench.case().effects][-1] is StepOutcome.CANCELLED


# --- what is said -----------------------------------------------------------------------------


def test_an_approval_of_no_sum_is_not_told_as_one_of_the_callers(at):
    bench = at(Workflow.OTHER_BILLING, invoice(), amount_minor=500000)
    assert bench.approve(ADA).accepted
    assert "5,000" not in bench.lines()
    assert bench.decide(Choice.CANCEL).accepted
    assert "5,000" not in bench.lines()
