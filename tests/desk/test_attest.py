"""Where nobody but a person can tell what happened: who may say it, and what follows from it."""

from __future__ import annotations

import pytest

from bot.cards import draw_card, names
from bot.handoff.operations import RepeatSafety
from bot.handoff.record import RecordKind, RecordStatus
from bot.handoff.states import left_to_people
from bot.handoff.words import Choice, State, StepOutcome, Workflow
from bot.redaction import redact
from bot.vendors import Done, Operation
from docs.tables.operations import declared
from tests.desk.bench import ADA, BEN, LEA
from tests.desk.shelf import EVIDENCE, record

PLAN = record("paystack", "SUB_bench", RecordKind.SUBSCRIPTION, status=RecordStatus.ACTIVE)
SEEN = redact("Seen in the dashboard.")


def lost(bench):
    """An approved mail whose answer was lost, at a vendor that lists no mails."""
    bench.shelf.operations["paystack.mail_card_link"].script.append("lost")
    assert bench.approve(ADA).accepted
    bench.send()
    bench.later(minutes=1)
    bench.work()
    assert bench.state() == "unknown"
    return bench


@pytest.fixture
def unsure(at):
    return lost(at(Workflow.RENEWAL_FAILURE, PLAN))


def say(bench, word, user=BEN, reason=SEEN, **more):
    (step,) = left_to_people(bench.case())
    target = names.attest_value(word, step.id)
    return bench.decide(Choice.ATTEST, user, target=target, reason=reason, **more)


def card(bench):
    message = draw_card(bench.case(), now=bench.now)
    return f"{message.text} {message.blocks}"


def history(bench):
    handoff_id = bench.case().handoff.id
    return bench.database.read_now(lambda tx: tx.audit.history(handoff_id))


# --- which operations this is for -------------------------------------------------------------


def test_every_operation_is_looked_up_or_left_to_people_and_none_of_those_moves_money():
    blind = {name for name, facts in declared().items() if not facts.can_look_up}
    assert blind == {
        "paystack.mail_card_link",
        "paystack.submit_evidence",
        "skyfire.create_kya_token",
        "stripe.send_invoice",
        "stripe.send_receipt",
    }
    assert not any(declared()[name].moves_money for name in blind)


@pytest.mark.parametrize("safety", RepeatSafety)
def test_whatever_the_repeat_safety_what_cannot_be_looked_up_ends_with_a_person(at, safety):
    bench = at(Workflow.RENEWAL_FAILURE, PLAN)
    act: Operation = bench.shelf.operations["paystack.mail_card_link"]
    act.safety = safety
    act.script.extend(["lost"] * 9)
    assert bench.approve(ADA).accepted
    bench.send()
    for _ in range(12):
        bench.later(minutes=6)
        bench.work()
    assert [one.outcome for one in left_to_people(bench.case())] == [StepOutcome.UNKNOWN]
    assert names.ATTEST in card(bench)
    assert say(bench, names.HAPPENED).accepted
    assert bench.state() == "succeeded"


# --- the facts, and what follows --------------------------------------------------------------


def test_the_card_lays_the_facts_out_and_offers_to_say_what_happened(unsure):
    shown = card(unsure)
    for words in ("did not confirm", "Sent ", "SUB_bench", "No answer came", "see at Paystack"):
        assert words in shown
    assert names.ATTEST in shown
    assert names.RETRY not in shown
    view = str(unsure.view(Choice.ATTEST))
    assert "It happened" in view
    assert "It did not happen" in view
    assert "No answer came" in view
    assert "initial_option" not in view


@pytest.mark.parametrize(
    ("word", "state", "outcome", "says", "retry"),
    [
        (names.HAPPENED, State.SUCCEEDED, StepOutcome.DONE, "went through", False),
        (names.DID_NOT, State.FAILED, StepOutcome.REFUSED, "did not go through", True),
    ],
)
def test_what_is_said_stands_as_that_persons_word(unsure, word, state, outcome, says, retry):
    assert say(unsure, word).accepted
    (step,) = unsure.case().effects
    assert (step.outcome, step.attested_by, unsure.state()) == (outcome, BEN, state)
    shown = card(unsure)
    assert f"<@{BEN}> says" in shown
    assert says in shown
    assert "Seen in the dashboard." in shown
    assert "as somebody says" in shown
    for claim in ("has sent", "shows the", "Seen <!date", "refused", "Stopped by the last check"):
        assert claim not in shown
    assert names.ATTEST not in shown
    assert (names.RETRY in shown) is retry
    entry = next(one for one in history(unsure) if one.action.startswith("attested"))
    assert (entry.actor, entry.details["reason"]) == (BEN, SEEN)
    assert entry.details["vendor_said"] == "No answer came."
    told = [one.args.get("text") for one in unsure.messages()]
    assert sum(f"<@{BEN}> says" in str(one) for one in told) == 1
    assert len(unsure.shelf.orders) == 1


def test_only_what_did_not_happen_is_tried_again_under_a_key_of_its_own(unsure):
    assert say(unsure, names.DID_NOT).accepted
    assert unsure.decide(Choice.RETRY, BEN).accepted
    unsure.send()
    assert len({one.wire_key for one in unsure.shelf.orders}) == 2
    (step,) = unsure.case().effects
    assert (step.outcome, step.attested_by) == (StepOutcome.DONE, None)
    assert "as somebody says" not in card(unsure)


def test_who_approved_alone_does_not_repeat_it_alone(unsure):
    assert say(unsure, names.DID_NOT, ADA).accepted
    assert unsure.decide(Choice.RETRY, ADA).accepted
    unsure.send()
    assert len(unsure.shelf.orders) == 1
    assert unsure.state() == "awaiting_approval"


def test_what_is_said_of_one_attempt_does_not_count_for_the_next(unsure):
    assert say(unsure, names.DID_NOT).accepted
    unsure.shelf.operations["paystack.mail_card_link"].script.append("lost")
    assert unsure.decide(Choice.RETRY, BEN).accepted
    unsure.send()
    unsure.later(minutes=1)
    unsure.work()
    assert unsure.state() == "unknown"
    assert say(unsure, names.HAPPENED, LEA).accepted
    assert unsure.case().effects[0].attested_by == LEA


# --- what is not taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": None}, "reason"),
        ({"target": None}, "target"),
        ({"target": "happened:st_other"}, "target"),
        ({"target": "perhaps:st_other"}, "target"),
        ({"user": "U0GUEST"}, None),
    ],
)
def test_without_a_step_a_word_a_reason_or_a_role_nothing_is_recorded(unsure, change, field):
    (step,) = left_to_people(unsure.case())
    given = {"target": names.attest_value(names.HAPPENED, step.id), "reason": SEEN, **change}
    answer = unsure.decide(Choice.ATTEST, given.pop("user", BEN), **given)
    assert (answer.accepted, answer.field) == (False, field)
    assert unsure.state() == "unknown"


def test_a_word_about_an_older_card_is_turned_away(unsure):
    revision = unsure.case().handoff.revision
    assert unsure.decide(Choice.ESCALATE, ADA, target="finance_lead", reason=SEEN).accepted
    assert not say(unsure, names.HAPPENED, revision=revision).accepted
    assert unsure.state() == "unknown"


def test_two_who_say_different_things_do_not_both_count(unsure):
    (step,) = left_to_people(unsure.case())
    assert say(unsure, names.HAPPENED, BEN).accepted
    other = names.attest_value(names.DID_NOT, step.id)
    assert not unsure.decide(Choice.ATTEST, LEA, target=other, reason=SEEN).accepted
    assert unsure.state() == "succeeded"


@pytest.mark.parametrize("state", ["before", "while the books may still tell"])
def test_nothing_can_be_said_of_what_is_not_left_to_people(at, state):
    bench = at(Workflow.RENEWAL_FAILURE, PLAN)
    bench.shelf.operations["paystack.mail_card_link"].script.append("lost")
    if state != "before":
        assert bench.approve(ADA).accepted
        bench.later(seconds=31)
        for step in bench.claim():
            bench.step(step)
    assert left_to_people(bench.case()) == ()
    assert names.ATTEST not in card(bench)
    assert "nothing left" in str(bench.view(Choice.ATTEST))
    answer = bench.decide(Choice.ATTEST, BEN, target="happened:st_1", reason=SEEN)
    assert not answer.accepted


# --- what waits for it ------------------------------------------------------------------------


def test_a_document_sent_again_is_settled_by_a_word_too(at):
    bench = at(Workflow.RENEWAL_FAILURE, PLAN)
    assert bench.approve(ADA).accepted
    bench.send()
    bench.shelf.operations["paystack.mail_card_link"].script.append("lost")
    assert bench.decide(Choice.RESEND, ADA).accepted
    bench.work()
    bench.later(minutes=1)
    bench.work()
    assert names.ATTEST in card(bench)
    assert say(bench, names.DID_NOT).accepted
    assert bench.state() == "succeeded", "what was approved did happen"
    assert bench.case().resends[0].attested_by == BEN
    assert names.ATTEST not in card(bench)
    assert "may have been sent" not in str(bench.view(Choice.RESEND))


def test_evidence_in_doubt_holds_its_payment_until_somebody_says(at):
    disputed = record("paystack", "PSK-1", RecordKind.PAYMENT, status=RecordStatus.PAID)
    wanted = {"disputed": True, "evidence_wanted": True, "dispute_id": "dp_1"}
    bench = at(Workflow.CHARGE_DISPUTE, disputed.model_copy(update=wanted))
    bench.shelf.operations["paystack.submit_evidence"].script.append("lost")
    form = {"service_details": EVIDENCE["service_details"], "declined_there": redact("yes")}
    for user in (ADA, LEA):
        bench.approve(user, fields=form, reason=SEEN)
    bench.send()
    bench.later(minutes=1)
    bench.work()
    (step,) = left_to_people(bench.case())
    assert step.resource is not None, "nothing else is sent about this payment meanwhile"
    assert say(bench, names.HAPPENED).accepted
    assert bench.state() == "succeeded"
    assert f"<@{BEN}> says" in card(bench)


# --- what paired systems are told -------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ({}, "Done"),
        ({"settled": False}, "Accepted, not settled yet"),
        ({"stated_by": BEN}, f"Done, as {BEN} says"),
    ],
)
def test_a_note_beside_says_on_whose_word_it_was_done(told, how):
    assert Done("paystack.mail_card_link", None, **told).how == how
