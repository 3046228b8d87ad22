"""Sentences in threads and to people: who, what, when, and never more than was observed."""

from __future__ import annotations

import re

import pytest

from bot.cards import notices
from bot.handoff.words import Choice, StepOutcome


def test_every_notice_is_one_inert_paragraph(make):
    hostile = make.words("<!channel> *x* https://evil.example @here")
    call = make.call(customer=hostile)
    case = make.case(make.handoff(call), (make.decision(reason=hostile),))
    told = [
        notices.nudge(case, make.NOW),
        notices.overdue(case, make.NOW),
        notices.approved(case, "U0ADA"),
        notices.rejected(case),
        notices.escalated(case, ("U0CLEO", hostile)),
        notices.cancelled(case, hostile),
        notices.picked(case, "U0ADA"),
        notices.retried(case, "U0ADA"),
        notices.refused(case, hostile, sent=True),
        notices.refused(case, hostile, sent=False),
        notices.not_started_in_time(case),
        notices.approver_lost_right(case, ("U0ADA", "U0BEN")),
        notices.approver_lost_right(case, ()),
        notices.stopped(case),
        notices.updated_by_dialnexa(),
        notices.linked(case.handoff),
        notices.not_allowed(hostile),
        notices.too_late(case),
        notices.stale_click(case),
    ]
    for text in told:
        assert not re.search(r"<(?!@U0|#C0|!date\^)|://|(?<!\w)@here", text)
        message = notices.as_message(text)
        assert message.text == message.blocks[0]["text"]["text"] == text
        assert len(text) < 3000


@pytest.mark.parametrize("outcome", list(StepOutcome))
def test_every_outcome_of_every_kind_of_step_has_a_sentence(make, outcome):
    for step in (make.step(outcome), make.resend(outcome)):
        assert notices.outcome(step).endswith((".", ")"))


def test_an_approval_says_who_is_still_missing(make):
    text = notices.approved(make.STATES["awaiting_next"](), "U0ADA")
    assert text == (
        "<@U0ADA> approved *USD 2,450.00*. 1 of 2 approvals; still needed: Finance lead. "
        "Nothing is sent before that."
    )


def test_the_last_approval_says_when_it_goes_out(make):
    text = notices.approved(make.STATES["scheduled"](), "U0ADA")
    assert "The refund is due to go to Stripe <!date^" in text
    assert "It can be cancelled until then." in text


def test_a_reminder_names_the_case_the_deadline_and_the_place(make):
    text = notices.nudge(make.STATES["awaiting_approval"](), make.NOW)
    assert "Refund request of USD 1,250.00 from Mira Castell" in text
    assert "until <!date^" in text
    assert "<#C0BILLING>" in text
    assert "since" in notices.overdue(make.SITUATIONS["urgent_overdue"](), make.NOW)


def test_an_escalation_mentions_the_new_owners_and_the_reason(make):
    decision = make.decision(
        Choice.ESCALATE, target="finance_lead", reason=make.words("Above what I may approve")
    )
    text = notices.escalated(make.case(decisions=(decision,)), ("U0CLEO",))
    assert "to *Finance lead* (<@U0CLEO>)" in text
    assert "Reason: Above what I may approve." in text


def test_a_document_sent_again_names_the_masked_address(make):
    sent = make.resend(StepOutcome.DONE, facts={"address": "m…@oakfern.example"})
    assert "m…@oakfern.example" in notices.outcome(sent)
    unnamed = notices.outcome(make.resend(StepOutcome.DONE))
    assert "@" not in unnamed
    refused = notices.outcome(make.resend(StepOutcome.REFUSED))
    assert "@" not in refused


def test_refused_says_whether_anything_was_sent(make):
    case = make.STATES["scheduled"]()
    assert "Nothing was sent." in notices.refused(case, "A dispute is open", sent=False)
    assert "Nothing was sent" not in notices.refused(case, "Too little money", sent=True)


def test_a_stale_click_decides_nothing_and_says_what_is_now(make):
    text = notices.stale_click(make.STATES["succeeded"]())
    assert "nothing was decided" in text
    assert "as done (re_3PqOak)" in text


def test_what_is_kept_on_a_step_has_no_markup(make):
    assert not set(notices.stopped(make.STATES["scheduled"]())) & set("*<>_")


def test_answers_to_commands_hold_no_buttons(make):
    for name in ("answer_status", "answer_help", "answer_not_found", "answer_public_channel"):
        assert all(block["type"] != "actions" for block in make.golden(name)["blocks"])


def test_nothing_found_repeats_nothing(make):
    assert "call id" in make.golden("answer_not_found")["text"]
